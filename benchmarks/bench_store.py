"""Questions and corrections on stores of 1, 10 and 100 million observations, on SQLite and PostgreSQL.

`python -m benchmarks.bench_store [millions …] [--only sqlite|postgresql]`. Each store has 16 districts with 2
(1 million) or 14 streets each, and as many measures and days as it takes. The first measure's observations
are rolled up by the product itself; the other measures are copies of its rows, so that filling a store takes
minutes, not hours.

Then, each many times: one indicator (a ratio of two measures) for 16 areas × 36 months; a board (12 ratios,
the city and its 16 districts, 36 months, with the change against a year ago); a correction of one day's figure
of one street. A fresh centre answers each question: nothing is kept from the one before. Needs about 130 bytes
of disk an observation on SQLite, twice that on PostgreSQL.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psycopg
from sqlalchemy import func, insert, select, text

from app.catalogue import Catalogue, City
from app.domain.area import Area, Level
from app.domain.indicator import (
    ChangeUnit,
    Department,
    Direction,
    Formula,
    FormulaKind,
    Indicator,
    Measure,
    Publication,
    TimeRule,
)
from app.domain.period import Calendar, Grain, epoch_day
from app.domain.text import Text
from app.indicators import IndicatorCentre, IndicatorQuery
from app.store import OBSERVATION_COLUMNS, Batch, Load, Store
from app.store.rebuild import rebuild
from app.store.tables import area as area_table
from app.store.tables import cell, load_run, observation
from app.store.tables import measure as measure_table
from tests import servers

MILLION = 1_000_000
SIZES = (1, 10, 100)
DISTRICTS = 16
LAST = date(2025, 12, 31)
MONTHS, BOARD = 36, 12
ROUNDS = 15
MOST = 1.5
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
NAME = Text("名", "name")


def shape_of(millions: int) -> tuple[int, int, int]:
    """Measures, streets of each district and days of a store of so many million observations.

    At least the measures of a board, and the months asked for with the year before them.
    """
    streets, days = (2, 1461) if millions == 1 else (14, 1500) if millions <= 10 else (14, 2557)
    return max(2 * BOARD, round(millions * MILLION / (DISTRICTS * streets * days))), streets, days


def areas_of(streets: int) -> list[Area]:
    """A city, its districts and so many streets in each."""
    districts = [Area(f"d{n}", Level.DISTRICT, NAME, "c") for n in range(DISTRICTS)]
    below = [Area(f"s{n}-{m}", Level.STREET, NAME, f"d{n}") for n in range(DISTRICTS) for m in range(streets)]
    return [Area("c", Level.CITY, NAME), *districts, *below]


def catalogue_of(count: int, streets: int, folder: Path) -> Catalogue:
    """So many measures; twelve indicators, each the ratio of two of them."""
    measures = [
        Measure(f"m{n}", NAME, "1", TimeRule.SUM, Grain.DAY, Level.STREET, "office") for n in range(count)
    ]
    ratios = [
        Indicator(
            id=f"ratio{n}",
            name=NAME,
            plain=NAME,
            unit=NAME,
            direction=Direction.HIGHER_BETTER,
            formula=Formula(FormulaKind.RATIO, (f"m{2 * n}",), (f"m{2 * n + 1}",), scale=100),
            department="office",
            theme="citizen_experience",
            grain=Grain.MONTH,
            publication=Publication.YES,
            change_unit=ChangeUnit.PERCENTAGE_POINTS,
        )
        for n in range(BOARD)
    ]
    city = City(NAME, "c", "Asia/Shanghai", True, Calendar(), date(2026, 1, 1), folder, {}, folder)
    return Catalogue(
        city=city,
        areas={area.code: area for area in areas_of(streets)},
        departments={"office": Department("office", NAME)},
        measures={one.id: one for one in measures},
        indicators={one.id: one for one in ratios},
        sources={},
        targets=(),
        policies=(),
        boundaries=None,
    )


def fill(store: Store, days: int) -> None:
    """The first measure by the product's own code, the others as copies of its rows."""
    with store.writing() as connection:
        streets = list(connection.scalars(select(area_table.c.id).where(area_table.c.level == "street")))
        numbers = list(connection.scalars(select(measure_table.c.id).order_by(measure_table.c.id)))
        last = epoch_day(LAST)
        rng = np.random.default_rng(1)
        rows = [
            {
                "measure_id": numbers[0],
                "grain": "day",
                "area_id": street,
                "period_start": day,
                "known_at": 1,
                "value": float(value),
                "status": "A",
                "run_id": 1,
            }
            for street in streets
            for day, value in zip(range(last - days + 1, last + 1), rng.integers(1, 50, days), strict=True)
        ]
        connection.execute(insert(observation), rows)
        rebuild(connection, numbers[:1])
    for table in (observation, cell):
        names = ", ".join(column.name for column in table.columns if column.name != "measure_id")
        copy = text(
            f"INSERT INTO {table.name} (measure_id, {names}) SELECT :number, {names} FROM {table.name} "
            "WHERE measure_id = :first ORDER BY grain, area_id, period_start"
        )
        for number in numbers[1:]:
            with store.writing() as connection:
                connection.execute(copy, {"number": number, "first": numbers[0]})
    # what a database does by itself from time to time
    if store.url.startswith("postgresql"):
        plain = store.url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as plainly:
            plainly.execute("VACUUM ANALYZE")


@dataclass(frozen=True)
class Took:
    """Milliseconds of ROUNDS runs. On a busy machine the best of them tells more than the median."""

    median: float
    best: float

    def __str__(self) -> str:
        return f"{self.median:.1f} ms (best {self.best:.1f})"


def timed(what: Callable[[int], Any]) -> Took:
    """How long `what(number of the run)` takes, after one run that is not counted."""
    found = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        what(number)
        found.append((time.perf_counter() - started) * 1000)
    return Took(statistics.median(found[1:]), min(found[1:]))


def correction(store: Store) -> tuple[Took, int]:
    """How long correcting one day of one street takes, and how many cells are computed anew."""
    day = epoch_day(date(2025, 6, 18))

    def correct(number: int) -> None:
        rows = pd.DataFrame([("m1", "s3-1", "day", day, 1000.0 + number, "A")], columns=OBSERVATION_COLUMNS)
        batch = Batch(str(number), f"{number:064}", 1)
        store.commit(Load("office", [batch], KNOWN + timedelta(hours=number), 1, 1, 0, 0, rows))

    took = timed(correct)
    with store.reading() as connection:
        run = select(func.max(load_run.c.id)).scalar_subquery()
        return took, connection.scalar(select(func.count()).where(cell.c.run_id == run)) or 0


def measured(url: str, millions: int, folder: Path) -> dict[str, Took]:
    """Fill a store and ask it."""
    count, streets, days = shape_of(millions)
    catalogue = catalogue_of(count, streets, folder)
    store = Store(url)
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    started = time.perf_counter()
    fill(store, days)
    filled = time.perf_counter() - started
    calendar = catalogue.city.calendar
    last = calendar.period(LAST, Grain.MONTH)
    first = last.shift(1 - MONTHS)
    districts = tuple(f"d{n}" for n in range(DISTRICTS))
    one = IndicatorQuery(("ratio0",), districts, first, last)
    board = IndicatorQuery(tuple(catalogue.indicators), ("c", *districts), first, last)
    assert IndicatorCentre(catalogue, store).query(one)["value"].notna().all()
    told = {
        "question": timed(lambda _: IndicatorCentre(catalogue, store).query(one)),
        "board": timed(lambda _: IndicatorCentre(catalogue, store).compare(board, "year_ago")),
    }
    told["correction"], touched = correction(store)
    store.dispose()
    print(
        f"  {millions:4} million: {count} measures × {DISTRICTS * streets} streets × {days} days, filled in "
        f"{filled:.0f} s; question {told['question']}, board {told['board']}, "
        f"correction {told['correction']}, {touched} cells; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return told


def main(sizes: tuple[int, ...], kinds: tuple[str, ...]) -> int:
    """One line a store; 1 when the largest answers more than 1.5 times slower than the smallest."""
    worst = 0.0
    for kind in kinds:
        print(kind, flush=True)
        results = []
        for millions in sizes:
            with (
                tempfile.TemporaryDirectory() as name,
                servers.postgresql() if kind == "postgresql" else nullcontext("") as address,
            ):
                folder = Path(name)
                url = f"{address}/postgres" if address else f"sqlite:///{folder / 'store.db'}"
                results.append(measured(url, millions, folder))
        for what in results[0]:
            ratio = results[-1][what].median / results[0][what].median
            best = results[-1][what].best / results[0][what].best
            sides = f"{sizes[-1]} million against {sizes[0]}"
            print(f"  {what}: {sides}: median {ratio:.2f}, best {best:.2f}", flush=True)
            worst = max(worst, ratio if what != "correction" else 0)
    return int(worst > MOST)


if __name__ == "__main__":
    asked = sys.argv[1:]
    only = (asked[asked.index("--only") + 1],) if "--only" in asked else ("sqlite", "postgresql")
    sys.exit(main(tuple(int(part) for part in asked if part.isdigit()) or SIZES, only))
