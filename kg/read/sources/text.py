"""A plain text file → one `Article`, with the publication data of its header or its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read.sources.days import day_in_name, read_day
from kg.read.sources.decoding import decode
from kg.read.sources.refusal import Limits, Refusal
from kg.read.sources.screening import Candidate, attempt, keep

# " date 2025-10-25 By NAME, OUTLET and NAME": one line above the body, as archives print it.
_BYLINE = re.compile(r"\s*(?:date:?\s+)?(?P<day>\d{4}-\d{2}-\d{2})\s+by\s+(?P<byline>\S.*?)\s*(?:\n|$)", re.IGNORECASE)
_HEADER_LINE = re.compile(r"(?P<key>[A-Z][A-Za-z-]{0,20}):[ \t]*(?P<value>.*?)\s*$")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publisher": "publisher",
    "source": "publisher",
    "outlet": "publisher",
    "url": "url",
    "link": "url",
    "language": "language",
    "id": "id",
}


def read_text(stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
    """Yield the one article of a plain text file.

    Two shapes of header are known. A line ` date 2025-10-25 By NAME, OUTLET` stays in the text, since it is part of
    what was printed. A block of `Title:`, `Date:`, `Publisher:`, `URL:` lines that ends with a blank line is data about
    the text: the text begins after it, at the offset kept as `metadata["body-offset"]`. Without a dated header the
    publication day is taken from a file name with YYYY-MM-DD.
    """
    candidate = attempt(lambda: _candidate(stream, where, refusals, limits), refusals)
    article = None if candidate is None else keep(candidate, refusals, limits=limits)
    if article is not None:
        yield article


def read_whole(stream: BinaryIO, where: str, limits: Limits) -> bytes:
    """Return all bytes of a stream.

    Raises:
        SourceError: it is empty or larger than `limits.file_bytes`; no more than that is read.
    """
    data = stream.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise SourceError(
            f"larger than {limits.file_bytes:,} bytes",
            where=where,
            fix="split it into files of one article, or make it JSON Lines",
        )
    if not data.strip():
        raise SourceError("the file is empty", where=where, fix="remove it, or give it an article")
    return data


def _candidate(stream: BinaryIO, where: str, refusals: list[Refusal], limits: Limits) -> Candidate:
    decoded = decode(read_whole(stream, where, limits), where=where)
    if decoded.guessed:
        refusals.append(note(where, "not UTF-8: read as Windows-1252", "save it as UTF-8 if letters look wrong"))
    fields, offset = _header(decoded.text)
    given = fields.pop("published", None)
    published = read_day(given) if given else day_in_name(where)
    if given and published is None:
        refusals.append(note(where, f"{given[:40]!r} is not a date", "write it as YYYY-MM-DD"))
    known = {key: value for key, value in fields.items() if key in _FIELDS.values()}
    rest = {key: value for key, value in fields.items() if key not in known}
    if offset:
        rest["body-offset"] = str(offset)
    return Candidate(where=where, text=decoded.text[offset:], published=published, metadata=rest, **known)


def note(where: str, problem: str, fix: str) -> Refusal:
    """Return a note on an article that was read all the same."""
    return Refusal(where=where, problem=problem, fix=fix, severity="note")


def _header(text: str) -> tuple[dict[str, str], int]:
    """Return the fields of the header and the offset at which the body begins."""
    byline = _BYLINE.match(text)
    if byline is not None:
        fields = {"published": byline["day"]}
        outlet = _outlet(byline["byline"])
        return (fields | {"publisher": outlet} if outlet else fields), 0
    fields = {}
    offset = 0
    for line in text.splitlines(keepends=True):
        found = _HEADER_LINE.match(line)
        if found is None:
            break
        key = found["key"].lower()
        if found["value"]:
            fields[_FIELDS.get(key, key)] = found["value"]
        offset += len(line)
    body = text[offset:]
    # A first line "Kyiv: four wounded" is no header, nor is one that runs straight into the text.
    if not (fields.keys() & set(_FIELDS.values())) or not re.match(r"[ \t]*\r?\n", body):
        return {}, 0
    return fields, len(text) - len(body.lstrip())


def _outlet(byline: str) -> str | None:
    """Return the outlet of a byline "NAME and NAME, OUTLET and NAME": what follows the last comma, up to "and"."""
    _, comma, last = byline.rpartition(",")
    return last.split(" and ")[0].strip() or None if comma else None
