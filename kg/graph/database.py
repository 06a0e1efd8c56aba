"""A path → an open SQLite connection of the right format, and its rows → the nouns of `kg.model`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import kg.record
from kg.errors import StoreError
from kg.model import Article, Extraction

FORMAT = "diplograph/1"


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the database of a store; with `write`, make it if the file is new or empty.

    Raises:
        StoreError: the file is no store, or one of another format.
    """
    try:
        if write:
            connection = sqlite3.connect(path, isolation_level=None)
            _prepare(connection)
        else:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        held = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except sqlite3.Error as error:
        raise StoreError(
            f"is not a store, or is damaged ({error})", where=str(path), fix="name a file that `kg ingest` made"
        ) from error
    if held is None or held[0] != FORMAT:
        found = "none" if held is None else repr(held[0])
        raise StoreError(f"is of format {found}, not {FORMAT!r}", where=str(path), fix="ingest into a new file")
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "meta" not in tables:
        raise sqlite3.DatabaseError("an SQLite file of another program")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if not tables:
        schema = files("kg.graph").joinpath("schema.sql").read_text(encoding="utf-8")
        # One transaction, so that a kill while the file is made leaves it empty rather than half made.
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{schema}\nINSERT INTO meta VALUES ('format', '{FORMAT}');\nCOMMIT;"
        )


def article_of(row: Sequence[Any]) -> Article:
    """Return the article that a row of `articles` holds."""
    id_, url, publisher, published, title, language, _, text, metadata = row
    return Article(
        id=id_, url=url, publisher=publisher, published=date.fromisoformat(published) if published else None,
        title=title, language=language, text=text, metadata=json.loads(metadata),
    )  # fmt: skip


def extraction_of(row: Sequence[Any]) -> Extraction:
    """Return the extraction of a row of `articles` with the record at its end."""
    article = article_of(row[:-1])
    read = kg.record.decode(row[-1], text=article.text, where=f"extraction of {article.id}")
    return Extraction(
        article=article, mentions=read.mentions, times=read.times, attributions=read.attributions, events=read.events
    )
