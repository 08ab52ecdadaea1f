"""Parts of the leader's desk: the headline, themes, departments."""

from __future__ import annotations

from dash.development.base_component import Component

from app.domain.indicator import Status
from app.i18n import Translator
from app.i18n import format as say
from app.services.overview import DepartmentStatus, Overview
from app.ui.components import data_table, stat, stats
from app.ui.errors import by_itself
from app.ui.figures import Cell, Column, Table
from app.ui.page import Visit
from app.ui.reading import value_text


def headline(t: Translator, desk: Overview) -> str:
    """One sentence written from the figures: how many stand how, and the worst by name."""
    judged = sum(desk.counts[s] for s in (Status.ON_TARGET, Status.WATCH, Status.OFF_TARGET))
    period = say.period(desk.period, t.lang)
    words = t("overview.headline", period=period, judged=judged, fine=desk.counts[Status.ON_TARGET])
    if not desk.off_target:
        return words + t("overview.headline_fine")
    worst = desk.off_target[0]
    return words + t(
        "overview.headline_worst",
        n=len(desk.off_target),
        name=t.name(worst.indicator.name),
        value=value_text(t, worst),
        department=t.name(desk.owner.name) if desk.owner else "",
    )


def score_text(t: Translator, value: float | None) -> str:
    """A score, or that there is too little data for one."""
    return t("overview.too_little") if value is None else say.number(value, 0, t.lang)


def by_status(visit: Visit) -> dict[Status, str]:
    """Where each count leads: the indicators it counts."""
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    return {status: visit.href("/indicators", status=str(status), **kept) for status in Status}


def theme_stats(visit: Visit, desk: Overview) -> Component:
    """Score of each theme with how many of its indicators are on target; each leads to its indicators."""
    t = visit.t
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    return stats(
        [
            stat(
                t.name(desk.theme_names[theme.theme]),
                score_text(t, theme.score.value),
                unit=t("overview.points") if theme.score.value is not None else "",
                note=t(
                    "overview.theme_note",
                    fine=theme.counts[Status.ON_TARGET],
                    off=theme.counts[Status.OFF_TARGET],
                ),
                href=visit.href("/indicators", theme=theme.theme, **kept),
            )
            for theme in desk.themes
        ]
    )


@by_itself
def department_table(visit: Visit, desk: Overview) -> Component:
    """Attainment of each department, worst first, each leading to its board."""
    t = visit.t
    heads = (
        Column(t("ui.chart.department")),
        Column(t("overview.attained"), numeric=True),
        Column(t("overview.rate"), numeric=True),
        Column(t("ui.status.off_target"), numeric=True),
        Column(t("overview.score"), numeric=True),
        Column(t("ui.chart.note")),
    )
    rows = tuple(_row(visit, status) for status in desk.departments)
    return data_table(Table(t("overview.departments"), heads, rows))


def _row(visit: Visit, status: DepartmentStatus) -> tuple[Cell, ...]:
    t = visit.t
    href = visit.href(
        f"/department/{status.department.id}", area=visit.get("area"), period=visit.get("period")
    )
    rate = status.attained / status.scored if status.scored else None
    missing = status.members - status.scored
    return (
        Cell(t.name(status.department.short or status.department.name), href=href),
        Cell(f"{status.attained}/{status.scored}"),
        Cell(say.percent(rate, 0, t.lang)),
        Cell(str(status.off_target)),
        Cell(score_text(t, status.score.value)),
        Cell(t("overview.without_data", n=missing) if missing else ""),
    )
