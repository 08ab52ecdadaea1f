"""The sources the load tests read, and ways to see what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from app.catalogue import Catalogue
from app.domain.period import epoch_day
from app.store import LoadRun, Store
from tests.unit.ingest.support import measure

CASES = """
read: {format: csv, files: ["cases*.csv"]}
fields:
  ticket: {from: 工单, type: text}
  district: {from: 所属区, type: area, level: district}
  opened: {from: 受理时间, type: datetime}
  closed: {from: 办结时间, type: datetime, optional: true}
  due: {from: 应结时间, type: datetime, optional: true}
  kind: {from: 类别, type: text, values: [投诉, 咨询], optional: true}
  result: {from: 结果, type: text, optional: true}
  minutes: {from: 通话, type: number, min: 0, max: 600, optional: true}
ignore:
  - {column: 工单, in: [合计]}
unique: [ticket]
checks: [{not_before: [closed, opened]}]
derive:
  handling: {minutes: [opened, closed]}
  on_time: {flag: [{field: closed, not_above_field: due}]}
period: opened
area: district
measures:
  cases: {count: all}
  solved: {count: all, where: [{field: result, in: [已解决]}]}
  closed: {count: all, period: closed}
  due: {count: all, period: due}
  on_time: {sum: on_time}
  talk: {sum: minutes, times: 60}
  longest: {max: minutes}
"""
CASE_MEASURES = [measure(name) for name in ("cases", "solved", "closed", "due", "on_time", "talk")] + [
    measure("longest", time="max")
]
FIGURES = """
read: {format: csv, files: ["figures*.csv"]}
fields:
  day: {from: 日期, type: date}
  district: {from: 区, type: area, level: district}
  offered: {from: [呼入量, 呼入], type: number, unit: 万, min: 0}
  answered: {from: 接通量, type: number, unit: 万}
ignore: [{column: 区, in: [合计]}]
checks: [{not_above: [answered, offered]}]
period: day
area: district
measures: {offered: {sum: offered}, answered: {sum: answered}}
"""
FIGURE_MEASURES = [measure("offered"), measure("answered")]
HEAD = "工单,所属区,受理时间,办结时间,应结时间,类别,结果,通话\n"

Load = Callable[..., tuple[Catalogue, list[LoadRun]]]


def values(store: Store, grain: str = "day", area: str = "990101") -> dict[tuple[str, str], float | None]:
    names = [*(m.id for m in CASE_MEASURES), "offered", "answered", "m", "n"]
    cells = store.cells(names, [area], grain, epoch_day(date(2000, 1, 1)), epoch_day(date(2030, 1, 1)))
    days = pd.to_datetime(cells["period_start"], unit="D").dt.strftime("%Y-%m-%d")
    return {
        (name, day): None if pd.isna(value) else value
        for name, day, value in zip(cells["measure"], days, cells["value"], strict=True)
    }


def reasons(store: Store) -> list[tuple[int, str, str]]:
    rows = store.quarantine().sort_values("id")
    return list(zip(rows["row"], rows["column"], rows["reason"], strict=True))
