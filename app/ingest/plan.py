"""What a source asks of its rows, worked out once a load from the source's rules and the measures' grain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import Catalogue
from app.catalogue.source import MeasureRule, Source
from app.domain.area import Level
from app.domain.indicator import Measure
from app.domain.period import Calendar, Grain


@dataclass(frozen=True, slots=True)
class PeriodColumn:
    """A field cut to the start of its period."""

    field: str
    grain: Grain

    @property
    def column(self) -> str:
        """Its name in the typed table: epoch day of the period's start."""
        return f"start_{self.field}_{self.grain}"


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """How one measure is added up from the typed table."""

    measure: Measure
    rule: MeasureRule
    period: PeriodColumn
    area_field: str
    order: int

    @property
    def where_column(self) -> str | None:
        """The flag of the rows that count; None when all do."""
        return f"where_{self.order}" if self.rule.where else None


@dataclass(frozen=True, slots=True)
class Plan:
    """A source ready to be loaded. `records`: rows are events, not ready figures."""

    source: Source
    calendar: Calendar
    time_zone: str
    today: date
    measures: tuple[MeasurePlan, ...]
    records: bool

    @property
    def periods(self) -> tuple[PeriodColumn, ...]:
        """Every period column needed, each once."""
        return tuple(dict.fromkeys(plan.period for plan in self.measures))

    @property
    def area_levels(self) -> tuple[tuple[str, Level], ...]:
        """Every (area field, level reported at), each once."""
        return tuple(dict.fromkeys((plan.area_field, plan.measure.level) for plan in self.measures))

    @property
    def area_fields(self) -> tuple[str, ...]:
        """Fields that place a row, each once."""
        return tuple(dict.fromkeys(plan.area_field for plan in self.measures))

    def coarsest(self, field: str) -> Grain:
        """The largest period the text of a date field may name: that of the finest measure it places.

        A date that places nothing (a due day) must be a full date.
        """
        grains = [plan.period.grain for plan in self.measures if plan.period.field == field]
        return min(grains, key=lambda grain: grain.rank, default=Grain.DAY)

    @property
    def main_period(self) -> str | None:
        """The field every row must fill: the source's own period."""
        return self.source.period

    @property
    def number_inputs(self) -> tuple[str, ...]:
        """Fields that are added up, each once."""
        return tuple(dict.fromkeys(plan.rule.field for plan in self.measures if plan.rule.field))

    @property
    def ordered_by(self) -> tuple[str, ...]:
        """Period fields whose exact moment is needed to know which value was last."""
        return tuple(dict.fromkeys(p.period.field for p in self.measures if p.rule.how == "last"))


def make_plan(catalogue: Catalogue, source: Source) -> Plan:
    """The plan of a source of a checked catalogue.

    Raises: KeyError, ValueError for what the catalogue's own rules forbid.
    """
    plans = []
    for order, (name, rule) in enumerate(source.measures.items()):
        measure = catalogue.measures[name]
        period, area = source.period_of(name), source.area_of(name)
        if period is None or area is None:
            message = f"{source.id}: {name} has no period or no area"
            raise ValueError(message)
        plans.append(MeasurePlan(measure, rule, PeriodColumn(period, measure.grain), area, order))
    counts = any(plan.rule.how == "count" for plan in plans)
    city = catalogue.city
    return Plan(
        source=source,
        calendar=city.calendar,
        time_zone=city.time_zone,
        today=catalogue.now(),
        measures=tuple(plans),
        records=bool(source.unique) or counts,
    )
