"""Words that mean two things, counts without a good direction: told where the reader meets the number."""

from __future__ import annotations

import pytest

from app.catalogue import Catalogue
from app.domain.indicator import ChangeUnit

# indicator → a word of its note or caution without which the reader would take it for something else
TOLD = {
    "complaint_rate": "每万件受理",
    "avg_handling_minutes": "三件不同的事",
    "avg_elapsed_workdays": "三件不同的事",
    "congestion_index": "与高峰拥堵率不可比",
    "peak_congestion_rate": "与拥堵指数是两把尺子",
    "online_service_coverage": "上线率",
    "online_case_share": "能网办与真网办",
    "decision_transparency_rate": "近似",
    "cross_dept_collab_count": "无所谓好坏",
    "analysis_report_count": "无所谓好坏",
    "smart_alert_count": "无所谓好坏",
    "data_sharing_rate": "不予共享",
    "env_monitor_coverage": "按网格",
    "event_response_minutes": "不是系统自动派单的秒数",
    "accident_response_minutes": "不能与事件响应时长相加",
    "unemployment_rate": "抽样误差",
    "old_estate_done_rate": "不要与上月比",
}
BESIDE = {
    "complaint_rate": "hotline_ticket_volume",
    "avg_handling_minutes": "avg_elapsed_workdays",
    "avg_elapsed_workdays": "on_time_completion_rate",
    "online_service_coverage": "online_case_share",
    "online_case_share": "online_service_coverage",
    "cross_dept_collab_count": "joint_closure_on_time_rate",
    "analysis_report_count": "report_adoption_rate",
    "smart_alert_count": "alert_precision",
    "accident_response_minutes": "event_response_minutes",
}


@pytest.mark.parametrize("code", TOLD)
def test_what_could_be_mistaken_is_told_in_both_languages(demo: Catalogue, code: str) -> None:
    indicator = demo.indicators[code]
    said = [text for text in (indicator.note, indicator.caution) if text]
    assert TOLD[code] in "".join(text.zh for text in said)
    assert all(text.en.strip() for text in said)


@pytest.mark.parametrize("code", BESIDE)
def test_what_must_be_read_together_leads_to_each_other(demo: Catalogue, code: str) -> None:
    assert BESIDE[code] in demo.indicators[code].read_with


def test_counts_without_a_good_direction_carry_no_score_and_have_an_outcome_beside(demo: Catalogue) -> None:
    unscored = [i for i in demo.indicators.values() if not i.scored]
    assert {"cross_dept_collab_count", "analysis_report_count", "smart_alert_count"} <= {
        i.id for i in unscored
    }
    assert all(i.target is None and i.red_line is None for i in unscored)


def test_changes_of_shares_are_told_in_points_alone(demo: Catalogue) -> None:
    """'+x %' of a share could mean either; points cannot be mistaken."""
    for indicator in demo.indicators.values():
        if indicator.unit.zh == "%":
            assert indicator.change_unit is ChangeUnit.PERCENTAGE_POINTS, indicator.id
