"""From a figure back to the rows: every step adds up to the one before."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import Catalogue
from app.cli.query import NoCache
from app.domain.errors import Forbidden
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.dossier import dossier
from app.services.figures import ask
from app.services.formula_tree import formula_tree
from app.services.lineage import LineageView, lineage
from app.store import LoadRun, Store

OFFICER = Actor(Role.DATA_OFFICER)
CITY, DISTRICT = "990100", "990101"


@pytest.fixture(scope="module")
def cockpit(demo: Catalogue, loaded: tuple[Store, list[LoadRun]]) -> Cockpit:
    return Cockpit(demo, IndicatorCentre(demo, loaded[0]), loaded[0], NoCache())


def trace(
    cockpit: Cockpit, indicator: str, area: str = CITY, period: str = "2025-11", **more: str
) -> LineageView:
    found = cockpit.catalogue.city.calendar.parse(period)
    return lineage(cockpit, OFFICER, indicator=indicator, area=area, period=found, **more)  # type: ignore[arg-type]


def test_citizens_have_no_lineage(cockpit: Cockpit) -> None:
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    with pytest.raises(Forbidden):
        lineage(cockpit, VISITOR, indicator="pm25_mean", area=CITY, period=month)
    with pytest.raises(Forbidden):
        formula_tree(cockpit, VISITOR, indicator="pm25_mean", area=CITY, period=month)


def test_every_indicator_s_tree_gives_its_figure(cockpit: Cockpit) -> None:
    """With one measure a side and nothing left out, the boxes divided are the figure."""
    month = cockpit.catalogue.city.calendar.parse("2025-11")
    divided = 0
    for indicator in cockpit.catalogue.indicators.values():
        tree = formula_tree(cockpit, OFFICER, indicator=indicator.id, area=CITY, period=month)
        read = tree.figure.period
        assert tree.figure == ask(cockpit, OFFICER, [indicator.id], [CITY], read, read)[0]
        if tree.unpaired or tree.figure.value is None or indicator.formula.annualise:
            continue
        above = [node.now.value for node in tree.numerator]
        below = [node.now.value for node in tree.denominator]
        if None in above or None in below or not above:
            continue
        whole = sum(v for v in above if v is not None) * indicator.formula.scale
        value = whole / sum(v for v in below if v is not None) if below else whole
        assert value == pytest.approx(tree.figure.value), indicator.id
        divided += 1
    assert divided >= 85


def test_runs_and_cells_add_up_to_the_measure(cockpit: Cockpit) -> None:
    for indicator, area in (("hotline_connect_rate", CITY), ("hotline_resolution_rate", DISTRICT)):
        for one in trace(cockpit, indicator, area).measures:
            assert one.origins, one.measure.id
            total = sum(origin.brought.total or 0 for origin in one.origins)
            assert total == pytest.approx(one.node.now.value), one.measure.id
            assert one.cells_total == one.node.now.n + sum(o.brought.missing for o in one.origins)
            assert sum(now.value or 0 for _, now in one.parts) == pytest.approx(one.node.now.value)


def test_the_rows_of_the_file_add_up_to_the_measure(cockpit: Cockpit, deliveries: Path) -> None:
    shown = trace(cockpit, "hotline_connect_rate", DISTRICT)
    one = shown.measures[0]
    assert one.rows is not None
    assert one.rows.traced is not None
    delivery = one.rows.delivery
    assert (deliveries / delivery.file).stat().st_size == delivery.bytes
    assert one.rows.traced.total == one.cells_total == 30
    text = (deliveries / delivery.file).read_bytes().decode("gb18030").splitlines()
    for row in one.rows.traced.rows:
        cells = next(csv.reader([text[row.row - 1]]))
        assert cells == [row.cells[name] or "" for name in one.rows.traced.columns]


def test_records_are_counted_and_read_when_asked(cockpit: Cockpit) -> None:
    shown = trace(cockpit, "hotline_resolution_rate", DISTRICT)
    large = shown.measures[0]
    assert large.rows is None  # 13 MB: not without being asked
    again = trace(cockpit, "hotline_resolution_rate", DISTRICT, rows_of=large.measure.id).measures[0]
    assert again.rows is not None
    assert again.rows.traced is not None
    assert again.rows.traced.records
    assert again.rows.traced.total == large.node.now.value
    assert len(again.rows.traced.rows) == 10


def test_a_file_that_changed_is_told_and_the_log_still_stands(cockpit: Cockpit, deliveries: Path) -> None:
    file = deliveries / "hotline" / "hotline_calls_2023-2025.csv"
    before = file.read_bytes()
    try:
        file.write_bytes(before + b"\n")
        one = trace(cockpit, "hotline_wait_seconds", DISTRICT, "2025-10").measures[0]
        assert one.rows is not None
        assert one.rows.refused is not None
        assert one.rows.refused.code == "source_file_changed"
        file.rename(file.with_suffix(".gone"))
        gone = trace(cockpit, "hotline_wait_seconds", DISTRICT, "2025-09").measures[0]
        assert gone.rows is not None
        assert gone.rows.refused is not None
        assert gone.rows.refused.code == "source_file_gone"
        assert not gone.origins[0].there
        assert gone.origins[0].brought.cells == 30  # what was loaded is still told
    finally:
        file.with_suffix(".gone").unlink(missing_ok=True)
        file.write_bytes(before)


def test_a_coarse_stock_is_found_in_the_period_around(cockpit: Cockpit) -> None:
    catalogue = cockpit.catalogue
    for indicator in catalogue.indicators.values():
        coarse = [
            m
            for m in map(catalogue.measure, indicator.formula.denominator)
            if m.grain.rank > catalogue.measure(indicator.formula.numerator[0]).grain.rank
        ]
        for measure in coarse:
            found = next(m for m in trace(cockpit, indicator.id).measures if m.measure.id == measure.id)
            assert found.node.now.value is not None, (indicator.id, measure.id)
            assert found.origins, (indicator.id, measure.id)


def test_the_dossier_names_its_sources_users_and_rights(cockpit: Cockpit) -> None:
    month = cockpit.catalogue.city.calendar.parse("2025-11")

    def file_of(actor: Actor):  # type: ignore[no-untyped-def]
        return dossier(cockpit, actor, indicator="online_service_coverage", area=CITY, period=month)

    found = file_of(OFFICER)
    below = {m.measure.id for m in found.tree.measures()}
    assert {one.source for one in found.sources} == {
        s.id for s in cockpit.catalogue.sources.values() if below & set(s.measures)
    }
    assert all(one.freshness is not None and one.accepted_share for one in found.sources)
    assert found.uses.led_by.id == "gov_service"
    assert found.uses.public
    assert found.targets
    assert (found.rights.hold, found.rights.target, found.rights.review) == (True, True, True)
    leader = file_of(Actor(Role.LEADER)).rights
    assert (leader.hold, leader.target, leader.review) == (False, False, True)
    stranger = file_of(Actor(Role.DEPT_HEAD, "water"))
    assert (stranger.rights.hold, stranger.rights.target, stranger.rights.review) == (False, False, False)
    assert all(one.freshness is None for one in stranger.sources)  # not the water department's to see
    owner = file_of(Actor(Role.DEPT_HEAD, "gov_service")).rights
    assert (owner.hold, owner.target, owner.review) == (False, True, True)
