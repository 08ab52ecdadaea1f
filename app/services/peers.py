"""Similar areas: those that the package names, else the nearest ones by its covariates."""

from __future__ import annotations

from dataclasses import dataclass

from app.access import Actor
from app.analysis.peers import nearest
from app.domain.area import Area
from app.domain.indicator import Measure
from app.domain.period import Grain, Period, epoch_day
from app.services.cockpit import Cockpit, cached
from app.services.figures import last_complete


@dataclass(frozen=True, slots=True)
class PeerSet:
    """The areas that are compared with one area, nearest first, and by what.

    `values`: by area code, one value a covariate (None: there is none), for the area, its peers and all it
    could have been compared with. `named`: the package names the peers itself; then there are no covariates.
    """

    area: Area
    peers: tuple[Area, ...]
    named: bool
    period: Period
    covariates: tuple[Measure, ...]
    values: dict[str, tuple[float | None, ...]]


def peers(cockpit: Cockpit, actor: Actor, area: str) -> tuple[Area, ...]:
    """The areas that are most like this one; empty when there is nothing to tell it by."""
    return peer_set(cockpit, actor, area=area).peers


@cached
def peer_set(cockpit: Cockpit, actor: Actor, *, area: str) -> PeerSet:
    """The similar areas with the figures that make them similar.

    The last full year counts, and the city has no peers. Raises: Forbidden for citizens; UnknownArea.
    """
    actor.require_internal("peers")
    catalogue = cockpit.catalogue
    place = catalogue.area(area)
    year = last_complete(cockpit, Grain.YEAR, catalogue.now())
    named = tuple(catalogue.area(code) for code in place.peers)
    rule = catalogue.city.peers
    if named or rule is None or place.parent is None:
        return PeerSet(place, named, bool(named), year, (), {})
    others = [one.code for one in catalogue.descendants(catalogue.city.area, place.level)]
    values = _values(cockpit, rule.covariates, others, year)
    found = tuple(catalogue.area(code) for code, _ in nearest(values, area, rule.count))
    covariates = tuple(catalogue.measure(name) for name in rule.covariates)
    return PeerSet(place, found, False, year, covariates, values)


def _values(
    cockpit: Cockpit, measures: tuple[str, ...], areas: list[str], year: Period
) -> dict[str, tuple[float | None, ...]]:
    """What each area's measures were in the year; None where nothing was reported."""
    day = epoch_day(year.start)
    cells = cockpit.store.cells(measures, areas, Grain.YEAR.value, day, day)
    rows = cells.dropna(subset="value")
    known = dict(
        zip(zip(rows["area"], rows["measure"], strict=True), rows["value"].astype(float), strict=True)
    )
    return {area: tuple(known.get((area, measure)) for measure in measures) for area in areas}
