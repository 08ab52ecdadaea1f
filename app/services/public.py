"""What citizens see: only what is published, small cells suppressed, bad news as long as good news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.access import VISITOR, Actor
from app.domain.area import Area
from app.domain.indicator import Indicator, Publication, Status
from app.domain.period import Grain, Period
from app.domain.text import Text
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, last_complete, reading_grain
from app.services.panel import panel
from app.services.search import find

# One fixed set of periods for citizens: no figure can be had by taking one span from another.
_PUBLIC_GRAINS = {Grain.DAY: Grain.MONTH, Grain.WEEK: Grain.MONTH}


@dataclass(frozen=True, slots=True)
class PublicBoard:
    """The public page. `better` and `worse`: against the same period last year, else the one before."""

    area: Area
    city: Area
    districts: tuple[Area, ...]
    themes: dict[str, Text]
    figures: tuple[Figure, ...]  # in the catalogue's order
    better: tuple[Figure, ...]
    worse: tuple[Figure, ...]
    unchanged: tuple[Figure, ...]
    on_target: int
    scored: int


def published(cockpit: Cockpit, level_rank: int = 0) -> list[Indicator]:
    """Indicators citizens may see at a level (0 = city), in the catalogue's order."""
    return [
        indicator
        for indicator in cockpit.catalogue.indicators.values()
        if indicator.publication is not Publication.NO
        and (
            level_rank == 0
            or (
                indicator.publication is Publication.YES
                and indicator.public_min_level.rank >= level_rank
                and all(
                    cockpit.catalogue.measure(m).level.rank >= level_rank for m in indicator.formula.measures
                )
            )
        )
    ]


def public_grain(cockpit: Cockpit, indicator: Indicator) -> Grain:
    """The one grain at which an indicator is published: never finer than a month."""
    grain = reading_grain(cockpit, indicator, Grain.MONTH)
    return _PUBLIC_GRAINS.get(grain, grain)


def public_period(cockpit: Cockpit, indicator: Indicator) -> Period:
    """The last complete period that citizens see of an indicator."""
    grain = public_grain(cockpit, indicator)
    latest = cockpit.centre.latest_period(indicator.id, grain)
    complete = last_complete(cockpit, grain, cockpit.catalogue.now())
    return complete if latest is None or complete.start <= latest.start else latest


@cached
def public_board(cockpit: Cockpit, actor: Actor, *, area: str) -> PublicBoard:
    """The board of the city or one district, always with the rights of a visitor.

    Raises: UnknownArea for an area below those published.
    """
    del actor  # whoever looks sees here what a citizen sees
    catalogue = cockpit.catalogue
    place = catalogue.area(area)
    found = public_figures(cockpit, published(cockpit, place.level.rank), area)
    moved = {figure.indicator.id: direction(figure) for figure in found}
    scored = [f for f in found if f.status in (Status.ON_TARGET, Status.WATCH, Status.OFF_TARGET)]
    return PublicBoard(
        area=place,
        city=catalogue.area(catalogue.city.area),
        themes=catalogue.city.themes,
        districts=tuple(catalogue.children(catalogue.city.area)),
        figures=tuple(found),
        better=tuple(f for f in found if moved[f.indicator.id] == "better"),
        worse=tuple(f for f in found if moved[f.indicator.id] == "worse"),
        unchanged=tuple(f for f in found if moved[f.indicator.id] == "same"),
        on_target=sum(f.status is Status.ON_TARGET for f in scored),
        scored=len(scored),
    )


def public_figures(cockpit: Cockpit, indicators: list[Indicator], area: str) -> list[Figure]:
    """Each indicator's latest published figure with history and changes."""
    groups: dict[Period, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(public_period(cockpit, indicator), []).append(indicator)
    found: dict[str, Figure] = {}
    for period, members in groups.items():
        found |= {f.indicator.id: f for f in panel(cockpit, VISITOR, members, area, period)}
    return [found[indicator.id] for indicator in indicators]


def direction(figure: Figure) -> str | None:
    """'better', 'worse', 'same', or None when nothing can be said."""
    change = figure.year_ago or figure.previous
    if figure.value is None or change is None or change.difference is None or change.good is None:
        return None
    if abs(change.difference) < 0.5 * 10**-figure.indicator.decimals:
        return "same"
    return "better" if change.good else "worse"


def search_figures(cockpit: Cockpit, found: Sequence[Figure], words: str) -> list[Figure]:
    """Figures that meet every word, best first (see `search.find`)."""
    by_id = {figure.indicator.id: figure for figure in found}
    hits = find(cockpit.catalogue, [figure.indicator for figure in found], words)
    return [by_id[indicator.id] for indicator in hits]
