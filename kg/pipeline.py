"""The order of the steps: articles → extractions → store → fused tables → RDF index; nothing else knows it.

Also the report of one ingest: what was new, what was known, what was refused and why.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.errors import KnowledgeError
from kg.facts import load_facts
from kg.graph.store import Store
from kg.lexicon import load_lexicon
from kg.model import Article, Extraction, Judgement, Verdict
from kg.read.sources import Refusal
from kg.resolve.fuse import fuse, rules_name

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.graph.generation import Generation

BATCH = 64
#: A batch of long articles would hold many parses at once.
BATCH_CHARACTERS = 400_000
JUDGEMENTS = "judgements.jsonl"


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What one ingest did; `refusals` says what could not be read, where, and how to mend it."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    copies: int = 0
    events: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{self.new} new", f"{self.unchanged} unchanged"]
        if self.updated:
            parts.append(f"{self.updated} read again")
        if self.copies:
            parts.append(f"{self.copies} copies")
        refused = sum(refusal.severity == "refused" for refusal in self.refusals)
        if refused:
            parts.append(f"{refused} refused")
        return ", ".join(parts)


@cache
def language_pipeline() -> Language:
    """Return the language pipeline, loaded once a process."""
    from kg.read.parse import load_pipeline

    return load_pipeline()


def package_version() -> str:
    """Return the version of the installed distribution, "0" in a bare checkout."""
    try:
        return version("diplograph")
    except PackageNotFoundError:
        return "0"


@cache
def rules_digest() -> str:
    """Return a short hash of the lexicons and facts that reading depends on."""
    digest = hashlib.sha256()
    for name in ("lexicons", "facts"):
        for path, content in _files_below(files("kg") / name, name):
            digest.update(path.encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def _files_below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}/{item.name}"
        if item.is_dir():
            yield from _files_below(item, path)
        elif item.name.endswith((".yaml", ".csv")):
            yield path, item.read_bytes()


def run_name(nlp: Language) -> str:
    """Return the name of what reads: package version, language model and the hash of lexicons and facts."""
    meta = nlp.meta
    return f"rules-{package_version()}-{meta['lang']}_{meta['name']}-{meta['version']}-{rules_digest()}"


def extract_stream(articles: Iterable[Article], refusals: list[Refusal] | None = None) -> Iterator[Extraction]:
    """Yield one extraction an article, in order, as they come.

    An article on which reading fails is left in `refusals` (raised if that is None); the others are not touched.
    """
    for chunk in _chunks(articles):
        yield from _extract_chunk(chunk, refusals)


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) >= BATCH or size >= BATCH_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _extract_chunk(chunk: Sequence[Article], refusals: list[Refusal] | None) -> Iterator[Extraction]:
    from kg.read.extract import extract
    from kg.read.parse import parse_articles

    nlp, facts, lexicon = language_pipeline(), load_facts(), load_lexicon()
    done = 0
    try:
        for parsed in parse_articles(chunk, nlp=nlp, facts=facts):
            extraction = extract(parsed, facts=facts, lexicon=lexicon)
            done += 1
            yield extraction
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError) as error:
        if refusals is None:
            raise
        if len(chunk) == 1:
            refusals.append(_unreadable(chunk[0], error))
            return
        # One article of the batch broke it: read the rest one by one, so that only that one is lost.
        for article in chunk[done:]:
            yield from _extract_chunk([article], refusals)


def _unreadable(article: Article, error: Exception) -> Refusal:
    return Refusal(
        where=article.title or article.url or article.id,
        problem=f"reading failed ({type(error).__name__}: {error})",
        fix="report it with the text; every other article is done",
    )


def ingest(
    store: Store,
    articles: Iterable[Article],
    *,
    refusals: list[Refusal] | None = None,
    progress: Callable[[str], None] | None = None,
) -> IngestReport:
    """Read articles into an open store, one transaction each; what is already there is not read again.

    Raises:
        StoreError: the store is open for reading only.
        ModelError: no language pipeline is installed.
    """
    report = IngestReport(refusals=refusals if refusals is not None else [])
    seen: set[str] = set()
    waiting = _unread(store, articles, report, seen)
    while chunk := list(islice(waiting, BATCH)):
        run = run_name(language_pipeline())
        for extraction in extract_stream(chunk, report.refusals):
            _count(report, store.add(extraction.article, extraction, run))
            report.events += len(extraction.events)
            if progress is not None:
                progress(extraction.article.title or extraction.article.id)
    return report


def _unread(store: Store, articles: Iterable[Article], report: IngestReport, seen: set[str]) -> Iterator[Article]:
    for article in articles:
        if article.id in seen or store.known(article):
            report.unchanged += 1
        elif store.copied(article):
            _count(report, store.add(article, None, "copy"))
        else:
            yield article
        seen.add(article.id)


def _count(report: IngestReport, outcome: str) -> None:
    if outcome == "new":
        report.new += 1
    elif outcome == "copy":
        report.copies += 1
    elif outcome == "updated":
        report.updated += 1
    else:
        report.unchanged += 1


def build(store: Store, *, judgements: Path | None = None) -> Generation:
    """Bring fused tables and RDF index up to date with the truth, and return the index.

    `judgements.jsonl` beside the store (or the file named) is read first.

    Raises:
        KnowledgeError: a judgement line is wrong; the message names file and line.
        StoreError: another process is writing or building.
    """
    from kg.graph.generation import ensure_generation

    path = judgements or store.path.parent / JUDGEMENTS
    if store.writable and path.exists():
        store.replace_judgements(read_judgements(path))
    store.ensure_fused(fuse, rules=rules_name())
    return ensure_generation(store)


class JudgementRecord(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line of `judgements.jsonl`; see `kg.model.Judgement`."""

    a: str
    b: str
    verdict: Verdict
    reason: str
    author: str
    date: datetime.date
    retracted: datetime.date | None = None


def read_judgements(path: Path) -> list[Judgement]:
    """Return the judgements of a JSON Lines file.

    Raises:
        KnowledgeError: a line is no judgement; the message names file and line.
    """
    found: list[Judgement] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=JudgementRecord)
        except msgspec.DecodeError as error:
            raise KnowledgeError(
                str(error),
                where=f"{path.name}, line {number}",
                fix="give a, b, verdict (same, different, unsure), reason, author and date (YYYY-MM-DD), nothing else",
            ) from error
        found.append(Judgement(**msgspec.structs.asdict(record)))
    return found
