"""A department's board: cards with the misses first, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from app.domain.indicator import Direction, Status
from app.domain.period import Grain
from app.i18n import Translator
from app.i18n import format as say
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.department import Board, Similar, board
from app.services.figures import Figure
from app.services.outlook import Outlook
from app.ui.components import (
    card_grid,
    download_menu,
    empty,
    page_header,
    section,
    select,
    stat,
    stats,
    status_strip,
)
from app.ui.controls import area_select, area_trail, grain_choice, page_filters, period_select
from app.ui.errors import part
from app.ui.links import indicator_href
from app.ui.page import View, Visit
from app.ui.reading import amount
from app.ui.ready import BoardWords, figure_table, kpi

GRAINS = (Grain.MONTH, Grain.QUARTER, Grain.YEAR)


def first_board() -> str:
    """The address of the first department's board."""
    return f"/department/{next(iter(current().catalogue.departments))}"


def layout(visit: Visit) -> View:
    """The board of the department, area and period in the address."""
    cockpit = current()
    moment = asked.as_of(cockpit, visit.get("as_of"))
    shown = board(
        cockpit,
        visit.actor,
        department=visit.parts["id"],
        area=asked.place(cockpit, visit.get("area")),
        period=asked.when(cockpit, visit.get("period"), as_of=moment),
        as_of=moment,
    )
    title = visit.t.name(shown.department.name)
    body = [top(visit, cockpit, shown, title), *sections(visit, shown)]
    return View(title, body, data_to=max((f.data_to for f in shown.figures if f.data_to), default=None))


def top(visit: Visit, cockpit: Cockpit, shown: Board, title: str) -> Component:
    """Whose board, one sentence, the filters, the download."""
    t = visit.t
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    csv, pdf = (
        visit.href(f"/export/department/{shown.department.id}.{kind}", **kept) for kind in ("csv", "pdf")
    )
    return page_header(
        title,
        lead=headline(t, shown),
        trail=area_trail(visit, shown.trail),
        actions=[download_menu(t, of=title, csv=csv, pdf=pdf)],
        aside=filters(visit, cockpit, shown),
    )


def headline(t: Translator, shown: Board) -> str:
    """How many are on target, and the worst by name."""
    status = shown.status
    words = t(
        "department.headline",
        period=say.period(shown.period, t.lang),
        attained=status.attained,
        scored=status.scored,
    )
    misses = [figure for figure in shown.figures if figure.status is Status.OFF_TARGET]
    if not misses:
        return words + t("department.headline_fine")
    return words + t("department.headline_worst", n=len(misses), name=t.name(misses[0].indicator.name))


def filters(visit: Visit, cockpit: Cockpit, shown: Board) -> Component:
    """Department, area, grain and period."""
    t = visit.t
    periods = asked.choices(cockpit, shown.period.grain)
    kept = {"area": visit.get("area"), "period": visit.get("period")}
    boards = [
        (t.name(d.short or d.name), visit.href(f"/department/{d.id}", **kept), d == shown.department)
        for d in shown.departments
    ]
    parts = [
        select(t("ui.chart.department"), boards),
        area_select(visit, shown.area, shown.children, shown.area) if shown.children else None,
        grain_choice(
            visit, GRAINS, shown.period.grain, lambda g: asked.same_moment(cockpit, shown.period, g)
        ),
        period_select(visit, periods, shown.period, periods[0]),
    ]
    return page_filters(visit, [part for part in parts if part is not None])


def sections(visit: Visit, shown: Board) -> list[Any]:
    """Counts, cards, the table of gaps, what the department supports."""
    t = visit.t
    if not shown.figures:
        return [empty(t, t("department.none"), t("department.none_help"))]
    found = [
        summary(visit, shown),
        status_strip(t, shown.counts, href=by_status(visit, shown)),
        section(
            t("department.cards"),
            part(visit, lambda: cards(visit, shown, shown.figures)),
            lead=t("department.cards_lead"),
        ),
        section(
            t("department.table"),
            figure_table(
                visit,
                shown.figures,
                caption=t("department.table"),
                href=lambda f: indicator_href(visit, f.indicator.id),
            ),
        ),
    ]
    if shown.supporting:
        found.append(
            section(
                t("department.supporting"),
                part(visit, lambda: cards(visit, shown, shown.supporting)),
            )
        )
    return found


def cards(visit: Visit, shown: Board, figures: Sequence[Figure]) -> Component:
    """Every figure with what its head must know beside it."""
    return card_grid(
        [
            kpi(visit, f, href=indicator_href(visit, f.indicator.id), told=told(visit, shown, f))
            for f in figures
        ]
    )


def told(visit: Visit, shown: Board, figure: Figure) -> BoardWords:
    """Policies, similar areas, the warning before a miss, the department's words."""
    t, name = visit.t, figure.indicator.id
    days = tuple(p.day for p in shown.policies if name in p.indicators)
    ahead, said = shown.outlooks.get(name), shown.said.get(name)
    similar = shown.similar.get(name)
    return BoardWords(
        policies=days,
        lines=() if similar is None else (similar_words(t, figure, similar),),
        warning="" if ahead is None else warning(t, figure, ahead),
        said="" if said is None else t("department.said", words=said.words),
    )


def similar_words(t: Translator, figure: Figure, similar: Similar) -> str:
    """The median of similar areas, and of how many of them."""
    value = amount(t, figure, similar.median)
    return t("department.similar", value=value, n=similar.n, m=similar.m)


def warning(t: Translator, figure: Figure, ahead: Outlook) -> str:
    """'At this rate Jan 2026 will be below the target of 95%'."""
    higher = figure.indicator.direction is Direction.HIGHER_BETTER
    return t(
        "department.ahead",
        period=say.period(ahead.period, t.lang),
        way=t("department.below" if higher else "department.above"),
        what=t("department.red_line" if ahead.red else "department.target"),
        limit=amount(t, figure, ahead.limit),
        n=ahead.span,
    )


def by_status(visit: Visit, shown: Board) -> dict[Status, str]:
    """Where each count leads: the indicators it counts."""
    return {status: listed(visit, shown, status=str(status)) for status in Status}


def listed(visit: Visit, shown: Board, status: str | None = None) -> str:
    """The department's own indicators in the indicator centre."""
    return visit.href(
        "/indicators",
        department=shown.department.id,
        part="lead",
        status=status,
        area=visit.get("area"),
        period=visit.get("period"),
    )


def summary(visit: Visit, shown: Board) -> Component:
    """Attained of scored, score, contact."""
    t = visit.t
    status = shown.status
    rate = status.attained / status.scored if status.scored else None
    score = status.score.value
    return stats(
        [
            stat(
                t("department.attained"),
                f"{status.attained}/{status.scored}",
                note=say.percent(rate, 0, t.lang),
                href=listed(visit, shown),
            ),
            stat(
                t("ui.status.off_target"),
                str(status.off_target),
                href=listed(visit, shown, Status.OFF_TARGET),
            ),
            stat(
                t("department.score"),
                say.number(score, 0, t.lang) if score is not None else t("department.too_little"),
                href=listed(visit, shown),
            ),
            stat(t("department.contact"), t.name(shown.department.contact)),
        ]
    )
