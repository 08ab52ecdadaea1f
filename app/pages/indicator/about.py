"""What the figure means: its definition and the versions of it."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.i18n import Translator
from app.i18n import format as say
from app.services import current
from app.services.detail import Detail
from app.services.formula_words import formula_words
from app.ui.components import data_table, definition_list, link, plain_panel
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit

LOCAL = "local definition"  # how a package says that no standard is followed


@by_itself
def definition(visit: Visit, shown: Detail) -> Component:
    """Meaning, formula, direction, target with its reason, owner, standard, cautions."""
    t = visit.t
    indicator = shown.indicator
    board = visit.href(f"/department/{shown.department.id}", period=visit.get("period"))
    owner = link(t.name(shown.department.name), board)
    city = current().catalogue.city
    goal = t.name(city.goals[indicator.goal]) if indicator.goal else t("indicator.goal_none")
    contact = t("indicator.contact", contact=t.name(shown.department.contact))
    pairs: list[tuple[str, Any]] = [
        (t("indicator.meaning"), t.name(indicator.plain)),
        (t("indicator.formula"), formula_words(current(), t, indicator)),
        (t("indicator.unit"), t.name(indicator.unit)),
        (t("indicator.direction"), t(f"indicator.direction_{indicator.direction}")),
        (t("indicator.target"), target_words(t, shown)),
        (t("indicator.owner"), html.Span([owner, html.Small(contact, className="quiet")])),
        (t("indicator.supporting"), t("indicator.comma").join(t.name(d.name) for d in shown.supporting)),
        (t("indicator.theme"), t.name(city.themes[indicator.theme])),
        (t("indicator.goal"), goal),
        (t("indicator.frequency"), t(f"ui.grain.{indicator.grain}")),
        (t("indicator.max_age"), t("indicator.max_age_days", days=indicator.max_age.days)),
        (t("indicator.few"), _few(t, indicator)),
        (t("indicator.standard"), standard_words(t, shown)),
        (t("indicator.note"), t.name(indicator.note) if indicator.note else ""),
        (t("indicator.caution"), t.name(indicator.caution) if indicator.caution else ""),
        (t("indicator.publication"), _publication(t, indicator)),
        (t("indicator.aliases"), t("indicator.comma").join(_aliases(t, indicator))),
        (t("indicator.code"), html.Code(indicator.id)),
    ]
    return plain_panel(t("indicator.definition"), definition_list(pairs))


def _aliases(t: Translator, indicator: Indicator) -> list[str]:
    """Other names in the reader's language."""
    return [alias for alias in indicator.aliases if alias.isascii() or t.lang == "zh"]


def _few(t: Translator, indicator: Indicator) -> str:
    """From which denominator on it is judged; empty without such a rule."""
    if indicator.min_denominator is None:
        return ""
    return t("indicator.few_rule", n=say.number(indicator.min_denominator, 0, t.lang))


def _publication(t: Translator, indicator: Indicator) -> str:
    words = t(f"indicator.public_{indicator.publication}")
    if indicator.publication == "yes":
        words += t(f"indicator.public_to_{indicator.public_min_level}")
    return words


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
    """Each standard with whether it was verified; that none is followed is said too."""
    return t("indicator.comma").join(
        t("indicator.local")
        if s.ref == LOCAL
        else f"{s.ref} {s.clause}".strip()
        + t("indicator.verified" if s.status == "verified" else "indicator.unverified")
        for s in shown.indicator.standards
    )


@by_itself
def versions(visit: Visit, shown: Detail) -> Component:
    """Each definition with the day it is in force from, and whether it breaks the series."""
    t = visit.t
    title = t("indicator.versions")
    heads = (
        Column(t("indicator.version"), numeric=True),
        Column(t("indicator.version_from")),
        Column(t("indicator.version_break")),
        Column(t("indicator.version_note")),
    )
    rows = tuple(
        (
            Cell(str(version.number)),
            Cell(say.day(version.valid_from, t.lang) if version.valid_from else t("indicator.version_start")),
            Cell(t(f"indicator.version_break_{'yes' if version.breaks_series else 'no'}")),
            Cell(t.name(version.note) if version.note else t("indicator.version_first")),
        )
        for version in shown.indicator.versions
    )
    return plain_panel(title, data_table(Table(title, heads, rows)), subtitle=t("indicator.versions_help"))
