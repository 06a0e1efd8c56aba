"""A publication date as written in a header, feed or file name → a day."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%A, %d %B %Y", "%A, %B %d, %Y")


def read_day(written: str) -> date | None:
    """Return the day that a date, date-time, RFC 2822 date or English date names, or None.

    The day is the one written, in the time zone of the source: a dispatch of 23:30 in New York is of that day.

    >>> read_day("2025-10-16T23:30:00-04:00"), read_day("16 October 2025"), read_day("soon")
    (datetime.date(2025, 10, 16), datetime.date(2025, 10, 16), None)
    """
    written = written.strip()
    if not written or len(written) > 64:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        pass
    for shape in _WRITTEN:
        try:
            return datetime.strptime(written, shape).date()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def day_in_name(name: str) -> date | None:
    """Return the first YYYY-MM-DD of a file name as a day, or None.

    >>> day_in_name("2025-10-22-rosneft.txt")
    datetime.date(2025, 10, 22)
    """
    found = _IN_NAME.search(name)
    return read_day(found.group(1)) if found else None
