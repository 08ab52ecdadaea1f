"""Targets set in the app: for their days and area, by the rules, by whoever may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.access import VISITOR
from app.domain.errors import CockpitError, Forbidden
from app.domain.indicator import Status
from app.services import Cockpit, trust
from tests.integration.services.small_city import (
    HEAD,
    LEADER,
    OFFICER,
    STRANGER,
    figure,
    new_target,
)


def test_a_target_set_in_the_app_holds_for_its_days_and_area(cockpit: Cockpit) -> None:
    wanted = new_target(target=95.0, red_line=88.0)
    trust.set_target(cockpit, HEAD, indicator="share", area="1", wanted=wanted)
    shown = [figure(cockpit, LEADER, "share", "12", p) for p in ("2025-01", "2025-02")]
    assert [(one.target, one.red_line, one.status) for one in shown] == [
        (90.0, 70.0, Status.WATCH),
        (95.0, 88.0, Status.OFF_TARGET),
    ]
    assert figure(cockpit, LEADER, "share", "11").target == 80.0  # its own stands nearer than the city's
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=wanted)
    assert figure(cockpit, LEADER, "share", "11").target == 95.0
    again = new_target(target=85.0, red_line=60.0, last_day=date(2025, 2, 28))
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=again)
    assert figure(cockpit, LEADER, "share", "11").target == 85.0  # the one set last
    assert figure(cockpit, LEADER, "share", "11", "2025-03").target == 95.0


def test_the_history_of_a_target_tells_every_version_with_reason_and_person(cockpit: Cockpit) -> None:
    trust.set_target(
        cockpit, HEAD, indicator="share", area="11", wanted=new_target(target=95.0, red_line=88.0)
    )
    later = new_target(target=96.0, red_line=88.0, first_day=date(2025, 1, 1), reason="higher still")
    trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=later)
    history = trust.target_history(cockpit, LEADER, "share", "11")
    told = [(one.target, one.reason.zh, one.set_by, one.superseded) for one in history]
    assert told == [
        (96.0, "higher still", "data_officer", False),
        (95.0, "tightened", "dept_head:dept", True),
        (80.0, "easier there", None, True),
        (90.0, "", None, False),
    ]
    with pytest.raises(CockpitError, match="target_unchanged"):
        trust.set_target(cockpit, OFFICER, indicator="share", area="11", wanted=later)


@pytest.mark.parametrize(
    ("code", "numbers", "fault"),
    [
        ("share", {}, "target_needed"),
        ("share", {"target": 80.0, "red_line": 90.0}, "thresholds_order"),
        ("share", {"target": 80.0}, "threshold_alone"),
        ("share", {"target": 101.0, "red_line": 90.0}, "outside_valid_range"),
        ("share", {"target_band": (1.0, 2.0), "red_band": (0.0, 3.0)}, "threshold_of_other_direction"),
        ("band", {"target_band": (10.0, 60.0), "red_band": (20.0, 90.0)}, "bands_not_nested"),
        ("share", {"target": 95.0, "red_line": 90.0, "last_day": date(2025, 1, 1)}, "dates_reversed"),
        ("share", {"target": 95.0, "red_line": 90.0, "reason": " "}, "reason_needed"),
        ("share", {"target": 95.0, "red_line": 90.0, "owner": "nobody"}, "unknown_department"),
    ],
)
def test_a_target_keeps_to_the_rules_of_the_package(
    cockpit: Cockpit, code: str, numbers: dict[str, Any], fault: str
) -> None:
    with pytest.raises(CockpitError, match=fault):
        trust.set_target(cockpit, OFFICER, indicator=code, area="1", wanted=new_target(**numbers))
    assert len(trust.target_history(cockpit, LEADER, code, "1")) == 1


def test_only_its_department_and_the_data_officer_set_a_target(cockpit: Cockpit) -> None:
    wanted = new_target(target=95.0, red_line=88.0)
    for actor in (VISITOR, LEADER, STRANGER):
        with pytest.raises(Forbidden):
            trust.set_target(cockpit, actor, indicator="share", area="1", wanted=wanted)


def test_bands_are_set_and_judged(cockpit: Cockpit) -> None:
    assert figure(cockpit, LEADER, "band", "1").status is Status.WATCH
    wanted = new_target(target_band=(80.0, 90.0), red_band=(70.0, 95.0))
    trust.set_target(cockpit, OFFICER, indicator="band", area="1", wanted=wanted)
    shown = figure(cockpit, LEADER, "band", "1")
    assert (shown.target_band, shown.status) == ((80.0, 90.0), Status.ON_TARGET)
