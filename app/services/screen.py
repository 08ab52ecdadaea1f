"""The big screen: one scene of the city, for a wall that is read from five metres away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.access import Actor
from app.catalogue import Scene
from app.domain.area import Area
from app.domain.errors import CockpitError
from app.domain.indicator import Department, Indicator, Status
from app.domain.period import Grain, Period
from app.domain.text import Text
from app.services import boundaries
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Change, Figure, changes, last_complete, worst_first
from app.services.moves import Moves, moves
from app.services.overview import MapFigures, ThemeStatus, map_choices, map_figures, score_of, status_counts
from app.services.panel import panel
from app.services.trust import reviews

VITAL = 6  # tiles below the map
WINDOW = {"normal": Grain.MONTH, "emergency": Grain.WEEK}


@dataclass(frozen=True, slots=True)
class Then:
    """One indicator now and in the baseline period the reader picked."""

    now: Figure
    change: Change | None


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the wall for one scene, area and period."""

    area: Area
    trail: tuple[Area, ...]
    scene: Scene | None  # None: the whole city
    scenes: tuple[Scene, ...]
    period: Period
    counts: dict[Status, int]
    off_target: tuple[Figure, ...]
    watch: tuple[Figure, ...]
    themes: tuple[ThemeStatus, ...]
    theme_names: dict[str, Text]
    departments: dict[str, Department]
    since_day: Moves
    since_week: Moves
    vitals: tuple[Figure, ...]
    map: MapFigures | None
    map_history: Figure | None  # of the map's indicator, for the whole area
    map_choices: tuple[Indicator, ...]
    shapes: boundaries.Plane | None  # the area's parts
    data_to: date | None
    done: dict[str, tuple[str, date | None]]  # indicator -> the last decision on it, and when it is due


@cached
def screen(
    cockpit: Cockpit,
    actor: Actor,
    *,
    area: str,
    period: Period,
    scene: str | None = None,
    map_indicator: str | None = None,
) -> Screen:
    """The wall. `scene` None: every indicator. `map_indicator` None: the worst that reaches the parts.

    The same figures as on the leader's desk, for they come from the same panel.
    Raises: Forbidden for citizens; UnknownArea, UnknownIndicator, CockpitError('unknown_scene').
    """
    actor.require_internal("screen")
    catalogue = cockpit.catalogue
    place, chosen = catalogue.area(area), scene_of(cockpit, scene)
    members = [i for i in catalogue.indicators.values() if chosen is None or chosen.holds(i)]
    board = panel(cockpit, actor, members, area, period)
    scored = [figure for figure in board if figure.indicator.scored]
    by_status = {status: worst_first(f for f in scored if f.status is status) for status in Status}
    off_target = by_status[Status.OFF_TARGET]
    choices = tuple(i for i in map_choices(cockpit, place) if chosen is None or chosen.holds(i))
    shown = _map_indicator(cockpit, map_indicator, [*off_target, *by_status[Status.WATCH]], choices)
    return Screen(
        area=place,
        trail=trail(catalogue, area),
        scene=chosen,
        scenes=tuple(catalogue.city.scenes.values()),
        period=period,
        counts=status_counts(scored),
        off_target=tuple(off_target),
        watch=tuple(by_status[Status.WATCH]),
        themes=tuple(
            ThemeStatus(theme, status_counts(group), score_of(group))
            for theme in catalogue.city.themes
            if (group := [figure for figure in scored if figure.indicator.theme == theme])
        ),
        theme_names=catalogue.city.themes,
        departments=catalogue.departments,
        since_day=moves(cockpit, actor, members, area, Grain.DAY),
        since_week=moves(cockpit, actor, members, area, Grain.WEEK),
        vitals=_vitals(board),
        map=None if shown is None else map_figures(cockpit, actor, shown, area, period),
        map_history=next((figure for figure in board if figure.indicator is shown), None),
        map_choices=choices,
        shapes=boundaries.flat(cockpit, area),
        data_to=max((f.data_to for f in board if f.data_to), default=None),
        done=_done(cockpit, actor, area),
    )


def scene_of(cockpit: Cockpit, scene: str | None) -> Scene | None:
    """The scene of an address. Raises: CockpitError('unknown_scene')."""
    if scene is None:
        return None
    if scene not in cockpit.catalogue.city.scenes:
        raise CockpitError("unknown_scene", scene=scene)
    return cockpit.catalogue.city.scenes[scene]


def _done(cockpit: Cockpit, actor: Actor, area: str) -> dict[str, tuple[str, date | None]]:
    found: dict[str, tuple[str, date | None]] = {}
    for review in reviews(cockpit, actor, area=area):  # newest first
        found.setdefault(review.indicator, (review.decision, review.due))
    return found


def _vitals(board: list[Figure]) -> tuple[Figure, ...]:
    """The leader's own indicators first, then whatever else has a history."""
    drawn = [f for f in board if sum(point.value is not None for point in f.series) >= 2]
    first = [f for f in drawn if f.indicator.on_leader_screen]
    return tuple([*first, *(f for f in drawn if f not in first)][:VITAL])


def _map_indicator(
    cockpit: Cockpit, wanted: str | None, worst: list[Figure], choices: tuple[Indicator, ...]
) -> Indicator | None:
    if wanted is not None:
        return cockpit.catalogue.indicator(wanted)
    ids = {indicator.id for indicator in choices}
    found = next((figure.indicator for figure in worst if figure.indicator.id in ids), None)
    return found or next(iter(choices), None)


@cached
def then_and_now(
    cockpit: Cockpit, actor: Actor, *, area: str, period: Period, baseline: Period, scene: str | None = None
) -> tuple[Then, ...]:
    """Every indicator of the scene now and in the baseline; those that got worse first.

    Left out: what has no figure on one side. Raises: as `screen`; bad_comparison when the baseline has
    another grain or is not before.
    """
    actor.require_internal("screen")
    chosen = scene_of(cockpit, scene)
    members = [i for i in cockpit.catalogue.indicators.values() if chosen is None or chosen.holds(i)]
    board = panel(cockpit, actor, members, area, period, with_changes=False)
    same = [figure for figure in board if figure.period == period]
    found = changes(cockpit, actor, [f.indicator.id for f in same], [area], period, baseline)
    pairs = [Then(replace(f, series=()), found.get((f.indicator.id, area))) for f in same]
    told = [pair for pair in pairs if pair.change is not None and pair.change.difference is not None]
    return tuple(sorted(told, key=_worse_first))


def _worse_first(pair: Then) -> tuple[int, float]:
    change = pair.change
    rank = {False: 0, None: 1, True: 2}[change.good if change else None]
    size = abs(change.relative or 0.0) if change else 0.0
    return rank, -size


def period_of(cockpit: Cockpit, mode: str) -> Period:
    """The period the wall shows by itself: the last complete month, in an emergency the last week."""
    return last_complete(cockpit, WINDOW[mode], cockpit.catalogue.now())


def switch_mode(cockpit: Cockpit, actor: Actor, mode: str) -> None:
    """Log that the wall was put into a mode. Raises: Forbidden, CockpitError('unknown_mode')."""
    actor.require_internal("screen")
    if mode not in WINDOW:
        raise CockpitError("unknown_mode", mode=mode)
    cockpit.store.audit(actor.name, "screen_mode", mode, {})


def local_now(cockpit: Cockpit) -> datetime:
    """The time on the city's clocks; the day is the city's too, where its data has ended."""
    now = datetime.now(ZoneInfo(cockpit.catalogue.city.time_zone))
    return datetime.combine(cockpit.catalogue.now(), now.timetz())
