"""Two indicators over the same areas in the same period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.analysis.relation import Relation, relation
from app.domain.area import Area, Level
from app.domain.indicator import Indicator
from app.domain.period import Period
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask
from app.services.panel import period_for
from app.services.peers import peers
from app.services.revising import measures_below


@dataclass(frozen=True, slots=True)
class Pair:
    """One area with both figures."""

    area: Area
    x: Figure
    y: Figure

    @property
    def whole(self) -> bool:
        """Whether both have a value that may be shown."""
        return self.x.state == self.y.state == "value" and None not in (self.x.value, self.y.value)


@dataclass(frozen=True, slots=True)
class Scatter:
    """`shown`: areas with both values; `missing`: with one or none of them; `total`: all areas of the level."""

    x: Indicator
    y: Indicator
    area: Area
    level: Level
    period: Period
    shown: tuple[Pair, ...]
    missing: tuple[Pair, ...]
    relation: Relation
    highlight: Area | None
    alike: tuple[Area, ...]

    @property
    def total(self) -> int:
        """All areas of the level that offer both."""
        return len(self.shown) + len(self.missing)


def levels(cockpit: Cockpit, area: str, indicators: tuple[Indicator, ...]) -> tuple[Level, ...]:
    """The levels below an area at which all these indicators can be read."""
    catalogue = cockpit.catalogue
    below = [level for level in Level if level.rank > catalogue.area(area).level.rank]
    measures = {name for one in indicators for name in measures_below(catalogue, one)}
    finest = min((catalogue.measure(name).level.rank for name in measures), default=0)
    return tuple(level for level in below if level.rank <= finest and catalogue.descendants(area, level))


@cached
def scatter(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicators: tuple[str, str],
    area: str,
    level: Level,
    period: Period,
    highlight: str | None = None,
    as_of: datetime | None = None,
) -> Scatter:
    """Both indicators (across, up) of every area of a level inside `area`, read in one period: the coarser of the two.

    Raises: Forbidden for citizens; UnknownIndicator, UnknownArea.
    """
    actor.require_internal("compare")
    catalogue = cockpit.catalogue
    across, up = (catalogue.indicator(name) for name in indicators)
    when = max((period_for(cockpit, one, period) for one in (across, up)), key=lambda one: one.grain.rank)
    codes = [one.code for one in catalogue.descendants(area, level)]
    found = {
        (figure.indicator.id, figure.area.code): figure
        for figure in ask(cockpit, actor, indicators, codes, when, when, as_of)
    }
    pairs = [Pair(catalogue.area(code), found[across.id, code], found[up.id, code]) for code in codes]
    pairs = [pair for pair in pairs if "not_offered" not in (pair.x.state, pair.y.state)]
    shown = tuple(pair for pair in pairs if pair.whole)
    chosen = catalogue.area(highlight) if highlight else None
    return Scatter(
        x=across,
        y=up,
        area=catalogue.area(area),
        level=level,
        period=when,
        shown=shown,
        missing=tuple(pair for pair in pairs if not pair.whole),
        relation=relation([pair.x.value or 0.0 for pair in shown], [pair.y.value or 0.0 for pair in shown]),
        highlight=chosen,
        alike=peers(cockpit, actor, chosen.code) if chosen else (),
    )
