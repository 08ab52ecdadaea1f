"""From an uploaded file to a loaded source, in the browser's way: posts to `/do/…`, pages in between."""

from __future__ import annotations

import io
import os
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import api
from app.access import Actor, Role
from app.access.current import become
from app.bootstrap import build_cockpit
from app.catalogue import load_package
from app.catalogue.edition import package_edition
from app.domain.text import Text
from app.pages import PAGES
from app.services import EXTENSION, Cockpit
from app.services.renewal import renew
from app.services.uploads import LIMIT_MB, clean_up
from app.settings import Settings
from app.ui import shell

SMALL = Path(__file__).resolve().parents[2] / "packages" / "small"
FILE = (
    "助餐月报,,,\n月份,区,助餐(百人次),备注\n2024-01,东区,1.5,\n2024-02,东区,2,\n"
    "2024-01,西区,3,\n2024-02,火星,4,\n2024-02,合计,9,\n"
)
HOME = {"Origin": "http://localhost"}
SITE = shell.Site(Text("城", "City"), demonstration=False)


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> None:
        """Nothing."""

    def set(self, key: str, value: object, timeout: int | None = None) -> bool:
        """Not kept."""
        return False


def worker(city: Path, data: Path) -> Flask:
    """A process of its own over the same package and store."""
    server = Flask("cockpit")
    server.secret_key = "test"
    server.extensions[EXTENSION] = build_cockpit(Settings(city=city, data=data), NoCache())
    server.before_request(lambda: renew(server))
    server.register_blueprint(api.blueprint)

    @server.get("/be/<role>")
    def be(role: str) -> str:
        become(Actor(Role(role)))
        return role

    @server.get("/page/<path:path>")
    def page(path: str) -> str:
        from flask import request

        from app.access import current_actor

        return str(shell.answer(PAGES, SITE, current_actor(), f"/{path}", request.query_string.decode())[0])

    return server


@pytest.fixture
def city(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "city")
    (tmp_path / "city" / "deliveries").mkdir()
    return tmp_path / "city"


@pytest.fixture
def server(city: Path, tmp_path: Path) -> Flask:
    return worker(city, tmp_path / "var")


@pytest.fixture
def officer(server: Flask) -> FlaskClient:
    client = server.test_client()
    client.get("/be/data_officer")
    return client


def cockpit(server: Flask) -> Cockpit:
    found: Cockpit = server.extensions[EXTENSION]
    return found


def post(client: FlaskClient, action: str, **fields: Any) -> str:
    answer = client.post(f"/do/{action}", data={"back": "/data/onboard", **fields}, headers=HOME)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def told(client: FlaskClient) -> dict[str, Any]:
    with client.session_transaction() as session:
        return dict(session.get("notice") or {})


def uploaded(client: FlaskClient, content: bytes = FILE.encode("gb18030"), name: str = "助餐.csv") -> str:
    to = post(client, "onboard_upload", department="water", file=(io.BytesIO(content), name))
    found = re.search(r"file=([0-9a-f]{32})", to)
    assert found, told(client)
    return found[1]


def mapped(client: FlaskClient, token: str, **more: str) -> str:
    new = {
        "role_2": "new",
        "new_id_2": "meals",
        "new_zh_2": "助餐人次",
        "new_en_2": "meals",
        "new_unit_2": "人次",
    }
    about = {
        "department": "water",
        "source": "meals_monthly",
        "name_zh": "助餐月报",
        "name_en": "monthly meals",
    }
    return post(client, "onboard_map", token=token, **{**about, **new, **more})


def test_from_upload_to_figures(officer: FlaskClient, server: Flask, city: Path) -> None:
    token = uploaded(officer)
    page = officer.get(f"/page/data/onboard?file={token}").text
    assert "gb18030" in page
    assert "助餐(百人次)" in page
    mapped(officer, token)
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    preview = officer.get(f"/page/data/onboard?file={token}&step=preview").text
    assert "火星" in preview
    assert "meals_monthly" in preview
    assert {path: path.read_bytes() for path in city.rglob("*") if path.is_file()} == before
    to = post(officer, "onboard_save", token=token)
    assert to == "/lineage/source/meals_monthly", told(officer)
    assert told(officer)["params"] == {
        "source": "meals_monthly",
        "accepted": 3,
        "quarantined": 1,
        "figures": 3,
    }
    cells = cockpit(server).store.base_cells(["meals"], ["880101", "880102"], 0, 40_000)
    assert sorted(cells["value"]) == [150.0, 200.0, 300.0]  # hundreds, as the header says
    assert cockpit(server).store.audit_log().iloc[0]["action"] == "onboard"
    assert not list(cockpit(server).uploads.glob("*"))


def test_the_package_is_as_written_by_hand(officer: FlaskClient, city: Path) -> None:
    mapped(officer, token := uploaded(officer))
    post(officer, "onboard_save", token=token)
    assert (city / "departments/water/sources/meals_monthly.yaml").read_text("utf-8") == (
        "name: {zh: 助餐月报, en: monthly meals}\n"
        "class: internal\n"
        "share: conditional\n"
        "schedule: {every: month, due_days: 10}\n"
        "read:\n"
        "  format: csv\n"
        "  files: [water/meals_monthly_*.csv]\n"
        "fields:\n"
        "  period: {from: 月份, type: date}\n"
        "  area: {from: 区, type: area, level: district}\n"
        "  meals: {from: 助餐(百人次), type: number, unit: 百人次}\n"
        "ignore:\n"
        "  - {column: 区, in: [合计]}\n"
        "period: period\n"
        "area: area\n"
        "measures:\n"
        "  meals: {sum: meals}\n"
    )
    assert load_package(city).measures["meals"].name.zh == "助餐人次"
    assert (city / "deliveries/water/meals_monthly_助餐.csv").read_bytes() == FILE.encode("gb18030")


def test_every_worker_sees_the_new_source(officer: FlaskClient, city: Path, tmp_path: Path) -> None:
    other = worker(city, tmp_path / "var")
    assert "meals_monthly" not in cockpit(other).catalogue.sources
    mapped(officer, token := uploaded(officer))
    post(officer, "onboard_save", token=token)
    other.test_client().get("/health")
    assert "meals_monthly" in cockpit(other).catalogue.sources
    assert cockpit(other).edition == package_edition(city)


def test_a_broken_package_is_not_taken_over(server: Flask, city: Path) -> None:
    (city / "departments/water/sources/broken.yaml").write_text("name: 1\n")
    server.test_client().get("/health")
    assert "broken" not in cockpit(server).catalogue.sources
    (city / "departments/water/sources/broken.yaml").unlink()
    server.test_client().get("/health")
    assert cockpit(server).edition == package_edition(city)


def test_only_the_data_officer(server: Flask) -> None:
    for role in ("leader", "citizen", "dept_head"):
        client = server.test_client()
        client.get(f"/be/{role}")
        post(client, "onboard_upload", file=(io.BytesIO(b"a,b\n1,2\n"), "a.csv"))
        assert told(client)["name"] == "forbidden"
    assert not cockpit(server).uploads.exists()


def test_an_upload_belongs_to_its_session(officer: FlaskClient, server: Flask) -> None:
    token = uploaded(officer)
    stranger = server.test_client()
    stranger.get("/be/data_officer")
    for action in ("onboard_map", "onboard_save", "onboard_drop"):
        post(stranger, action, token=token)
        assert told(stranger)["name"] == "upload_gone"
    assert "gb18030" not in stranger.get(f"/page/data/onboard?file={token}").text
    assert "gb18030" in officer.get(f"/page/data/onboard?file={token}").text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": "../../evil"}, "bad_id"),
        ({"source": "calls_daily"}, "onboard_exists"),
        ({"new_zh_2": ""}, "onboard_new_incomplete"),
        ({"unit_2": "斗"}, "onboard_unit"),
    ],
)
def test_wrong_answers_are_told(officer: FlaskClient, city: Path, fields: dict[str, str], why: str) -> None:
    if why == "onboard_exists":
        fields = {"source": next(iter(load_package(city).sources))}
    mapped(officer, token := uploaded(officer), **fields)
    post(officer, "onboard_save", token=token)
    assert told(officer)["name"] == why


@pytest.mark.parametrize("case", [("百人次", "人次", 150), ("人次", "万人次", 0.00015), ("％", "%", 1.5)])
def test_units_are_turned(officer: FlaskClient, server: Flask, case: tuple[str, str, float]) -> None:
    mapped(officer, token := uploaded(officer), unit_2=case[0], new_unit_2=case[1])
    post(officer, "onboard_save", token=token)
    found = cockpit(server).store.base_cells(["meals"], ["880101"], 0, 40_000)["value"]
    assert min(found) == pytest.approx(case[2])


def test_faults_are_told_before_saving(officer: FlaskClient, city: Path) -> None:
    mapped(officer, token := uploaded(officer), role_2="ignored")
    post(officer, "onboard_save", token=token)
    assert told(officer)["name"] == "onboard_undone"
    assert not (city / "departments/water/sources/meals_monthly.yaml").exists()


def test_a_name_from_elsewhere_stays_inside(officer: FlaskClient, server: Flask) -> None:
    uploaded(officer, name="../../../etc/passwd.csv")
    (file,) = [path for path in cockpit(server).uploads.rglob("*") if path.is_file()]
    assert file.name == "passwd.csv"


def test_too_much_and_nothing_are_refused(officer: FlaskClient, server: Flask) -> None:
    post(officer, "onboard_upload", file=(io.BytesIO(b"x" * ((LIMIT_MB << 20) + 1)), "a.csv"))
    assert told(officer)["name"] == "upload_too_large"
    post(officer, "onboard_upload", file=(io.BytesIO(b""), "a.csv"))
    assert told(officer)["name"] == "upload_missing"
    assert not list(cockpit(server).uploads.glob("*"))


def test_what_waits_too_long_is_thrown_away(officer: FlaskClient, server: Flask) -> None:
    old = cockpit(server).uploads / uploaded(officer)
    new = cockpit(server).uploads / uploaded(officer)
    os.utime(old, (time.time() - 90_000,) * 2)
    clean_up(cockpit(server))
    assert not old.exists()
    assert new.exists()


def test_a_read_only_package_is_told(
    officer: FlaskClient, city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped(officer, token := uploaded(officer))
    monkeypatch.setattr("app.services.saving.os.access", lambda *_: False)
    post(officer, "onboard_save", token=token)
    assert told(officer)["name"] == "onboard_read_only"
    assert not (city / "departments/water/sources/meals_monthly.yaml").exists()


def test_a_wrong_answer_leads_back_to_the_mapping(officer: FlaskClient) -> None:
    mapped(officer, token := uploaded(officer), source="../../evil")
    page = officer.get(f"/page/data/onboard?file={token}&step=preview").text
    assert f"/data/onboard?file={token}'" in page
    assert "onboard_save" not in page


def test_a_file_that_cannot_be_read_leads_back_to_the_upload(officer: FlaskClient) -> None:
    token = uploaded(officer, b"PK\x03\x04 no workbook", "a.xlsx")
    page = officer.get(f"/page/data/onboard?file={token}").text
    assert "onboard_map" not in page
    assert "'href': '/data/onboard'" in page
