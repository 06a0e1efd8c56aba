"""A file, folder or stream in any known format → `Article`s, with a `Refusal` for each input that cannot be read.

Formats: plain text, JSON Lines, JSON, saved HTML pages, saved RSS and Atom feeds. The file name's ending decides, else
the first bytes do. An input that cannot be read is left in `refusals` with one clear message, and the rest goes on.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kg.model import Article
from kg.read.sources.feed import read_feed
from kg.read.sources.html import read_html
from kg.read.sources.jsonl import read_json, read_jsonl
from kg.read.sources.refusal import DEFAULT_LIMITS, Limits, Refusal
from kg.read.sources.text import read_text

__all__ = ["DEFAULT_LIMITS", "FORMATS", "Limits", "Refusal", "read_path", "read_stream"]


class Reader(Protocol):
    """Reads one format: yields the articles of a stream and leaves what it cannot read in `refusals`."""

    def __call__(self, stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
        """Yield the articles of a stream, in its order."""
        ...


FORMATS: dict[str, Reader] = {
    "text": read_text,
    "jsonl": read_jsonl,
    "json": read_json,
    "html": read_html,
    "feed": read_feed,
}
_ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}
_PEEK = 1024


def read_path(path: Path, refusals: list[Refusal], *, limits: Limits = DEFAULT_LIMITS) -> Iterator[Article]:
    """Yield the articles of a file, or of every file below a folder, in sorted order.

    In a folder, hidden files are passed over, and files of other endings are left in `refusals` as "skipped".
    """
    if path.is_dir():
        for file in _walk(path):
            if file.suffix.lower() in _ENDINGS:
                yield from read_path(file, refusals, limits=limits)
            else:
                fix = "name it on its own, or give it one of the endings " + " ".join(sorted(_ENDINGS))
                problem = "not an article file by its ending"
                refusals.append(Refusal(where=str(file), problem=problem, fix=fix, severity="skipped"))
        return
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, refusals, where=str(path), limits=limits)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        refusals.append(Refusal(where=str(path), problem=problem, fix="check the path and its permissions"))


def read_stream(
    stream: BinaryIO, refusals: list[Refusal], *, where: str = "stdin", limits: Limits = DEFAULT_LIMITS
) -> Iterator[Article]:
    """Yield the articles of a binary stream; its format is told by the ending of `where`, else by its first bytes."""
    if not hasattr(stream, "peek"):
        stream = BufferedReader(cast("io.RawIOBase", stream))
    head = cast(BufferedReader, stream).peek(_PEEK)[:_PEEK]
    name = _ENDINGS.get(Path(where).suffix.lower()) or _format_of(head)
    yield from FORMATS[name](stream, where, refusals, limits=limits)


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(root, name)
            if not name.startswith(".") and file.is_file():
                yield file


def _format_of(head: bytes) -> str:
    """Return the format that the first bytes look like; plain text if like none."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return "html" if b"<html" in head.lower() else "feed"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    return "json" if start.startswith((b"[{", b"[\n", b"[ {")) else "text"
