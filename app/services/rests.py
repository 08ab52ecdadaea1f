"""What rests on what: the formula tree read upwards."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.indicator import Indicator


def directly_on(catalogue: Catalogue, measures: Iterable[str]) -> list[Indicator]:
    """The indicators whose own formula names one of these measures."""
    wanted = set(measures)
    return [i for i in catalogue.indicators.values() if wanted & set(i.formula.measures)]


def above(catalogue: Catalogue, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The composite indicators that rest on these, however many steps away."""
    reached = {i.id for i in indicators}
    found: list[Indicator] = []
    grew = True
    while grew:
        grew = False
        for indicator in catalogue.indicators.values():
            parts = {part for part, _ in indicator.formula.parts}
            if indicator.id not in reached and parts & reached:
                reached.add(indicator.id)
                found.append(indicator)
                grew = True
    return found


def resting_on(catalogue: Catalogue, source: Source) -> list[Indicator]:
    """Every indicator that needs this source: those of its measures first, then the composites above."""
    direct = directly_on(catalogue, source.measures)
    return [*direct, *above(catalogue, direct)]
