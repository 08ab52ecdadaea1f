"""The demo city remembers: what was known on a day is what was due by then, before later corrections."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.domain.period import Grain, epoch_day, from_epoch_day
from app.indicators import IndicatorCentre
from app.store import LoadRun, Store

ZONE = ZoneInfo("Asia/Shanghai")
THEN = datetime.combine(date(2025, 6, 15), time(12), ZONE)
KEY = ["measure", "area", "period_start"]


@pytest.fixture(scope="module")
def store(loaded: tuple[Store, list[LoadRun]]) -> Store:
    return loaded[0]


def cells(store: Store, demo: Catalogue, as_of: datetime | None) -> pd.DataFrame:
    """Every base cell of every source, as known at a moment."""
    first, last = epoch_day(date(2023, 1, 1)), epoch_day(date(2025, 12, 31))
    return store.base_cells(list(demo.measures), list(demo.areas), first, last, as_of=as_of)


def known_on(demo: Catalogue, measure: str, start: int) -> date:
    """The day on which a figure was due, from the source's own words."""
    source = next(s for s in demo.sources.values() if measure in s.measures)
    calendar = demo.city.calendar
    period = calendar.period(from_epoch_day(start), demo.measure(measure).grain)
    by_source = calendar.period(period.end, source.schedule.every)
    return max(by_source.end + timedelta(days=source.schedule.due_days), period.end + timedelta(days=1))


def test_what_was_known_is_what_was_due(store: Store, demo: Catalogue) -> None:
    now, then = cells(store, demo, None), cells(store, demo, THEN)
    periods = now[["measure", "period_start"]].drop_duplicates()
    due = {
        (measure, start): known_on(demo, measure, start) <= THEN.date()
        for measure, start in periods.itertuples(index=False)
    }
    expected = now[[due[key] for key in zip(now["measure"], now["period_start"], strict=True)]]
    assert 0.7 * len(now) < len(then) < 0.9 * len(now)
    pd.testing.assert_frame_equal(
        then[KEY].sort_values(KEY, ignore_index=True), expected[KEY].sort_values(KEY, ignore_index=True)
    )


def test_a_correction_counts_from_its_day_on(store: Store, demo: Catalogue) -> None:
    both = cells(store, demo, THEN).merge(cells(store, demo, None), on=KEY, suffixes=("_then", "_now"))
    changed = both[both["value_then"] != both["value_now"]]
    assert len(changed) > 500
    # What the corrections say: every figure of those rows had been delivered as half of what it was.
    half = changed["value_now"] * 0.5
    assert ((changed["value_then"] - half).abs() <= 0.006 * half.abs() + 1).all()
    (one,) = changed.head(1).itertuples()
    moments = pd.to_datetime(one.known_at_now, unit="us", utc=True).tz_convert(ZONE)
    assert date(2025, 12, 8) <= moments.date() <= date(2025, 12, 16)
    just_before = moments.to_pydatetime() - timedelta(seconds=1)
    seen = store.base_cells([one.measure], [one.area], one.period_start, one.period_start, as_of=just_before)
    assert seen["value"].tolist() == [one.value_then]


def test_the_board_of_then_speaks_of_then(store: Store, demo: Catalogue) -> None:
    centre = IndicatorCentre(demo, store)
    today = centre.today(THEN)
    assert today == THEN.date()
    assert demo.city.calendar.period(today, Grain.MONTH).shift(-1).start == date(2025, 5, 1)
