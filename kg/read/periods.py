"""Calendar units → `Period`: an EDTF string, inclusive day bounds and a granularity.

EDTF follows the Library of Congress specification of 2019 (levels 1 and 2): `[a..b]` is one day within, `a/b` lasts
from a to b, `../b` and `a/..` are open. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model import Granularity

DAY = timedelta(days=1)
# "2027-01/.." is as long as a day is.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar; `earliest` and `latest` are inclusive and None where open or unknown."""

    edtf: str | None
    earliest: date | None
    latest: date | None
    granularity: Granularity

    @property
    def single_day(self) -> date | None:
        """The day, where the period is one (a time of day around midnight counts as its first day)."""
        if self.edtf is not None and _DAY.fullmatch(self.edtf):
            return date.fromisoformat(self.edtf)
        return None

    def at(self, granularity: Granularity) -> Period:
        """Return the same period with another granularity."""
        return replace(self, granularity=granularity)


UNKNOWN = Period(None, None, None, Granularity.VAGUE)


def shifted(day: date, days: int) -> date:
    """Return the day so many days on; the ends of the calendar where it would fall outside."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def day(value: date, granularity: Granularity = Granularity.DAY) -> Period:
    """Return one day."""
    return Period(value.isoformat(), value, value, granularity)


def one_within(first: date, last: date, granularity: Granularity) -> Period:
    """Return one unnamed day between two days, `[first..last]`."""
    if first >= last:
        return day(last, granularity)
    return Period(f"[{first.isoformat()}..{last.isoformat()}]", first, last, granularity)


def lasting(first: date, last: date, granularity: Granularity) -> Period:
    """Return all the days from first to last, `first/last`."""
    return Period(f"{first.isoformat()}/{last.isoformat()}", first, last, granularity)


def monday(value: date) -> date:
    """Return the Monday of the week of a day."""
    return shifted(value, -value.weekday())


def week(value: date) -> Period:
    """Return one unnamed day of the week of a day."""
    first = monday(value)
    return one_within(first, shifted(first, 6), Granularity.WEEK)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    return Period(f"{year:04d}-{number:02d}", date(year, number, 1), month_end(year, number), Granularity.MONTH)


def months_on(year: int, number: int, count: int) -> tuple[int, int]:
    """Return the year and number of the month so many months on, kept within years 1 to 9999."""
    index = min(max(year * 12 + number - 1 + count, 12), 9999 * 12 + 11)
    return index // 12, index % 12 + 1


def months(year: int, first: int, count: int) -> Period:
    """Return several months of a year in a row ("the fourth quarter", "the winter"), as `first/last`."""
    last_year, last = months_on(year, first, count - 1)
    edtf = f"{year:04d}-{first:02d}/{last_year:04d}-{last:02d}"
    return Period(edtf, date(year, first, 1), month_end(last_year, last), Granularity.QUARTER)


def year(number: int) -> Period:
    """Return a calendar year."""
    return Period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), Granularity.YEAR)


def years(first: int, last: int) -> Period:
    """Return the years from first to last."""
    return Period(f"{first:04d}/{last:04d}", date(first, 1, 1), date(last, 12, 31), Granularity.YEAR)


def decade(first: int) -> Period:
    """Return a decade by its first year, EDTF `201X`."""
    return Period(f"{first // 10:03d}X", date(first, 1, 1), date(first + 9, 12, 31), Granularity.DECADE)


def century(number: int) -> Period:
    """Return a century by its number, EDTF `19XX` for the twentieth (years 1900 to 1999)."""
    first = max((number - 1) * 100, 1)
    return Period(f"{number - 1:02d}XX", date(first, 1, 1), date(first // 100 * 100 + 99, 12, 31), Granularity.DECADE)


def until(period: Period, granularity: Granularity) -> Period:
    """Return everything up to the end of a period, `../end`."""
    if period.edtf is None or period.latest is None:
        return UNKNOWN.at(granularity)
    return Period(f"../{_end_of(period)}", None, period.latest, granularity)


def since(period: Period, granularity: Granularity | None = None) -> Period:
    """Return everything from the start of a period, `start/..`."""
    if period.edtf is None or period.earliest is None:
        return UNKNOWN.at(granularity or period.granularity)
    return Period(f"{_start_of(period)}/..", period.earliest, None, granularity or period.granularity)


def between(first: Period, last: Period) -> Period:
    """Return the range from one period to another, or an unknown one where either is unknown or they run backwards."""
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        return UNKNOWN.at(last.granularity)
    return Period(f"{_start_of(first)}/{_end_of(last)}", first.earliest, last.latest, last.granularity)


def _plain(edtf: str | None) -> bool:
    return edtf is not None and edtf.replace("-", "").isdigit()


def _start_of(period: Period) -> str:
    if _plain(period.edtf):
        return str(period.edtf)
    return str(period.earliest)[:7] if period.granularity is Granularity.QUARTER else str(period.earliest)


def _end_of(period: Period) -> str:
    if _plain(period.edtf):
        return str(period.edtf)
    return str(period.latest)[:7] if period.granularity is Granularity.QUARTER else str(period.latest)


def day_of(year_: int, month_: int, number: int) -> date | None:
    """Return a date, or None where the calendar has no such day."""
    try:
        return date(year_, month_, number)
    except ValueError:
        return None


def nearest(reference: date, in_year: Callable[[int], date | None], tense: str | None) -> date | None:
    """Return the yearly date nearest to a reference.

    A tense decides only where the nearest date lies more than a quarter of a year on the other side of it: news names
    near days by day and month, and what is planned for a day is often told in the past tense.
    """
    dates = [
        found
        for number in (-1, 0, 1)
        if 1 <= reference.year + number <= 9999
        for found in [in_year(reference.year + number)]
        if found is not None
    ]
    if not dates:
        return None
    best = min(dates, key=lambda found: abs((found - reference).days))
    gap = (best - reference).days
    if tense == "past" and gap > 92:
        best = max((found for found in dates if found <= reference), default=best)
    if tense == "future" and gap < -92:
        best = min((found for found in dates if found >= reference), default=best)
    return best


def easter(number: int) -> date:
    """Return Easter Sunday of a year by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = number % 19, number // 100, number % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    return date(number, (h + m - 7 * n + 114) // 31, (h + m - 7 * n + 114) % 31 + 1)
