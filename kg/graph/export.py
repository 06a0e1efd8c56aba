"""Store → files that other programs read: N-Quads, TriG, Turtle, JSON-LD, CSV tables.

An export holds the quotes that claims rest on and no more of the articles' texts. It is made in a temporary place
and renamed when it is whole, and it is the same to the byte whenever the store is the same.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyoxigraph

from kg.errors import StoreError, UsageError
from kg.graph import rdf
from kg.graph.jsonld import write_jsonld
from kg.graph.store import Store
from kg.graph.tables import METADATA, write_tables
from kg.graph.terms import PREFIXES

BATCH = 50_000


def write_nquads(store: Store, stream: IO[bytes]) -> None:
    """Write the store as sorted N-Quads."""
    for line in rdf.sorted_lines(store):
        stream.write(f"{line}\n".encode())


def write_trig(store: Store, stream: IO[bytes]) -> None:
    """Write the store as TriG, graph by graph, each sorted by subject."""
    lines = (f"{triple} {graph} ." for graph, triples in rdf.graph_lines(store) for triple in rdf.in_order(triples))
    pyoxigraph.serialize(_parsed(lines), stream, format=pyoxigraph.RdfFormat.TRIG, prefixes=PREFIXES)


def write_turtle(store: Store, stream: IO[bytes]) -> None:
    """Write the union of the store's graphs as Turtle, sorted by subject."""
    lines = rdf.in_order(f"{triple} ." for _, triples in rdf.graph_lines(store) for triple in triples)
    triples = (quad.triple for quad in _parsed(lines))
    pyoxigraph.serialize(triples, stream, format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES)


def _parsed(lines: Iterator[str]) -> Iterator[pyoxigraph.Quad]:
    while batch := list(itertools.islice(lines, BATCH)):
        yield from pyoxigraph.parse("\n".join(batch).encode(), pyoxigraph.RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One export format: its usual file ending, its media type, and what writes it into a stream or a folder."""

    ending: str
    media_type: str
    to_stream: Callable[[Store, IO[bytes]], None] | None = None
    to_folder: Callable[[Store, Path], None] | None = None


FORMATS: dict[str, Format] = {
    "trig": Format(ending=".trig", media_type="application/trig", to_stream=write_trig),
    "nquads": Format(ending=".nq", media_type="application/n-quads", to_stream=write_nquads),
    "turtle": Format(ending=".ttl", media_type="text/turtle", to_stream=write_turtle),
    "jsonld": Format(ending=".jsonld", media_type="application/ld+json", to_stream=write_jsonld),
    "csv": Format(ending="-csv", media_type="text/csv", to_folder=write_tables),
}


def export(store: Store, format: str, target: Path | str) -> Path:
    """Write the store in one of `FORMATS` to a file, or to a folder for `csv`, and return its path.

    What was at `target` stays until the export is whole. A folder is replaced only if it is an earlier export.

    Raises:
        UsageError: there is no such format, or `target` is a folder of something else.
        StoreError: the disk is full or `target` may not be written.
    """
    if format not in FORMATS:
        raise UsageError(f"no export format {format!r}", where="export", fix=f"one of {', '.join(FORMATS)}")
    chosen, path = FORMATS[format], Path(target)
    _refuse_foreign(path, folder_wanted=chosen.to_folder is not None)
    with _finished(path) as making:
        if chosen.to_folder is not None:
            making.mkdir()
            chosen.to_folder(store, making)
        elif chosen.to_stream is not None:
            with making.open("wb") as stream:
                chosen.to_stream(store, stream)
    return path


def write(store: Store, format: str, stream: IO[bytes]) -> None:
    """Write the store in one of the one-file `FORMATS` into a binary stream, such as standard output.

    Raises:
        UsageError: there is no such format, or it is made of several files.
    """
    chosen = FORMATS.get(format)
    if chosen is None or chosen.to_stream is None:
        names = [name for name, each in FORMATS.items() if each.to_stream is not None]
        fix = f"use {', '.join(names)}, or --out"
        raise UsageError(f"{format!r} is no format of one file", where="export", fix=fix)
    chosen.to_stream(store, stream)


def _refuse_foreign(path: Path, *, folder_wanted: bool) -> None:
    if not path.exists():
        return
    if not folder_wanted and path.is_dir():
        raise UsageError("is a folder", where=str(path), fix="name a file to write to")
    foreign = not path.is_dir() or (any(path.iterdir()) and not (path / METADATA).exists())
    if folder_wanted and foreign:
        raise UsageError("holds something else", where=str(path), fix="name a new or empty folder")


@contextmanager
def _finished(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; rename it when the block ends well, remove it when not."""
    making = path.with_name(f".{path.name}.{os.getpid()}")
    old = path.with_name(f".{path.name}.{os.getpid()}.old")
    try:
        yield making
        if path.is_dir():
            path.rename(old)
        making.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot be written: {error.strerror or error}", where=str(path), fix="make room, or name another place"
        ) from error
    finally:
        for left in (making, old):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
