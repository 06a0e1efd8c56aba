"""EDTF values of the rows → the first and the last day that they allow."""

from __future__ import annotations

import calendar
import re
from datetime import date

Bounds = tuple[date | None, date | None]
#: First month of spring, summer, autumn and winter, by their EDTF numbers.
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}


def bounds(value: str) -> Bounds:
    """Return the first and last day of a value, None where it is open.

    >>> bounds("2021-02")
    (datetime.date(2021, 2, 1), datetime.date(2021, 2, 28))
    >>> bounds("../2021-06-01")
    (None, datetime.date(2021, 6, 1))
    >>> bounds("[2021-03-01..2021-03-07]")
    (datetime.date(2021, 3, 1), datetime.date(2021, 3, 7))
    """
    inner = value.strip("[]")
    parts = inner.split("/") if "/" in inner else re.split(r"(?<=\d)\.\.(?=\d)", inner)
    first, last = parts[0], parts[-1]
    return (None if first == ".." else _days(first)[0], None if last == ".." else _days(last)[1])


def _days(value: str) -> tuple[date, date]:
    year, month, day = (*(int(part) for part in value.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    first, months = (SEASONS[month], 3) if month in SEASONS else (month, 1)
    end_year, end = divmod(first + months - 2, 12)
    last = date(year + end_year, end + 1, calendar.monthrange(year + end_year, end + 1)[1])
    return date(year, first, 1), last
