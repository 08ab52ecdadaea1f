"""From rows of the one query to figures that a page can show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from app.access import Actor
from app.domain.area import Area
from app.domain.indicator import Indicator, Status
from app.domain.observation import Flag
from app.domain.period import Grain, Period
from app.indicators import COLUMNS, IndicatorQuery
from app.services.cockpit import Cockpit, note_asked
from app.store.holds import Hold


@dataclass(frozen=True, slots=True)
class Change:
    """A change against a base period, in every unit it may be told in.

    `good` is None when the direction says nothing. `like_for_like`: an unfinished period was
    compared with the same elapsed days only.
    """

    base_period: Period
    base_value: float | None
    difference: float | None
    relative: float | None
    like_for_like: bool
    good: bool | None
    broken: bool = False  # definition or data changed in between: no difference is told


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator, area and period with all a reader may ask of it. None: no value."""

    indicator: Indicator
    area: Area
    period: Period
    value: float | None
    numerator: float | None
    denominator: float | None
    target: float | None
    red_line: float | None
    target_band: tuple[float, float] | None
    status: Status
    score: float | None
    state: str
    flags: Flag
    n: int
    m: int
    areas_n: int
    areas_m: int
    data_to: date | None
    known_at: datetime | None
    age_days: int | None
    hold: Hold | None = None  # why the figure is held; None for citizens
    previous: Change | None = None
    year_ago: Change | None = None
    series: tuple[Figure, ...] = ()

    @property
    def gap(self) -> float | None:
        """How far the value is from its target: negative when worse than it, None without one."""
        if self.value is None or self.target is None:
            return None
        distance = self.value - self.target
        return distance if self.indicator.direction == "higher_better" else -distance


def _none(value: Any) -> Any:
    """NaN, NaT and NA become None."""
    return (
        None
        if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
        else value
    )


def _int(value: Any) -> int:
    return 0 if _none(value) is None else int(value)


def _date(value: Any) -> date | None:
    clean = _none(value)
    return clean.date() if isinstance(clean, datetime) else clean


def figures(cockpit: Cockpit, frame: pd.DataFrame) -> list[Figure]:
    """One Figure per row of `IndicatorCentre.query`, in its order."""
    catalogue = cockpit.catalogue
    calendar = catalogue.city.calendar
    periods: dict[str, Period] = {}
    found = []
    for row in frame.to_dict("records"):
        text = row["period"]
        if text not in periods:
            periods[text] = calendar.parse(text)
        low, high = _none(row["target_low"]), _none(row["target_high"])
        found.append(
            Figure(
                indicator=catalogue.indicator(row["indicator"]),
                area=catalogue.area(row["area"]),
                period=periods[text],
                value=_none(row["value"]),
                numerator=_none(row["numerator"]),
                denominator=_none(row["denominator"]),
                target=_none(row["target"]),
                red_line=_none(row["red_line"]),
                target_band=None if low is None or high is None else (low, high),
                status=Status(row["status"]),
                score=_none(row["score"]),
                state=row["state"],
                flags=Flag(_int(row["flags"])),
                n=_int(row["n"]),
                m=_int(row["m"]),
                areas_n=_int(row["areas_n"]),
                areas_m=_int(row["areas_m"]),
                data_to=_date(row["data_to"]),
                known_at=_none(row["known_at"]),
                age_days=None if _none(row["age_days"]) is None else int(row["age_days"]),
                hold=cockpit.centre.decisions.hold(row["hold"]) if row["hold"] else None,
            )
        )
    return found


def rows(found: Iterable[Figure]) -> pd.DataFrame:
    """The rows that figures came from: `figures` the other way."""
    return pd.DataFrame([_row(figure) for figure in found], columns=list(COLUMNS))


def _row(figure: Figure) -> tuple[Any, ...]:
    """The values in the order of `query.COLUMNS`; a Figure does not carry the red band."""
    low, high = figure.target_band or (None, None)
    nan = math.nan
    return (
        figure.indicator.id, figure.area.code, str(figure.period), figure.period.start,
        *(nan if one is None else one for one in (
            figure.value, figure.numerator, figure.denominator, figure.target, figure.red_line, low, high,
        )),
        nan, nan, str(figure.status), nan if figure.score is None else figure.score,
        figure.n, figure.m, figure.areas_n, figure.areas_m, int(figure.flags), figure.state,
        figure.data_to, figure.known_at, nan if figure.age_days is None else figure.age_days,
        figure.hold.id if figure.hold else 0,
    )  # fmt: skip


def ask(
    cockpit: Cockpit,
    actor: Actor,
    indicators: Iterable[str],
    areas: Iterable[str],
    first: Period,
    last: Period,
    as_of: datetime | None = None,
) -> list[Figure]:
    """The one query, as figures."""
    query = IndicatorQuery(tuple(indicators), tuple(areas), first, last, actor.audience, as_of)
    note_asked(query.indicators)
    return figures(cockpit, cockpit.centre.query(query))


def changes(
    cockpit: Cockpit,
    actor: Actor,
    indicators: Sequence[str],
    areas: Sequence[str],
    period: Period,
    basis: str | Period,
    as_of: datetime | None = None,
    known: pd.DataFrame | None = None,
) -> dict[tuple[str, str], Change]:
    """The change of each (indicator, area) against the basis; pairs without any base left out.

    `known`: see `IndicatorCentre.compare`.
    """
    query = IndicatorQuery(tuple(indicators), tuple(areas), period, period, actor.audience, as_of)
    note_asked(query.indicators)
    calendar = cockpit.catalogue.city.calendar
    found = {}
    for row in cockpit.centre.compare(query, basis, known).to_dict("records"):
        if _none(row["base_period"]) is None:
            continue
        good = _none(row["good"])
        found[row["indicator"], row["area"]] = Change(
            base_period=calendar.parse(row["base_period"]),
            base_value=_none(row["base_value"]),
            difference=_none(row["difference"]),
            relative=_none(row["relative"]),
            like_for_like=bool(row["like_for_like"]),
            good=None if good is None else bool(good),
            broken=bool(row["broken"]),
        )
    return found


def reading_grain(cockpit: Cockpit, indicator: Indicator, grain: Grain) -> Grain:
    """The grain an indicator can be read at when `grain` is asked for: never finer than its data."""
    measures = _measures(cockpit, indicator)
    coarsest = max((cockpit.catalogue.measure(m).grain.rank for m in measures), default=0)
    own = indicator.grain.rank if indicator.grain in (Grain.QUARTER, Grain.YEAR) else 0
    return list(Grain)[max(grain.rank, coarsest, own)]


def _measures(cockpit: Cockpit, indicator: Indicator) -> tuple[str, ...]:
    """The flow side decides the grain: a yearly stock may stand under a monthly flow."""
    if indicator.formula.parts:
        return tuple(
            measure
            for part, _ in indicator.formula.parts
            for measure in _measures(cockpit, cockpit.catalogue.indicator(part))
        )
    return indicator.formula.numerator


def last_complete(cockpit: Cockpit, grain: Grain, day: date) -> Period:
    """The last period of this grain that ended on or before `day`."""
    period = cockpit.catalogue.city.calendar.period(day, grain)
    return period if period.end <= day else period.shift(-1)


def worst_first(found: Iterable[Figure]) -> list[Figure]:
    """Lowest score first; equal scores by the order of the catalogue."""
    return sorted(found, key=lambda figure: math.inf if figure.score is None else figure.score)


def ranked(found: list[Figure]) -> tuple[Figure, ...]:
    """Best first in the indicator's direction; without a value last, in the catalogue's order."""

    def worth(figure: Figure) -> tuple[bool, float]:
        if figure.value is None or figure.state == "held":
            return True, 0.0
        if figure.indicator.direction == "higher_better":
            return False, -figure.value
        if figure.indicator.direction == "lower_better":
            return False, figure.value
        return False, -(figure.score or 0.0)

    return tuple(sorted(found, key=worth))
