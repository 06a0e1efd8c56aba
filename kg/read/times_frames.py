"""Period + frame ("by", "the end of", "evening") → the period that the whole expression means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from kg.model import Granularity
from kg.read import periods
from kg.read.number_words import load_numbers
from kg.read.periods import Period, shifted
from kg.read.times_place import Answer, night_to

Words = Mapping[str, str]
#: a frame's arguments, the words it captured, whether a verb of moving governs it
FrameOperation = Callable[[Answer, Mapping[str, int | str], Words, bool], Answer]
PRECISE = (Granularity.TIME, Granularity.DAY)


def _time(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, rule = answer
    if period.edtf is not None and period.single_day is None:
        return answer
    period = period.at(Granularity.TIME)
    if words.get("landmark", "").lower() == "midnight" and period.latest is not None:
        period = replace(period, latest=shifted(period.latest, 1))
    return period, rule


def _night(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    day = answer[0].single_day
    return answer if day is None else (night_to(day), "overnight")


def _part(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, _ = answer
    rule = f"part-of-{period.granularity}"
    if period.earliest is None or period.latest is None:
        return period.at(Granularity.VAGUE), rule
    part = str(args["part"])
    first, last = _third(period.earliest, period.latest, part)
    if part == "end":
        return Period(last.isoformat(), first, last, Granularity.VAGUE), rule
    return periods.one_within(first, last, Granularity.VAGUE), rule


def _third(first: date, last: date, part: str) -> tuple[date, date]:
    """Return the bounds of a part: thirds of ten days for a month, of a quarter or half for longer periods."""
    length = (last - first).days + 1
    if 28 <= length <= 31:
        early, mid = timedelta(days=9), timedelta(days=19)
    elif length <= 7:
        early, mid = timedelta(days=2), timedelta(days=4)
    else:
        early, mid = timedelta(days=length // 4), timedelta(days=length * 3 // 4)
    match part:
        case "early":
            return first, first + early
        case "mid":
            return first + early + periods.DAY, first + mid
    return first + mid + periods.DAY, last


def _nth_part(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, _ = answer
    rule = f"part-of-{period.granularity}"
    if period.earliest is None or period.latest is None:
        return period.at(Granularity.VAGUE), rule
    phrase = words["phrase"].lower()
    number = load_numbers().ordinals.get(words["ordinal"].lower(), 1)
    if "half" in phrase:
        return _half(period, number), rule
    size = 7 if "week" in phrase else 5
    granularity = Granularity.WEEK if "week" in phrase else Granularity.VAGUE
    if number < 0:
        return periods.one_within(shifted(period.latest, 1 - size), period.latest, granularity), rule
    first = shifted(period.earliest, (number - 1) * 7)
    return periods.one_within(first, min(shifted(first, size - 1), period.latest), granularity), rule


def _half(period: Period, number: int) -> Period:
    first, last = period.earliest or date.min, period.latest or date.max
    if period.granularity is Granularity.YEAR:
        return periods.months(first.year, 1 if number == 1 else 7, 6)
    middle = first + timedelta(days=14) if (last - first).days < 31 else first + (last - first) / 2
    bounds = (first, middle) if number == 1 else (middle + periods.DAY, last)
    return periods.one_within(*bounds, Granularity.VAGUE)


def _until(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, rule = answer
    if moved and args.get("moved"):
        return answer
    if rule.startswith("part-of") and period.latest is not None:
        return _open(period.latest, _deadline_granularity(answer)), "deadline"
    if rule == "season" and period.earliest is not None:
        month = period.earliest
        return periods.until(periods.month(month.year, month.month), Granularity.VAGUE), "deadline"
    return periods.until(period, _deadline_granularity(answer)), "deadline"


def _open(latest: date, granularity: Granularity) -> Period:
    return Period(f"../{latest.isoformat()}", None, latest, granularity)


def _deadline_granularity(answer: Answer) -> Granularity:
    """A named day, week or month is as fine as it is; a loose part is a vague limit, except the end of a month."""
    period, rule = answer
    if rule == "part-of-month" and period.single_day is not None:
        return Granularity.DAY
    return Granularity.VAGUE if rule.startswith("part-of") or rule == "season" else period.granularity


def _before(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, rule = answer
    loose = rule in ("season", "holiday") or rule.startswith("part-of")
    if rule == "season" or period.earliest is None:
        return _until(answer, {}, words, moved)
    if rule.startswith("part-of") and period.latest is not None:
        return _open(period.latest, Granularity.VAGUE), "deadline"
    if period.granularity in PRECISE and rule != "time-of-day":
        return _open(shifted(period.earliest, -1), Granularity.VAGUE if loose else Granularity.DAY), "deadline"
    if period.granularity is Granularity.MONTH:
        before = periods.month(*periods.months_on(period.earliest.year, period.earliest.month, -1))
        return periods.until(before, Granularity.MONTH), "deadline"
    if period.granularity is Granularity.YEAR:
        return periods.until(periods.year(max(period.earliest.year - 1, 1)), Granularity.YEAR), "deadline"
    last = period.latest if rule == "time-of-day" and period.latest else shifted(period.earliest, -1)
    return _open(last, period.granularity), "deadline"


def _since(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    return periods.since(answer[0]), "since"


def _from(answer: Answer, args: Mapping[str, int | str], words: Words, moved: bool) -> Answer:
    period, rule = answer
    named = period.edtf is not None and re.fullmatch(r"\d{4}(-\d\d){0,2}", period.edtf)
    return (periods.since(period), rule) if named and not moved else answer


FRAME_OPERATIONS: dict[str, FrameOperation] = {
    "time": _time,
    "night": _night,
    "part": _part,
    "nth-part": _nth_part,
    "until": _until,
    "before": _before,
    "since": _since,
    "from": _from,
}
