"""The desk on a small city: late and broken sources, rows that add up, who sees what, what rests on what."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.access import VISITOR, Actor, Role
from app.catalogue import load_package
from app.cli.query import NoCache
from app.domain.errors import CockpitError, Forbidden
from app.indicators import IndicatorCentre
from app.ingest import load_all
from app.services import Cockpit
from app.services.assets import Kind, assets
from app.services.connections import connections
from app.services.desk import desk, load_day
from app.services.freshness import State, freshness
from app.services.impact import impact
from app.services.quality import Dimension, quality, sign_off
from app.services.quarantine import refused, refused_csv
from app.services.recent import changes
from app.store import Store

PACKAGE = Path(__file__).resolve().parents[2] / "packages" / "small"
OFFICER, LEADER = Actor(Role.DATA_OFFICER), Actor(Role.LEADER)
HEAD = Actor(Role.DEPT_HEAD, "water")
Open = Callable[..., Cockpit]


@pytest.fixture
def city(tmp_path: Path, store_url: str) -> Iterator[Open]:
    """Opens the small package with these deliveries on a day."""
    store = Store(store_url)

    def open_city(files: dict[str, str], today: str = "2025-03-10") -> Cockpit:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        catalogue = load_package(PACKAGE, deliveries=tmp_path)
        day = replace(catalogue.city, today=date.fromisoformat(today))
        catalogue = replace(catalogue, city=day)
        store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
        load_all(catalogue, store)
        return Cockpit(catalogue, IndicatorCentre(catalogue, store), store, NoCache())

    yield open_city
    store.dispose()


CALLS = (
    "日期,区,呼入量,接通量\n2025-03-07,东区,100,90\n2025-03-07,西区,80,81\n2025-03-08,东区,70,60\n合计,,,\n"
)
CALLS += "2025-03-08,合计,150,140\n2025-03-08,未知,5,5\n"
CALLS += "2025-03-09,东区,50,40\n2025-03-09,西区,40,30\n2025-03-09,北区,9,8\n"


def states(cockpit: Cockpit, actor: Actor = OFFICER) -> dict[str, State]:
    return {f.source.id: f.state for f in freshness(cockpit, actor)}


def test_rows_of_the_day_add_up(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    shown = desk(cockpit, OFFICER)
    totals = shown.loads.totals
    assert (totals.read, totals.quarantined, totals.runs) == (9, 3, 1)
    assert totals.read == totals.accepted + totals.quarantined + totals.ignored
    assert totals.adds_up
    assert shown.loads.day == date(2025, 3, 10)  # by the city's clock
    assert shown.waiting == totals.quarantined == sum(rows for _, rows in shown.reasons)
    assert load_day(cockpit, OFFICER, day="2025-03-09").totals.runs == 0
    with pytest.raises(CockpitError):
        load_day(cockpit, OFFICER, day="yesterday")


def test_a_refused_file_is_told_and_breaks_the_connection(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    assert states(cockpit)["daily_calls"] is State.ON_TIME
    again = city({"calls_1.csv": CALLS, "calls_2.csv": "日期,呼入量\n2025-03-10,5\n"})
    assert [one.file for one in desk(again, OFFICER).loads.refused] == ["calls_2.csv"]
    assert states(again)["daily_calls"] is State.DISCONNECTED


def test_a_source_grows_late_and_then_counts_as_disconnected(city: Open) -> None:
    on_time = city({"calls_1.csv": CALLS})
    found = {f.source.id: f for f in freshness(on_time, OFFICER)}
    calls = found["daily_calls"]
    assert (calls.missing, calls.days_late, str(calls.reached)) == (0, 0, "2025-03-09")
    assert found["tickets"].state is State.DISCONNECTED  # never came
    late = city({}, today="2025-03-12")
    calls = freshness(late, OFFICER, source="daily_calls")[0]
    assert (calls.state, calls.missing, calls.days_late) == (State.LATE, 1, 1)
    gone = city({}, today="2025-09-12")
    calls = freshness(gone, OFFICER, source="daily_calls")[0]
    assert calls.state is State.DISCONNECTED
    assert calls.days_late > calls.max_age
    assert freshness(late, OFFICER)[-1].source.id == "daily_calls"  # the others are worse


def test_the_map_holds_the_registry_and_shows_a_source_turned_off(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    shown = connections(cockpit, OFFICER)
    links = [link.source.id for row in shown.rows for _, links in row.systems for link in links]
    assert sorted(links) == sorted(cockpit.catalogue.sources)
    assert shown.total == len(links) == sum(c.sources for c in shown.channels) == sum(shown.states.values())
    assert shown.states[State.DISCONNECTED] == 2
    off = connections(city({}, today="2025-09-12"), OFFICER)
    assert off.states[State.DISCONNECTED] == 3
    broken = connections(cockpit, OFFICER, state="disconnected")
    assert sum(len(links) for row in broken.rows for _, links in row.systems) == 2


def test_a_head_sees_the_own_department_and_a_visitor_nothing(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    assert set(states(cockpit, HEAD)) == {"gauges"}
    assert refused(cockpit, HEAD).total == 0
    assert refused(cockpit, LEADER).total == 3
    for ask in (
        lambda: refused(cockpit, HEAD, department="hotline"),
        lambda: refused(cockpit, HEAD, source="daily_calls"),
        lambda: impact(cockpit, HEAD, "daily_calls"),
        lambda: quality(cockpit, HEAD, department="hotline"),
        lambda: desk(cockpit, VISITOR),
        lambda: assets(cockpit, VISITOR),
        lambda: connections(cockpit, VISITOR),
        lambda: refused_csv(cockpit, VISITOR, "zh"),
        lambda: sign_off(cockpit, LEADER, month="2025-03", comment="x", department=None, source=None),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_the_list_filters_pages_and_hands_the_same_rows_over(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    assert refused(cockpit, OFFICER, reason="unknown_area").total == 1
    assert refused(cockpit, OFFICER, state="repaired").total == 0
    assert refused(cockpit, OFFICER, page=99).page == 1
    rows = list(csv.DictReader(io.StringIO(refused_csv(cockpit, OFFICER, "en").lstrip("\ufeff"))))
    assert sorted(int(r["row"]) for r in rows) == sorted(e.row for e in refused(cockpit, OFFICER).entries)
    assert all(r["note"] and r["remedy"] for r in rows)
    assert cockpit.store.audit_log()["object"].tolist()[0] == "quarantine"


def test_cells_of_the_file_cannot_become_formulas(city: Open) -> None:
    evil = CALLS.replace("未知", '"=HYPERLINK(""http://x"")"')
    text = refused_csv(city({"calls_1.csv": evil}), OFFICER, "en")
    for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_everything_above_a_source_is_found(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    found = impact(cockpit, OFFICER, "daily_calls")
    formulas = {i.id: i.formula for i in cockpit.catalogue.indicators.values()}
    reached = {name for name, f in formulas.items() if set(f.measures) & set(found.source.measures)}
    while more := {n for n, f in formulas.items() if {p for p, _ in f.parts} & reached} - reached:
        reached |= more
    assert {i.id for i in found.indicators} == reached
    assert found.composites
    assert {b.department.id for b in found.boards} >= {"hotline"}
    with pytest.raises(CockpitError):
        impact(cockpit, OFFICER, "nothing")


def test_assets_are_all_listed_once_and_the_unused_told(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    shown = assets(cockpit, OFFICER)
    catalogue = cockpit.catalogue
    assert shown.kinds == {
        Kind.SOURCE: len(catalogue.sources),
        Kind.MEASURE: len(catalogue.measures),
        Kind.INDICATOR: len(catalogue.indicators),
    }
    assert len({(a.kind, a.id) for a in shown.assets}) == shown.total
    unused = assets(cockpit, OFFICER, unused=True)
    assert unused.total == shown.unused
    assert not any(a.indicators for a in unused.assets)
    cockpit.store.audit("leader", "export", "csv", {"indicators": ["requests_total"]})
    taken = {a.id: a for a in assets(cockpit, OFFICER, kind="indicator").assets}
    assert taken["requests_total"].exports == 1


def test_quality_is_counted_and_frozen_when_signed(city: Open) -> None:
    cockpit = city({"calls_1.csv": CALLS})
    shown = quality(cockpit, OFFICER, source="daily_calls")
    scores = shown.sources[0].scores
    # Of 8 rows judged two name no area or date, one has a part above its whole.
    assert (scores[Dimension.NORMATIVE].met, scores[Dimension.NORMATIVE].judged) == (6, 8)
    assert (scores[Dimension.CONSISTENT].met, scores[Dimension.CONSISTENT].judged) == (7, 8)
    # Days 1 to 8 are due on the 10th; two measures, three districts; 7th and 8th brought one district each.
    assert (scores[Dimension.COMPLETE].met, scores[Dimension.COMPLETE].judged) == (4, 48)
    assert (scores[Dimension.TIMELY].met, scores[Dimension.TIMELY].judged) == (2, 8)
    assert quality(cockpit, OFFICER, source="tickets").sources[0].scores[Dimension.NORMATIVE].share is None
    with pytest.raises(CockpitError):
        sign_off(cockpit, OFFICER, month="2025-03", comment=" ", department=None, source="daily_calls")
    assert (
        sign_off(cockpit, OFFICER, month="2025-03", comment="seen", department=None, source="daily_calls")
        == 1
    )
    signed = quality(cockpit, OFFICER, source="daily_calls").sources[0]
    assert signed.signed is not None
    assert not signed.changed
    assert [c.action for c in changes(cockpit, OFFICER)] == ["sign_off"]
    later = city({"calls_2.csv": "日期,区,呼入量,接通量\n2025-03-08,西区,1,1\n"})
    assert quality(later, OFFICER, source="daily_calls").sources[0].changed
