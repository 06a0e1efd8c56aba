"""Expressions that name a piece of the calendar → `Period`: dates, months, years, seasons, holidays, weekdays."""

from __future__ import annotations

import re
from datetime import date

from kg.model import Granularity
from kg.read import periods
from kg.read.number_words import load_numbers
from kg.read.periods import UNKNOWN, shifted
from kg.read.times_grammar import TimeRule
from kg.read.times_place import Answer, Operation, Place, class_value, integer

Groups = dict[str, str]


def named_date(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    """Return the day of a date; without a year the nearest one."""
    if "iso" in groups:
        found = date.fromisoformat(groups["iso"])
        return periods.day(found), "absolute"
    month, number = integer(class_value(place, groups, "month")), int(re.sub(r"\D", "", groups["day"]))
    weekday = class_value(place, groups, "weekday")
    if "year" in groups:
        absolute = periods.day_of(int(groups["year"]), month, number)
        return None if absolute is None else (periods.day(absolute), "absolute")
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    if "year" in rule.args:
        told = periods.day_of(place.anchor.year + integer(rule.args["year"]), month, number)
        return None if told is None else (periods.day(told), rule.rule)
    candidates = (place.anchor.year + step for step in (0, -1, 1))
    if weekday is not None:
        for year in candidates:
            named = periods.day_of(year, month, number)
            if named is not None and named.weekday() == weekday and abs((named - place.anchor).days) < 300:
                return periods.day(named), rule.rule
    found_day = periods.nearest(place.anchor, lambda year: periods.day_of(year, month, number), place.tense)
    return None if found_day is None else (periods.day(found_day), rule.rule)


def _numeric(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    first, second, year = (int(part) for part in re.split(r"[/.]", groups["numeric"]))
    if (first > 12) == (second > 12) and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    found = periods.day_of(year, month, day)
    return None if found is None else (periods.day(found), rule.rule)


def _day_range(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    month = integer(class_value(place, groups, "month"))
    first, last = (int(re.sub(r"\D", "", groups[name])) for name in ("day", "day2"))
    if first >= last:
        return None
    if "year" in groups:
        start = periods.day_of(int(groups["year"]), month, first)
    elif place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    else:
        start = periods.nearest(place.anchor, lambda year: periods.day_of(year, month, first), place.tense)
    end = None if start is None else periods.day_of(start.year, month, last)
    return None if start is None or end is None else (periods.lasting(start, end, Granularity.DAY), rule.rule)


def _day_of_month(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    number = int(re.sub(r"\D", "", groups["nth"]))
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    anchor = place.anchor
    step = 1 if place.tense == "future" else -1
    for count in range(3):
        year, month = periods.months_on(anchor.year, anchor.month, step * count)
        found = periods.day_of(year, month, number)
        if found is not None and (found - anchor).days * step >= 0:
            return periods.day(found), rule.rule
    return None


def _month(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    number = class_value(place, groups, "month") or class_value(place, groups, "fullmonth")
    month = integer(number)
    if "year" in groups:
        return periods.month(int(groups["year"]), month), "absolute"
    direction = str(rule.args.get("direction", "auto"))
    if place.anchor is None:
        past = direction in ("last", "year-before") or place.tense != "future"
        return UNKNOWN.at(Granularity.MONTH), "month-past" if past else "month-future"
    anchor = place.anchor
    year = anchor.year
    if direction == "auto":
        direction = {"past": "auto-last", "future": "auto-next", None: "nearest"}[place.tense]
    match direction:
        case "nearest":
            year += (anchor.month - month > 6) - (month - anchor.month > 5)
        case "auto-last":
            year -= month > anchor.month
        case "auto-next":
            year += month < anchor.month
        case "last" | "year-before":
            year -= month >= anchor.month or direction == "year-before"
        case "next" | "year-after":
            year += month <= anchor.month or direction == "year-after"
    past = (year, month) < (anchor.year, anchor.month + (place.tense != "future"))
    if not 1 <= year <= 9999:
        return None
    return periods.month(year, month), "month-past" if past else "month-future"


def _year(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    return periods.year(int(groups["year"])), "year"


def _year_range(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    first, last = int(groups["year"]), int(groups["year2"])
    return None if first >= last else (periods.years(first, last), "range")


def _decade(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    return periods.decade(int(groups["decade"][:4])), "decade"


def _century(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    number = int(re.sub(r"\D", "", groups["nth"]))
    return (periods.century(number), "century") if 1 < number < 23 else None


def _season(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    first = integer(class_value(place, groups, "season"))
    if "year" in groups:
        return periods.months(int(groups["year"]), first, 3), "season"
    if place.anchor is None:
        return UNKNOWN.at(Granularity.QUARTER), "season"
    anchor = place.anchor
    options = [periods.months(year, first, 3) for year in range(anchor.year - 2, anchor.year + 3)]
    direction = str(rule.args.get("direction", "auto"))
    if direction == "auto":
        direction = "this" if place.tense is None else {"past": "auto-last", "future": "auto-next"}[place.tense]
    ended = [option for option in options if option.latest is not None and option.latest < anchor]
    begun = [option for option in options if option.earliest is not None and option.earliest <= anchor]
    coming = [option for option in options if option.earliest is not None and option.earliest > anchor]
    running = [option for option in begun if option not in ended]
    match direction:
        case "last":
            return ended[-1], "season"
        case "next":
            return coming[0], "season"
        case "auto-last":
            return begun[-1], "season"
        case "auto-next":
            return (running + coming)[0], "season"
    same_year = [option for option in options if option.earliest is not None and option.earliest.year == anchor.year]
    return (running + same_year)[0], "season"


def _quarter(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    size = integer(rule.args.get("months", 3))
    number = integer(load_numbers().ordinals.get(groups["ordinal"].lower()))
    number = 12 // size if number < 0 else number
    if not 1 <= number <= 12 // size:
        return None
    if "year" not in groups and place.anchor is None:
        return UNKNOWN.at(Granularity.QUARTER), rule.rule
    year = int(groups["year"]) if "year" in groups else place.anchor.year if place.anchor else 0
    year += integer(rule.args.get("year", 0))
    period = periods.months(year, (number - 1) * size + 1, size)
    relative = place.tense == "past" and "year" not in groups and "year" not in rule.args
    if relative and place.anchor and period.earliest and period.earliest > place.anchor:
        period = periods.months(year - 1, (number - 1) * size + 1, size)
    return period, rule.rule


def _holiday(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    name = str(rule.args.get("day") or class_value(place, groups, "holiday"))

    def in_year(year: int) -> date | None:
        if name.startswith("easter"):
            return shifted(periods.easter(year), int(name.removeprefix("easter") or 0))
        month, number = (int(part) for part in name.split("-"))
        return date(year, month, number)

    if "year" in groups:
        found = in_year(int(groups["year"]))
    elif place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "holiday"
    else:
        found = periods.nearest(place.anchor, in_year, place.tense)
    return None if found is None else (periods.day(found), "holiday")


def weekday(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    """Return the day of a weekday: the nearest that fits the tense, or the one that "last", "next", "this" picks."""
    number = integer(class_value(place, groups, "weekday"))
    direction = str(rule.args.get("direction", "auto"))
    if place.anchor is None:
        name = "weekday-future" if place.tense == "future" else "weekday-past"
        return UNKNOWN.at(Granularity.DAY), rule.rule if direction != "auto" else name
    anchor = place.anchor
    gap = number - anchor.weekday()
    match direction:
        case "next":
            return periods.day(shifted(anchor, gap + 7)), rule.rule
        case "week-before":
            return periods.day(shifted(anchor, gap - 7)), rule.rule
        case "last":
            return periods.day(shifted(anchor, gap - 7 if gap >= 0 else gap)), rule.rule
        case "this":
            step = gap if place.tense == "past" or gap >= 0 else gap + 7
            step = step - 7 if place.tense == "past" and step > 0 else step
            return periods.day(shifted(anchor, step)), "weekday-past" if step < 0 else "weekday-future"
    earlier = _told_weekday(number, place) if place.modifier else None
    if earlier is not None:
        return periods.day(earlier), _by_distance((earlier - anchor).days)
    if gap == 0:
        return periods.day(anchor), "weekday-nearest" if place.skewed else "weekday-same"
    step = gap % 7 if place.tense == "future" else gap % 7 - 7
    return periods.day(shifted(anchor, step)), _by_distance(step)


def _by_distance(days: int) -> str:
    return "weekday-same" if days == 0 else "weekday-future" if days > 0 else "weekday-past"


def _told_weekday(number: int, place: Place) -> date | None:
    """Return the day that an earlier "next Thursday" or "Thursday, 5 May" settled for "the Thursday meeting"."""
    for item in reversed(place.told):
        found = item.period.single_day
        if item.rule not in ("next-weekday", "last-weekday", "day-month") or found is None:
            continue
        if found.weekday() == number:
            return found
    return None


NAMED: dict[str, Operation] = {
    "date": named_date,
    "numeric": _numeric,
    "day-range": _day_range,
    "day-of-month": _day_of_month,
    "month": _month,
    "year": _year,
    "year-range": _year_range,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "quarter": _quarter,
    "holiday": _holiday,
    "weekday": weekday,
}
