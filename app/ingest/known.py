"""Since when the figures of a delivery were known, as its source declares it (`known`)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pandas as pd

from app.domain.errors import FileRefused
from app.domain.period import Grain, from_epoch_day
from app.ingest.plan import Plan

KNOWN = "known_at"  # a column of observations: aware moments; without it all are known since the load


def with_known(observations: pd.DataFrame, plan: Plan, file: str, now: datetime) -> pd.DataFrame:
    """The observations, with KNOWN where the source says since when; never later than `now`.

    Raises: FileRefused('file_day') when the name holds no day where it should.
    """
    declared = plan.source.known
    made = _day_in(file, declared.file) if declared.file else None
    if made is not None:
        return observations.assign(**{KNOWN: min(_midnight(made, plan), now)})
    if not declared.due or observations.empty:
        return observations
    periods = observations[["grain", "period_start"]].drop_duplicates()
    known = {
        (grain, start): min(_midnight(_due(plan, Grain(grain), int(start)), plan), now)
        for grain, start in periods.itertuples(index=False)
    }
    keys = zip(observations["grain"], observations["period_start"], strict=True)
    return observations.assign(**{KNOWN: [known[key] for key in keys]})


def _day_in(file: str, pattern: str) -> date | None:
    """The day that a file's name holds; None when it is not of those that do."""
    found = re.search(pattern, PurePosixPath(file).name)
    if found is None:
        return None
    parts = re.findall(r"\d+", found[1] or "")
    if len(parts) == 1:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError as error:
        raise FileRefused("file_day", file=file, text=found[1] or "", pattern=pattern) from error


def _due(plan: Plan, grain: Grain, start: int) -> date:
    """The day on which a figure was due; never before its period is over."""
    period = plan.calendar.period(from_epoch_day(start), grain)
    schedule = plan.source.schedule
    delivered = plan.calendar.period(period.end, schedule.every)
    return max(schedule.due_day(delivered), period.end + timedelta(days=1))


def _midnight(day: date, plan: Plan) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(plan.time_zone))
