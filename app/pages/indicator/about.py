"""What the figure means and where it comes from."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import FormulaKind
from app.i18n import Translator
from app.i18n import format as say
from app.services.detail import Detail, SourceNote
from app.ui.components import data_table, definition_list, empty, link, plain_panel
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit

LOCAL = "local definition"  # how a package says that no standard is followed


def definition(visit: Visit, shown: Detail) -> Component:
    """Meaning, formula, direction, target with its reason, owner, standard, cautions."""
    t = visit.t
    indicator = shown.indicator
    board = visit.href(f"/department/{shown.department.id}", period=visit.get("period"))
    owner = link(t.name(shown.department.name), board)
    pairs = [
        (t("indicator.meaning"), t.name(indicator.plain)),
        (t("indicator.formula"), formula_words(t, shown)),
        (t("indicator.unit"), t.name(indicator.unit)),
        (t("indicator.direction"), t(f"indicator.direction_{indicator.direction}")),
        (t("indicator.target"), target_words(t, shown)),
        (t("indicator.owner"), owner),
        (t("indicator.supporting"), t("indicator.comma").join(t.name(d.name) for d in shown.supporting)),
        (t("indicator.frequency"), t(f"ui.grain.{indicator.grain}")),
        (t("indicator.standard"), standard_words(t, shown)),
        (t("indicator.note"), t.name(indicator.note) if indicator.note else ""),
        (t("indicator.caution"), t.name(indicator.caution) if indicator.caution else ""),
        (t("indicator.code"), html.Code(indicator.id)),
    ]
    return plain_panel(t("indicator.definition"), definition_list(pairs))


def formula_words(t: Translator, shown: Detail) -> str:
    """The formula as a person would say it."""
    formula = shown.indicator.formula
    if formula.parts:
        members = [
            t("indicator.weighted", name=t.name(i.name), weight=say.number(w, 2, t.lang))
            for i, w in shown.members
        ]
        key = "indicator.index_of" if formula.kind is FormulaKind.INDEX else "indicator.sum_of"
        return t(key, members=t("indicator.comma").join(members))
    top = " + ".join(t.name(measure.name) for measure in shown.numerator)
    if not shown.denominator:
        return top
    bottom = " + ".join(t.name(measure.name) for measure in shown.denominator)
    words = f"{top} ÷ {bottom}"
    if formula.scale != 1:
        words += f" × {say.number(formula.scale, 0 if formula.scale >= 1 else 4, t.lang)}"
    return words + (t("indicator.annualised") if formula.annualise else "")


def target_words(t: Translator, shown: Detail) -> str:
    """Target, red line, and who set it why."""
    target = shown.target
    if target is None:
        return t("ui.target.none")
    decimals = shown.indicator.decimals
    if target.target_band is not None:
        low, high = target.target_band
        words = t(
            "ui.target.band", low=say.number(low, decimals, t.lang), high=say.number(high, decimals, t.lang)
        )
    else:
        words = t(
            "indicator.target_and_red",
            target=say.number(target.target, decimals, t.lang),
            red=say.number(target.red_line, decimals, t.lang),
        )
    reason = t.name(target.reason)
    return f"{words} · {reason}" if reason else words


def standard_words(t: Translator, shown: Detail) -> str:
    """Each standard with whether it was verified."""
    return t("indicator.comma").join(
        f"{s.ref} {s.clause}".strip()
        + t("indicator.verified" if s.status == "verified" else "indicator.unverified")
        for s in shown.indicator.standards
    )


def sources(visit: Visit, shown: Detail) -> Component:
    """Sources, their last load run, and what was refused."""
    t = visit.t
    if not shown.sources:
        return plain_panel(
            t("indicator.sources"), empty(t, t("indicator.no_source"), t("indicator.no_source_help"))
        )
    heads = (
        Column(t("indicator.source")),
        Column(t("ui.chart.department")),
        Column(t("indicator.measures")),
        Column(t("indicator.last_load")),
        Column(t("indicator.rows"), numeric=True),
        Column(t("indicator.quarantined"), numeric=True),
    )
    rows = tuple(_source_row(t, note) for note in shown.sources)
    return plain_panel(t("indicator.sources"), data_table(Table(t("indicator.sources"), heads, rows)))


def _source_row(t: Translator, note: SourceNote) -> tuple[Cell, ...]:
    return (
        Cell(t.name(note.name)),
        Cell(t.name(note.department.short or note.department.name)),
        Cell(t("indicator.comma").join(t.name(m.name) for m in note.measures)),
        Cell(say.day(note.last_run, t.lang)),
        Cell(say.number(note.rows_read, 0, t.lang)),
        Cell(say.number(note.quarantined, 0, t.lang)),
    )
