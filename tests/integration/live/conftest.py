"""A small city on either database, behind its own addresses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import api
from app.catalogue import load_package
from app.indicators import IndicatorCentre
from app.services import EXTENSION, Cockpit, push
from app.store import Store

SMALL = Path(__file__).resolve().parents[2] / "packages" / "small"


class Memory(dict[str, Any]):
    """A cache in the process."""

    def set(self, key: str, value: Any, timeout: int | None = None) -> bool:
        self[key] = value
        return True


@dataclass
class Push:
    """Pushes to one source as a system would."""

    cockpit: Cockpit
    server: Flask
    source: str = "daily_calls"

    def __post_init__(self) -> None:
        self.token = push.new_token(self.cockpit, self.source)

    def __call__(self, rows: Any, idempotency: str, **changes: Any) -> TestResponse:
        body = rows if isinstance(rows, str | bytes) else json.dumps(rows, ensure_ascii=False)
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": idempotency}
        headers |= changes.pop("headers", {})
        to = changes.pop("to", self.source)
        return self.server.test_client().post(
            f"/api/v1/push/{to}",
            data=body,
            headers=headers,
            content_type=changes.pop("form", "application/json"),
            **changes,
        )


@pytest.fixture
def cockpit(store_url: str, tmp_path: Path) -> Iterator[Cockpit]:
    catalogue = load_package(SMALL, deliveries=tmp_path)
    store = Store(store_url)
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    yield Cockpit(catalogue, IndicatorCentre(catalogue, store), store, Memory())
    store.dispose()


@pytest.fixture
def server(cockpit: Cockpit) -> Flask:
    made = Flask("live")
    made.secret_key = "not a secret"
    made.extensions[EXTENSION] = cockpit
    made.register_blueprint(api.blueprint)
    return made


@pytest.fixture
def pusher(cockpit: Cockpit, server: Flask) -> Callable[[str], Push]:
    return lambda source: Push(cockpit, server, source)


def calls(day: str, area: str, offered: Any, answered: Any) -> dict[str, Any]:
    return {"日期": day, "区": area, "呼入量": offered, "接通量": answered}


def cell(cockpit: Cockpit, measure: str, area: str, day: int) -> float | None:
    """The current value of a base cell; None when there is none."""
    found = cockpit.store.base_cells([measure], [area], day, day)
    return None if found.empty else float(found["value"].iloc[0])
