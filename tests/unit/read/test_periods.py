"""Calendar arithmetic and EDTF spelling."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Granularity
from kg.read import periods

days = st.dates(min_value=date(1, 2, 1), max_value=date(9999, 11, 1))


@given(days)
def test_a_week_runs_from_monday_to_sunday_around_its_day(day: date) -> None:
    week = periods.week(day)
    assert week.earliest is not None
    assert week.latest is not None
    assert week.earliest.weekday() == 0
    assert week.latest - week.earliest == timedelta(days=6)
    assert week.earliest <= day <= week.latest


@given(days, st.integers(-200, 200))
def test_months_on_and_back_end_where_they_began(day: date, count: int) -> None:
    there = periods.months_on(day.year + 0, day.month, count)
    if 20 < day.year < 9900:
        assert periods.months_on(*there, -count) == (day.year, day.month)


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, date(1961, 4, 2)), (2000, date(2000, 4, 23)), (2018, date(2018, 4, 1)), (2024, date(2024, 3, 31))],
)
def test_easter_falls_where_the_almanac_says(year: int, day: date) -> None:
    assert periods.easter(year) == day


def test_a_winter_runs_over_new_year() -> None:
    winter = periods.months(2020, 12, 3)
    assert (winter.edtf, winter.latest) == ("2020-12/2021-02", date(2021, 2, 28))


def test_decade_and_century_use_unspecified_digits() -> None:
    assert (periods.decade(1990).edtf, periods.century(19).edtf) == ("199X", "18XX")


def test_one_day_within_a_single_day_is_that_day() -> None:
    assert periods.one_within(date(2021, 3, 31), date(2021, 3, 31), Granularity.MONTH).edtf == "2021-03-31"


def test_a_range_that_runs_backwards_has_no_value() -> None:
    assert periods.between(periods.day(date(2021, 3, 2)), periods.day(date(2021, 3, 1))).edtf is None


def test_shifting_beyond_the_calendar_stops_at_its_end() -> None:
    assert (periods.shifted(date.max, 3), periods.shifted(date.min, -3)) == (date.max, date.min)


def test_the_nearest_day_of_a_year_is_taken_unless_the_tense_forbids_it() -> None:
    day = date(2021, 2, 25)
    assert periods.nearest(day, lambda year: date(year, 8, 3), None) == date(2021, 8, 3)
    assert periods.nearest(day, lambda year: date(year, 8, 3), "past") == date(2020, 8, 3)
    assert periods.nearest(day, lambda year: date(year, 3, 3), "past") == date(2021, 3, 3)
