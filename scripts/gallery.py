"""Shows every part of the look with made-up figures, for those who work on it. Not part of the product.

`python scripts/gallery.py [PORT]` serves on 127.0.0.1; `/`, `/wall`, `/states`, each with ?lang=en, ?theme=dark.
"""

# ruff: noqa: ARG001, E501 - made-up figures

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dash import Dash
from flask import Flask, jsonify
from gallery_data import CITY, CONNECT, DISTRICTS, boundaries, cards, district_figures, history, trend_figure

from app.access import Actor, Role
from app.domain.errors import Forbidden, UnknownArea
from app.domain.indicator import (
    PolicyMark,
    Status,
)
from app.domain.text import Text
from app.ui import ready, shell
from app.ui.components import (
    HeatCell,
    breadcrumb,
    button_link,
    card_grid,
    choice,
    columns,
    definition_list,
    empty,
    filter_bar,
    heat_table,
    page_header,
    plain_panel,
    search,
    section,
    select,
    stale,
    stat,
    stats,
    status_strip,
    suppressed_note,
)
from app.ui.page import EVERYONE, Page, View, Visit


def _filters(visit: Visit) -> Any:
    period = visit.get("period", "2025-11")
    area = visit.get("area", "1")
    return filter_bar(
        visit.t,
        [
            choice(
                "周期" if visit.lang == "zh" else "Period",
                [(p, visit.href(period=p), p == period) for p in ("2025-09", "2025-10", "2025-11")],
            ),
            select(
                "区域" if visit.lang == "zh" else "Area",
                [(visit.t.name(a.name), visit.href(area=a.code), a.code == area) for a in [CITY, *DISTRICTS]],
            ),
            search(visit.t, action=visit.path, value=visit.get("q") or "", lang=visit.lang),
        ],
    )


POLICIES = (
    PolicyMark(date(2024, 7, 1), Text("潮汐车道启用", "Tidal lanes open"), ("connect",)),
    PolicyMark(date(2025, 3, 10), Text("大厅预约改革", "Hall appointments"), ("connect",)),
)


def desk(visit: Visit) -> View:
    t, zh = visit.t, visit.lang == "zh"
    figure, before = trend_figure()
    places = district_figures()
    city = replace(places[0], area=CITY, value=92.1, series=history(CONNECT, 89, 1.2, 95))

    def to(f: Any) -> str:
        return visit.href(area=f.area.code)

    counts = {Status.ON_TARGET: 61, Status.WATCH: 12, Status.OFF_TARGET: 7, Status.NO_DATA: 4}
    periods = [f"{m}月" if zh else f"M{m}" for m in range(1, 12)]
    rows = [
        (
            t.name(area.name),
            visit.href(area=area.code),
            [
                HeatCell(f"{(i * 3 + j) % 6}/5" if (i * 3 + j) % 6 < 6 else "—", ((i * 3 + j) % 6) / 5)
                for j in range(11)
            ],
        )
        for i, area in enumerate(DISTRICTS[:8])
    ]
    body = [
        page_header(
            "全市运行总体正常，7项指标不达标" if zh else "The city runs well; 7 indicators are off target",
            lead="2025年11月，84项计分指标中61项达标。" if zh else "In Nov 2025, 61 of 84 scored indicators were on target.",
            trail=breadcrumb([("云津市" if zh else "Yunjin", visit.href(area="1")), ("临江区" if zh else "Linjiang", None)], t("ui.frame.trail")),
            actions=[button_link("下载 CSV" if zh else "Download CSV", "#x")],
        ),
        _filters(visit),
        columns(
            plain_panel("总体" if zh else "At a glance", status_strip(t, counts), level=2),
            plain_panel(None, stats([stat("总分" if zh else "Score", "86.4", unit="分" if zh else "points", note="n=84/107"), stat("数据按时" if zh else "On time", "97", unit="%")])),
        ),
        section("不达标与关注" if zh else "Off target and watch", card_grid([ready.kpi(visit, f, href=visit.href(area="101")) for f in cards()])),
        section(
            "走势" if zh else "Trend",
            columns(
                ready.trend_panel(visit, figure, year_before=before, policies=POLICIES, csv="/export/x.csv"),
                ready.parts_panel(visit, figure, numerator="接通量（次）" if zh else "Answered calls", denominator="呼入量（次）" if zh else "Offered calls"),
            ),
        ),
        section(
            "区域" if zh else "Districts",
            columns(
                ready.map_panel(visit, places, "/gallery.geojson", href=to),
                ready.ranking_panel(visit, places, city=city, href=to),
                ratio="1-1",
            ),
        ),
        section(
            "按数值" if zh else "By value",
            columns(
                ready.map_panel(visit, places, "/gallery.geojson", href=to, mode="value"),
                ready.lines_panel(visit, [f for f in places if f.series][:9], title="七个区的走势" if zh else "Seven districts"),
                ratio="1-1",
            ),
        ),
        section("各区走势" if zh else "Side by side", ready.sides_panel(visit, [f for f in places if f.series], city=city, href=to)),
        section("部门达标" if zh else "Departments", plain_panel(None, heat_table("达标", "部门" if zh else "Department", periods, rows))),
        section("列表" if zh else "List", ready.figure_table(visit, cards(), caption="列表" if zh else "List", href=to)),
        section("定义" if zh else "Definition", plain_panel(None, definition_list([("公式" if zh else "Formula", "100 × 接通量 ÷ 呼入量" if zh else "100 × answered ÷ offered"), ("责任部门" if zh else "Department", "12345热线" if zh else "Hotline")]))),
    ]  # fmt: skip
    return View("样例" if zh else "Gallery", body, data_to=date(2025, 12, 17))


def states(visit: Visit) -> View:
    t = visit.t
    body = [
        page_header("States"),
        empty(t),
        stale(t, "2025-10-01", 78),
        suppressed_note(t),
    ]
    return View("States", body)


def wall(visit: Visit) -> View:
    view = desk(visit)
    return replace(view, wide=True)


def forbidden(visit: Visit) -> View:
    raise Forbidden("x")


def unknown(visit: Visit) -> View:
    raise UnknownArea("990199")


def broken(visit: Visit) -> View:
    raise RuntimeError("planted")


PAGES = (
    Page("/desk", "ui.frame.product", desk, roles=EVERYONE, menu="/desk", order=1),
    Page("/wall", "ui.chart.city", wall, roles=EVERYONE, menu="/wall", dark=True),
    Page("/states", "ui.chart.status", states, roles=EVERYONE, menu="/states"),
    Page("/forbidden", "ui.forbidden.title", forbidden, roles=EVERYONE, menu="/forbidden"),
    Page("/unknown", "ui.not_found.title", unknown, roles=EVERYONE, menu="/unknown"),
    Page("/broken", "ui.failure.title", broken, roles=EVERYONE, menu="/broken"),
)


def build() -> Dash:
    server = Flask("gallery", static_folder=None)
    app = Dash(
        "gallery",
        server=server,
        index_string=shell.INDEX,
        suppress_callback_exceptions=True,
        update_title="",
        assets_folder=str(Path(__file__).resolve().parents[1] / "assets"),
    )
    site = shell.Site(
        CITY.name, demonstration=True, departments=(("d", Text("热线", "Hotline")),), dev_actors=True
    )
    shell.install(app, PAGES, site, actor=lambda: Actor(Role.LEADER))

    @server.get("/gallery.geojson")
    def geojson() -> Any:
        return jsonify(boundaries())

    policy = "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' {' '.join(app.csp_hashes())}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
        ]
    )

    @server.after_request
    def secure(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = policy
        return response

    return app


if __name__ == "__main__":
    application = build()
    application.server.test_client().get("/desk")
    application.run(host="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 8077, debug=False)
