"""Departments by periods: how many of their indicators were on target."""

from __future__ import annotations

from typing import Any

from app.i18n import format as say
from app.pages.compare.asked import Asked
from app.pages.compare.scores import scores_section
from app.services.comparison import Attainment, Comparison, comparison
from app.ui.components import HeatCell, heat_legend, heat_table, section
from app.ui.page import Visit


def body(visit: Visit, asked: Asked) -> list[Any]:
    """The matrix under its sentence."""
    shown = comparison(asked.cockpit, visit.actor, area=asked.area, period=asked.period, as_of=asked.as_of)
    t = visit.t
    # Newest first, so that a phone shows the period that counts without scrolling.
    heads = [say.period(period, t.lang) for period in reversed(shown.periods)]
    rows = [
        (
            t.name(row[0].department.short or row[0].department.name),
            visit.href(
                f"/department/{row[0].department.id}", area=visit.get("area"), period=visit.get("period")
            ),
            [heat_cell(visit, cell) for cell in reversed(row)],
        )
        for row in shown.matrix
    ]
    table = heat_table(t("compare.departments"), t("ui.chart.department"), heads, rows)
    legend = heat_legend(t("compare.heat_legend"), [t(f"compare.heat_{step}") for step in range(5)])
    return [
        section(
            t("compare.departments"),
            [finding(visit, shown), legend, table],
            lead=t("compare.departments_lead"),
        ),
        scores_section(visit, asked),
    ]


def finding(visit: Visit, shown: Comparison) -> str:
    """How many departments attained all, who is furthest from it, and who could not be judged."""
    t = visit.t
    latest = [row[-1] for row in shown.matrix]
    judged = [cell for cell in latest if cell.rate is not None]
    if not judged:
        return t("compare.no_data")
    worst = judged[0]
    return t(
        "compare.departments_finding",
        period=say.period(shown.period, t.lang),
        n=len(judged),
        m=len(latest),
        all=sum(cell.attained == cell.scored for cell in judged),
        worst=t.name(worst.department.short or worst.department.name),
        attained=worst.attained,
        scored=worst.scored,
    )


def heat_cell(visit: Visit, cell: Attainment) -> HeatCell:
    """'5/7', leading to the board of that period; nothing to score is a dash, not a zero."""
    t = visit.t
    if cell.rate is None:
        return HeatCell(say.NO_DATA, None, title=t("compare.no_data"))
    words = t(
        "compare.cell",
        period=say.period(cell.period, t.lang),
        attained=cell.attained,
        scored=cell.scored,
        members=cell.members,
    )
    board = visit.href(f"/department/{cell.department.id}", area=visit.get("area"), period=str(cell.period))
    return HeatCell(f"{cell.attained}/{cell.scored}", cell.rate, title=words, href=board)
