"""Fields of a candidate article → an `Article`, or the `SourceError` that says why it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from kg.errors import SourceError
from kg.model import Article, article_key
from kg.read.sources.language import foreign_language, is_english_code
from kg.read.sources.refusal import Limits, Refusal

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_CONTROL = 0.02
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a reader found in its format, before anything is checked; `text` is as read."""

    where: str
    text: str
    id: str | None = None
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


def screen(candidate: Candidate, *, limits: Limits) -> Article:
    """Return the article of a candidate whose text can be read safely; the text is not altered.

    Raises:
        SourceError: the text is empty, too long, binary, or not English. The message names the limit.
    """
    _check_size(candidate, limits)
    _check_characters(candidate)
    language = candidate.language
    foreign = foreign_language(candidate.text) if language is None else None
    if language is not None and not is_english_code(language):
        foreign = language
    if foreign is not None:
        raise SourceError(
            f"not English (looks like {foreign})" if language is None else f"not English (marked {foreign})",
            where=candidate.where,
            fix="give English text, or set its language to en if it is",
        )
    return Article(
        id=candidate.id or article_key(candidate.text, candidate.url or candidate.publisher or ""),
        text=candidate.text,
        published=candidate.published,
        publisher=candidate.publisher,
        title=candidate.title,
        url=candidate.url,
        language="en",
        metadata=dict(candidate.metadata),
    )


def keep(candidate: Candidate, refusals: list[Refusal], *, limits: Limits) -> Article | None:
    """Return the screened article, or None after leaving the reason in `refusals`."""
    return attempt(lambda: screen(candidate, limits=limits), refusals)


def attempt(read: Callable[[], Read], refusals: list[Refusal]) -> Read | None:
    """Return what `read` returns, or None after leaving its SourceError in `refusals`."""
    try:
        return read()
    except SourceError as error:
        refusals.append(Refusal(where=error.where, problem=error.problem, fix=error.fix))
        return None


def _check_size(candidate: Candidate, limits: Limits) -> None:
    text = candidate.text
    if not _LETTER.search(text):
        raise SourceError("the article has no words", where=candidate.where, fix="remove it, or give it a text")
    if len(text) > limits.article_chars:
        raise SourceError(
            f"the article has {len(text):,} characters, more than {limits.article_chars:,}",
            where=candidate.where,
            fix="split it into articles, or raise Limits.article_chars",
        )
    if max(map(len, text.split())) > limits.word_chars:
        raise SourceError(
            f"a word of more than {limits.word_chars:,} characters",
            where=candidate.where,
            fix="remove encoded data from the text, or put spaces where they are missing",
        )


def _check_characters(candidate: Candidate) -> None:
    text = candidate.text
    if "\x00" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise SourceError("control characters, not text", where=candidate.where, fix="export the article as plain text")
    if _SURROGATE.search(text):
        raise SourceError(
            "half of a surrogate pair, which is no character",
            where=candidate.where,
            fix="write the text as UTF-8, with escapes in pairs",
        )
