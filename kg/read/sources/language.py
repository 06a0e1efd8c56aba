"""Text → whether it is English, so that other languages are refused by name instead of being read wrongly."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_FEW_WORDS = 25
# The commonest English function words that are rare as words of other languages in Latin script.
_FUNCTION_WORDS = frozenset(
    "the of and to that was for with his her he she it is are were be been by from which had has have "
    "will would not this their they who its said after before about into than when where while".split()
)
_ENOUGH = 0.12
_ENGLISH = frozenset({"en", "eng", "english"})


def is_english_code(code: str) -> bool:
    """Return whether a language code or name given by a source means English.

    >>> is_english_code("en-GB"), is_english_code("fr")
    (True, False)
    """
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0] in _ENGLISH


def foreign_language(text: str) -> str | None:
    """Return the code of the language of `text` if it is clearly not English, else None.

    A text of few words gets the benefit of the doubt: names alone ("Recep Tayyip Erdogan in Ankara") mislead every
    identifier. Text mostly in another script is "other-script" at any length.
    """
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    latin = sum(1 for letter in letters if letter.isascii() or unicodedata.name(letter, "").startswith("LATIN"))
    if letters and latin < len(letters) / 2:
        return "other-script"
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _FEW_WORDS or sum(word in _FUNCTION_WORDS for word in words) >= _ENOUGH * len(words):
        return None
    code = str(_identifier().classify(sample)[0])
    return None if code == "en" else code


@cache
def _identifier() -> Any:
    # Loading the model takes half a second, and text with enough English function words never needs it.
    import py3langid

    return py3langid
