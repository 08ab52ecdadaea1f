"""A small city whose figures people decide about: names, deliveries, short ways to ask."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.domain.indicator import Direction, Formula, FormulaKind, Target, Version
from app.domain.period import Period, epoch_day
from app.services import Cockpit, trust
from app.services.figures import Figure, ask
from app.store import Batch, Load, Store
from tests.unit.indicators.city import catalogue, indicator, measure, name, ratio

OFFICER, LEADER = Actor(Role.DATA_OFFICER), Actor(Role.LEADER)
HEAD, STRANGER = Actor(Role.DEPT_HEAD, "dept"), Actor(Role.DEPT_HEAD, "other")
FIRST = datetime(2025, 3, 19, 1, tzinfo=UTC)  # before the city's day begins: its moments go with the clock
BROKEN = date(2025, 2, 1)


def city() -> Catalogue:
    """A ratio with a target, an index and a sum resting on it, one that broke in February."""
    measures = [measure("a", grain="month"), measure("b", grain="month")]
    share = indicator("share", ratio("a", "b"), target=90.0, red_line=70.0, valid_min=0.0, valid_max=100.0)
    other = indicator("other", ratio("a", "b"), target=90.0, red_line=70.0)
    parts = (("share", 1.0), ("other", 1.0))
    index = indicator("index", Formula(FormulaKind.INDEX, parts=parts), target=80.0, red_line=60.0)
    new = Version(2, BROKEN, name("counted anew"), breaks_series=True)
    same = Version(2, BROKEN, name("worded anew"))
    anew = indicator("anew", ratio("a", "b"), target=90.0, red_line=70.0, versions=(Version(1), new))
    worded = indicator("worded", ratio("a", "b"), target=90.0, red_line=70.0, versions=(Version(1), same))
    above = indicator("above", Formula(FormulaKind.DERIVED, parts=(("anew", 1.0),)), target=9.0, red_line=7.0)
    band = indicator(
        "band",
        ratio("a", "b"),
        direction=Direction.TARGET_BAND,
        target_band=(40.0, 60.0),
        red_band=(20.0, 90.0),
    )
    targets = (Target("share", "11", date(2025, 1, 1), None, 80.0, 60.0, "dept", name("easier there")),)
    return catalogue(measures, [share, other, index, anew, worded, above, band], targets=targets)


def deliver(store: Store, known: datetime, rows: list[tuple[str, str, str, float]], file: str) -> None:
    """One file: (measure, area, month, value)."""
    frame = pd.DataFrame(
        [(m, a, "month", epoch_day(date.fromisoformat(f"{p}-01")), v, "A") for m, a, p, v in rows],
        columns=["measure", "area", "grain", "period_start", "value", "status"],
    )
    size = len(frame)
    store.commit(Load("s", [Batch(file, file[0] * 64, 1)], known, size, size, 0, 0, frame))


def at(cockpit: Cockpit, period: str = "2025-02") -> Period:
    return cockpit.catalogue.city.calendar.parse(period)


def figure(
    cockpit: Cockpit, actor: Actor, code: str, area: str, period: str = "2025-02", **more: Any
) -> Figure:
    return ask(cockpit, actor, [code], [area], at(cockpit, period), at(cockpit, period), **more)[0]


def hold(cockpit: Cockpit, area: str = "11", code: str = "share", **more: Any) -> trust.Hold:
    return trust.hold(
        cockpit, OFFICER, indicator=code, area=area, first=at(cockpit), reason="does not add up", **more
    )


def new_target(**numbers: Any) -> trust.NewTarget:
    span = {"first_day": date(2025, 2, 1), "last_day": None, "reason": "tightened"}
    return trust.NewTarget(**(span | numbers))
