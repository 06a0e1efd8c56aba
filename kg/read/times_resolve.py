"""Raw time expressions → `Period`s: the operations that the rules and frames of `times.yaml` name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.model import Granularity
from kg.read import periods
from kg.read.number_words import load_numbers, number_value
from kg.read.periods import UNKNOWN, Period, shifted
from kg.read.tense import Tense
from kg.read.times_grammar import Grammar, TimeRule
from kg.read.times_scan import Found

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


def _integer(value: int | str | None) -> int:
    return int(value) if value is not None else 0


def _date(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if "iso" in groups:
        found = date.fromisoformat(groups["iso"])
        return periods.day(found), "absolute"
    month, number = _integer(class_value(place, groups, "month")), int(re.sub(r"\D", "", groups["day"]))
    weekday = class_value(place, groups, "weekday")
    if "year" in groups:
        absolute = periods.day_of(int(groups["year"]), month, number)
        return None if absolute is None else (periods.day(absolute), "absolute")
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    candidates = (place.anchor.year + step for step in (0, -1, 1))
    if weekday is not None:
        for year in candidates:
            named = periods.day_of(year, month, number)
            if named is not None and named.weekday() == weekday and abs((named - place.anchor).days) < 300:
                return periods.day(named), rule.rule
    found_day = periods.nearest(place.anchor, lambda year: periods.day_of(year, month, number), place.tense)
    return None if found_day is None else (periods.day(found_day), rule.rule)


def _numeric(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    first, second, year = (int(part) for part in re.split(r"[/.]", groups["numeric"]))
    if (first > 12) == (second > 12) and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    found = periods.day_of(year, month, day)
    return None if found is None else (periods.day(found), rule.rule)


def _day_range(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    month = _integer(class_value(place, groups, "month"))
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


def _day_of_month(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
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


def _month(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    number = class_value(place, groups, "month") or class_value(place, groups, "fullmonth")
    month = _integer(number)
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


def _year(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    return periods.year(int(groups["year"])), "year"


def _year_range(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    first, last = int(groups["year"]), int(groups["year2"])
    return None if first >= last else (periods.years(first, last), "range")


def _decade(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    return periods.decade(int(groups["decade"][:4])), "decade"


def _century(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    number = int(re.sub(r"\D", "", groups["nth"]))
    return (periods.century(number), "century") if 1 < number < 23 else None


def _season(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    first = _integer(class_value(place, groups, "season"))
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


def _quarter(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    size = _integer(rule.args.get("months", 3))
    number = _integer(load_numbers().ordinals.get(groups["ordinal"].lower()))
    number = 12 // size if number < 0 else number
    if not 1 <= number <= 12 // size:
        return None
    if "year" not in groups and place.anchor is None:
        return UNKNOWN.at(Granularity.QUARTER), rule.rule
    year = int(groups["year"]) if "year" in groups else place.anchor.year if place.anchor else 0
    period = periods.months(year, (number - 1) * size + 1, size)
    relative = place.anchor is not None and "year" not in groups and place.tense == "past"
    if relative and place.anchor and period.earliest and period.earliest > place.anchor:
        period = periods.months(year - 1, (number - 1) * size + 1, size)
    return period, rule.rule


def _holiday(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
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


def _weekday(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    number = _integer(class_value(place, groups, "weekday"))
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


def _days(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    granularity = Granularity(str(rule.args.get("granularity", "day")))
    if place.anchor is None:
        return UNKNOWN.at(granularity), rule.rule
    return periods.day(shifted(place.anchor, _integer(rule.args["days"])), granularity), rule.rule


def night_to(value: date) -> Period:
    """Return the night that ends on a day."""
    return periods.lasting(shifted(value, -1), value, Granularity.DAY)


def _night(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "overnight"
    return night_to(shifted(place.anchor, 1) if place.tense == "future" else place.anchor), "overnight"


def _night_before(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    name = "weekday2" if "weekday2" in groups else "weekday"
    number = _integer(class_value(place, groups, name))
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "overnight"
    gap = (number - place.anchor.weekday()) % 7
    step = gap if place.tense == "future" or gap == 0 else gap - 7
    return night_to(shifted(place.anchor, step)), "overnight"


def _units(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit, count = str(rule.args["unit"]), _integer(rule.args["count"])
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), rule.rule
    return unit_at(place.anchor, unit, count), rule.rule


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


def _this(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit = str(rule.args["unit"])
    unit = str(class_value(place, groups, "span")) if unit == "auto" else unit
    if place.anchor is None:
        return UNKNOWN.at(UNITS.get(unit, Granularity.QUARTER)), rule.rule
    if unit == "quarter":
        return periods.months(place.anchor.year, (place.anchor.month - 1) // 3 * 3 + 1, 3), "quarter"
    if unit == "weekend":
        return _weekend(rule, groups, place)
    period = unit_at(place.anchor, unit, 0)
    if unit == "week" and rule.rule == "this-week":
        return _rest(rule, groups, place) if place.tense == "future" else _so_far(rule, groups, place)
    return period, rule.rule


def _so_far(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit = str(rule.args["unit"])
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), rule.rule
    first = unit_at(place.anchor, unit, 0).earliest or place.anchor
    return periods.one_within(first, place.anchor, UNITS[unit]), rule.rule


def _rest(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit = str(rule.args["unit"])
    name = f"rest-of-{unit}"
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), name
    last = unit_at(place.anchor, unit, 0).latest or place.anchor
    return periods.one_within(place.anchor, last, UNITS[unit]), name


def _weekend(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "weekend"
    saturday = shifted(periods.monday(place.anchor), 5)
    direction = str(rule.args.get("direction", "auto"))
    past = direction == "last" or (direction == "auto" and place.tense != "future")
    if direction == "next":
        saturday = shifted(saturday, 7)
    elif past and (saturday > place.anchor or direction == "last"):
        saturday = shifted(saturday, -7)
    return periods.lasting(saturday, shifted(saturday, 1), Granularity.DAY), "weekend"


def _ago(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    return _distance(groups, place, -1, "ago")


def _ahead(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if rule.args.get("tense") and place.tense != "future":
        return None
    text = " ".join(groups.values())
    return _distance(groups, place, 1, "ahead") if text else None


def _distance(groups: dict[str, str], place: Place, sign: int, name: str) -> Answer | None:
    unit = str(class_value(place, groups, "unit") or class_value(place, groups, "longunit"))
    count = number_of(groups)
    label = f"{'week' if unit == 'fortnight' else unit}s-{name}"
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), label
    if count is None:
        loose = Period(f"../{place.anchor}", None, place.anchor, Granularity.VAGUE)
        return (loose if sign < 0 else Period(f"{place.anchor}/..", place.anchor, None, Granularity.VAGUE)), label
    return unit_at(place.anchor, unit, sign * min(count, 100_000)), label


def _from_today(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    """ "A week from today" is a day, "a week from now" a week."""
    unit, count = str(class_value(place, groups, "unit")), number_of(groups)
    if place.anchor is None or count is None or unit not in ("day", "week"):
        return _distance(groups, place, 1, "ahead")
    return periods.day(shifted(place.anchor, count * (7 if unit == "week" else 1))), "days-ahead"


def _within(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if place.tense != "future":
        return None
    unit = str(class_value(place, groups, "unit"))
    count = number_of(groups) if "number" in groups else 1
    if place.anchor is None or count is None:
        return UNKNOWN.at(Granularity.WEEK), "within"
    told = [item.period.single_day for item in place.told if item.sentence == place.sentence and item.tense == "past"]
    start = next((found for found in reversed(told) if found is not None), place.anchor)
    return periods.lasting(start, moved_on(start, unit, count), Granularity.WEEK), "within"


def moved_on(start: date, unit: str, count: int) -> date:
    """Return the day that lies so many units after another."""
    if unit in ("minute", "hour", "day"):
        return shifted(start, count if unit == "day" else min(count, 48) // 24 if unit == "hour" else 0)
    if unit in ("week", "fortnight"):
        return shifted(start, count * (7 if unit == "week" else 14))
    year, month = periods.months_on(start.year, start.month, count * MONTHS_OF.get(unit, 1))
    return periods.day_of(year, month, start.day) or periods.month_end(year, month)


def _within_this(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit = str(class_value(place, groups, "span"))
    if place.anchor is None or unit not in UNITS:
        return UNKNOWN, "within"
    last = unit_at(place.anchor, unit, 0).latest
    return Period(f"../{last}", None, last, Granularity.VAGUE), "within"


def _offset(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit, count, sign = str(class_value(place, groups, "unit")), number_of(groups), _integer(rule.args["sign"])
    base = place.last_told()
    if base is None and place.anchor is not None:
        base = periods.day(place.anchor)
    if base is None or base.earliest is None or base.latest is None or count is None:
        return UNKNOWN.at(UNITS[unit]), rule.rule
    return counted(base, unit, sign * min(count, 100_000)), rule.rule


def counted(base: Period, unit: str, count: int) -> Period:
    """Return the period so many units from another, as coarse as the coarser of the two."""
    first, last = base.earliest or date.min, base.latest or date.max
    if base.granularity is Granularity.YEAR and unit in ("year", "decade"):
        return unit_at(first, unit if unit == "year" else "year", count * (1 if unit == "year" else 10))
    if base.granularity is Granularity.MONTH and unit in ("month", "year"):
        return unit_at(first, "month", count * (12 if unit == "year" else 1))
    if unit in ("hour", "minute"):
        return replace(base, granularity=Granularity.TIME) if base.single_day else base
    moved = moved_on(first, unit, count), moved_on(last, unit, count)
    if first == last:
        exact = unit in ("day", "week")
        return periods.day(moved[0]) if exact else unit_at(moved[0], unit, 0)
    return periods.one_within(*moved, Granularity.DAY if unit == "day" else base.granularity)


def _offset_date(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    base = _weekday(rule, groups, place) if "weekday" in groups else _date(rule, groups, place)
    count = number_of(groups)
    if base is None or count is None or base[0].single_day is None:
        return None
    unit = str(class_value(place, groups, "longunit"))
    return counted(base[0], unit, _integer(rule.args["sign"]) * min(count, 100_000)), rule.rule


def _near_event(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    """Return the day that the sentence dates or the one before it ("hit on Sunday, hours after the envoy left")."""
    told = place.told[-1] if place.told and place.told[-1].sentence == place.sentence else None
    base = told.period if told is not None else periods.day(place.anchor) if place.anchor else None
    if base is None or base.earliest is None or base.latest is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    sign = _integer(rule.args["sign"])
    first, last = (shifted(base.earliest, -1), base.latest) if sign > 0 else (base.earliest, shifted(base.latest, 1))
    return periods.one_within(first, last, Granularity.DAY), rule.rule


def _same(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    granularity = Granularity(str(rule.args.get("granularity", "day")))
    days = _integer(rule.args["days"])
    base = _base_day(place)
    return (UNKNOWN.at(granularity) if base is None else periods.day(shifted(base, days), granularity)), rule.rule


def _base_day(place: Place) -> date | None:
    """Return the day that "the following day" follows: the last one told, ahead or behind, else the publication day."""
    for item in reversed(place.told):
        found = item.period.single_day or (item.period.earliest if item.rule.startswith("weekday") else None)
        if found is not None and item.rule not in ("dateline", "deadline", "since") and item.op != "clock":
            return found
    return place.anchor


def _same_unit(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    unit, base = str(class_value(place, groups, "span")), place.last_told()
    if base is None or base.earliest is None or unit not in UNITS:
        return None
    return unit_at(base.earliest, unit, _integer(rule.args["count"])), rule.rule


def _clock(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN.at(Granularity.TIME), rule.rule
    base = place.anchor if place.tense == "future" else place.last_day(within=1) or place.anchor
    return _with_midnight(periods.day(base, Granularity.TIME), groups), rule.rule


def _with_midnight(period: Period, groups: dict[str, str]) -> Period:
    """Midnight bounds two days: news calls both its start and its end the midnight of a day."""
    if groups.get("landmark", "").lower() == "midnight" and period.latest is not None:
        return replace(period, latest=shifted(period.latest, 1))
    return period


def _vague(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN, rule.rule
    day = place.anchor
    if rule.args["open"] == "future":
        return Period(f"{day}/..", day, None, Granularity.VAGUE), rule.rule
    return Period(f"../{day}", None, day, Granularity.VAGUE), rule.rule


def _duration(rule: TimeRule, groups: dict[str, str], place: Place) -> Answer | None:
    told = place.told[-1] if place.told else None
    count, unit = number_of(groups), str(class_value(place, groups, "longunit"))
    if told is None or told.sentence != place.sentence or not told.open_start or count is None:
        return None
    start = told.period.earliest
    if start is None:
        return None
    return periods.lasting(start, moved_on(start, unit, count), UNITS[unit]), "duration"


OPERATIONS: dict[str, Operation] = {
    "date": _date,
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
    "weekday": _weekday,
    "days": _days,
    "night": _night,
    "night-before": _night_before,
    "night-between": _night_before,
    "units": _units,
    "this": _this,
    "so-far": _so_far,
    "rest": _rest,
    "weekend": _weekend,
    "ago": _ago,
    "ahead": _ahead,
    "from-today": _from_today,
    "within": _within,
    "within-this": _within_this,
    "offset": _offset,
    "offset-date": _offset_date,
    "near-event": _near_event,
    "same": _same,
    "same-unit": _same_unit,
    "clock": _clock,
    "vague": _vague,
    "duration": _duration,
}


def resolve(found: Found, place: Place) -> Answer | None:
    """Return the value and rule id of an expression without its frames, or None where it is none after all."""
    return OPERATIONS[found.rule.op](found.rule, found.groups, place)
