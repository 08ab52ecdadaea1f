"""Periods hold always: what is parsed prints again, parents contain, neighbours touch."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import CockpitError
from app.domain.period import Calendar, Grain, Period, epoch_day, from_epoch_day

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
grains = st.sampled_from(list(Grain))
calendars = st.integers(1, 12).map(Calendar)


@given(days, grains, calendars)
def test_a_period_holds_its_day_and_survives_printing(day: date, grain: Grain, calendar: Calendar) -> None:
    period = calendar.period(day, grain)
    assert period.start <= day <= period.end
    assert calendar.parse(str(period)) == period


@given(days, grains, calendars, st.integers(-40, 40))
def test_neighbours_touch_and_shifting_back_returns(
    day: date, grain: Grain, calendar: Calendar, steps: int
) -> None:
    period = calendar.period(day, grain)
    assert period.shift(1).start == period.end + timedelta(days=1)
    assert period.shift(steps).shift(-steps) == period
    assert period.days == (period.end - period.start).days + 1


@given(days, calendars)
def test_months_of_a_year_fill_it(day: date, calendar: Calendar) -> None:
    year = calendar.period(day, Grain.YEAR)
    first = calendar.period(year.start, Grain.MONTH)
    months = list(calendar.between(first, first.shift(11)))
    assert months[0].start == year.start
    assert months[-1].end == year.end
    assert {calendar.parent(month, Grain.YEAR) for month in months} == {year}


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    calendar = Calendar()
    week = calendar.parse("2024-W05")  # Monday 29 January, Thursday 1 February
    assert calendar.parent(week, Grain.MONTH) == calendar.parse("2024-02")


def test_a_statistical_year_that_begins_in_march() -> None:
    calendar = Calendar(year_start=3)
    year = calendar.parse("2023")
    assert (year.start, year.end) == (date(2023, 3, 1), date(2024, 2, 29))
    assert str(calendar.period(date(2024, 2, 10), Grain.QUARTER)) == "2023-Q4"


def test_last_year_keeps_the_weekday() -> None:
    day = Period(date(2025, 3, 3), Grain.DAY)
    assert day.year_ago().start.weekday() == day.start.weekday()
    assert str(Calendar().parse("2025-Q2").year_ago()) == "2024-Q2"


@pytest.mark.parametrize("text", ["", "2024-13", "2024-W60", "March", "2024-Q5", "2024-02-30"])
def test_what_is_no_period_is_refused_by_name(text: str) -> None:
    with pytest.raises(CockpitError) as refused:
        Calendar().parse(text)
    assert refused.value.code == "bad_period"
    assert refused.value.params["text"] == text


@given(days)
def test_epoch_days_return(day: date) -> None:
    assert from_epoch_day(epoch_day(day)) == day
