"""A real city as a test sees it: its figures, asked only by queries, and its load runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from app.catalogue import Catalogue, load_package
from app.domain.indicator import Audience
from app.indicators import IndicatorCentre, IndicatorQuery
from app.ingest import load_all
from app.store import LoadRun, Store

PACKAGES = Path(__file__).parent / "packages"

Listed = str | tuple[str, ...]  # one, or several in order


@dataclass(frozen=True, repr=False)
class RealCity:
    """A package with its loaded store."""

    catalogue: Catalogue
    store: Store
    centre: IndicatorCentre
    runs: tuple[LoadRun, ...]

    @property
    def code(self) -> str:
        """The code of the city itself."""
        return self.catalogue.city.area

    @property
    def districts(self) -> tuple[str, ...]:
        """The codes of its districts."""
        return tuple(area.code for area in self.catalogue.children(self.code))

    def rows(
        self,
        indicators: Listed,
        areas: Listed | None = None,
        first: str = "",
        last: str = "",
        audience: Audience = Audience.INTERNAL,
    ) -> pd.DataFrame:
        """The answer of a query; `areas` None is the city, `last` empty the first period alone."""
        return self.centre.query(replace(self._query(indicators, areas, first, last), audience=audience))

    def compared(self, indicator: str, area: str | None, period: str, basis: str) -> pd.DataFrame:
        """The same with each figure's change against `previous` or `year_ago`."""
        return self.centre.compare(self._query(indicator, area, period, ""), basis)

    def table(
        self, indicators: Listed, areas: Listed | None = None, first: str = "", last: str = ""
    ) -> pd.DataFrame:
        """Values with a column an indicator and a row an (area, period)."""
        rows = self.rows(indicators, areas, first, last)
        return rows.pivot(index=["area", "period"], columns="indicator", values="value").astype(float)

    def value(self, indicator: str, area: str | None, period: str) -> float:
        """One figure."""
        return float(self.rows(indicator, area, period)["value"].iloc[0])

    def total(self, indicator: str, first: date, last: date) -> float:
        """One figure of the city over a span of days."""
        rows = self.centre.window((indicator,), (self.code,), first, last)
        return float(rows["value"].iloc[0])

    def _query(self, indicators: Listed, areas: Listed | None, first: str, last: str) -> IndicatorQuery:
        calendar = self.catalogue.city.calendar
        periods = calendar.parse(first), calendar.parse(last or first)
        return IndicatorQuery(_listed(indicators), _listed(areas or self.code), *periods)

    def reasons(self, source: str) -> dict[str, int]:
        """How many rows of a source are quarantined, by reason."""
        return {
            str(k): int(v) for k, v in self.store.quarantine(source=source)["reason"].value_counts().items()
        }

    def run(self, source: str) -> LoadRun:
        """The only run of a source."""
        (found,) = (run for run in self.runs if run.source == source)
        return found


def open_city(package: Path, deliveries: Path, url: str) -> RealCity:
    """Load every delivery of a package into a fresh store."""
    catalogue = load_package(package, deliveries=deliveries)
    store = Store(url)
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    runs = tuple(load_all(catalogue, store))
    return RealCity(catalogue, store, IndicatorCentre(catalogue, store), runs)


def _listed(value: Listed) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
