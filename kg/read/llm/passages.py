"""Parsed article → passages of a length that a model reads well, each with the text before it as context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.read.parsed import ParsedArticle

_PARAGRAPH = re.compile(r"[^\n]+")
Extent = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of the article to be read, [start, end), and where the context before it begins."""

    start: int
    end: int
    context: int


def passages(parsed: ParsedArticle, *, size: int, context: int) -> list[Passage]:
    """Return the article's passages in order: whole paragraphs up to `size` characters, long ones cut at sentences."""
    sentences = sentence_extents(parsed)
    found: list[Extent] = []
    for start, end in _pieces(parsed.article.text, sentences, size):
        if found and end - found[-1][0] <= size:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [with_context(start, end, sentences, context) for start, end in found]


def sentence_passages(parsed: ParsedArticle, wanted: Iterable[Extent], *, size: int, context: int) -> list[Passage]:
    """Return passages of the wanted sentences alone, neighbours joined up to `size` characters."""
    sentences = sentence_extents(parsed)
    place = {extent: number for number, extent in enumerate(sentences)}
    found: list[Extent] = []
    last = -2
    for extent in sorted(wanted):
        if found and place[extent] == last + 1 and extent[1] - found[-1][0] <= size:
            found[-1] = (found[-1][0], extent[1])
        else:
            found.append(extent)
        last = place[extent]
    return [with_context(start, end, sentences, context) for start, end in found]


def sentence_extents(parsed: ParsedArticle) -> list[Extent]:
    """Return the sentences of an article as [start, end), white space around them left out, empty ones too."""
    doc = parsed.doc
    spans = [doc[:]] if not doc.has_annotation("SENT_START") else doc.sents
    trimmed = (_trimmed(parsed.article.text, span.start_char, span.end_char) for span in spans if len(span))
    return [extent for extent in trimmed if extent[0] < extent[1]]


def with_context(start: int, end: int, sentences: Sequence[Extent], context: int) -> Passage:
    """Return a passage whose context begins with a sentence, at most `context` characters before."""
    begins = [first for first, _ in sentences if start - context <= first < start]
    return Passage(start=start, end=end, context=begins[0] if begins else start)


def _pieces(text: str, sentences: Sequence[Extent], size: int) -> Iterator[Extent]:
    """Yield paragraphs; those longer than `size` in runs of sentences, sentences longer than that in runs of words."""
    position = 0
    for match in _PARAGRAPH.finditer(text):
        start, end = _trimmed(text, *match.span())
        while position < len(sentences) and sentences[position][1] <= start:
            position += 1
        if start >= end:
            continue
        if end - start <= size:
            yield start, end
            continue
        while start < end:
            while position < len(sentences) and sentences[position][1] <= start:
                position += 1
            stop = start
            ahead = position
            while ahead < len(sentences) and sentences[ahead][1] <= min(end, start + size):
                stop = sentences[ahead][1]
                ahead += 1
            if end - start <= size:
                stop = end
            elif stop == start:
                stop = _word_end(text, start, min(end, start + size))
            yield _trimmed(text, start, stop)
            start = _trimmed(text, stop, end)[0]


def _word_end(text: str, start: int, stop: int) -> int:
    space = text.rfind(" ", start + 1, stop)
    return space if space > start else stop


def _trimmed(text: str, start: int, end: int) -> Extent:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
