"""Where a time expression stands, and the steps on the calendar that all its operations share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kg.model import Granularity
from kg.read import periods
from kg.read.number_words import number_value
from kg.read.periods import Period, shifted
from kg.read.tense import Tense
from kg.read.times_grammar import Grammar, TimeRule

UNITS = {
    "minute": Granularity.TIME,
    "hour": Granularity.TIME,
    "day": Granularity.DAY,
    "week": Granularity.WEEK,
    "fortnight": Granularity.WEEK,
    "month": Granularity.MONTH,
    "year": Granularity.YEAR,
    "decade": Granularity.DECADE,
}
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """An expression with its value: what the record is made of, and what later expressions count from."""

    start: int
    end: int
    period: Period
    rule: str
    op: str
    tense: Tense | None
    sentence: int
    weekday: int | None = None
    open_start: bool = False


@dataclass(slots=True, kw_only=True)
class Place:
    """Where an expression stands: the day it is read from, the tense around it, and what was told before."""

    anchor: date | None
    tense: Tense | None
    sentence: int
    told: Sequence[Resolved]
    modifier: bool = False  # it stands before a noun ("the Thursday meeting")
    moved: bool = False  # a verb of moving governs it ("put off until May")
    skewed: bool = False
    grammar: Grammar

    def last_day(self, *, within: int | None = None) -> date | None:
        """Return the last single day told before that lies behind; `within` counts sentences back."""
        for item in reversed(self.told):
            if within is not None and item.sentence < self.sentence - within:
                return None
            found = item.period.single_day
            if found is None or item.rule == "dateline" or item.op in ("until", "since") or item.tense == "future":
                continue
            return found
        return None

    def last_told(self) -> Period | None:
        """Return the last period told before that something can be counted from."""
        for item in reversed(self.told):
            period = item.period
            if item.rule in ("dateline", "vague", "deadline") or item.op == "since":
                continue
            if period.earliest is not None and period.latest is not None:
                return period
        return None


Answer = tuple[Period, str]
Operation = Callable[[TimeRule, dict[str, str], Place], Answer | None]


def number_of(groups: dict[str, str], name: str = "number") -> int | None:
    """Return the number captured, None for "a few"."""
    text = groups.get(name)
    value = None if text is None else number_value(text)
    return None if value is None else int(value)


def class_value(place: Place, groups: dict[str, str], name: str) -> int | str | None:
    """Return the value of a captured word, or None where it was not captured."""
    text = groups.get(name)
    return None if text is None else place.grammar.value(name, text)


def integer(value: int | str | None) -> int:
    """Return a value of the grammar as a number, 0 where there is none."""
    return int(value) if value is not None else 0


def unit_at(anchor: date, unit: str, count: int) -> Period:
    """Return the calendar unit so many units from the one of a day."""
    match unit:
        case "minute" | "hour":
            return periods.day(anchor, Granularity.TIME)
        case "day":
            return periods.day(shifted(anchor, count))
        case "week" | "fortnight":
            return periods.week(shifted(anchor, count * (7 if unit == "week" else 14)))
        case "month":
            return periods.month(*periods.months_on(anchor.year, anchor.month, count))
        case "decade":
            return periods.decade(min(max(anchor.year // 10 * 10 + count * 10, 10), 9990))
    return periods.year(min(max(anchor.year + count, 1), 9999))


def moved_on(start: date, unit: str, count: int) -> date:
    """Return the day that lies so many units after another."""
    if unit in ("minute", "hour", "day"):
        return shifted(start, count if unit == "day" else min(count, 48) // 24 if unit == "hour" else 0)
    if unit in ("week", "fortnight"):
        return shifted(start, count * (7 if unit == "week" else 14))
    year, month = periods.months_on(start.year, start.month, count * MONTHS_OF.get(unit, 1))
    return periods.day_of(year, month, start.day) or periods.month_end(year, month)


def night_to(value: date) -> Period:
    """Return the night that ends on a day."""
    return periods.lasting(shifted(value, -1), value, Granularity.DAY)
