"""Expressions counted from the publication day or from what was told before → `Period`: "last week", "a day later"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kg.model import Granularity
from kg.read import periods
from kg.read.periods import UNKNOWN, Period, shifted
from kg.read.times_grammar import TimeRule
from kg.read.times_named import Groups, named_date, weekday
from kg.read.times_place import (
    UNITS,
    Answer,
    Operation,
    Place,
    class_value,
    integer,
    moved_on,
    night_to,
    number_of,
    unit_at,
)


def _days(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    granularity = Granularity(str(rule.args.get("granularity", "day")))
    if place.anchor is None:
        return UNKNOWN.at(granularity), rule.rule
    return periods.day(shifted(place.anchor, integer(rule.args["days"])), granularity), rule.rule


def _night(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "overnight"
    return night_to(shifted(place.anchor, 1) if place.tense == "future" else place.anchor), "overnight"


def _night_before(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    name = "weekday2" if "weekday2" in groups else "weekday"
    number = integer(class_value(place, groups, name))
    if place.anchor is None:
        return UNKNOWN.at(Granularity.DAY), "overnight"
    gap = (number - place.anchor.weekday()) % 7
    step = gap if place.tense == "future" or gap == 0 else gap - 7
    return night_to(shifted(place.anchor, step)), "overnight"


def _units(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit, count = str(rule.args["unit"]), integer(rule.args["count"])
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), rule.rule
    return unit_at(place.anchor, unit, count), rule.rule


def _this(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
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


def _so_far(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit = str(rule.args["unit"])
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), rule.rule
    first = unit_at(place.anchor, unit, 0).earliest or place.anchor
    return periods.one_within(first, place.anchor, UNITS[unit]), rule.rule


def _rest(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit = str(rule.args["unit"])
    name = f"rest-of-{unit}"
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), name
    last = unit_at(place.anchor, unit, 0).latest or place.anchor
    return periods.one_within(place.anchor, last, UNITS[unit]), name


def _weekend(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
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


def _ago(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    return _distance(groups, place, -1, "ago")


def _ahead(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if rule.args.get("tense") and place.tense != "future":
        return None
    text = " ".join(groups.values())
    return _distance(groups, place, 1, "ahead") if text else None


def _distance(groups: Groups, place: Place, sign: int, name: str) -> Answer | None:
    unit = str(class_value(place, groups, "unit") or class_value(place, groups, "longunit"))
    count = number_of(groups)
    label = f"{'week' if unit == 'fortnight' else unit}s-{name}"
    if place.anchor is None:
        return UNKNOWN.at(UNITS[unit]), label
    if count is None:
        loose = Period(f"../{place.anchor}", None, place.anchor, Granularity.VAGUE)
        return (loose if sign < 0 else Period(f"{place.anchor}/..", place.anchor, None, Granularity.VAGUE)), label
    return unit_at(place.anchor, unit, sign * min(count, 100_000)), label


def _from_today(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    """ "A week from today" is a day, "a week from now" a week."""
    unit, count = str(class_value(place, groups, "unit")), number_of(groups)
    if place.anchor is None or count is None or unit not in ("day", "week"):
        return _distance(groups, place, 1, "ahead")
    return periods.day(shifted(place.anchor, count * (7 if unit == "week" else 1))), "days-ahead"


def _within(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if place.tense != "future":
        return None
    unit = str(class_value(place, groups, "unit"))
    count = number_of(groups) if "number" in groups else 1
    if place.anchor is None or count is None:
        return UNKNOWN.at(Granularity.WEEK), "within"
    told = [item.period.single_day for item in place.told if item.sentence == place.sentence and item.tense == "past"]
    start = next((found for found in reversed(told) if found is not None), place.anchor)
    return periods.lasting(start, moved_on(start, unit, count), Granularity.WEEK), "within"


def _within_this(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit = str(class_value(place, groups, "span"))
    if place.anchor is None or unit not in UNITS:
        return UNKNOWN, "within"
    last = unit_at(place.anchor, unit, 0).latest
    return Period(f"../{last}", None, last, Granularity.VAGUE), "within"


def _offset(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit, count, sign = str(class_value(place, groups, "unit")), number_of(groups), integer(rule.args["sign"])
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


def _offset_date(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    base = weekday(rule, groups, place) if "weekday" in groups else named_date(rule, groups, place)
    count = number_of(groups) if "number" in groups else 1
    if base is None or count is None or base[0].single_day is None:
        return None
    unit = str(class_value(place, groups, "longunit") or "day")
    return counted(base[0], unit, integer(rule.args["sign"]) * min(count, 100_000)), rule.rule


def _near_event(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    """Return the day that the sentence dates or the one before it ("hit on Sunday, hours after the envoy left")."""
    told = place.last_told()
    base = told if told is not None else periods.day(place.anchor) if place.anchor else None
    if base is None or base.earliest is None or base.latest is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    sign = integer(rule.args["sign"])
    first, last = (shifted(base.earliest, -1), base.latest) if sign > 0 else (base.earliest, shifted(base.latest, 1))
    return periods.one_within(first, last, Granularity.DAY), rule.rule


def _same(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    granularity = Granularity(str(rule.args.get("granularity", "day")))
    days = integer(rule.args["days"])
    base = _base_day(place)
    return (UNKNOWN.at(granularity) if base is None else periods.day(shifted(base, days), granularity)), rule.rule


def _base_day(place: Place) -> date | None:
    """Return the day that "the following day" follows: the last one told, ahead or behind, else the publication day."""
    for item in reversed(place.told):
        found = item.period.single_day or (item.period.earliest if item.rule.startswith("weekday") else None)
        if found is not None and item.rule not in ("dateline", "deadline", "since") and item.op != "clock":
            return found
    return place.anchor


def _same_unit(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    unit, base = str(class_value(place, groups, "span")), place.last_told()
    if base is None or base.earliest is None or unit not in UNITS:
        return None
    return unit_at(base.earliest, unit, integer(rule.args["count"])), rule.rule


def _clock(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN.at(Granularity.TIME), rule.rule
    base = place.anchor if place.tense == "future" else place.last_day(within=1) or place.anchor
    return _with_midnight(periods.day(base, Granularity.TIME), groups), rule.rule


def _with_midnight(period: Period, groups: Groups) -> Period:
    """Midnight bounds two days: news calls both its start and its end the midnight of a day."""
    if groups.get("landmark", "").lower() == "midnight" and period.latest is not None:
        return replace(period, latest=shifted(period.latest, 1))
    return period


def _vague(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if place.anchor is None or rule.args["open"] == "both":
        return UNKNOWN, rule.rule
    day = place.anchor
    if rule.args["open"] == "future":
        return Period(f"{day}/..", day, None, Granularity.VAGUE), rule.rule
    return Period(f"../{day}", None, day, Granularity.VAGUE), rule.rule


def _duration(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    told = place.told[-1] if place.told else None
    count, unit = number_of(groups), str(class_value(place, groups, "longunit"))
    if told is None or told.sentence != place.sentence or not told.open_start or count is None:
        return None
    start = told.period.earliest
    if start is None:
        return None
    return periods.lasting(start, moved_on(start, unit, count), UNITS[unit]), "duration"


def _next_weekday_told(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    base, number = _base_day(place), integer(class_value(place, groups, "weekday"))
    if base is None:
        return UNKNOWN.at(Granularity.DAY), rule.rule
    return periods.day(shifted(base, (number - base.weekday() - 1) % 7 + 1)), rule.rule


def _ending(rule: TimeRule, groups: Groups, place: Place) -> Answer | None:
    if place.anchor is None:
        return UNKNOWN, rule.rule
    last = unit_at(place.anchor, str(rule.args["unit"]), 0).latest or place.anchor
    first = shifted(last, -10 if rule.args["unit"] == "month" else -91)
    return Period(last.isoformat(), first, last, Granularity.VAGUE), rule.rule


COUNTED: dict[str, Operation] = {
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
    "next-weekday-told": _next_weekday_told,
    "ending": _ending,
    "same": _same,
    "same-unit": _same_unit,
    "clock": _clock,
    "vague": _vague,
    "duration": _duration,
}
