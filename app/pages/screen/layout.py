"""The wall: one scene at a time on a stage that scales as a whole."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.period import Period
from app.pages.screen import abnormal, stage, then, tiles, top, vitals
from app.pages.screen.parts import tile_by_itself
from app.services import Cockpit, current
from app.services import visit as asked
from app.services.screen import Screen, local_now, period_of, screen, then_and_now
from app.ui.page import View, Visit


def layout(visit: Visit) -> View:
    """The scene, area, period and mode of the address."""
    cockpit = current()
    mode = "emergency" if visit.get("mode") == "emergency" else "normal"
    period = _period(cockpit, visit, mode)
    wall = screen(
        cockpit,
        visit.actor,
        area=asked.place(cockpit, visit.get("area")),
        period=period,
        scene=visit.get("scene"),
        map_indicator=visit.get("indicator"),
    )
    text = visit.get("baseline")
    baseline = cockpit.catalogue.city.calendar.parse(text) if text else None
    title = visit.t("screen.title", area=visit.t.name(wall.area.name))
    body = stage.stage(
        visit,
        wall,
        mode=mode,
        head=top.head(visit, wall, mode=mode, now=local_now(cockpit)),
        headline=top.headline(visit, wall),
        tiles=_then(cockpit, visit, wall, baseline) if baseline else _now(visit, wall),
        foot=top.foot(visit, wall, baselines=asked.choices(cockpit, period.grain)[1:], then=baseline),
    )
    return View(title, body, data_to=wall.data_to, wall=True)


def _period(cockpit: Cockpit, visit: Visit, mode: str) -> Period:
    text = visit.get("period")
    return asked.when(cockpit, text) if text else period_of(cockpit, mode)


def _now(visit: Visit, wall: Screen) -> list[Component]:
    return [
        tile_by_itself(visit, "abnormal", lambda: abnormal.abnormal(visit, wall)),
        tile_by_itself(visit, "where", lambda: tiles.where(visit, wall)),
        html.Div(
            [
                tile_by_itself(visit, "moved", lambda: tiles.moved(visit, wall)),
                tile_by_itself(visit, "condition", lambda: tiles.condition(visit, wall)),
            ],
            className="wall__column wall__column--right",
        ),
        tile_by_itself(visit, "vitals", lambda: vitals.vitals(visit, wall)),
    ]


def _then(cockpit: Cockpit, visit: Visit, wall: Screen, baseline: Period) -> list[Any]:
    pairs = then_and_now(
        cockpit,
        visit.actor,
        area=wall.area.code,
        period=wall.period,
        baseline=baseline,
        scene=visit.get("scene"),
    )
    return [then.then(visit, wall, pairs, baseline)]
