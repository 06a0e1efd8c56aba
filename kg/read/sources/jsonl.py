"""JSON Lines, or a JSON file with one list, of article records → `Article`s."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from kg.errors import SourceError
from kg.model import Article
from kg.read.sources.days import read_day
from kg.read.sources.decoding import decode
from kg.read.sources.refusal import Limits, Refusal
from kg.read.sources.screening import Candidate, attempt, keep
from kg.read.sources.text import note, read_whole

_FIX = "write one object a line with the keys of kg.read.sources.jsonl.ArticleRecord"
_CHUNK = 2**16


class ArticleRecord(msgspec.Struct, kw_only=True):
    """One line of an article file, as written; `Article` is what it means.

    `text` is required. `published` is YYYY-MM-DD or a date-time. `id` is kept when given, else made from the content.
    Keys that are not listed here are kept as metadata.
    """

    text: str
    id: str | int | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read_jsonl(stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
    """Yield the articles of a JSON Lines stream, in order; a line that is no such record is left in `refusals`.

    No more than one line is held, and of a line no more than `limits.line_bytes`.
    """
    number = records = 0
    while line := stream.readline(limits.line_bytes + 1):
        number += 1
        place = f"{where}, line {number}"
        if len(line) > limits.line_bytes:
            _skip_line(stream, line)
            problem = f"the line is longer than {limits.line_bytes:,} bytes"
            refusals.append(Refusal(where=place, problem=problem, fix="split it, or raise Limits.line_bytes"))
            records += 1
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            records += 1
            yield from _articles(line, place, refusals, limits)
    if not records:
        refusals.append(Refusal(where=where, problem="the file is empty", fix="remove it, or give it an article"))


def read_json(stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
    """Yield the articles of a JSON file that holds one record, or a list of them."""
    raws = attempt(lambda: _raw_items(stream, where, limits), refusals)
    for number, raw in enumerate(raws or [], start=1):
        yield from _articles(bytes(raw), f"{where}, item {number}", refusals, limits)


def _raw_items(stream: BinaryIO, where: str, limits: Limits) -> list[msgspec.Raw]:
    data = decode(read_whole(stream, where, limits), where=where).text.encode("utf-8", "surrogatepass")
    if not data.lstrip().startswith(b"["):
        return [msgspec.Raw(data)]
    try:
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SourceError(f"not a list of JSON records ({error})", where=where, fix=_FIX) from error


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_CHUNK)


def _articles(line: bytes, where: str, refusals: list[Refusal], limits: Limits) -> Iterator[Article]:
    candidate = attempt(lambda: _candidate(line, where, refusals), refusals)
    article = None if candidate is None else keep(candidate, refusals, limits=limits)
    if article is not None:
        yield article


def _candidate(line: bytes, where: str, refusals: list[Refusal]) -> Candidate:
    try:
        record = msgspec.json.decode(line, type=ArticleRecord)
        extra = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SourceError(f"not an article record ({error})", where=where, fix=_FIX) from error
    published = read_day(record.published) if record.published else None
    if record.published and published is None:
        refusals.append(note(where, f"{record.published[:40]!r} is not a date", "write published as YYYY-MM-DD"))
    return Candidate(
        where=where,
        text=record.text,
        id=None if record.id is None or record.id == "" else str(record.id),
        title=record.title or None,
        published=published,
        publisher=record.publisher or None,
        url=record.url or None,
        language=record.language or None,
        metadata={key: _spelling(raw) for key, raw in extra.items() if key not in ArticleRecord.__struct_fields__},
    )


def _spelling(raw: msgspec.Raw) -> str:
    """Return a JSON string as its text, any other value as its JSON."""
    try:
        return msgspec.json.decode(raw, type=str)
    except msgspec.ValidationError:
        return bytes(raw).decode("utf-8", "replace")
