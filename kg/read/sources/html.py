"""A saved web page → one `Article`: the running text of the page and what its head says of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from kg.errors import SourceError
from kg.model import Article
from kg.read.sources.days import day_in_name, read_day
from kg.read.sources.decoding import decode
from kg.read.sources.markup import check_markup
from kg.read.sources.refusal import Limits, Refusal
from kg.read.sources.screening import Candidate, attempt, keep
from kg.read.sources.text import note, read_whole

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,400}?\slang\s*=\s*["']?([A-Za-z-]{1,20})""", re.IGNORECASE)
_HEAD = 4096


def read_html(stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
    """Yield the article of a saved page; nothing is fetched.

    The text is what trafilatura takes for the article, so offsets point into that text and not into the page; the
    SHA-256 of the page's bytes is kept as `metadata["page-sha256"]`.
    """
    candidate = attempt(lambda: _candidate(stream, where, refusals, limits), refusals)
    article = None if candidate is None else keep(candidate, refusals, limits=limits)
    if article is not None:
        yield article


def _candidate(stream: BinaryIO, where: str, refusals: list[Refusal], limits: Limits) -> Candidate:
    data = read_whole(stream, where, limits)
    declared = _CHARSET.search(data[:_HEAD])
    decoded = decode(data, where=where, declared=declared[1].decode("ascii") if declared else None)
    if decoded.guessed:
        refusals.append(
            note(where, "no charset stated: read as Windows-1252", "add <meta charset> if letters look wrong")
        )
    check_markup(decoded.text, where=where, limits=limits)
    page = _extract(decoded.text, where)
    language = _LANGUAGE.search(decoded.text[:_HEAD])
    host = urlsplit(page.url).hostname if page.url else None
    return Candidate(
        where=where,
        text=page.text,
        title=page.title or None,
        published=(read_day(page.date) if page.date else None) or day_in_name(where),
        publisher=page.sitename or host,
        url=page.url or None,
        language=language[1] if language else None,
        metadata={"page-sha256": hashlib.sha256(data).hexdigest()} | ({"author": page.author} if page.author else {}),
    )


def _extract(markup: str, where: str) -> Any:
    from trafilatura import bare_extraction

    try:
        page = bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_precision=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    # The parser below meets markup that nobody tested it on, and one odd page must not end the run.
    except Exception as error:
        raise SourceError(f"the page cannot be parsed ({type(error).__name__})", where=where, fix=_FIX) from error
    if page is None or not getattr(page, "text", None):
        raise SourceError("no running text found in the page", where=where, fix=_FIX)
    return page


_FIX = "save the article's own page, or its text"
