"""From one figure further in: the periods inside its period, and either side of a rate for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from app.access import Actor
from app.domain.indicator import ChangeUnit, FormulaKind, Indicator, Status
from app.domain.period import Grain, Period
from app.domain.text import Text
from app.i18n import format as say
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask, reading_grain

Side = Literal["numerator", "denominator"]
SIDES: tuple[Side, ...] = ("numerator", "denominator")
LADDER = (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.DAY)
_HIDDEN = ("suppressed", "held")


@dataclass(frozen=True, slots=True)
class Inside:
    """The periods of the next finer grain inside a period, oldest first; empty where nothing is finer.

    `above`: from the year down to the period itself.
    """

    above: tuple[Period, ...]
    figures: tuple[Figure, ...]


def steps_to(cockpit: Cockpit, period: Period) -> tuple[Period, ...]:
    """The year, quarter and month a period lies in, then the period itself."""
    calendar = cockpit.catalogue.city.calendar
    coarser = [grain for grain in LADDER if grain.rank > period.grain.rank]
    return (*(calendar.parent(period, grain) for grain in coarser), period)


@cached
def inside(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Inside:
    """What a period is made of over time, as far as it has come. Raises: UnknownIndicator, UnknownArea."""
    definition = cockpit.catalogue.indicator(indicator)
    above = steps_to(cockpit, period)
    finest = reading_grain(cockpit, definition, Grain.DAY)
    finer = next((g for g in LADDER if finest.rank <= g.rank < period.grain.rank), None)
    today = cockpit.centre.today(as_of)
    if finer is None or period.start > today:
        return Inside(above, ())
    calendar = cockpit.catalogue.city.calendar
    first, last = calendar.period(period.start, finer), calendar.period(min(period.end, today), finer)
    return Inside(above, tuple(ask(cockpit, actor, [indicator], [area], first, last, as_of)))


def has_sides(indicator: Indicator) -> bool:
    """Whether numerator and denominator can be looked at for themselves."""
    return indicator.formula.kind is FormulaKind.RATIO and bool(indicator.formula.denominator)


def one_side(cockpit: Cockpit, figure: Figure, side: Side) -> Figure:
    """A figure of the numerator or denominator alone, its history too: a plain quantity without a target.

    It stays hidden where the rate is: the two sides would give the rate away.
    """
    definition = _as_quantity(cockpit, figure.indicator, side)
    alone = _alone(figure, definition, side)
    return replace(alone, series=tuple(_alone(point, definition, side) for point in figure.series))


def _alone(figure: Figure, definition: Indicator, side: Side) -> Figure:
    hidden = figure.state in _HIDDEN
    value = None if hidden else getattr(figure, side)
    state = figure.state if hidden or value is None else "value"
    return replace(
        figure, indicator=definition, value=value, state=state, target=None, red_line=None, target_band=None,
        status=Status.UNSCORED, score=None, previous=None, year_ago=None, series=(),
    )  # fmt: skip


def _unit(unit: str) -> Text:
    return Text(say.unit_name(unit, "zh"), say.unit_name(unit, "en"))


def _as_quantity(cockpit: Cockpit, indicator: Indicator, side: Side) -> Indicator:
    """The indicator's identity with the name and unit of one side; nothing is judged."""
    measures = [cockpit.catalogue.measure(m) for m in getattr(indicator.formula, side)]
    name = Text(" + ".join(m.name.zh for m in measures), " + ".join(m.name.en for m in measures))
    return replace(
        indicator, name=name, unit=_unit(measures[0].unit), scored=False, decimals=0,
        change_unit=ChangeUnit.RELATIVE_PERCENT, target=None, red_line=None, target_band=None, red_band=None,
    )  # fmt: skip
