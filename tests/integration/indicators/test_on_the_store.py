"""The centre on the real store answers as on the list in memory; and quickly."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.domain.area import Area, Level
from app.domain.indicator import Audience, Sensitivity
from app.domain.period import Grain, epoch_day
from app.indicators import IndicatorCentre, IndicatorQuery
from app.store import Batch, Load, Store
from tests.unit.indicators.city import catalogue, indicator, measure, name, ratio, single
from tests.unit.indicators.fake_store import FakeStore
from tests.unit.indicators.test_formulas import fill

AREAS = ("1", "11", "12", "13", "111")
KNOWN = datetime(2025, 3, 20, tzinfo=UTC)


def everything() -> Catalogue:
    """One indicator of each kind."""
    measures = [
        measure("a", sensitive=Sensitivity.CASES),
        measure("b", sensitive=Sensitivity.CASES),
        measure("c", level="street"),
        measure("last_a", "last", "month"),
        measure("last_b", "last", "month"),
        measure("people", "mean", "year"),
        measure("weekly", "sum", "week"),
        measure("peak", "max", additive_over_areas=False),
        measure("capacity", "last", "month", additive_over_areas=False),
    ]
    formulas = {
        "share": ratio("a", "b"),
        "volume": single("a"),
        "streets": ratio("c", "b"),
        "stock": ratio("last_a", "last_b"),
        "per_head": ratio("a", "people", 1e5, annualise=True),
        "week": ratio("weekly", "weekly"),
        "load": ratio("peak", "capacity"),
    }
    return catalogue(measures, [indicator(code, formula) for code, formula in formulas.items()])


def commit(store: Store, fake: FakeStore) -> Store:
    """Everything of the list in one load."""
    cat = fake.catalogue
    store.migrate()
    store.register(cat.measures.values(), cat.areas.values(), cat.city.calendar)
    rows = [
        (m, a, str(cat.measures[m].grain), epoch_day(s), value, status)
        for m, a, s, value, status, _ in fake.log
    ]
    frame = pd.DataFrame(rows, columns=["measure", "area", "grain", "period_start", "value", "status"])
    store.commit(Load("s", [Batch("f", "0" * 64, 1)], KNOWN, len(rows), len(rows), 0, 0, frame))
    return store


@pytest.mark.parametrize("grain", list(Grain))
def test_the_store_and_the_list_answer_alike(store_url: str, grain: Grain) -> None:
    fake = fill(FakeStore(everything()), 5, 0.1)
    store = commit(Store(store_url), fake)
    calendar = fake.catalogue.city.calendar
    first, last = calendar.period(date(2025, 1, 6), grain), calendar.period(date(2025, 3, 17), grain)
    for audience, areas, as_of in (
        (Audience.INTERNAL, AREAS, None),
        (Audience.INTERNAL, AREAS, datetime(2025, 6, 1, tzinfo=UTC)),
        (Audience.PUBLIC, AREAS[:4], None),
    ):
        q = IndicatorQuery(tuple(fake.catalogue.indicators), areas, first, last, audience, as_of)
        answers = [IndicatorCentre(fake.catalogue, one).query(q) for one in (store, fake)]  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(*answers, rtol=1e-9)
        assert (answers[0]["state"] == "value").any()


def test_a_corrected_figure_is_known_by_its_time(store_url: str) -> None:
    cat = catalogue([measure("a"), measure("b")], [indicator("share", ratio("a", "b"))])
    fake = FakeStore(cat)
    for code, value in (("a", 5), ("b", 10)):
        fake.add(code, "11", date(2025, 2, 1), value)
    store = commit(Store(store_url), fake)
    frame = pd.DataFrame(
        [("a", "11", "day", epoch_day(date(2025, 2, 1)), 7.0, "A")],
        columns=["measure", "area", "grain", "period_start", "value", "status"],
    )
    later = datetime(2025, 4, 1, tzinfo=UTC)
    store.commit(Load("s", [Batch("g", "1" * 64, 1)], later, 1, 1, 0, 0, frame))
    centre = IndicatorCentre(cat, store)
    at = cat.city.calendar.parse("2025-02")
    now = centre.query(IndicatorQuery(("share",), ("1",), at, at)).iloc[0]
    then = centre.query(IndicatorQuery(("share",), ("1",), at, at, as_of=KNOWN)).iloc[0]
    assert (now["value"], then["value"]) == (70, 50)
    assert now["known_at"] == later
    assert int(now["flags"]) & 4


def test_a_whole_city_is_answered_well_under_a_second(tmp_path: Path) -> None:
    """107 indicators × 17 areas × 13 months; processor time, since other tests run beside it."""
    base = catalogue(
        [measure(f"{side}{number}") for number in range(107) for side in "nd"],
        [indicator(f"i{number}", ratio(f"n{number}", f"d{number}")) for number in range(107)],
    )
    codes = [str(100 + number) for number in range(16)]
    base.areas.clear()
    base.areas["1"] = Area("1", Level.CITY, name("city"))
    base.areas.update({code: Area(code, Level.DISTRICT, name(code), "1") for code in codes})
    fake, chance = FakeStore(base), random.Random(1)
    for code in base.measures:
        for area in codes:
            for month in range(1, 13):
                fake.add(
                    code,
                    area,
                    date(2024, month, 1 if month % 4 else chance.choice([1, 1, 1, 2])),
                    chance.randint(1, 99),
                )
    store = commit(Store(f"sqlite:///{tmp_path}/c.db"), fake)
    centre = IndicatorCentre(base, store)
    parse = base.city.calendar.parse
    q = IndicatorQuery(tuple(base.indicators), ("1", *codes), parse("2024-01"), parse("2025-01"))
    centre.query(q)  # the last days are looked up once
    best = min(timed(centre, q) for _ in range(3))
    assert best < 1.0


def timed(centre: IndicatorCentre, q: IndicatorQuery) -> float:
    start = time.process_time()
    assert len(centre.query(q)) == 107 * 17 * 13
    return time.process_time() - start
