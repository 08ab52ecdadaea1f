"""Why a figure changed: what each part contributed, adding up to the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.analysis.contribution import Side, ratio_effects, sides_of_a_ratio
from app.domain.area import Area
from app.domain.indicator import FormulaKind, Indicator
from app.domain.observation import Flag
from app.domain.period import Period
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Change, Figure, ask, changes
from app.services.panel import period_for


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part: an area or, for an index, an indicator. Effects in the unit of the whole figure."""

    before: Figure
    now: Figure
    total: float
    rate: float | None = None  # of ratios: the part's own rate moved
    mix: float | None = None  # of ratios: the part's weight moved


@dataclass(frozen=True, slots=True)
class Cause:
    """The change of one figure and what made it. `reason`: why it cannot be taken apart, if so.

    The totals of `parts` and `rest` add up to the change.
    """

    now: Figure
    before: Figure | None
    change: Change | None
    trail: tuple[Area, ...]
    by: str  # 'area' or 'indicator'
    parts: tuple[Contribution, ...]
    left_out: tuple[Figure, ...]
    rest: float
    sides: tuple[float, float] | None  # what numerator and denominator did
    reason: str | None = None


@cached
def cause(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    basis: str | Period = "year_ago",
    as_of: datetime | None = None,
) -> Cause:
    """Take the change of an indicator in an area apart, by the areas below or the indicators it is made of.

    Raises: Forbidden for citizens; UnknownIndicator, UnknownArea, bad_comparison.
    """
    actor.require_internal("cause")
    catalogue = cockpit.catalogue
    known = catalogue.indicator(indicator)
    read_in = period_for(cockpit, known, period)
    change = changes(cockpit, actor, [indicator], [area], read_in, basis, as_of).get((indicator, area))
    now = ask(cockpit, actor, [indicator], [area], read_in, read_in, as_of)[0]
    place = trail(catalogue, area)
    by = "indicator" if known.formula.parts else "area"
    reason = _reason(now, change)
    if reason or change is None:
        return Cause(now, None, change, place, by, (), (), 0.0, None, reason or "nothing_to_compare")
    base = change.base_period
    before = ask(cockpit, actor, [indicator], [area], base, base, as_of)[0]
    pairs = _parts(cockpit, actor, known, area, base, read_in, as_of)
    told = [(one, other) for one, other in pairs if _usable(one) and _usable(other)]
    found = _contributions(known, told)
    if found is None or not found:
        return Cause(now, before, change, place, by, (), (), 0.0, _sides(known, before, now), "no_parts")
    rest = (change.difference or 0.0) - sum(part.total for part in found)
    return Cause(
        now=now,
        before=before,
        change=change,
        trail=place,
        by=by,
        parts=tuple(sorted(found, key=lambda part: -abs(part.total))),
        left_out=tuple(other for one, other in pairs if not (_usable(one) and _usable(other))),
        rest=0.0 if abs(rest) < 1e-9 * max(1.0, abs(now.value or 0.0)) else rest,
        sides=_sides(known, before, now),
    )


def _reason(now: Figure, change: Change | None) -> str | None:
    if not _usable(now):
        return "no_value"
    if change is None or change.difference is None:
        return "broken" if change is not None and change.broken else "nothing_to_compare"
    if Flag.PARTIAL in now.flags and now.data_to is not None and now.data_to < now.period.end:
        return "unfinished"
    return None


def _usable(figure: Figure) -> bool:
    return figure.state == "value" and figure.value is not None


def _parts(
    cockpit: Cockpit,
    actor: Actor,
    known: Indicator,
    area: str,
    base: Period,
    period: Period,
    as_of: datetime | None,
) -> list[tuple[Figure, Figure]]:
    """(before, now) of each child area, or of each member of an index."""
    members = [part for part, _ in known.formula.parts]
    indicators, areas = ([*members], [area]) if members else ([known.id], _children(cockpit, known, area))
    if not areas:
        return []
    before = ask(cockpit, actor, indicators, areas, base, base, as_of)
    now = ask(cockpit, actor, indicators, areas, period, period, as_of)
    return [(b, n) for b, n in zip(before, now, strict=True) if n.state != "not_offered"]


def _children(cockpit: Cockpit, known: Indicator, area: str) -> list[str]:
    """The parts of the area, where every measure reaches down to them."""
    children = cockpit.catalogue.children(area)
    measures = [cockpit.catalogue.measure(m) for m in known.formula.measures]
    if not children or any(m.level.rank < children[0].level.rank for m in measures):
        return []
    return [child.code for child in children]


def _contributions(known: Indicator, pairs: list[tuple[Figure, Figure]]) -> list[Contribution] | None:
    if known.formula.kind is FormulaKind.MEASURE:
        return [Contribution(b, n, (n.value or 0.0) - (b.value or 0.0)) for b, n in pairs]
    if known.formula.kind is FormulaKind.RATIO:
        effects = ratio_effects([_side(b) for b, _ in pairs], [_side(n) for _, n in pairs])
        if effects is None:
            return None
        return [
            Contribution(b, n, effect.total, effect.rate, effect.mix)
            for (b, n), effect in zip(pairs, effects, strict=True)
        ]
    return _members(known, pairs)


def _members(known: Indicator, pairs: list[tuple[Figure, Figure]]) -> list[Contribution]:
    """Weighted sums of values, or for an index the weighted mean of scores."""
    weights = dict(known.formula.parts)
    if known.formula.kind is FormulaKind.DERIVED:
        return [
            Contribution(b, n, weights[n.indicator.id] * ((n.value or 0.0) - (b.value or 0.0)))
            for b, n in pairs
        ]
    scored = [(b, n) for b, n in pairs if b.score is not None and n.score is not None]
    whole = sum(weights[n.indicator.id] for _, n in scored)
    return [
        Contribution(b, n, weights[n.indicator.id] / whole * ((n.score or 0.0) - (b.score or 0.0)))
        for b, n in scored
    ]


def _side(figure: Figure) -> Side:
    """Numerator and denominator of a figure, scaled so that their quotient is its value.

    Scale and annualisation differ between periods of unlike length, so they go into the numerator.
    """
    above, below = figure.numerator or 0.0, figure.denominator or 0.0
    if not above or not below:
        return Side(0.0, below)
    return Side((figure.value or 0.0) * below, below)


def _sides(known: Indicator, before: Figure, now: Figure) -> tuple[float, float] | None:
    if known.formula.kind is not FormulaKind.RATIO:
        return None
    return sides_of_a_ratio(_side(before), _side(now))
