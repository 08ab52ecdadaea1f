"""Formulas: the parts each kind needs, known names, measures that fit together, no cycle."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from app.catalogue.draft import Draft, Entry
from app.catalogue.files import IndicatorSpec, MeasureSpec
from app.catalogue.problems import Problem
from app.domain.indicator import FormulaKind, TimeRule

_NEEDS = {
    FormulaKind.MEASURE: ("numerator",),
    FormulaKind.RATIO: ("numerator", "denominator"),
    FormulaKind.DERIVED: ("parts",),
    FormulaKind.INDEX: ("parts",),
}
_SIDES = ("numerator", "denominator")


def shape(draft: Draft) -> Iterator[Problem]:
    """A formula has the parts of its kind and no others."""
    for entry in draft.indicators:
        formula = entry.spec.formula
        needed = _NEEDS[formula.kind]
        for key in (*_SIDES, "parts"):
            if key in needed and not getattr(formula, key):
                yield entry.problem("formula_lacks", "formula", key, kind=formula.kind.value, item=key)
            if key not in needed and getattr(formula, key):
                yield entry.problem("formula_surplus", "formula", key, kind=formula.kind.value, item=key)
        if formula.annualise and formula.kind is not FormulaKind.RATIO:
            yield entry.problem(
                "formula_surplus", "formula", "annualise", kind=formula.kind.value, item="annualise"
            )


def names(draft: Draft) -> Iterator[Problem]:
    """Every measure and indicator a formula names is known, and named once."""
    for entry in draft.indicators:
        formula = entry.spec.formula
        for side in _SIDES:
            listed: tuple[str, ...] = getattr(formula, side)
            for index, measure in enumerate(listed):
                if unknown := draft.unknown("measure", measure):
                    yield entry.problem("unknown_measure", "formula", side, index, **unknown)
                elif measure in listed[:index]:
                    yield entry.problem("measure_twice", "formula", side, index, name=measure)
        for part in formula.parts:
            if unknown := draft.unknown("indicator", part):
                yield entry.problem("unknown_indicator_id", "formula", "parts", part, **unknown)


def no_cycle(draft: Draft) -> Iterator[Problem]:
    """No indicator rests on itself, not even through others."""
    by_id = draft.by_id(draft.indicators)
    graph = {name: set(entry.spec.formula.parts) & by_id.keys() for name, entry in by_id.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = list(reversed(error.args[1]))  # each rests on the next
            yield by_id[ring[0]].problem("formula_cycle", "formula", "parts", ring[1], ring=" → ".join(ring))
            graph[ring[0]] = graph[ring[0]] - {ring[1]}  # look for further rings
        else:
            return


def weights(draft: Draft) -> Iterator[Problem]:
    """A weight is not zero; those of an index are positive and its members are scored."""
    by_id = draft.by_id(draft.indicators)
    for entry in draft.indicators:
        formula = entry.spec.formula
        for part, weight in formula.parts.items():
            if weight == 0 or (weight < 0 and formula.kind is FormulaKind.INDEX):
                yield entry.problem("bad_weight", "formula", "parts", part, name=part, value=weight)
            if formula.kind is FormulaKind.INDEX and part in by_id and not by_id[part].spec.scored:
                yield entry.problem("part_not_scored", "formula", "parts", part, name=part)


def measures_fit(draft: Draft) -> Iterator[Problem]:
    """Measures added together share grain, level and time rule; those divided can be brought together."""
    known = {entry.id: entry.spec for entry in reversed(draft.measures)}
    for entry in draft.indicators:
        sides = {side: [known[m] for m in getattr(entry.spec.formula, side) if m in known] for side in _SIDES}
        for side, measures in sides.items():
            yield from _added_together(entry, side, measures)
        if sides["numerator"] and sides["denominator"]:
            yield from _divided(entry, sides["numerator"][0], sides["denominator"][0])
        yield from _fine_enough(entry, sides)


def _added_together(entry: Entry[IndicatorSpec], side: str, measures: list[MeasureSpec]) -> Iterator[Problem]:
    for index, measure in enumerate(measures[1:], start=1):
        for key in ("grain", "level", "time"):
            one, other = getattr(measures[0], key), getattr(measure, key)
            if one != other:
                params = {"measure": measure.id, "first": measures[0].id, "item": key}
                yield entry.problem(
                    "measures_differ", "formula", side, index, **params, one=one.value, other=other.value
                )


def _divided(entry: Entry[IndicatorSpec], top: MeasureSpec, bottom: MeasureSpec) -> Iterator[Problem]:
    """Different levels meet only higher up, where both must add up over areas."""
    if top.level is not bottom.level and not (top.additive_over_areas and bottom.additive_over_areas):
        params = {"top": top.id, "top_level": top.level.value, "bottom": bottom.id}
        yield entry.problem(
            "levels_never_meet", "formula", "denominator", **params, bottom_level=bottom.level.value
        )


def _fine_enough(entry: Entry[IndicatorSpec], sides: dict[str, list[MeasureSpec]]) -> Iterator[Problem]:
    """No flow is coarser than the grain the indicator is read at. A stock may be: its latest value serves."""
    ratio = entry.spec.formula.kind is FormulaKind.RATIO
    for side, measures in sides.items():
        for index, measure in enumerate(measures):
            stock = ratio and measure.time in (TimeRule.LAST, TimeRule.MEAN)
            if measure.grain.rank > entry.spec.grain.rank and not stock:
                params = {
                    "measure": measure.id,
                    "reported": measure.grain.value,
                    "read": entry.spec.grain.value,
                }
                yield entry.problem("grain_too_fine", "formula", side, index, **params)
