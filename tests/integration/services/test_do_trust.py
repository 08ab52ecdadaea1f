"""What forms post becomes decisions; what was filled in wrongly is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from app.access import VISITOR
from app.api import do_trust
from app.api.actions import Told
from app.domain.errors import CockpitError, Forbidden
from app.services import Cockpit, trust
from tests.integration.services.small_city import LEADER, OFFICER

PLACE = {"indicator": "share", "area": "11"}
HOLD = {**PLACE, "first": "2025-02", "last": "", "reason": "does not add up"}
TARGET = {
    **PLACE,
    "first_day": "2025-02-01",
    "last_day": "",
    "target": "95",
    "red_line": "88",
    "reason": "more",
}
REVIEW = {**PLACE, "period": "2025-02", "decision": "two more desks", "due": "2025-04-01"}
Do = Callable[[Cockpit, Any, Mapping[str, str], Mapping[str, Any]], Told]


def test_a_hold_is_posted_and_released(cockpit: Cockpit) -> None:
    told = do_trust.hold(cockpit, OFFICER, HOLD, {})
    (held,) = trust.holds(cockpit, LEADER)
    assert (told.name, told.params) == ("api.trust.held", {"hold": held.id})
    assert (held.indicator, held.area, str(held.first_day), str(held.last_day)) == (
        "share", "11", "2025-02-01", "2025-02-28",
    )  # fmt: skip
    do_trust.release(cockpit, OFFICER, {"hold": str(held.id), "note": "fine"}, {})
    assert trust.holds(cockpit, LEADER) == ()


def test_a_target_and_a_band_are_posted(cockpit: Cockpit) -> None:
    do_trust.target(cockpit, OFFICER, TARGET, {})
    edges = {"target_low": "50", "target_high": "60", "red_low": "40", "red_high": "70"}
    band = {**TARGET, "indicator": "band", "target": "", "red_line": " ", **edges}
    do_trust.target(cockpit, OFFICER, band, {})
    assert trust.target_history(cockpit, LEADER, "share", "11")[0].target == 95.0
    assert trust.target_history(cockpit, LEADER, "band", "11")[0].red_band == (40.0, 70.0)


def test_a_review_is_posted(cockpit: Cockpit) -> None:
    do_trust.review(cockpit, LEADER, REVIEW, {})
    (made,) = trust.reviews(cockpit, LEADER)
    assert (made.period, made.decision, str(made.due)) == ("2025-02", "two more desks", "2025-04-01")


@pytest.mark.parametrize(
    ("do", "fields", "fault"),
    [
        (do_trust.hold, {**HOLD, "first": "soon"}, "bad_period"),
        (do_trust.hold, {**HOLD, "indicator": "nothing"}, "unknown_indicator"),
        (do_trust.hold, {}, "bad_period"),
        (do_trust.release, {"hold": "x"}, "hold_unknown"),
        (do_trust.target, {**TARGET, "target": "many"}, "bad_number_given"),
        (do_trust.target, {**TARGET, "target": "nan"}, "bad_number_given"),
        (do_trust.target, {**TARGET, "target": "inf"}, "bad_number_given"),
        (do_trust.target, {**TARGET, "first_day": "1/2/2025"}, "bad_day_given"),
        (do_trust.target, {**TARGET, "target_low": "3"}, "band_half"),
        (do_trust.review, {**REVIEW, "as_of": "then"}, "bad_as_of"),
        (do_trust.review, {**REVIEW, "decision": ""}, "reason_needed"),
    ],
)
def test_what_is_filled_in_wrongly_is_told(
    cockpit: Cockpit, do: Do, fields: dict[str, str], fault: str
) -> None:
    with pytest.raises(CockpitError, match=fault):
        do(cockpit, OFFICER, fields, {})
    assert cockpit.store.audit_log().empty


@pytest.mark.parametrize(
    ("do", "fields"), [(do_trust.hold, HOLD), (do_trust.target, TARGET), (do_trust.review, REVIEW)]
)
def test_citizens_decide_nothing(cockpit: Cockpit, do: Do, fields: dict[str, str]) -> None:
    with pytest.raises(Forbidden):
        do(cockpit, VISITOR, fields, {})
