"""A figure taken apart: indicator → parts → measures, each with its value now."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.domain.indicator import Measure
from app.domain.period import Period
from app.indicators.measures import MeasureValue, measure_values
from app.services.cockpit import Cockpit
from app.services.figures import Figure, ask
from app.services.panel import period_for
from app.services.revising import measures_below

_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class MeasureNode:
    """A measure at the foot of the tree. `source`: the id of what delivers it, None when nothing does."""

    measure: Measure
    now: MeasureValue
    source: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """An indicator of the tree: either its measures stand below it, or its parts with their weights.

    `unpaired`: areas or periods that one side lacks were left out of both, so the measures below add up
    to more than the figure's numerator or denominator.
    """

    figure: Figure
    weight: float | None
    numerator: tuple[MeasureNode, ...]
    denominator: tuple[MeasureNode, ...]
    parts: tuple[Branch, ...]
    unpaired: bool

    def measures(self) -> Iterator[MeasureNode]:
        """Every measure below, each once, in the order of the formula."""
        seen = set()
        for node in (*self.numerator, *self.denominator, *(m for p in self.parts for m in p.measures())):
            if node.measure.id not in seen:
                seen.add(node.measure.id)
                yield node


def formula_tree(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Branch:
    """The tree of one figure, at the grain the indicator can be read at.

    Raises: Forbidden for citizens, UnknownIndicator, UnknownArea.
    """
    actor.require_internal("lineage")
    definition = cockpit.catalogue.indicator(indicator)
    read = period_for(cockpit, definition, period)
    names = measures_below(cockpit.catalogue, definition)
    values = measure_values(cockpit.catalogue, cockpit.store, names, (area,), read, as_of)
    nodes = {
        name: MeasureNode(cockpit.catalogue.measure(name), values[name, area], source_of(cockpit, name))
        for name in names
    }
    figures = ask(cockpit, actor, below(cockpit, indicator), [area], read, read, as_of)
    by_id = {figure.indicator.id: figure for figure in figures}
    return _branch(by_id, nodes, indicator, None)


def below(cockpit: Cockpit, indicator: str) -> list[str]:
    """The indicator and every indicator it is composed of, each once."""
    parts = cockpit.catalogue.indicator(indicator).formula.parts
    found = [indicator, *(name for part, _ in parts for name in below(cockpit, part))]
    return list(dict.fromkeys(found))


def source_of(cockpit: Cockpit, measure: str) -> str | None:
    """The source that delivers a measure."""
    return next((s.id for s in cockpit.catalogue.sources.values() if measure in s.measures), None)


def _branch(
    figures: dict[str, Figure], nodes: dict[str, MeasureNode], indicator: str, weight: float | None
) -> Branch:
    figure = figures[indicator]
    formula = figure.indicator.formula
    above = tuple(nodes[name] for name in formula.numerator)
    under = tuple(nodes[name] for name in formula.denominator)
    return Branch(
        figure=figure,
        weight=weight,
        numerator=above,
        denominator=under,
        parts=tuple(_branch(figures, nodes, part, share) for part, share in formula.parts),
        unpaired=_differs(above, figure.numerator) or _differs(under, figure.denominator),
    )


def _differs(nodes: tuple[MeasureNode, ...], used: float | None) -> bool:
    values = [node.now.value for node in nodes]
    if used is None or any(value is None for value in values):
        return False
    return not math.isclose(sum(v for v in values if v is not None), used, rel_tol=_SAME, abs_tol=_SAME)
