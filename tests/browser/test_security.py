"""Nothing leaves the machine, nothing foreign runs, and a fresh server answers everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from app.store import LoadRun, Store
from tests.browser.conftest import Contexts, Visit, copy_store
from tests.browser.driving import LEADER, PUBLIC, ROOT, Who, served

pytestmark = pytest.mark.browser


def test_what_goes_wrong_in_a_page_is_noticed(app: str, contexts: Contexts, visit: Visit) -> None:
    """Every visit of every test here fails when its page asks elsewhere or breaks the policy."""
    page = visit("/public")
    _, seen = contexts(app, Who(), (1920, 1080))
    page.evaluate("() => fetch('http://elsewhere.invalid/').catch(() => 0)")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.text = '1'; document.body.append(s) }"
    )
    page.evaluate("() => fetch('/no-such-file.js').then(r => r.status)")
    page.wait_for_load_state("networkidle")
    policy = [words for words in seen if "Content Security Policy" in words]
    assert len(policy) >= 2
    seen.clear()


def test_every_answer_carries_the_policy(app: str, contexts: Contexts) -> None:
    context, _ = contexts(app, LEADER, (1920, 1080))
    for path in ("/overview", "/health", "/export/department/water.csv", "/_dash-layout"):
        headers = context.request.get(app + path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_cookie_of_a_reader_is_out_of_reach_of_scripts(visit: Visit) -> None:
    page = visit("/overview", LEADER)
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert page.evaluate("() => document.cookie") == ""


def test_a_switch_of_role_leads_to_no_other_site(app: str, contexts: Contexts) -> None:
    context, _ = contexts(app, Who("data_officer"), (1920, 1080))
    for back in ("https://elsewhere.invalid/x", "//elsewhere.invalid/x"):
        form = {"role": "data_officer", "department": "", "back": back}
        answer = context.request.post(f"{app}/dev/actor", form=form, max_redirects=0)
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")


def test_a_server_just_started_answers_all_at_once(
    loaded: tuple[Store, list[LoadRun]], tmp_path: Path
) -> None:
    folder = copy_store(loaded[0], tmp_path)
    log = folder / "gunicorn.log"
    paths = [
        "/_dash-layout",
        "/_dash-dependencies",
        *PUBLIC,
        "/api/v1/public/indicators.csv",
        "/overview",
    ] * 4
    with served(ROOT / "data" / "demo", folder, log) as address, ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda path: (path, _status(address + path)), paths))
    assert {status for _, status in answers} == {200}, answers
    assert "Traceback" not in log.read_text()


def test_the_role_switch_is_gone_where_it_is_not_allowed(
    loaded: tuple[Store, list[LoadRun]], tmp_path: Path, contexts: Contexts
) -> None:
    folder = copy_store(loaded[0], tmp_path)
    with served(
        ROOT / "data" / "demo", folder, folder / "gunicorn.log", COCKPIT_DEV_ACTORS="false"
    ) as address:
        context, _ = contexts(address, Who(), (1920, 1080))
        form = {"role": "leader", "department": "", "back": "/"}
        assert context.request.post(f"{address}/dev/actor", form=form).status == 404
        assert context.request.get(f"{address}/export/department/water.csv").status == 403


def _status(address: str) -> int:
    try:
        with urlopen(address, timeout=60) as answer:
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        return error.code
