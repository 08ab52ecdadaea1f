"""A small city with one source to be repaired, shared by the tests of replays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.indicator import Measure
from app.domain.period import epoch_day
from app.indicators import IndicatorCentre
from app.ingest import load_source
from app.services import Cockpit
from app.store import Store
from app.store.refused import Filter, Refused
from tests.unit.ingest.support import make_catalogue

OFFICER = Actor(Role.DATA_OFFICER)
FIGURES = """
read: {format: csv, files: ["*.csv"]}
fields:
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
  calls: {from: 呼入, type: number, min: 0}
period: day
area: district
measures: {calls: {sum: calls}}
"""


def opened(
    folder: Path, store: Store, source: str, files: dict[str, str], measures: list[Measure]
) -> Cockpit:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    catalogue = make_catalogue(folder, source, measures)
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    load_source(catalogue, store, "trial")
    return Cockpit(catalogue, IndicatorCentre(catalogue, store), store, NoCache())


def cells(cockpit: Cockpit) -> dict[tuple[str, int], float]:
    """(area, first day) → value of everything known now."""
    catalogue: Catalogue = cockpit.catalogue
    frame = cockpit.store.base_cells(["calls"], list(catalogue.areas), 0, 40_000)
    return {(r.area, int(r.period_start)): r.value for r in frame.itertuples()}


def entries(cockpit: Cockpit) -> list[tuple[int, int, str]]:
    """(number, row, state) of every refused row, in order of the file."""
    found = Refused(cockpit.store).page(Filter(("trial",)), limit=1000)
    return sorted((e.id, e.row, e.state) for e in found)


def first_run(cockpit: Cockpit) -> int:
    return int(cockpit.store.runs(source="trial")["id"].min())


def day(text: str) -> int:
    return epoch_day(date.fromisoformat(text))
