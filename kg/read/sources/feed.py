"""A saved RSS or Atom feed → one `Article` an entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.read.sources.decoding import decode
from kg.read.sources.markup import check_markup, plain_text
from kg.read.sources.refusal import Limits, Refusal
from kg.read.sources.screening import Candidate, attempt, keep
from kg.read.sources.text import read_whole

_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:-]{1,40})""")
_FIX = "save the feed again, or make its entries JSON Lines"


def read_feed(stream: BinaryIO, where: str, refusals: list[Refusal], *, limits: Limits) -> Iterator[Article]:
    """Yield the entries of a saved feed, in feed order; nothing is fetched.

    An entry's text is its full content where the feed carries it, else its summary, with markup taken off. The feed's
    title is the publisher.
    """
    feed = attempt(lambda: _parse(stream, where, limits), refusals)
    if feed is None:
        return
    publisher = feed.feed.get("title") or None
    language = feed.feed.get("language") or None
    for number, entry in enumerate(feed.entries, start=1):
        article = keep(_candidate(entry, f"{where}, entry {number}", publisher, language), refusals, limits=limits)
        if article is not None:
            yield article


def _parse(stream: BinaryIO, where: str, limits: Limits) -> Any:
    import feedparser

    data = read_whole(stream, where, limits)
    declared = _ENCODING.search(data[:200])
    text = decode(data, where=where, declared=declared[1].decode("ascii") if declared else None).text
    check_markup(text, where=where, limits=limits)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "surrogatepass")
    try:
        # A stream, never a string: feedparser would open a string that looks like an address or a file name.
        feed = feedparser.parse(io.BytesIO(body), response_headers={"content-type": "application/xml; charset=utf-8"})
    # The parser below meets markup that nobody tested it on, and one odd feed must not end the run.
    except Exception as error:
        raise SourceError(f"the feed cannot be parsed ({type(error).__name__})", where=where, fix=_FIX) from error
    if not feed.entries:
        raise SourceError("no entries found: not an RSS or Atom feed", where=where, fix=_FIX)
    return feed


def _candidate(entry: Any, where: str, publisher: str | None, language: str | None) -> Candidate:
    contents = [str(content.get("value", "")) for content in entry.get("content", [])]
    longest = max([*contents, str(entry.get("summary", ""))], key=len)
    # Plain dict access: feedparser's own `get` warns where it stands in "published" for a missing "updated".
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Candidate(
        where=where,
        text=plain_text(longest),
        title=plain_text(str(entry.get("title", ""))) or None,
        published=date(*moment[:3]) if moment else None,
        publisher=publisher,
        url=entry.get("link") or None,
        language=language,
    )
