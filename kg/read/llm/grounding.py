"""Words that a model quotes → the exact place in the article where they stand, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Span

#: Ways to write one sign: a model may straighten quotes, shorten dashes and join lines, and change nothing else.
_ALIKE = ("'‘’‚‛′`´", '"“”„‟«»″', "-‐‑‒–—−")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Ground:
    """The article's text, in which spans are looked for between bounds."""

    text: str

    def find(self, quoted: str, start: int, end: int, *, near: int | None = None) -> Span | None:
        """Return where `quoted` stands within [start, end): whole words, the place nearest to `near` (else the first).

        White space of any kind and length counts as one; quotation marks and dashes are taken for one another. The
        span returned is the article's own text.
        """
        expression = _expression(quoted)
        if expression is None:
            return None
        places = [match.span() for match in expression.finditer(self.text, start, end)]
        if not places:
            return None
        first, last = places[0] if near is None else min(places, key=lambda place: _distance(place, near))
        return self.span(first, last)

    def span(self, start: int, end: int) -> Span:
        """Return the span [start, end) with its text."""
        return Span(start=start, end=end, text=self.text[start:end])


def _distance(place: tuple[int, int], near: int) -> int:
    return 0 if place[0] <= near < place[1] else min(abs(place[0] - near), abs(place[1] - near))


@lru_cache(maxsize=512)
def _expression(quoted: str) -> re.Pattern[str] | None:
    words = quoted.split()
    if not words or len(quoted) > _LONGEST or not any(c.isalnum() for c in quoted):
        return None
    pattern = r"\s+".join("".join(map(_sign, word)) for word in words)
    # Whole words only: "US" is not found in "RUSSIA".
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?!\w)" if words[-1][-1].isalnum() else ""
    return re.compile(before + pattern + after)


def _sign(character: str) -> str:
    for group in _ALIKE:
        if character in group:
            return f"[{re.escape(group)}]"
    return re.escape(character)
