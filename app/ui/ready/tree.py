"""The formula of a figure as a tree, each box with its value now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from dash.development.base_component import Component

from app.domain.indicator import FormulaKind, Measure
from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui.components.tree import TreeNode, formula_figure
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import value_text

# ruff: noqa: D102 - the names are those of the services


class MeasureNow(Protocol):
    """A measure's value in one area and period."""

    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def areas(self) -> int: ...
    @property
    def flags(self) -> Flag: ...


class MeasureFoot(Protocol):
    """A measure at the foot of the tree."""

    @property
    def measure(self) -> Measure: ...
    @property
    def now(self) -> MeasureNow: ...
    @property
    def source(self) -> str | None: ...


class FormulaBranch(Protocol):
    """A figure taken apart."""

    @property
    def figure(self) -> Reading: ...
    @property
    def weight(self) -> float | None: ...
    @property
    def numerator(self) -> Sequence[MeasureFoot]: ...
    @property
    def denominator(self) -> Sequence[MeasureFoot]: ...
    @property
    def parts(self) -> Sequence[FormulaBranch]: ...
    @property
    def unpaired(self) -> bool: ...


Hrefs = Callable[[str], str]


def formula_panel(
    visit: Visit, tree: FormulaBranch, *, to_indicator: Hrefs, to_measure: Callable[[str, str], str]
) -> Component:
    """The tree. `to_indicator(id)`; `to_measure(indicator, measure)`: where that number comes from."""
    t = visit.t
    root = _branch(t, tree, to_indicator, to_measure, root=True)
    return formula_figure(t, root, label=t("ui.tree.label", name=t.name(tree.figure.indicator.name)))


def measure_text(t: Translator, measure: Measure, value: float | None) -> str:
    """A measure's value with its unit: '526,208 通'."""
    decimals = 0 if value is None or float(value).is_integer() or abs(value) >= 1000 else 2
    return fmt.with_unit(value, decimals, fmt.unit_name(measure.unit, t.lang), t.lang)


def _branch(
    t: Translator,
    tree: FormulaBranch,
    to_indicator: Hrefs,
    to_measure: Callable[[str, str], str],
    *,
    root: bool = False,
) -> TreeNode:
    figure = tree.figure
    if tree.parts:
        children = tuple(_branch(t, part, to_indicator, to_measure) for part in tree.parts)
        sign = "+"
    else:
        children, sign = _sides(t, tree, to_measure), "÷"
    return TreeNode(
        name=t.name(figure.indicator.name),
        role=t("ui.tree.result") if root else _weight(t, tree),
        value=value_text(t, figure),
        status=figure.status,
        note=_rule(t, tree),
        href="" if root else to_indicator(figure.indicator.id),
        children=children,
        sign=sign,
        strong=root,
    )


def _weight(t: Translator, tree: FormulaBranch) -> str:
    return "" if tree.weight is None else t("ui.tree.part", weight=fmt.number(tree.weight, 2, t.lang))


def _rule(t: Translator, tree: FormulaBranch) -> str:
    """What is done with the children."""
    formula = tree.figure.indicator.formula
    words = []
    if formula.kind is FormulaKind.INDEX:
        words.append(t("ui.tree.index_rule"))
    elif formula.kind is FormulaKind.DERIVED:
        words.append(t("ui.tree.sum_rule"))
    if formula.scale != 1:
        scale = fmt.number(formula.scale, 0 if formula.scale >= 1 else 4, t.lang)
        words.append(t("ui.tree.scale", scale=scale))
    if formula.annualise:
        words.append(t("ui.tree.annualised"))
    if tree.unpaired:
        words.append(t("ui.tree.unpaired"))
    return t("ui.note.separator").join(words)


def _sides(t: Translator, tree: FormulaBranch, to_measure: Callable[[str, str], str]) -> tuple[TreeNode, ...]:
    """Numerator and denominator; several measures of one side stand in a box of their own."""
    sides = []
    for role, feet in (("numerator", tree.numerator), ("denominator", tree.denominator)):
        name = t(f"ui.tree.{role}") if tree.denominator else t("ui.tree.measure")
        indicator = tree.figure.indicator.id
        leaves = tuple(_leaf(t, foot, to_measure(indicator, foot.measure.id)) for foot in feet)
        if len(leaves) == 1:
            sides.append(_leaf(t, feet[0], to_measure(indicator, feet[0].measure.id), role=name))
        elif leaves:
            total = _total(t, tree, feet, role)
            sides.append(TreeNode(name=name, value=total, children=leaves, sign="+"))
    return tuple(sides)


def _total(t: Translator, tree: FormulaBranch, feet: Sequence[MeasureFoot], role: str) -> str:
    used = tree.figure.numerator if role == "numerator" else tree.figure.denominator
    return measure_text(t, feet[0].measure, used)


def _leaf(t: Translator, foot: MeasureFoot, href: str, *, role: str = "") -> TreeNode:
    words = [t("ui.tree.cells", n=foot.now.n)] if foot.now.n else []
    if foot.now.areas > 1:
        words.append(t("ui.tree.of_areas", areas=foot.now.areas))
    if Flag.ESTIMATED in foot.now.flags:
        words.append(t("ui.tree.earlier"))
    if foot.source is None:
        words.append(t("ui.tree.no_source"))
    return TreeNode(
        name=t.name(foot.measure.name),
        role=role,
        value=measure_text(t, foot.measure, foot.now.value),
        note=" · ".join(words),
        href=href,
        value_href=href,
    )
