"""Text → raw numbers with comparator, currency or unit: "at least 14", "about €400 million", "an hour and a half"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from kg.read.number_words import FIGURE, load_numbers, number_value, tidy
from kg.yaml_file import read_yaml


class QuantityExample(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A sentence and its quantities: span text → "measure comparator value"."""

    text: str
    expect: Mapping[str, str]


class Predicate(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Lemmas under which a counted thing gets a measure, by the place where it stands."""

    active: tuple[str, ...]
    passive: tuple[str, ...]
    subject: tuple[str, ...]
    nouns: tuple[str, ...]


class QuantityLexicon(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """`quantities.yaml`: see the comments there."""

    title: str
    licence: str
    comparators: Mapping[str, tuple[str, ...]]
    vague: tuple[str, ...]
    trailing: Mapping[str, str]
    currencies: Mapping[str, tuple[str, ...]]
    durations: Mapping[str, tuple[str, ...]]
    longer: Mapping[str, tuple[str, int]]
    duration_stops_right: tuple[str, ...]
    duration_stops_left: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]
    needs_predicate: tuple[str, ...]
    people: tuple[str, ...]
    states: Mapping[str, tuple[str, ...]]
    predicates: Mapping[str, Predicate]
    listing_needs: tuple[str, ...]
    listing_verbs: tuple[str, ...]
    counts: tuple[str, ...]
    reporting_verbs: tuple[str, ...]
    capacities: tuple[str, ...]
    only_for: Mapping[str, tuple[str, ...]]
    certain_victims: tuple[str, ...]
    no_victims: tuple[str, ...]
    stops_right: tuple[str, ...]
    stops_left: tuple[str, ...]
    examples: tuple[QuantityExample, ...]


@cache
def load_quantity_lexicon(language: str = "en") -> QuantityLexicon:
    """Return the quantity words of a language, read once a process.

    Raises:
        KnowledgeError: the file is no YAML, or a key or value is wrong.
    """
    source = files("kg") / "lexicons" / language / "quantities.yaml"
    fix = "see kg/read/quantities_scan.py for its keys"
    return read_yaml(source, QuantityLexicon, where=f"lexicons/{language}/quantities.yaml", fix=fix)


@dataclass(slots=True)
class RawNumber:
    """A number in the text; `start` and `end` take in comparator, currency and duration unit, `digits` does not."""

    start: int
    end: int
    digits: int
    value: int | float | None
    comparator: str
    measure: str | None = None
    scale: int = 1
    body_end: int = 0


def _alternatives(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


class Scanner:
    """The compiled expressions of one lexicon."""

    def __init__(self, lexicon: QuantityLexicon) -> None:
        self.lexicon = lexicon
        numbers = load_numbers()
        units, tens = _alternatives(list(numbers.units)), _alternatives(list(numbers.tens))
        scales, short = "|".join(numbers.scales), "|".join(numbers.short_scales)
        small = rf"(?:(?:{tens})(?:[-\s](?:{units}))?|{units})"
        scale = rf"(?:[-\s](?:{scales}))"
        words = rf"(?:{small}|an?|half\sa)(?:{scale}{{1,2}}(?:\sand\s{small})?|\sdozen)|{small}"
        figure = rf"(?:{FIGURE})(?:{scale}(?![-\s](?:{scales}))|\s?(?:{short})\b|\sdozen)?"
        self.symbols = {w: code for code, found in lexicon.currencies.items() for w in found if not w[-1].isalpha()}
        signs = _alternatives(list(self.symbols))
        self.number = re.compile(
            rf"(?<![\w.,/:–-])(?:(?P<sign>{signs})\s?)?"
            rf"(?P<body>{figure}|(?i:{_alternatives(lexicon.vague)}|none|half\san\shour|{words})(?!\w)|(?i:an?)"
            rf"(?=[-\s](?:hour|minute|day|week|fortnight|month|year)\b))(?P<half>\sand\sa\shalf)?"
        )
        spelled = [(w, code) for code, found in lexicon.currencies.items() for w in found if w[-1].isalpha()]
        self.names = {word: code for word, code in spelled if not word.startswith("-")}
        self.currency = re.compile(rf"[-\s](?:US\s|American\s)?({_alternatives(list(self.names))})\b")
        self.units = {w: (name, 1) for name, found in lexicon.durations.items() for w in found} | dict(lexicon.longer)
        self.unit = re.compile(rf"[-\s](?P<unit>{_alternatives(list(self.units))})\b(?P<half>\sand\sa\shalf)?")
        self.comparators = {w: sign for sign, found in lexicon.comparators.items() for w in found}
        self.before = re.compile(rf"\b({_alternatives(list(self.comparators))})\s{{1,2}}$", re.IGNORECASE)
        self.after = re.compile(rf",?\s({_alternatives(list(lexicon.trailing))})\b", re.IGNORECASE)
        self.stop_right = re.compile(rf"[-\s]?(?:{_alternatives(lexicon.stops_right)})(?!\w)", re.IGNORECASE)
        self.stop_left = re.compile(rf"\b(?:{_alternatives(lexicon.stops_left)})\s$", re.IGNORECASE)
        self.age = re.compile(r"[-\s](?:years?|months?)[-\s]old\b")
        self.unit_stop = re.compile(rf"['’]?[-\s](?:{_alternatives(lexicon.duration_stops_right)})\b")
        self.unit_lead = re.compile(rf"\b(?:{_alternatives(lexicon.duration_stops_left)})\s$", re.IGNORECASE)
        self.lasting = re.compile(r"\bfor\s(?:[a-z]+\s)?$", re.IGNORECASE)
        self.article_lead = re.compile(r"\b(?:for|by|another|lasting|lasted|over|took|spent|after|about|around)\s$")

    def is_currency(self, word: str) -> bool:
        """Whether a word names a currency."""
        return word in self.names

    def scan(self, text: str) -> Iterator[RawNumber]:
        """Yield the numbers of a text in order."""
        for match in self.number.finditer(text):
            found = self._number(text, match)
            if found is not None:
                yield found

    def _number(self, text: str, match: re.Match[str]) -> RawNumber | None:
        start, end = match.start(), match.end()
        body = match["body"]
        left = text[max(0, start - 28) : start]
        if end < len(text) and (text[end].isalnum() or re.match(r"[.,:/]\d|[-–]\d", text[end : end + 2])):
            return None
        if self.age.match(text, end) or self.stop_right.match(text, end) or self.stop_left.search(left):
            return None
        value = self._value(body)
        found = RawNumber(start, end, match.start("body"), value, "=" if value is not None else "~")
        found.scale = _scale(body)
        found.body_end = match.end("body")
        if match["half"] and value is not None:
            found.value = tidy(value + 0.5)
        if not self._unit(text, found, match, left):
            return None
        comparator = self.before.search(left)
        if comparator is not None and value is not None:
            found.start = start - len(left) + comparator.start()
            found.comparator = self.comparators[" ".join(comparator[1].lower().split())]
        trailing = self.after.match(text, found.end)
        if trailing is not None and value is not None:
            found.end = trailing.end()
            found.comparator = self.lexicon.trailing[" ".join(trailing[1].lower().split())]
        return found

    def _value(self, body: str) -> int | float | None:
        plain = " ".join(body.lower().split())
        if plain in self.lexicon.vague:
            return None
        if plain == "none":
            return 0
        if plain.startswith("half a"):
            return 30 if plain.endswith("hour") else tidy((number_value(plain.removeprefix("half ")) or 0) / 2)
        return number_value(body)

    def _unit(self, text: str, found: RawNumber, match: re.Match[str], left: str) -> bool:
        """Take in currency or duration unit; False where the number turns out to be none."""
        if match["sign"]:
            found.measure = f"amount-{self.symbols[match['sign']]}"
            return True
        currency = self.currency.match(text, found.end)
        if currency is not None:
            found.measure, found.end = f"amount-{self.names[currency[1]]}", currency.end()
            return True
        if match["body"].lower().startswith("half an"):
            found.measure = "duration-minutes"
            return True
        unit = self.unit.match(text, found.end)
        article = match["body"].lower() in ("a", "an")
        if unit is None:
            return not article
        if self.unit_lead.search(left):
            return False
        if self.unit_stop.match(text, unit.end()) and not self.lasting.search(left):
            return False
        if article and not self.article_lead.search(left) and not text.startswith(" of ", unit.end()):
            return False
        name, worth = self.units[unit["unit"]]
        found.measure, found.end = f"duration-{name}", unit.end()
        if unit["half"] and found.value is not None:
            found.value += 0.5
        if found.value is not None:
            found.value = tidy(found.value * worth)
        return True


def _scale(body: str) -> int:
    numbers = load_numbers()
    last = re.split(r"[-\s]", body.strip())[-1].lower()
    return numbers.scales.get(last, 1)


@cache
def load_scanner(language: str = "en") -> Scanner:
    """Return the scanner of a language, compiled once a process."""
    return Scanner(load_quantity_lexicon(language))
