"""The attack: from everything citizens can get, no hidden count can be worked out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import disclosure
from app.catalogue import Catalogue
from app.domain.area import Level
from app.domain.errors import CockpitError, UnknownArea, UnknownIndicator
from app.domain.indicator import Audience, Direction, Publication
from app.domain.observation import Flag
from app.domain.period import Grain
from app.indicators import IndicatorCentre, IndicatorQuery
from tests.unit.indicators.city import (
    DISTRICTS,
    SENSITIVE,
    STREETS,
    catalogue,
    indicator,
    measure,
    ratio,
    single,
)
from tests.unit.indicators.fake_store import FakeStore

MONTHS = [date(2024, m, 1) for m in (10, 11, 12)]
TODAY = date(2025, 1, 20)


def build(level: str, lowest: Level) -> Catalogue:
    """Three indicators that share measures, so that one may betray the other."""
    cases = {"sensitive": SENSITIVE["cases"], "level": level, "grain": "month"}
    measures = [measure(code, **cases) for code in ("solved", "due", "new")]
    measures.append(measure("minutes", level=level, grain="month"))
    see = {"public_min_level": lowest}
    indicators = [
        indicator("rate", ratio("solved", "due"), target=90.0, red_line=50.0, **see),
        indicator("volume", single("due"), scored=False, **see),
        indicator("solved_count", single("solved"), scored=False, **see),
        indicator("wait", ratio("minutes", "new", 1.0), **see),
        indicator("minutes_total", single("minutes"), scored=False, **see),
        indicator("all_cases", ratio("solved new", "due"), **see),
    ]
    return catalogue(measures, indicators, today=TODAY)


def fill(cat: Catalogue, level: str, seed: int, gaps: float) -> FakeStore:
    chance = random.Random(seed)
    store = FakeStore(cat)
    places = DISTRICTS if level == "district" else [s for d in DISTRICTS for s in STREETS[d]]
    biggest = chance.choice([3, 12, 60, 200])
    for area in places:
        for month in MONTHS:
            due = chance.randint(0, chance.choice([2, biggest]))
            amounts = {"due": due, "solved": chance.randint(0, due), "new": chance.randint(0, biggest)}
            for code, amount in (amounts | {"minutes": chance.randint(0, 900)}).items():
                if chance.random() >= gaps:
                    store.add(code, area, month, amount)
    return store


@dataclass
class Attacker:
    """Writes down every equation about base counts that the public answers give."""

    cat: Catalogue
    store: FakeStore
    areas: list[str]

    def __post_init__(self) -> None:
        self.cells = [
            (m, a, month) for m in ("solved", "due", "new", "minutes") for a in self.areas for month in MONTHS
        ]
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.rows: list[np.ndarray] = []
        self.truth = {cell: self._true(*cell) for cell in self.cells}
        for m in ("solved", "due", "new", "minutes"):
            for month in MONTHS:
                for area in self.areas:
                    parts = [c.code for c in self.cat.children(area) if c.code in self.areas]
                    if parts:
                        self.learn([(m, area, month)], [(m, part, month) for part in parts])

    def _true(self, code: str, area: str, month: date) -> float:
        below = [area, *(a.code for level in Level for a in self.cat.descendants(area, level))]
        data = self.store.current()
        return sum(data[code, one, month][0] for one in set(below) if (code, one, month) in data)

    def learn(self, plus: list[tuple[str, str, date]], minus: list[tuple[str, str, date]] = ()) -> None:  # type: ignore[assignment]
        row = np.zeros(len(self.cells))
        for cell in plus:
            row[self.place[cell]] += 1
        for cell in minus:
            row[self.place[cell]] -= 1
        self.rows.append(row)

    def ask_everything(self) -> None:
        """One by one and all together, by month, quarter and year."""
        centre = IndicatorCentre(self.cat, self.store)
        calendar = self.cat.city.calendar
        for code in self.cat.indicators:
            formula = self.cat.indicators[code].formula
            for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
                first, last = calendar.period(MONTHS[0], grain), calendar.period(MONTHS[-1], grain)
                for area in self.areas:
                    q = IndicatorQuery((code,), (area,), first, last, Audience.PUBLIC)
                    for row in centre.query(q).to_dict("records"):
                        months = [m for m in MONTHS if calendar.period(m, grain).start == row["period_start"]]
                        if not np.isnan(row["numerator"]):
                            self.learn([(n, area, m) for n in formula.numerator for m in months])
                        if not np.isnan(row["denominator"]):
                            self.learn([(d, area, m) for d in formula.denominator for m in months])

    def found(self) -> set[tuple[str, str, date]]:
        """Counts that the equations determine: their unit vector lies in the row space."""
        _, singular, basis = np.linalg.svd(np.array(self.rows))
        basis = basis[: int((singular > 1e-9).sum())]
        return {cell for cell in self.cells if np.linalg.norm(basis[:, self.place[cell]]) > 1 - 1e-9}


def attack(level: str, lowest: Level, seed: int, gaps: float) -> Attacker:
    cat = build(level, lowest)
    areas = ["1", *DISTRICTS]
    if lowest is Level.STREET:
        areas += [s for d in DISTRICTS for s in STREETS[d]]
    attacker = Attacker(cat, fill(cat, level, seed, gaps), areas)
    attacker.ask_everything()
    return attacker


def betrayed(attacker: Attacker) -> set[tuple[str, str, date]]:
    """Small counts, and numerators of rates of small groups, that can be worked out."""
    truth = attacker.truth
    protected = {c for c, count in truth.items() if c[0] != "minutes" and 0 < count < 5}
    for above, below in (("solved", "due"), ("minutes", "new")):
        protected |= {c for c in truth if c[0] == above and 0 < truth[below, c[1], c[2]] < 30}
    return attacker.found() & protected


TREES = [("district", Level.DISTRICT), ("street", Level.DISTRICT), ("street", Level.STREET)]


@pytest.mark.parametrize(("level", "lowest"), TREES)
@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_small_count_can_be_found(level: str, lowest: Level, seed: int) -> None:
    assert not betrayed(attack(level, lowest, seed, 0.0))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_nor_through_what_is_missing(seed: int) -> None:
    attacker = attack("district", Level.DISTRICT, seed, 0.15)
    assert not {c for c in betrayed(attacker) if 0 < attacker.truth[c] < 5 and c[0] != "minutes"}


def test_the_attack_works_where_only_small_counts_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "suppress", lambda counts, parent, primary, threshold: primary)
    assert any(betrayed(attack("district", Level.DISTRICT, seed, 0.0)) for seed in range(20))


def counts(store: FakeStore, code: str, month: date, values: dict[str, int]) -> None:
    for area, value in values.items():
        store.add(code, area, month, value)


def answer(store: FakeStore, code: str, area: str, period: str = "2024-12") -> dict[str, object]:
    at = store.catalogue.city.calendar.parse(period)
    q = IndicatorQuery((code,), (area,), at, at, Audience.PUBLIC)
    return dict(IndicatorCentre(store.catalogue, store).query(q).to_dict("records")[0])


def test_a_small_count_takes_its_smallest_sister_with_it_and_zero_is_shown() -> None:
    store = FakeStore(build("district", Level.DISTRICT))
    counts(store, "due", MONTHS[2], {"11": 400, "12": 70, "13": 3})
    states = {area: answer(store, "volume", area)["state"] for area in ("1", *DISTRICTS)}
    assert states == {"1": "value", "11": "value", "12": "suppressed", "13": "suppressed"}
    counts(store, "due", MONTHS[1], {"11": 400, "12": 70, "13": 0})
    row = answer(store, "volume", "13", "2024-11")
    assert (row["value"], row["state"]) == (0.0, "value")


def test_no_more_is_hidden_than_must_be() -> None:
    store = FakeStore(build("district", Level.DISTRICT))
    for month in MONTHS:
        counts(store, "due", month, {"11": 400, "12": 70, "13": 50})
        counts(store, "solved", month, {"11": 300, "12": 60, "13": 2 if month is MONTHS[0] else 40})
    states = [
        answer(store, "rate", area, f"2024-{month.month}")["state"]
        for area in ("1", *DISTRICTS)
        for month in MONTHS
    ]
    assert states.count("suppressed") == 2
    assert states.count("value") == 10
    assert answer(store, "volume", "13", "2024-10")["state"] == "value"


def test_nothing_of_a_suppressed_figure_is_left() -> None:
    store = FakeStore(build("district", Level.DISTRICT))
    for code in ("due", "solved"):
        counts(store, code, MONTHS[2], {"11": 400, "12": 70, "13": 3})
    row = answer(store, "rate", "13")
    assert all(np.isnan(row[c]) for c in ("value", "numerator", "denominator", "score", "age_days"))  # type: ignore[call-overload]
    assert (row["status"], row["n"], row["areas_n"]) == ("no_data", 0, 0)
    assert row["flags"] == Flag.SUPPRESSED
    assert row["known_at"] is not None
    assert str(row["known_at"]) == "NaT"


def test_a_year_with_a_hidden_month_is_hidden() -> None:
    store = FakeStore(build("district", Level.DISTRICT))
    for month in MONTHS:
        counts(store, "due", month, {"11": 400, "12": 70, "13": 3 if month is MONTHS[0] else 50})
    assert answer(store, "volume", "13", "2024-12")["state"] == "value"
    assert answer(store, "volume", "13", "2024-Q4")["state"] == "suppressed"
    assert answer(store, "volume", "11", "2024-Q4")["state"] == "value"


def test_short_unfinished_and_free_spans_of_counts_are_not_published() -> None:
    cat = catalogue(
        [measure("due", sensitive=SENSITIVE["cases"]), measure("cars")],
        [
            indicator("volume", single("due"), scored=False),
            indicator("traffic", single("cars"), scored=False),
        ],
        today=date(2024, 12, 20),
    )
    store = FakeStore(cat)
    for code in ("due", "cars"):
        for day in range(1, 21):
            counts(store, code, date(2024, 12, day), {"11": 400, "12": 700, "13": 300})
    for period in ("2024-12", "2024-W50", "2024-12-10"):
        assert answer(store, "volume", "11", period)["state"] == "suppressed"
        assert answer(store, "traffic", "11", period)["state"] == "value"
    span = IndicatorCentre(cat, store).window(
        ("volume", "traffic"), ("11",), date(2024, 12, 2), date(2024, 12, 9), Audience.PUBLIC
    )
    assert list(span["state"]) == ["suppressed", "value"]


def test_what_citizens_may_not_see_does_not_exist() -> None:
    cat = catalogue(
        [measure("a"), measure("b")],
        [
            indicator("inner", single("a"), publication=Publication.NO),
            indicator("total", single("a"), publication=Publication.AGGREGATED_ONLY),
            indicator("open", ratio("a", "b"), direction=Direction.LOWER_BETTER),
        ],
    )
    store = FakeStore(cat)
    with pytest.raises(UnknownIndicator):
        answer(store, "inner", "1")
    with pytest.raises(UnknownArea):
        answer(store, "total", "11")
    with pytest.raises(UnknownArea):
        answer(store, "open", "111")
    assert answer(store, "open", "11")["state"] == "missing"
    at = cat.city.calendar.parse("2024-12")
    with pytest.raises(CockpitError, match="as_of_not_public"):
        IndicatorQuery(("open",), ("1",), at, at, Audience.PUBLIC, TODAY)  # type: ignore[arg-type]
