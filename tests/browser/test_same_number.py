"""One indicator, one place, one period: the same number wherever it is shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visit
from tests.browser.driving import LEADER, drawn
from tests.browser.test_public import pairs, rows

pytestmark = pytest.mark.browser
NAME, INDICATOR = "城管案件按时结案率", "city_case_on_time_rate"
PERIOD, DISTRICT, CODE = "2025-11", "西濠区", "990110"


def card(page: Page) -> str:
    """The indicator's figure in large type."""
    return drawn(page).locator("article.card", has=named(page)).first.locator(".card__number").inner_text()


def named(page: Page) -> Locator:
    return page.get_by_role("heading", name=NAME, exact=True)


def row(page: Page) -> str:
    """The indicator's figure in the first table that lists it."""
    rows = drawn(page).locator("main tbody tr", has=page.get_by_role("link", name=NAME, exact=True))
    return str(rows.first.evaluate("r => r.cells[1].textContent"))


def exported(page: Page, address: str, area: str) -> str:
    found = [row for row in rows(page.request.get(address).text()) if row[2] == area and row[4] == PERIOD]
    assert found
    ours = [row for row in found if row[0] == INDICATOR]
    assert len(ours) == 1
    return f"{float(ours[0][5]):.1f}"


def test_the_city_s_number(visit: Visit, app: str) -> None:
    ask = f"?period={PERIOD}"
    page = visit(f"/overview{ask}", LEADER)
    board = visit(f"/department/urban_mgmt{ask}", LEADER)
    found = {
        "overview": card(page),
        "board": card(board),
        "board's table": row(board).removesuffix("%"),
        "indicator": card(visit(f"/indicator/{INDICATOR}{ask}", LEADER)),
        "public page": card(visit(f"/public/indicator/{INDICATOR}")),
        "board's file": exported(page, f"{app}/export/department/urban_mgmt.csv{ask}", "990100"),
        "indicator's file": exported(page, f"{app}/export/indicator/{INDICATOR}.csv{ask}", "990100"),
        "public file": exported(page, f"{app}/api/v1/public/indicator/{INDICATOR}.csv", "990100"),
    }
    assert set(found.values()) == {found["overview"]}, found


def test_a_district_s_number(visit: Visit, app: str) -> None:
    ask = f"?period={PERIOD}&area={CODE}"
    page = visit(f"/indicator/{INDICATOR}{ask}", LEADER)
    number = card(page)
    assert card(visit(f"/department/urban_mgmt{ask}", LEADER)) == number
    ranked = dict(pairs(visit(f"/indicator/{INDICATOR}?period={PERIOD}", LEADER), DISTRICT))
    compared = visit(f"/compare?period={PERIOD}&indicators={INDICATOR}", LEADER)
    assert dict(pairs(compared, DISTRICT))[DISTRICT] == ranked[DISTRICT] == f"{number}%"
    assert exported(page, f"{app}/export/indicator/{INDICATOR}.csv?period={PERIOD}", CODE) == number
