"""Areas of one indicator in order, now and in an earlier period, with the places they won or lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.access import Actor
from app.analysis.rank import moved, places
from app.domain.area import Area
from app.domain.indicator import Direction, Indicator
from app.domain.period import Period
from app.services.cockpit import Cockpit, cached
from app.services.figures import Change, Figure, ask, changes
from app.services.panel import period_for
from app.services.peers import peers

BASES = ("previous", "year_ago")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One area: its place now and in the base period among those that have one; `moved` > 0: places won.

    `change`: against the base period, None where there is no base. A place is None without a value.
    """

    figure: Figure
    place: int | None
    before: int | None
    moved: int | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """All parts of an area in one indicator, best first, those without a value last.

    `base`: the period compared with; None when no area has one. `left_out`: parts that do not offer the
    service. `highlight`: the area to be seen first, `alike` those similar to it.
    """

    indicator: Indicator
    period: Period
    base: Period | None
    whole: Figure
    rows: tuple[Ranked, ...]
    left_out: tuple[Area, ...]
    highlight: Area | None
    alike: tuple[Area, ...]

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """Those that have a place."""
        return tuple(row for row in self.rows if row.place is not None)


@cached
def ranking(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    basis: str = "previous",
    highlight: str | None = None,
    as_of: datetime | None = None,
) -> Ranking:
    """The ranking of an area's parts.

    In a target band the score decides, and no movement is told: the score of an earlier, clipped period
    is not known. Values of an unfinished period are held against the same days of the base period.

    Raises: Forbidden for citizens; UnknownIndicator, UnknownArea.
    """
    actor.require_internal("compare")
    catalogue = cockpit.catalogue
    definition, place = catalogue.indicator(indicator), catalogue.area(area)
    when = period_for(cockpit, definition, period)
    codes = [place.code, *(child.code for child in catalogue.children(place.code))]
    whole, *parts = ask(cockpit, actor, [indicator], codes, when, when, as_of)
    against = changes(cockpit, actor, [indicator], codes, when, basis, as_of)
    offered = [figure for figure in parts if figure.state != "not_offered"]
    chosen = catalogue.area(highlight) if highlight else None
    return Ranking(
        indicator=definition,
        period=when,
        base=next((change.base_period for change in against.values()), None),
        whole=replace(whole, previous=against.get((indicator, place.code))),
        rows=ordered(definition, offered, {code: change for (_, code), change in against.items()}),
        left_out=tuple(figure.area for figure in parts if figure.state == "not_offered"),
        highlight=chosen,
        alike=peers(cockpit, actor, chosen.code) if chosen else (),
    )


def ordered(indicator: Indicator, figures: list[Figure], against: dict[str, Change]) -> tuple[Ranked, ...]:
    """The figures by place; without one last, in the order given."""
    band = indicator.direction is Direction.TARGET_BAND
    highest = band or indicator.direction is not Direction.LOWER_BETTER
    worth = {f.area.code: (f.score if band else f.value) if f.state == "value" else None for f in figures}
    base = {code: None if band or c.broken else c.base_value for code, c in against.items()}
    now = places(worth, highest_first=highest)
    before = places({code: base.get(code) for code in worth}, highest_first=highest)
    rows = [
        Ranked(
            figure=figure,
            place=now[code],
            before=before[code],
            moved=moved(now[code], before[code]),
            change=against.get(code),
        )
        for figure in figures
        for code in [figure.area.code]
    ]
    return tuple(sorted(rows, key=lambda row: (row.place is None, row.place or 0)))
