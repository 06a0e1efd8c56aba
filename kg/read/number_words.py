"""Number words and figures → values: "forty-six", "1,200", "two hundred and fifty", "1.2 billion"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from kg.yaml_file import read_yaml


class Numbers(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The number words of a language (`lexicons/en/numbers.yaml`)."""

    title: str
    licence: str
    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    short_scales: Mapping[str, int]
    ordinals: Mapping[str, int]


@cache
def load_numbers(language: str = "en") -> Numbers:
    """Return the number words of a language, read once a process.

    Raises:
        KnowledgeError: the file is wrong.
    """
    source = files("kg") / "lexicons" / language / "numbers.yaml"
    return read_yaml(
        source, Numbers, where=f"lexicons/{language}/numbers.yaml", fix="see kg/read/number_words.py for its keys"
    )


#: a figure: digits grouped by commas, or plain, with an optional decimal part; the length limit keeps it linear
FIGURE = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,4})?"


@cache
def small_number() -> str:
    """Return a regular expression of whole numbers below a thousand, in words or figures, without captures."""
    numbers = load_numbers()
    units = "|".join(sorted(numbers.units, key=len, reverse=True))
    tens = "|".join(numbers.tens)
    return rf"(?:(?:{tens})(?:[-\s](?:{units}))?|{units}|a\s(?:few|couple\sof)|\d{{1,3}}(?![\d,.]\d))"


def figure_value(text: str) -> int | float:
    """Return the value of a figure as `FIGURE` matches it.

    >>> figure_value("1,200"), figure_value("1.5")
    (1200, 1.5)
    """
    plain = text.replace(",", "")
    return float(plain) if "." in plain else int(plain)


def tidy(value: float) -> int | float:
    """Return a whole float as an int."""
    return int(value) if float(value).is_integer() else round(value, 6)


def number_value(text: str) -> int | float | None:
    """Return the value of a number in words or figures, or None where it names none ("a few", "dozens").

    >>> number_value("forty-six"), number_value("two hundred and fifty"), number_value("1.2 billion")
    (46, 250, 1200000000)
    >>> number_value("a couple of"), number_value("a few")
    (2, None)
    """
    numbers = load_numbers()
    total: float = 0
    current: float = 0
    seen = False
    words = re.findall(r"[\d.,]*\d|[a-z]+", text.lower())
    for position, word in enumerate(words):
        if word[0].isdigit():
            current += figure_value(word)
        elif word in numbers.units:
            current += numbers.units[word]
        elif word in numbers.tens:
            current += numbers.tens[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * (100 if word == "hundred" else 12)
        elif word in numbers.scales or (position and word in numbers.short_scales):
            total += (current or 1) * (numbers.scales.get(word) or numbers.short_scales[word])
            current = 0
        elif word == "couple":
            current = 2
        elif word in ("a", "an") and position + 1 < len(words):
            continue
        elif word in ("a", "an"):
            current = 1
        elif word in ("and", "of"):
            continue
        else:
            return None
        seen = True
    return tidy(total + current) if seen else None
