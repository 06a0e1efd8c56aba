"""Articles, extractions and judgements → one SQLite file, and from it the rows that everything else reads.

The truth (articles, copies, extractions, judgements) is written one transaction an article; the fused tables are
rebuilt whole in one transaction. The journal is a write-ahead log: a process that is killed at any moment leaves a
store in which every article is wholly there or wholly absent.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Protocol, Self

import kg.record
from kg.errors import StoreError
from kg.graph.copies import SHARED, Fingerprint, fingerprint, resemblance
from kg.graph.database import article_of, connect, extraction_of
from kg.graph.lock import lock_for_writing
from kg.model import Article, Extraction, Judgement, Verdict

Outcome = Literal["new", "updated", "unchanged", "copy"]
Row = dict[str, Any]

# In the order in which they are written; every one has a primary key, which is also the order of `Store.rows`.
FUSED = (
    "types", "agents", "events", "evidence", "claims", "attributions", "participations", "statuses", "quantities",
    "timings", "placements", "codes", "supports", "responses", "relations", "merges",
)  # fmt: skip
TRUTH = ("articles", "copies", "extractions", "judgements")
_DIGESTED = 1 << 256


class FusedRows(Protocol):
    """What resolution hands over: the rows of each fused table, as dataclasses whose fields are its columns."""

    def tables(self) -> Mapping[str, Sequence[Any]]:
        """Return table name → rows."""
        ...


Resolver = Callable[[Sequence[Extraction], Sequence[Judgement]], FusedRows]


class Store:
    """One open store. Use `Store.open`; close it, or use it in a `with` block.

    `writable` stores hold the store's lock; any number of others may read beside them.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: IO[bytes] | None) -> None:
        self._db = connection
        self._lock = lock
        self.path = path

    # opening ---------------------------------------------------------------------------------------------------------
    @classmethod
    def open(cls, path: Path | str, *, write: bool = False) -> Self:
        """Open a store; with `write`, make it if it is not there and take its lock.

        Raises:
            StoreError: there is no store at `path`, it is another kind of file, it cannot be read, or another process
                is writing it.
        """
        path = Path(path)
        if path.is_dir():
            raise StoreError("is a folder, not a store", where=str(path), fix="name a file, such as graph.kg")
        if not write and not path.exists():
            raise StoreError("there is no store here", where=str(path), fix="make one with `kg ingest FILES`")
        lock = lock_for_writing(path) if write else None
        try:
            connection = connect(path, write=write)
        except BaseException:
            if lock is not None:
                lock.close()
            raise
        return cls(connection, path, lock)

    def close(self) -> None:
        """Close the store and give its lock back; a closed store may be closed again."""
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection, for reading alone."""
        return self._db

    @property
    def writable(self) -> bool:
        """Whether this store was opened for writing."""
        return self._lock is not None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if not self.writable:
            raise StoreError("is open for reading", where=str(self.path), fix="open it with write=True")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # the truth -------------------------------------------------------------------------------------------------------
    def known(self, article: Article) -> bool:
        """Return whether adding this article would leave the store as it is, so that reading it can be spared.

        A near-duplicate that this store has not seen is known too if an earlier text of its kind is there; its
        `add` needs no extraction.
        """
        row = self._db.execute(
            "SELECT sha256 FROM articles WHERE id = ?1 UNION ALL SELECT sha256 FROM copies WHERE id = ?1", (article.id,)
        ).fetchone()
        return row is not None and row[0] == article.sha256

    def copied(self, article: Article) -> bool:
        """Return whether an earlier text in the store already says all that this one does (see `kg.graph.copies`)."""
        originals = self._originals(self._resembling(article.id, fingerprint(article.text)))
        return any(_order(original) < _order(article) for original in originals)

    def add(self, article: Article, extraction: Extraction | None, run: str) -> Outcome:
        """Store one article with what was read in it, in one transaction.

        Copies form groups; the earliest of a group, by publication day and id, stands for it whatever the order of
        adding, and only its extraction is kept. `extraction` may be None for an article that `known` or `copied`
        holds for. `run` names what read it.

        Raises:
            StoreError: the article's id belongs to another text, or an article that is no copy has no extraction.
        """
        with self._transaction():
            if self.known(article):
                return self._replace_extraction(article, extraction, run)
            self._refuse_taken_id(article)
            print_ = fingerprint(article.text)
            near = self._resembling(article.id, print_)
            originals = self._originals(near)
            self._db.executemany(
                "INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(hash_, article.id) for hash_ in print_.sketch]
            )
            first = min([article, *originals], key=_order)
            if first is article:
                self._insert_article(article, extraction, run)
            else:
                self._insert_copy(article, first.id, max(near.values()))
            for original in originals:
                if original.id != first.id:
                    self._demote(original, first.id, near)
            return "new" if first is article else "copy"

    def _refuse_taken_id(self, article: Article) -> None:
        if self._db.execute(
            "SELECT 1 FROM articles WHERE id = ?1 UNION ALL SELECT 1 FROM copies WHERE id = ?1", (article.id,)
        ).fetchone():
            raise StoreError(
                f"the store holds another text under the id {article.id!r}",
                where=str(self.path),
                fix="give each version of an article an id of its own, or none: then it is made from the text",
            )

    def _replace_extraction(self, article: Article, extraction: Extraction | None, run: str) -> Outcome:
        held = self._db.execute("SELECT run, record FROM extractions WHERE article = ?", (article.id,)).fetchone()
        if held is None or extraction is None:
            return "unchanged"
        record = kg.record.encode(extraction).decode()
        if held == (run, record):
            return "unchanged"
        self._db.execute("UPDATE extractions SET run = ?, record = ? WHERE article = ?", (run, record, article.id))
        self._retell(("extractions", article.id, *held), ("extractions", article.id, run, record))
        return "updated"

    def _insert_article(self, article: Article, extraction: Extraction | None, run: str) -> None:
        if extraction is None:
            raise StoreError(
                f"article {article.id!r} comes without an extraction", where=str(self.path), fix="extract it first"
            )
        row = (
            article.id, article.url, article.publisher, article.published and article.published.isoformat(),
            article.title, article.language, article.sha256, article.text,
            json.dumps(dict(article.metadata), ensure_ascii=False, sort_keys=True),
        )  # fmt: skip
        record = (article.id, run, kg.record.encode(extraction).decode())
        self._db.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._db.execute("INSERT INTO extractions VALUES (?, ?, ?)", record)
        self._retell(None, ("articles", *row))
        self._retell(None, ("extractions", *record))

    def _insert_copy(self, article: Article, original: str, similarity: float) -> None:
        published = article.published and article.published.isoformat()
        row = (
            article.id, original, article.publisher, published, article.url, article.title, article.sha256,
            article.text, round(similarity, 4),
        )  # fmt: skip
        self._db.execute("INSERT INTO copies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._retell(None, ("copies", *row))

    def _demote(self, original: Article, first: str, near: Mapping[str, float]) -> None:
        """Make an article a copy of an earlier one that came after it; its own copies follow."""
        for copy in self._db.execute("SELECT * FROM copies WHERE copy_of = ?", (original.id,)).fetchall():
            moved = (copy[0], first, *copy[2:])
            self._db.execute("UPDATE copies SET copy_of = ? WHERE id = ?", (first, copy[0]))
            self._retell(("copies", *copy), ("copies", *moved))
        for table, key in (("extractions", "article"), ("articles", "id")):
            row = self._db.execute(f"SELECT * FROM {table} WHERE {key} = ?", (original.id,)).fetchone()
            self._db.execute(f"DELETE FROM {table} WHERE {key} = ?", (original.id,))
            self._retell((table, *row), None)
        self._insert_copy(original, first, near.get(original.id, max(near.values())))

    def _resembling(self, own_id: str, print_: Fingerprint) -> dict[str, float]:
        """Return the stored texts that this one copies, or that copy it, with their resemblance."""
        sketch = print_.sketch
        if not sketch:
            return {}
        shared = min(SHARED, len(sketch))
        candidates = self._db.execute(
            f"SELECT article FROM sketches WHERE hash IN ({','.join('?' * len(sketch))}) AND article <> ?"
            " GROUP BY article HAVING count(*) >= ? ORDER BY article",
            (*sketch, own_id, shared),
        ).fetchall()
        found = {}
        for (other,) in candidates:
            text = self._db.execute(
                "SELECT text FROM articles WHERE id = ?1 UNION ALL SELECT text FROM copies WHERE id = ?1", (other,)
            ).fetchone()[0]
            if share := resemblance(print_, fingerprint(text)):
                found[other] = share
        return found

    def _originals(self, ids: Iterable[str]) -> list[Article]:
        found: dict[str, Article] = {}
        for id_ in ids:
            row = self._db.execute("SELECT copy_of FROM copies WHERE id = ?", (id_,)).fetchone()
            article = self.article(row[0] if row else id_)
            found[article.id] = article
        return [found[key] for key in sorted(found)]

    def _retell(self, before: tuple[Any, ...] | None, after: tuple[Any, ...] | None) -> None:
        """Carry the digest of the truth over one row's change: a sum of row hashes, so order leaves no trace."""
        total = int(self._meta("truth") or "0", 16)
        total += (0 if after is None else _row_hash(after)) - (0 if before is None else _row_hash(before))
        self._set_meta("truth", f"{total % _DIGESTED:064x}")

    def article(self, article_id: str) -> Article:
        """Return a stored article.

        Raises:
            StoreError: the store has none of that id.
        """
        row = self._db.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            raise StoreError(f"no article {article_id!r}", where=str(self.path), fix="list them with `kg ask articles`")
        return article_of(row)

    def extractions(self) -> list[Extraction]:
        """Return all extractions with their articles, by publication day (none first) and id."""
        rows = self._db.execute(
            "SELECT a.*, e.record FROM articles a JOIN extractions e ON e.article = a.id ORDER BY a.published, a.id"
        )
        return [extraction_of(row) for row in rows]

    def judgements(self) -> list[Judgement]:
        """Return the judgements, retracted ones included, by date and ids."""
        rows = self._db.execute("SELECT * FROM judgements ORDER BY date, a, b, verdict")
        return [
            Judgement(
                a=a, b=b, verdict=Verdict(verdict), reason=reason, author=author, date=date.fromisoformat(day),
                retracted=date.fromisoformat(retracted) if retracted else None,
            )
            for a, b, verdict, reason, author, day, retracted in rows
        ]  # fmt: skip

    def replace_judgements(self, judgements: Iterable[Judgement]) -> bool:
        """Make these the judgements of the store; return whether anything changed."""
        wanted = {
            (j.a, j.b, j.verdict.value, j.reason, j.author, j.date.isoformat(), j.retracted and j.retracted.isoformat())
            for j in judgements
        }
        held = {tuple(row) for row in self._db.execute("SELECT * FROM judgements")}
        if wanted == held:
            return False
        with self._transaction():
            for row in sorted(held - wanted, key=repr):
                self._db.execute(
                    "DELETE FROM judgements WHERE a=? AND b=? AND date=? AND verdict=?", (*row[:2], row[5], row[2])
                )
                self._retell(("judgements", *row), None)
            for row in sorted(wanted - held, key=repr):
                self._db.execute("INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                self._retell(None, ("judgements", *row))
        return True

    # the fused tables ------------------------------------------------------------------------------------------------
    def ensure_fused(self, resolve: Resolver, *, rules: str) -> bool:
        """Rebuild the fused tables unless they were made from this truth by these rules; return whether it was done.

        `rules` names the version of resolution. A store that is open for reading is rebuilt through a second,
        writing one.
        """
        wanted = f"{self.truth_digest()} {rules}"
        if self._meta("fused") == wanted:
            return False
        if not self.writable:
            with Store.open(self.path, write=True) as writer:
                return writer.ensure_fused(resolve, rules=rules)
        self.write_fused(resolve(self.extractions(), self.judgements()), rules=rules)
        return True

    def write_fused(self, fused: FusedRows, *, rules: str) -> None:
        """Replace every fused table by these rows, in one transaction."""
        tables = fused.tables()
        with self._transaction():
            for name in reversed(FUSED):
                self._db.execute(f"DELETE FROM {name}")
            for name in FUSED:
                self._insert_rows(name, tables.get(name, ()))
            self._db.execute("DELETE FROM search")
            self._db.execute(
                "INSERT INTO search(kind, id, text) SELECT 'agent', id, label FROM agents UNION ALL"
                " SELECT 'event', id, label FROM events UNION ALL"
                " SELECT 'evidence', id, quote FROM evidence ORDER BY 1, 2"
            )
            self._set_meta("fused", f"{self.truth_digest()} {rules}")

    def _insert_rows(self, table: str, rows: Sequence[Any]) -> None:
        if not rows:
            return
        names = [field.name for field in fields(rows[0])]
        self._db.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            ([getattr(row, name) for name in names] for row in rows),
        )

    # reading ---------------------------------------------------------------------------------------------------------
    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of one table as dicts, in the order of its primary key.

        Raises:
            StoreError: there is no such table.
        """
        if table not in FUSED + TRUTH:
            raise StoreError(f"no table {table!r}", where=str(self.path), fix=f"one of {', '.join(TRUTH + FUSED)}")
        info = self._db.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [name for _, _, name in sorted((pk, cid, name) for cid, name, _, _, _, pk in info if pk)]
        return self.query(f"SELECT * FROM {table} ORDER BY {', '.join(keys)}", {})

    def query(self, sql: str, parameters: Mapping[str, Any]) -> Iterator[Row]:
        """Yield the rows of a query with `:name` parameters as dicts."""
        cursor = self._db.execute(sql, dict(parameters))
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def search(self, words: str, *, limit: int = 50) -> list[Row]:
        """Return the best matches of all these words over labels and quotes: kind, id, text."""
        quoted = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        if not quoted:
            return []
        sql = "SELECT kind, id, text FROM search WHERE search MATCH :words ORDER BY rank, kind, id LIMIT :limit"
        return list(self.query(sql, {"words": quoted, "limit": limit}))

    def counts(self) -> dict[str, int]:
        """Return table name → number of rows."""
        return {name: self._db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TRUTH + FUSED}

    def truth_digest(self) -> str:
        """Return the digest of the truth, in hexadecimal; the order in which it came does not matter."""
        return self._meta("truth") or "0" * 64

    def content_digest(self) -> str:
        """Return a digest over all rows of all tables: two stores with the same one answer every question alike."""
        digest = hashlib.sha256()
        for table in TRUTH + FUSED:
            for row in self.rows(table):
                digest.update(repr((table, *row.values())).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _order(article: Article) -> tuple[str, str]:
    return (article.published.isoformat() if article.published else "", article.id)


def _row_hash(row: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest())
