"""The cases behind a rate: those that keep it from being whole, one by one, adding up to the figure."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.domain.area import Area
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Direction, FormulaKind, Indicator, Measure
from app.domain.period import Period, epoch_day
from app.i18n import translator
from app.ingest.cases import Base, Between, Listed, cases_in_file, comparable
from app.ingest.trace import TracedRow, Where
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.delivered import pushed_rows
from app.services.exports import moment_text
from app.services.figures import Figure, ask
from app.services.lineage import reporting, span
from app.services.panel import period_for
from app.store.lineage import Delivery, Lineage

PAGE = 50  # cases of one page
MOST = 50_000  # cases of one file; base figures of one list
READ_FILES = 40  # deliveries read again for one list


@dataclass(frozen=True, slots=True)
class FileCases:
    """The cases one delivery brought."""

    delivery: Delivery
    listed: Listed


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases behind a figure. `inside`: they are those of the numerator, because fewer are better.

    `expected`: denominator - numerator (or the numerator), as the figure has it; None when the figure is not
    there. `listed`: cases found in the deliveries again. `first`: place of the first case of this page, from 0.
    """

    figure: Figure
    trail: tuple[Area, ...]
    children: tuple[Area, ...]
    whole: Measure
    part: Measure
    source: str
    inside: bool
    expected: float | None
    listed: int
    strays: int
    files: tuple[Delivery, ...]
    columns: tuple[str, ...]
    rows: tuple[TracedRow, ...]
    first: int
    refused: tuple[CockpitError, ...]

    @property
    def adds_up(self) -> bool:
        """Whether every case of the figure was found again, and no other."""
        return self.expected == self.listed and not self.strays and not self.refused


def sides(catalogue: Catalogue, indicator: Indicator) -> tuple[str, Measure, Measure] | None:
    """Source, denominator and numerator of a rate over records; None for every other indicator."""
    formula = indicator.formula
    if formula.kind is not FormulaKind.RATIO or len(formula.numerator) != 1 or len(formula.denominator) != 1:
        return None
    part, whole = (catalogue.measure(side[0]) for side in (formula.numerator, formula.denominator))
    for source in catalogue.sources.values():
        if {part.id, whole.id} <= set(source.measures) and comparable(catalogue, source.id, whole, part):
            return source.id, whole, part
    return None


def may_list(catalogue: Catalogue, actor: Actor, source: str) -> bool:
    """Cases of confidential sources are not for heads of other departments."""
    found = catalogue.sources[source]
    foreign = actor.role is Role.DEPT_HEAD and actor.department != found.department
    return actor.internal and not (foreign and found.classification == "confidential")


def has_cases(cockpit: Cockpit, actor: Actor, indicator: Indicator) -> bool:
    """Whether the indicator's cases can be listed for the actor."""
    found = sides(cockpit.catalogue, indicator)
    return found is not None and may_list(cockpit.catalogue, actor, found[0])


@cached
def cases(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
    first: int = 0,
    limit: int = PAGE,
) -> Cases:
    """One page of the cases behind a figure, read again from the deliveries.

    Raises: Forbidden for citizens, and for heads of other departments when the source is confidential;
    UnknownIndicator, UnknownArea; CockpitError('cases_none') for an indicator that is no rate over records,
    ('cases_too_many') when more base figures stand behind it than are read.
    """
    actor.require_internal("cases")
    catalogue = cockpit.catalogue
    definition, place = catalogue.indicator(indicator), catalogue.area(area)
    found = sides(catalogue, definition)
    if found is None:
        raise CockpitError("cases_none", indicator=definition.id)
    source, whole, part = found
    if not may_list(catalogue, actor, source):
        raise Forbidden("cases")
    read = period_for(cockpit, definition, period)
    figure = ask(cockpit, actor, [definition.id], [place.code], read, read, as_of)[0]
    inside = definition.direction is Direction.LOWER_BETTER
    by_run = _cells(cockpit, whole, place, read, as_of)
    listed, refused = _listed(cockpit, by_run, (source, whole, part), inside, first, limit)
    columns = dict.fromkeys(name for one in listed for name in one.listed.columns)
    return Cases(
        figure=figure,
        trail=trail(catalogue, place.code),
        children=tuple(catalogue.children(place.code)) if whole.level.rank > place.level.rank else (),
        whole=whole,
        part=part,
        source=source,
        inside=inside,
        expected=_expected(figure, inside=inside),
        listed=sum(one.listed.total for one in listed),
        strays=sum(one.listed.strays for one in listed),
        files=tuple(one.delivery for one in listed),
        columns=tuple(columns),
        rows=tuple(row for one in listed for row in one.listed.rows),
        first=first,
        refused=refused,
    )


def _expected(figure: Figure, *, inside: bool) -> float | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    return figure.numerator if inside else figure.denominator - figure.numerator


def _cells(
    cockpit: Cockpit, whole: Measure, area: Area, period: Period, as_of: datetime | None
) -> dict[int, set[Base]]:
    """By run, the base figures of the denominator that it brought and that hold."""
    catalogue = cockpit.catalogue
    first, last = span(catalogue, whole, period)
    places = reporting(catalogue, whole, area)
    cells = Lineage(cockpit.store).cells(
        whole.id, places, epoch_day(first), epoch_day(last), as_of=as_of, limit=MOST + 1
    )
    if len(cells) > MOST:
        raise CockpitError("cases_too_many", limit=MOST)
    found: dict[int, set[Base]] = defaultdict(set)
    for cell in cells:
        if cell.value:
            found[cell.run].add((cell.area, epoch_day(cell.period_start)))
    return found


def _listed(
    cockpit: Cockpit,
    by_run: dict[int, set[Base]],
    of: tuple[str, Measure, Measure],
    inside: bool,
    first: int,
    limit: int,
) -> tuple[list[FileCases], tuple[CockpitError, ...]]:
    """The page's cases from each delivery in turn, oldest first, and why a delivery could not be read again."""
    source, whole, part = of
    deliveries = Lineage(cockpit.store).deliveries(by_run)
    found: list[FileCases] = []
    refused: list[CockpitError] = []
    for run in sorted(by_run)[:READ_FILES]:
        before = sum(one.listed.total for one in found)
        taken = sum(len(one.listed.rows) for one in found)
        delivery = deliveries[run]
        try:
            asked = Between(
                whole.id, part.id, by_run[run], inside, max(first - before, 0), max(limit - taken, 0)
            )
            days = [day for _, day in by_run[run]]
            rows = pushed_rows(cockpit, delivery, min(days), max(days))
            where = Where(source, delivery.file, delivery.sha256, rows)
            listed = cases_in_file(cockpit.catalogue, where, asked)
        except CockpitError as error:
            refused.append(error)
        else:
            found.append(FileCases(delivery, listed))
    return found, tuple(refused)


def cases_csv(
    cockpit: Cockpit,
    actor: Actor,
    lang: str,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> str:
    """All cases behind a figure as CSV, with the figure, its period and area and the demonstration mark; audited.

    Raises as `cases`.
    """
    shown = cases(
        cockpit, actor, indicator=indicator, area=area, period=period, as_of=as_of, first=0, limit=MOST
    )
    t = translator(lang)
    city = cockpit.catalogue.city
    same = [
        t.name(shown.figure.indicator.name),
        t.name(shown.figure.area.name),
        str(shown.figure.period),
        t("services.csv.demonstration") if city.demonstration else "",
    ]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    heads = [t(f"services.csv.{name}") for name in ("indicator", "area", "period", "mark")]
    writer.writerow([*heads, *shown.columns])
    for row in shown.rows:
        writer.writerow([*same, *(row.cells.get(name) or "" for name in shown.columns)])
    detail = {"area": area, "period": str(shown.figure.period), "rows": len(shown.rows)}
    if as_of is not None:
        detail["as_of"] = moment_text(cockpit, as_of)
    cockpit.store.audit(actor.name, "export_cases", shown.figure.indicator.id, detail)
    return "\ufeff" + buffer.getvalue()
