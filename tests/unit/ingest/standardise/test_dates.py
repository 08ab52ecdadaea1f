# ruff: noqa: DTZ001  the city's own clock: times without a zone

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.period import Grain
from app.ingest.standardise.dates import DateRules
from app.ingest.workspace import Workspace
from ingest.standardise.reading import read_dates

FIFTH = datetime(2024, 4, 5)
MONTH, QUARTER, YEAR, WEEK = (
    DateRules(coarsest=grain) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.WEEK)
)
FORMATS = [
    "{0:%Y-%m-%d %H:%M:%S}",
    "{0:%Y-%m-%dT%H:%M:%S}",
    "{0.year}/{0.month}/{0.day} {0.hour}:{0:%M}:{0:%S}",
    "{0:%Y%m%d%H%M%S}",
    "{0:%Y%m%d} {0:%H:%M:%S}",
    "{0.year}年{0.month}月{0.day}日 {0.hour}时{0.minute}分{0.second}秒",
    "{0.year}年{0.month}月{0.day}日{0:%H:%M:%S}",
    "{0.year}.{0.month}.{0.day} {0:%H:%M:%S}",
    "{0:%Y-%m-%d %I:%M:%S %p}",
    "{0:%Y-%m-%dT%H:%M:%S}+08:00",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-04-05", FIFTH),
        ("2024/4/5", FIFTH),
        ("20240405", FIFTH),
        ("2024年4月5日", FIFTH),
        ("2024年4月5号", FIFTH),
        ("２０２４年４月５日", FIFTH),
        (" 2024-04-05 ", FIFTH),
        ("\ufeff2024-04-05", FIFTH),
        ("2024.4.5", FIFTH),
        ("45387", FIFTH),
        ("45387.5", FIFTH + timedelta(hours=12)),
        ("2024年4月5日下午3点", FIFTH + timedelta(hours=15)),
        ("2024-04-05 12:30 AM", FIFTH + timedelta(minutes=30)),
        ("2024-04-05 24:00", FIFTH + timedelta(days=1)),
        ("2024-04-05T01:00:00Z", FIFTH + timedelta(hours=9)),
        ("2024-04-05 10:11+08", FIFTH + timedelta(hours=10, minutes=11)),
    ],
)
def test_forms_of_a_day(workspace: Workspace, text: str, expected: datetime) -> None:
    assert read_dates(workspace, [text]) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30", "2024-13-01", "04/05/2024", "5/4/24", "24-04-05", "2024-04", "202404", "2024", "4月",
        "113年4月5日", "2024-04-05 25:00", "2024-04-05 10:61", "0001-01-01", "9999-12-31", "12345", "soon",
        "2024-04-05 soon", "", "infinity",
    ],
)  # fmt: skip
def test_what_is_no_sure_day_is_not_guessed(workspace: Workspace, text: str) -> None:
    assert read_dates(workspace, [text]) == [None]


@pytest.mark.parametrize("text", ["113年4月5日", "113/04/05", "113-4-5", "民國113年4月5日", "1130405"])
def test_years_of_the_republic_only_when_said(workspace: Workspace, text: str) -> None:
    assert read_dates(workspace, [text], DateRules(roc=True)) == [FIFTH]
    assert read_dates(workspace, [text]) == [None]


def test_order_of_day_and_month_only_when_said(workspace: Workspace) -> None:
    assert read_dates(workspace, ["04/05/2024", "13/05/2024"], DateRules(order="mdy")) == [FIFTH, None]
    assert read_dates(workspace, ["04/05/2024"], DateRules(order="dmy")) == [datetime(2024, 5, 4)]


@pytest.mark.parametrize(
    ("text", "rules", "expected"),
    [
        ("2024-04", MONTH, datetime(2024, 4, 1)),
        ("202404", MONTH, datetime(2024, 4, 1)),
        ("2024年4月", MONTH, datetime(2024, 4, 1)),
        ("2024年12月份", MONTH, datetime(2024, 12, 1)),
        ("2024.10", MONTH, datetime(2024, 10, 1)),
        ("2024.1", MONTH, None),  # January, or October cut short by a spreadsheet
        ("2024Q1", MONTH, None),
        ("2024Q1", QUARTER, datetime(2024, 1, 1)),
        ("2024-Q4", QUARTER, datetime(2024, 10, 1)),
        ("2024年一季度", QUARTER, datetime(2024, 1, 1)),
        ("2024年第三季度", QUARTER, datetime(2024, 7, 1)),
        ("2024年4季度", QUARTER, datetime(2024, 10, 1)),
        ("2024", QUARTER, None),
        ("2024", YEAR, datetime(2024, 1, 1)),
        ("2024年", YEAR, datetime(2024, 1, 1)),
        ("2024-W05", WEEK, datetime(2024, 1, 29)),
        ("2024年第5周", WEEK, datetime(2024, 1, 29)),
        ("2024-W54", WEEK, None),
        ("2024-04", WEEK, None),
    ],
)
def test_periods_no_larger_than_the_measure_allows(
    workspace: Workspace, text: str, rules: DateRules, expected: datetime | None
) -> None:
    assert read_dates(workspace, [text], rules) == [expected]


def test_a_month_takes_its_year_from_another_field(workspace: Workspace) -> None:
    assert read_dates(workspace, ["4月", "12"], MONTH, year="2024") == [
        datetime(2024, 4, 1),
        datetime(2024, 12, 1),
    ]


def test_quarters_follow_the_year_of_the_city(workspace: Workspace) -> None:
    fiscal = DateRules(coarsest=Grain.YEAR, year_start=4)
    assert read_dates(workspace, ["2024Q1", "2024Q4", "2024"], fiscal) == [
        datetime(2024, 4, 1),
        datetime(2025, 1, 1),
        datetime(2024, 4, 1),
    ]


# from 1992 on: before, the city's clock had summer time, and +08:00 was not always its own
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(
        st.datetimes(datetime(1992, 1, 1), datetime(2150, 1, 1)).map(lambda m: m.replace(microsecond=0)),
        min_size=1,
        max_size=40,
    )
)
def test_every_form_is_read_back(workspace: Workspace, moments: list[datetime]) -> None:
    texts: list[str | None] = [form.format(moment) for moment in moments for form in FORMATS]
    expected = [moment for moment in moments for _ in FORMATS]
    assert read_dates(workspace, texts) == expected
