"""From a figure back to what was delivered: formula, measures, load runs, the rows of the files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.access import Actor
from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.area import Area
from app.domain.errors import CockpitError
from app.domain.indicator import Measure
from app.domain.period import Grain, Period, epoch_day
from app.indicators.measures import MeasureValue, measure_values
from app.ingest.trace import Traced, Wanted, Where, path_of, rows_behind
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.delivered import pushed_rows
from app.services.figures import Figure
from app.services.formula_tree import Branch, MeasureNode, formula_tree
from app.services.revising import areas_within
from app.store.lineage import BaseCell, Brought, Delivery, Lineage
from app.store.pushes import Pushes

__all__ = ["BaseFigure", "Delivery", "LineageView", "MeasureTrail", "Origin", "Rows", "Traced", "lineage"]

FIRST_ROWS = 10
FIRST_CELLS = 60
READ_AT_ONCE = 3_000_000  # bytes of a file that is read again without being asked
_LOOK_BACK = 2  # periods of a stock that may serve a later one, as in formulas


@dataclass(frozen=True, slots=True)
class Origin:
    """What one load run brought of a measure. `there`: its file still stands in the deliveries, or its rows do."""

    brought: Brought
    delivery: Delivery
    there: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one file behind a measure, or why they cannot be shown."""

    delivery: Delivery
    traced: Traced | None
    refused: CockpitError | None


@dataclass(frozen=True, slots=True)
class BaseFigure:
    """What one area reported for one base period, as it holds."""

    area: Area
    period: Period
    cell: BaseCell


@dataclass(frozen=True, slots=True)
class MeasureTrail:
    """One measure of the figure: its value, where it is put together from, what brought it.

    `first`..`last`: starts of the base periods that count. `parts`: the areas directly below, by the
    measure's own rules. `cells`: the newest FIRST_CELLS of `cells_total`.
    """

    node: MeasureNode
    source: Source | None
    first: date
    last: date
    parts: tuple[tuple[Area, MeasureValue], ...]
    origins: tuple[Origin, ...]
    cells: tuple[BaseFigure, ...]
    cells_total: int
    rows: Rows | None = None

    @property
    def measure(self) -> Measure:
        """Its definition."""
        return self.node.measure


@dataclass(frozen=True, slots=True)
class LineageView:
    """The lineage of one figure."""

    figure: Figure
    tree: Branch
    trail: tuple[Area, ...]
    measures: tuple[MeasureTrail, ...]


@cached
def lineage(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
    rows_of: str = "",
) -> LineageView:
    """Where a figure comes from, as known `as_of`.

    `rows_of`: the measure whose file is read again however large it is; small files always are.
    Raises: Forbidden for citizens, UnknownIndicator, UnknownArea.
    """
    catalogue = cockpit.catalogue
    tree = formula_tree(cockpit, actor, indicator=indicator, area=area, period=period, as_of=as_of)
    read = tree.figure.period
    trails = [_measure_trail(cockpit, node, catalogue.area(area), read, as_of) for node in tree.measures()]
    rows = _rows(cockpit, trails, catalogue.area(area), rows_of)
    trails = [replace(one, rows=rows.get(one.measure.id)) for one in trails]
    return LineageView(tree.figure, tree, trail(catalogue, area), tuple(trails))


def _measure_trail(
    cockpit: Cockpit, node: MeasureNode, area: Area, period: Period, as_of: datetime | None
) -> MeasureTrail:
    catalogue = cockpit.catalogue
    measure = node.measure
    log, calendar = Lineage(cockpit.store), catalogue.city.calendar
    places = reporting(catalogue, measure, area)
    first, last = span(catalogue, measure, period)
    brought = log.brought([measure.id], places, epoch_day(first), epoch_day(last), as_of=as_of)
    if not brought and measure.grain.rank > period.grain.rank:
        first = calendar.period(first, measure.grain).shift(-_LOOK_BACK).start
        brought = log.brought([measure.id], places, epoch_day(first), epoch_day(last), as_of=as_of)
    deliveries = log.deliveries(one.run for one in brought)
    origins = tuple(
        Origin(one, deliveries[one.run], there=_there(cockpit, deliveries[one.run])) for one in brought
    )
    cells = log.cells(measure.id, places, epoch_day(first), epoch_day(last), as_of=as_of, limit=FIRST_CELLS)
    return MeasureTrail(
        node=node,
        source=catalogue.sources.get(node.source or ""),
        first=first,
        last=last,
        parts=_parts(cockpit, measure, area, period, as_of),
        origins=origins,
        cells=tuple(
            BaseFigure(catalogue.area(c.area), calendar.period(c.period_start, measure.grain), c)
            for c in cells
        ),
        cells_total=sum(one.cells for one in brought),
    )


def _there(cockpit: Cockpit, delivery: Delivery) -> bool:
    in_a_file = path_of(cockpit.catalogue, delivery.file) is not None
    return in_a_file or Pushes(cockpit.store).came_by_push(delivery.run)


def reporting(catalogue: Catalogue, measure: Measure, area: Area) -> list[str]:
    """The areas whose own reports make up the measure here."""
    if not measure.additive_over_areas:
        return [area.code]
    return [code for code in areas_within(catalogue, area) if catalogue.area(code).level is measure.level]


def span(catalogue: Catalogue, measure: Measure, period: Period) -> tuple[date, date]:
    """The starts of the first and last base period that count towards a period."""
    if measure.grain.rank > period.grain.rank:
        start = catalogue.city.calendar.period(period.start, measure.grain).start
        return start, start
    if measure.grain is Grain.WEEK and period.grain is not Grain.WEEK:
        calendar = catalogue.city.calendar
        weeks = calendar.between(
            calendar.period(period.start, Grain.WEEK), calendar.period(period.end, Grain.WEEK)
        )
        inside = [w.start for w in weeks if calendar.parent(w, period.grain) == period]
        return (inside[0], inside[-1]) if inside else (period.start, period.end)
    return period.start, period.end


def _parts(
    cockpit: Cockpit, measure: Measure, area: Area, period: Period, as_of: datetime | None
) -> tuple[tuple[Area, MeasureValue], ...]:
    """The areas directly below with their own value; none where the measure is not reported so finely."""
    children = cockpit.catalogue.children(area.code)
    if not children or not measure.additive_over_areas or measure.level.rank < children[0].level.rank:
        return ()
    codes = tuple(child.code for child in children)
    values = measure_values(cockpit.catalogue, cockpit.store, (measure.id,), codes, period, as_of)
    return tuple((child, values[measure.id, child.code]) for child in children)


def _rows(cockpit: Cockpit, trails: list[MeasureTrail], area: Area, rows_of: str) -> dict[str, Rows]:
    """The rows of the delivery that brought most of each measure; each file is read once.

    Nothing where there is no file, or it is too large to be read unasked.
    """
    catalogue = cockpit.catalogue
    asked: dict[int, tuple[Delivery, list[Wanted]]] = {}
    for one in trails:
        delivery = _most(catalogue, one)
        if delivery is not None and (delivery.bytes <= READ_AT_ONCE or rows_of == one.measure.id):
            places = tuple(reporting(catalogue, one.measure, area))
            wanted = Wanted(one.measure.id, places, one.first, one.last)
            asked.setdefault(delivery.run, (delivery, []))[1].append(wanted)
    found: dict[str, Rows] = {}
    for delivery, measures in asked.values():
        try:
            days = [epoch_day(day) for one in measures for day in (one.first, one.last)]
            pushed = pushed_rows(cockpit, delivery, min(days), max(days))
            where = Where(delivery.source, delivery.file, delivery.sha256, pushed)
            traced = rows_behind(catalogue, where, measures, limit=FIRST_ROWS)
        except CockpitError as error:
            found |= {one.measure: Rows(delivery, None, error) for one in measures}
        else:
            found |= {name: Rows(delivery, rows, None) for name, rows in traced.items()}
    return found


def _most(catalogue: Catalogue, one: MeasureTrail) -> Delivery | None:
    """The delivery with a file that brought most cells."""
    with_file = [
        origin
        for origin in one.origins
        if origin.delivery.sha256
        and origin.delivery.source in catalogue.sources
        and (origin.there or catalogue.sources[origin.delivery.source].read.format != "sql")
    ]
    return max(with_file, key=lambda origin: origin.brought.cells).delivery if with_file else None
