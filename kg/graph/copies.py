"""Article texts → which of them are the same dispatch printed again.

Two texts are copies when their word shingles overlap almost wholly (Broder, *On the resemblance and containment of
documents*, 1997) and no figure, negation or name differs: a wire copy in which "four" became "nine" is news.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b

SHINGLE = 3
SKETCH = 24
RESEMBLANCE = 0.88
# Shared hashes of two sketches are an unbiased sample of the resemblance; below half of it no pair passes the test.
SHARED = 10

_WORD = re.compile(r"\w+(?:[.,:/]\d+)*", re.UNICODE)
# "LIMA, March 3 (Wire) - " at the head of a text.
_DATELINE = re.compile(r"\A\s*[A-ZÀ-Þ][^.!?\n]{0,80}?\s[-–—]{1,2}\s")
_COUNTS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen dozens half
    first second third fourth fifth sixth seventh eighth ninth tenth
"""
_NEGATIONS = "no not never none neither nor without denied denies deny"
_TELLING = frozenset((_COUNTS + _NEGATIONS).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What of a text decides whether another one copies it."""

    shingles: AbstractSet[int]
    telling: Counter[str]

    @property
    def sketch(self) -> tuple[int, ...]:
        """The smallest shingle hashes, ascending."""
        return tuple(sorted(self.shingles)[:SKETCH])


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text; datelines, case, punctuation and white space leave no trace in it."""
    body = _DATELINE.sub("", text, count=1)
    written = _WORD.findall(body)
    words = [word.casefold() for word in written]
    telling = Counter(word for word in words if word in _TELLING or any(c.isdigit() for c in word))
    telling.update(a for a, b in zip(words, written, strict=True) if b[:1].isupper())
    width = min(SHINGLE, len(words))
    grams = {" ".join(words[i : i + width]) for i in range(len(words) - width + 1)} if width else set()
    return Fingerprint(shingles={_hash(gram) for gram in grams}, telling=telling)


def _hash(gram: str) -> int:
    return int.from_bytes(blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def resemblance(a: Fingerprint, b: Fingerprint) -> float:
    """Return the share of shingles that two texts have in common, or 0.0 where they are no copies.

    >>> first = "Ministers met in Lima on Friday and agreed to open the border to lorries from Monday at noon."
    >>> resemblance(fingerprint(first), fingerprint("LIMA, May 4 (Wire) - " + first))
    1.0
    >>> resemblance(fingerprint(first), fingerprint(first.replace("agreed", "did not agree")))
    0.0
    """
    if a.telling != b.telling or not a.shingles or not b.shingles:
        return 0.0
    share = len(a.shingles & b.shingles) / len(a.shingles | b.shingles)
    return share if share >= RESEMBLANCE else 0.0
