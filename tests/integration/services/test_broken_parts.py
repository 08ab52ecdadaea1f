"""A service that breaks takes its own panel along and nothing else; the fault is logged, the reader told what to do."""

from __future__ import annotations

import importlib
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from plotly.utils import PlotlyJSONEncoder

from app import pages
from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.cockpit import EXTENSION
from app.store import LoadRun, Store
from app.ui.page import Visit, discover
from app.ui.shell import find

LEADER, OFFICER = Actor(Role.LEADER), Actor(Role.DATA_OFFICER)
BREAKS = [
    ("/compare", {}, LEADER, "app.pages.compare.scores.standings", "各部门逐期达标情况"),
    ("/compare", {"view": "districts", "form": "slope"}, LEADER, "app.pages.compare.slopes.ranking", "全部区域"),
    ("/compare", {"view": "ranking"}, LEADER, "app.pages.compare.rank.ranking", "部门与区域比较"),
    ("/indicator/water_loss_rate", {}, LEADER, "app.pages.indicator.layout.dossier", "漏损"),
    ("/indicator/water_loss_rate", {}, LEADER, "app.pages.indicator.layout.trend_panel", "漏损"),
    ("/cause/water_loss_rate", {}, LEADER, "app.pages.cause.layout.chart_panel", "漏损"),
    ("/indicators", {}, LEADER, "app.pages.indicators.layout.data_table", "指标中心"),
    ("/data", {}, OFFICER, "app.pages.data.layout._fresh_row", "数据官"),
    ("/public", {}, VISITOR, "app.pages.public.layout.figure_table", "城市运行公开"),
    ("/screen", {}, LEADER, "app.pages.screen.tiles.area_map", "变化"),
    ("/screen", {}, LEADER, "app.pages.screen.abnormal.status_strip", "变化"),
]  # fmt: skip


@pytest.fixture(scope="module")
def server(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Iterator[None]:
    made = Flask("parts")
    made.secret_key = "not a secret"
    made.extensions[EXTENSION] = Cockpit(demo, IndicatorCentre(demo, loaded[0]), loaded[0], NoCache())
    with made.test_request_context("/"):
        yield


def drawn(path: str, params: dict[str, str], actor: Actor) -> str:
    page, parts = find(discover(pages), path)
    assert page is not None
    body = page.layout(Visit(path, params, parts, actor)).body
    return json.dumps(body, cls=PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(("path", "params", "actor", "broken", "stays"), BREAKS)
def test_the_rest_of_the_page_stays(
    path: str,
    params: dict[str, str],
    actor: Actor,
    broken: str,
    stays: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = drawn(path, params, actor)
    assert "state--failure" not in whole
    assert stays in whole

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("planted secret")

    module, name = broken.rsplit(".", 1)
    monkeypatch.setattr(importlib.import_module(module), name, breaks)
    with caplog.at_level(logging.ERROR):
        left = drawn(path, params, actor)
    assert stays in left
    assert "state--failure" in left
    assert "planted secret" not in left
    assert "planted secret" in caplog.text
    assert f"a part of {path} failed" in caplog.text
