"""`own/*.yaml` → rows: a text and the events that a reader takes from it; what is not understood is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from kg import ontology
from kg.model import Article, Certainty, Polarity, Role, Status
from tests.eval.edtf import Bounds, bounds

OWN = Path(__file__).parent / "own"
COMPARATORS = ("=", ">=", ">", "<=", "<", "~")
#: A value that is not judged, because careful readers differ.
UNJUDGED = "?"
#: No source in the text, and a content that is not judged.
NOTHING = ("-", UNJUDGED)
CHOICES: dict[str, type[StrEnum]] = {"status": Status, "polarity": Polarity, "certainty": Certainty}
Quantity = tuple[str, str, float | None]
Filler = tuple[Role, str]


class RowError(ValueError):
    """A row says something that cannot be; the message names file, row and key."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """An event as the row gives it; `by` holds one chain of sources an originator, nearest to the event first."""

    types: tuple[str, ...]
    trigger: str
    status: tuple[str, ...] = (Status.OCCURRED,)
    polarity: tuple[str, ...] = (Polarity.POSITIVE,)
    certainty: tuple[str, ...] = (Certainty.CERTAIN,)
    roles: frozenset[Filler] = frozenset()
    may: frozenset[Filler] = frozenset()
    time: Bounds | None = None
    place: str | None = None
    by: tuple[tuple[str, ...], ...] = ()
    quantities: frozenset[Quantity] = frozenset()
    plover: str | None = None
    cameo: str | None = None
    optional: bool = False
    unjudged: frozenset[str] = frozenset()

    @property
    def type(self) -> str:
        """The first of the classes that are right."""
        return self.types[0]


KEYS = (set(Expected.__dataclass_fields__) | {"type"}) - {"types", "unjudged"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words of attribution as the row gives them; no `source`: the text names none; no `content`: it is not judged."""

    source: str | None
    cue: str
    content: str | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One text, its day, its events and, where the row tells them, all its attributions."""

    family: str
    number: int
    text: str
    published: date
    events: tuple[Expected, ...] = field(default=())
    said: tuple[Said, ...] | None = None

    @property
    def article(self) -> Article:
        return Article(id=f"{self.family}-{self.number}", text=self.text, published=self.published, language="en")


def load(folder: Path = OWN) -> list[Row]:
    """Return all rows of a folder, file by file.

    Raises:
        RowError: a row has an unknown key or value, or words that are not in its text.
    """
    return [row for path in sorted(folder.glob("*.yaml")) for row in _rows_of(path)]


def _rows_of(path: Path) -> Iterator[Row]:
    for number, raw in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1):
        where = f"{path.name}, row {number}"
        _refuse(set(raw) - {"text", "published", "events", "said"}, where)
        if not isinstance(raw.get("published"), date):
            raise RowError(f"{where}: `published` is no date: {raw.get('on')!r}")
        events = tuple(_event(event, raw["text"], f"{where}, {event.get('type')}") for event in raw.get("events", ()))
        said = tuple(_said(line, raw["text"], where) for line in raw["said"]) if "said" in raw else None
        yield Row(
            family=path.stem, number=number, text=raw["text"], published=raw["published"], events=events, said=said
        )


def _said(line: str, text: str, where: str) -> Said:
    parts = [part.strip() for part in line.split(" | ")]
    if len(parts) != 3:
        raise RowError(f"{where}: not `source | words | content`: {line!r}")
    for words in parts:
        if words not in NOTHING and words not in text:
            raise RowError(f"{where}: not in the text: {words!r}")
    source, cue, content = parts
    return Said(source=None if source in NOTHING else source, cue=cue, content=None if content in NOTHING else content)


def _event(raw: Mapping[str, Any], text: str, where: str) -> Expected:
    _refuse(set(raw) - KEYS, where)
    unjudged = frozenset(key for key in raw if raw[key] == UNJUDGED)
    raw = {key: value for key, value in raw.items() if key not in unjudged}
    given: dict[str, Any] = {"trigger": raw["trigger"], "optional": raw.get("optional", False), "unjudged": unjudged}
    given["types"] = _either(raw["type"], ontology.event_types(), where)
    given |= {key: _either(raw[key], tuple(kind), where) for key, kind in CHOICES.items() if key in raw}
    given |= {key: _fillers(raw[key], text, where) for key in ("roles", "may") if key in raw}
    given |= {key: str(raw[key]) for key in ("place", "plover", "cameo") if key in raw}
    if "time" in raw:
        given["time"] = bounds(str(raw["time"]))
    if "by" in raw:
        given["by"] = tuple(tuple(part.strip() for part in chain.split(" < ")) for chain in raw["by"].split(" | "))
    if "quantities" in raw:
        given["quantities"] = frozenset(_quantity(*item, where=where) for item in raw["quantities"].items())
    sources = [source for chain in given.get("by", ()) for source in chain]
    for words in (raw["trigger"], given.get("place"), *sources):
        if words is not None and words not in text:
            raise RowError(f"{where}: not in the text: {words!r}")
    return Expected(**given)


def _either(given: str, known: Iterable[str], where: str) -> tuple[str, ...]:
    values = tuple(str(given).split(" | "))
    for value in values:
        if value not in tuple(known):
            raise RowError(f"{where}: no such value: {value!r}")
    return values


def _fillers(raw: Mapping[str, str], text: str, where: str) -> frozenset[Filler]:
    _refuse(set(raw) - set(Role), where)
    found = [(Role(role), words.strip()) for role, given in raw.items() for words in str(given).split(" | ")]
    for _, words in found:
        if words not in text:
            raise RowError(f"{where}: not in the text: {words!r}")
    return frozenset(found)


def _quantity(measure: str, given: object, *, where: str) -> Quantity:
    comparator, _, number = str(given).partition(" ")
    if comparator not in COMPARATORS or measure not in ontology.concepts("qty", "measure"):
        raise RowError(f"{where}: no such quantity: {measure}: {given}")
    return measure, comparator, float(number) if number else None


def _refuse(unknown: set[str], where: str) -> None:
    if unknown:
        raise RowError(f"{where}: unknown key {', '.join(sorted(map(str, unknown)))}")
