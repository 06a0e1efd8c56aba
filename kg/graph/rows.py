"""Store → its rows by column name, read in one transaction, so that a writer beside it cannot mix two states."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import StoreError
from kg.graph.database import connect
from kg.graph.store import Store

Source = sqlite3.Connection | Store


@contextmanager
def snapshot(source: Source) -> Iterator[sqlite3.Connection]:
    """Give a connection that sees the store as it is now; a connection is given back as it is."""
    if isinstance(source, sqlite3.Connection):
        yield source
        return
    connection = connect(source.path, write=False)
    try:
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


def rows(connection: sqlite3.Connection, query: str, *parameters: object) -> Iterator[sqlite3.Row]:
    """Yield the rows of a query, by column name, whatever row factory the connection has.

    Raises:
        StoreError: the store is damaged, or lacks a table.
    """
    try:
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        yield from cursor.execute(query, parameters)
    except sqlite3.Error as error:
        raise StoreError(
            f"cannot be read ({error})", where="store", fix="ingest the articles into a new file"
        ) from error
