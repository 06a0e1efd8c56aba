"""Text → its quotations: where each quotation mark opens and closes, paragraph by paragraph.

Double marks (typographic, straight, low and angled) and single marks used as the outer pair are understood; a pair
inside another belongs to the outer one. A mark that is never closed ends with its paragraph, as in the custom of
opening each paragraph of a long quotation and closing only the last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

#: A blank line, or a line end after a mark that ends a sentence: texts with one paragraph a line have no blank lines.
_BREAK = re.compile(r"\n[^\S\n]*(?:\n\s*)+|(?<=[.!?:…”\"’')\]])\n\s*")
#: Two single marks are the double mark of typewriters and old wire copy.
_MARKS = re.compile(r"''|``|[“”„\"«»‘']")
_CLOSERS = {"“": ("”",), "„": ("“", "”"), "«": ("»",), '"': ('"',), "''": ("''",), "``": ("''", '"')}
#: How far a single mark may lie from its partner; a bound keeps stray marks from being searched for ever and again.
_SINGLE_REACH = 600
_SINGLE_CLOSE = {
    "‘": re.compile(r"[^\s‘]’(?![\w])"),
    "'": re.compile(r"[^\s']'(?![\w])"),
}
#: What may follow a mark that closes behind an "s"; a blank would make it a possessive.
_BEHIND = ("", ",", ".", ";", ":", ")", "?", "!", "\n")
_ELISION = re.compile(r"'(?:s|em|til|tis|twas|cause|n|\d\ds?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, marks included, as [start, end) offsets; `closed` is False where the paragraph ended it."""

    start: int
    end: int
    closed: bool = True


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the [start, end) offsets of each paragraph that has text, outer blanks left out."""
    start = 0
    for gap in _BREAK.finditer(text):
        yield from _trimmed(text, start, gap.start())
        start = gap.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        yield start + left, start + right


@lru_cache(maxsize=4)
def find_quotes(text: str) -> tuple[Quote, ...]:
    """Return the outermost quotations of a text, in text order.

    >>> [(q.start, q.end) for q in find_quotes('He said "no" twice.')]
    [(8, 12)]
    """
    return tuple(quote for start, end in paragraphs(text) for quote in _quotes_of(text, start, end))


def _quotes_of(text: str, start: int, end: int) -> Iterator[Quote]:
    position = start
    while (mark := _MARKS.search(text, position, end)) is not None:
        position = mark.end()
        sign = mark.group()
        if not _opens(text, mark.start(), sign):
            continue
        close = (
            _single_close(text, mark.start(), end)
            if sign in ("‘", "'")
            else _double_close(text, mark.start(), end, sign)
        )
        if close is None and sign in ("‘", "'"):
            continue
        position = end if close is None else close
        yield Quote(mark.start(), position, close is not None)


def _opens(text: str, place: int, sign: str) -> bool:
    """Whether a mark opens: nothing of a word before it, something after it."""
    behind = place + len(sign)
    before, after = text[max(0, place - 1) : place] or " ", text[behind : behind + 1] or " "
    if sign in ("”", "»"):
        return False
    if sign == "'" and _ELISION.match(text, place):
        return False
    if before.isalnum() or after.isspace():
        return False
    return not (sign in ("'", '"', "''") and before in ".,!?;" and after in ".,;:)")


def _double_close(text: str, place: int, end: int, sign: str) -> int | None:
    """Return the end of the mark that closes the one at `place`; pairs of the same kind inside are passed over."""
    closers = _CLOSERS[sign]
    depth = 1
    curly = 0
    last: int | None = None
    for mark in _MARKS.finditer(text, place + len(sign), end):
        found = mark.group()
        if found in closers:
            depth -= 1
            last = mark.end()
            if not depth:
                return last
        elif found == sign:
            depth += 1
        elif sign == '"' and found in "“”":
            # Keyboards mix the marks: a typographic one closes a straight one, unless it has a partner of its own.
            curly += 1 if found == "“" else -1
            if curly < 0:
                return mark.end()
    return last


def _single_close(text: str, place: int, end: int) -> int | None:
    """Return the end of the closing single mark: the first behind a stop, else the first that is no possessive."""
    likely: int | None = None
    for found in _SINGLE_CLOSE[text[place]].finditer(text, place + 1, min(end, place + _SINGLE_REACH)):
        if found.group()[0] in ".,!?…":
            return found.end()
        if likely is None and (found.group()[0] != "s" or text[found.end() : found.end() + 1] in _BEHIND):
            likely = found.end()
    return likely


class QuoteIndex:
    """Look-ups by offset over quotations in text order, each in logarithmic time."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self.quotes = quotes
        self._starts = [quote.start for quote in quotes]

    def around(self, place: int) -> Quote | None:
        """Return the quotation that the character at `place` belongs to."""
        index = bisect_right(self._starts, place) - 1
        return self.quotes[index] if index >= 0 and place < self.quotes[index].end else None

    def ending_at(self, place: int) -> Quote | None:
        """Return the quotation whose last character is just before `place`."""
        quote = self.around(place - 1) if place else None
        return quote if quote is not None and quote.end == place else None

    def first_from(self, place: int) -> Quote | None:
        """Return the first quotation that starts at or after `place`."""
        index = bisect_right(self._starts, place - 1)
        return self.quotes[index] if index < len(self.quotes) else None
