"""For any table: spoilt, loaded and repaired it comes to what the right one comes to."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.repairing import draft_repair
from app.services.replaying import replay
from app.store import Store
from tests.integration.ingest.repairs import FIGURES, OFFICER, cells, entries, first_run, opened
from tests.unit.ingest.support import measure

DAYS = [f"2025-01-{number:02}" for number in range(1, 8)]
WRONG = st.sampled_from([("区", "不详"), ("日期", "2025-13-45"), ("呼入", "待核"), ("呼入", "-5")])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(DAYS), st.sampled_from(["临江", "东湖"]), st.integers(0, 10**6), st.none() | WRONG
    ),
    min_size=2,
    max_size=10,
    unique_by=lambda row: row[:2],
).filter(lambda rows: any(row[3] for row in rows) and not all(row[3] for row in rows))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_repairing_everything_equals_a_right_delivery(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, int, tuple[str, str] | None]]
) -> None:
    def text(*, spoilt: bool) -> str:
        lines = ["日期,区,呼入"]
        for when, area, calls, wrong in rows:
            row = {"日期": when, "区": area, "呼入": str(calls)}
            lines.append(",".join((row | dict([wrong]) if wrong and spoilt else row).values()))
        return "\n".join(lines) + "\n"

    folder = tmp_path_factory.mktemp("property")
    stores = [Store(f"sqlite:///{folder / name}.db") for name in ("right", "repaired")]
    measures = [measure("calls")]
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    right = opened(folder / "one", stores[0], FIGURES, {"a.csv": text(spoilt=False)}, measures)
    repaired = opened(folder / "two", stores[1], FIGURES, {"a.csv": text(spoilt=True)}, measures)
    for number, row, _ in entries(repaired):
        when, area, calls, _wrong = rows[row - 2]
        whole = {"日期": when, "区": area, "呼入": str(calls)}
        draft_repair(repaired, OFFICER, entry=number, cells=whole, reason="asked")
    replay(repaired, OFFICER, first_run(repaired))
    assert cells(repaired) == cells(right)
    for store in stores:
        store.dispose()
