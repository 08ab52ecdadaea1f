"""Since when figures are known: by the day in the file's name, by when they were due, or since the load."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import FileRefused
from app.domain.period import epoch_day
from app.i18n import explain
from app.ingest.known import KNOWN, with_known
from app.ingest.plan import Plan, make_plan
from tests.integration.ingest.sources import FIGURE_MEASURES, FIGURES
from tests.unit.ingest.support import make_catalogue

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 20, 9, 30, tzinfo=ZONE)


def plan_of(folder: Path, known: str, schedule: str = "{every: day, due_days: 2}") -> Plan:
    source = f"schedule: {schedule}\n{known}\n{FIGURES}"
    catalogue = make_catalogue(folder, source, FIGURE_MEASURES)
    return make_plan(catalogue, catalogue.sources["trial"])


def figures(*days: date) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": "offered",
            "area": "990101",
            "grain": "day",
            "period_start": [epoch_day(day) for day in days],
            "value": 1.0,
            "status": "A",
        }
    )


def known(plan: Plan, file: str, *days: date) -> list[datetime]:
    return [moment.to_pydatetime() for moment in with_known(figures(*days), plan, file, NOW)[KNOWN]]


def test_nothing_said_nothing_added(tmp_path: Path) -> None:
    given_ = figures(date(2024, 1, 1))
    assert with_known(given_, plan_of(tmp_path, ""), "figures.csv", NOW) is given_


def test_each_figure_since_it_was_due_and_never_from_the_future(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "known: {due: true}")
    days = (date(2024, 1, 1), date(2024, 6, 17), date(2024, 6, 19))
    assert known(plan, "figures.csv", *days) == [
        datetime(2024, 1, 3, tzinfo=ZONE),
        datetime(2024, 6, 19, tzinfo=ZONE),
        NOW,
    ]


def test_a_day_delivered_by_the_month_is_known_with_its_month(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "known: {due: true}", "{every: month, due_days: 10}")
    assert known(plan, "figures.csv", date(2024, 2, 3)) == [datetime(2024, 3, 10, tzinfo=ZONE)]


def test_no_figure_is_known_before_its_period_is_over(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "known: {due: true}", "{every: day, due_days: 0}")
    assert known(plan, "figures.csv", date(2024, 2, 3)) == [datetime(2024, 2, 4, tzinfo=ZONE)]


@pytest.mark.parametrize("text", ["2024-05-06", "20240506", "2024年5月6日"])
def test_the_day_in_the_files_name_counts_for_all_of_it(tmp_path: Path, text: str) -> None:
    plan = plan_of(tmp_path, r"known: {due: true, file: '更正_([\d年月日-]+)'}")
    days = (date(2024, 1, 1), date(2024, 6, 17))
    assert known(plan, f"in/figures_更正_{text}.csv", *days) == [datetime(2024, 5, 6, tzinfo=ZONE)] * 2
    assert known(plan, "in/figures.csv", days[0]) == [datetime(2024, 1, 3, tzinfo=ZONE)]


def test_a_name_without_a_real_day_is_refused_with_what_to_do(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, r"known: {file: '_(\d+)'}")
    with pytest.raises(FileRefused) as refused:
        with_known(figures(date(2024, 1, 1)), plan, "figures_20241341.csv", NOW)
    assert refused.value.code == "file_day"
    for lang in ("zh", "en"):
        assert "20241341" in " ".join(explain(refused.value, lang))


@settings(max_examples=60, deadline=None)
@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20),
    made=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_never_later_than_now(
    days: list[date], made: date | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = plan_of(tmp_path_factory.mktemp("plan"), r"known: {due: true, file: 'of_(\d{8})'}")
    file = f"figures_of_{made:%Y%m%d}.csv" if made else "figures.csv"
    moments = known(plan, file, *days)
    assert max(moments) <= NOW
    if made is None:
        ended = [datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE) for day in days]
        assert all(moment >= min(end, NOW) for moment, end in zip(moments, ended, strict=True))
    else:
        assert len({moment.astimezone(UTC) for moment in moments}) == 1
