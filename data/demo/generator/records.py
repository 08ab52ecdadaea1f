"""Case records: one row an event, and the measures counted from them independently of the loader.

Shape of each: a frame of clean records (times as timestamps, NaT where it has not happened).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo.generator import package, story, truth

EPOCH = pd.Timestamp(1970, 1, 1)
END = pd.Timestamp(story.LAST) + pd.Timedelta(hours=23, minutes=59)
TICKETS_A_DAY, EVENTS_A_DAY, CASES_A_DAY = 120, 110, 90


def _moments(rng: np.random.Generator, per_day: float, *, storm: float = 1.0) -> pd.Series:
    """When things happen: fewer at weekends, more in the storm, mostly by day; whole minutes, in order."""
    days = pd.date_range(story.FIRST, story.LAST)
    rate = per_day * np.where(days.day_of_week >= 5, 0.72, 1.0)
    inside = (days >= pd.Timestamp(story.STORM[0])) & (days <= pd.Timestamp(story.STORM[1]))
    counts = rng.poisson(np.where(inside, rate * storm, rate))
    minutes = np.clip(rng.normal(13.5 * 60, 240, counts.sum()), 0, 1439).astype(int)
    when = np.repeat(days.to_numpy(), counts) + minutes.astype("timedelta64[m]")
    return pd.Series(np.sort(when)).astype("datetime64[s]")


def _street(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.choice(package.codes("street"), size, p=truth.weights("street"))


def _skill(streets: np.ndarray) -> np.ndarray:
    districts = package.codes("district")
    order = pd.Series(np.array(story.DISTRICT_SKILL), index=districts)
    return order.loc[[code[:6] for code in streets]].to_numpy()


def _along(when: pd.Series, indicator: str) -> np.ndarray:
    """The story's level at each moment."""
    start, end = story.LEVELS[indicator]
    level = start + (end - start) * truth.progress(pd.DatetimeIndex(when))
    if indicator in story.SLIPS:
        day, per_month = story.SLIPS[indicator]
        months = np.clip((when - pd.Timestamp(day)).dt.days.to_numpy() / 30, 0, None)
        level = level * (1 + per_month * months)
    return np.asarray(level)


def _chance(
    rng: np.random.Generator, when: pd.Series, indicator: str, skill: np.ndarray, spread: float
) -> np.ndarray:
    return rng.uniform(0, 100, len(when)) < np.clip(_along(when, indicator) + spread * skill, 0, 100)


def _deadline(when: pd.Series, span: np.ndarray, unit: str) -> pd.Series:
    """A deadline; none falls on the day after the end, of which the files know half."""
    due = when + pd.to_timedelta(span, unit=unit)
    return due.where(due.dt.floor("D") != END.floor("D") + pd.Timedelta(days=1), due + pd.Timedelta(days=1))


def _later(when: pd.Series, minutes: np.ndarray) -> pd.Series:
    """A later moment; none when it lies after the end of the data."""
    moved = when + pd.to_timedelta(minutes.astype(int), unit="m")
    return moved.where(moved <= END)


def tickets(rng: np.random.Generator) -> pd.DataFrame:
    """12345 requests."""
    sent = _moments(rng, TICKETS_A_DAY, storm=2.2)
    street = _street(rng, len(sent))
    skill = _skill(street)
    prompt = _chance(rng, sent, "hotline_response_rate", skill, 0.8)
    contacted = _later(
        sent, np.where(prompt, rng.integers(10, 1400, len(sent)), rng.integers(1500, 4000, len(sent)))
    )
    closed = _later(sent, rng.gamma(2.2, 2600, len(sent)) + 1441)
    solved = _chance(rng, sent, "hotline_resolution_rate", skill, 4)
    content = np.where(solved, rng.uniform(0, 1, len(sent)) < 0.985, rng.uniform(0, 1, len(sent)) < 0.24)
    reached = rng.uniform(0, 1, len(sent)) < 0.86
    repeated = ~_chance(rng, sent, "repeat_complaint_rate", -skill, 1.5)
    return pd.DataFrame(
        {
            "id": [f"G{moment:%y%m%d}{number:06d}" for number, moment in enumerate(sent, 1)],
            "street": street,
            "sent": sent,
            "contacted": contacted,
            "contact_due": sent + pd.Timedelta(hours=24),
            "closed": closed,
            "repeated": np.where(repeated, "否", "是"),
            "revisit": np.where(reached, np.where(solved, "已解决", "未解决"), "未回访"),
            "satisfied": np.where(reached, np.where(content, "满意", "不满意"), "未评价"),
        }
    )


def events(rng: np.random.Generator) -> pd.DataFrame:
    """City events."""
    dispatched = _moments(rng, EVENTS_A_DAY, storm=2.5)
    street = _street(rng, len(dispatched))
    skill = _skill(street)
    mean = np.clip(_along(dispatched, "event_response_minutes") - 3 * skill, 4, None)
    responded = _later(dispatched, np.clip(rng.gamma(3.2, mean / 3.2), 1, 600))
    on_time = _chance(rng, dispatched, "event_on_time_closure_rate", skill, 2)
    due = _deadline(dispatched, rng.choice([24, 48, 72], len(dispatched)), "h")
    limit = (due - dispatched).dt.total_seconds().to_numpy() / 60
    used = np.where(
        on_time, rng.uniform(0.6, 0.99, len(due)) * limit, rng.uniform(1.02, 2.5, len(due)) * limit
    )
    return pd.DataFrame(
        {
            "id": [f"E{number:07d}" for number in range(1, len(dispatched) + 1)],
            "street": street,
            "dispatched": dispatched,
            "responded": responded,
            "due": due,
            "closed": _later(dispatched, np.maximum(used, 620)),
            "reopened": np.where(_chance(rng, dispatched, "event_rework_rate", -skill, 0.8), "Y", "N"),
        }
    )


def cases(rng: np.random.Generator) -> pd.DataFrame:
    """Urban-management cases and road defects; dates only."""
    opened = _moments(rng, CASES_A_DAY, storm=1.6).dt.floor("D")
    street = _street(rng, len(opened))
    skill = _skill(street)
    road = rng.uniform(0, 1, len(opened)) < 0.3
    due = _deadline(opened, rng.choice([3, 5, 7], len(opened)), "D")
    prompt = np.where(
        road,
        _chance(rng, due, "road_repair_on_time_rate", skill, 3),
        _chance(rng, due, "city_case_on_time_rate", skill, 2),
    )
    days = (due - opened).dt.days.to_numpy()
    used = np.where(
        prompt, np.floor(rng.uniform(0.3, 1, len(due)) * days), days + rng.integers(1, 12, len(due))
    )
    closed = opened + pd.to_timedelta(used, unit="D")
    return pd.DataFrame(
        {
            "id": [f"C{moment:%Y%m}{number:06d}" for number, moment in enumerate(opened, 1)],
            "kind": np.where(road, "道路病害", "城管案件"),
            "district": [code[:6] for code in street],
            "opened": opened,
            "due": due,
            "closed": closed.where(closed <= END.floor("D")),
        }
    )


def _counted(
    rows: pd.DataFrame, measure: str, when: str, kept: pd.Series, value: pd.Series | None = None
) -> pd.DataFrame:
    """Cells of one measure: the rows with a `when`, by period and area; the rest of the span is zero."""
    spec = package.measures()[measure]
    length = {"city": 4, "district": 6, "street": 9}[spec.level]
    area = rows["street"] if "street" in rows else rows["district"]
    code = "D" if spec.grain == "day" else ("W-SUN" if spec.grain == "week" else "M")
    placed = rows[when] <= END  # a deadline that has not come counts later
    starts = rows.loc[placed, when].dt.to_period(code).dt.start_time
    places = area[placed].str[:length]
    amount = kept[placed].astype(float) if value is None else value[placed].where(kept[placed], 0.0)
    summed = amount.groupby([places.to_numpy(), starts.to_numpy()]).sum()
    freq = {"day": "D", "week": "W-MON", "month": "MS"}[spec.grain]
    span = pd.date_range(starts.min(), starts.max(), freq=freq)
    full = summed.reindex(pd.MultiIndex.from_product([sorted(places.unique()), span]), fill_value=0.0)
    return pd.DataFrame(
        {
            "measure": measure,
            "area": full.index.get_level_values(0),
            "grain": spec.grain,
            "period_start": (full.index.get_level_values(1) - EPOCH).days,
            "value": full.to_numpy(),
        }
    )


def ticket_truth(rows: pd.DataFrame) -> pd.DataFrame:
    """The seven hotline measures."""
    every = pd.Series(True, index=rows.index)
    visited = rows["revisit"] != "未回访"
    return pd.concat(
        [
            _counted(rows, "hl_tickets", "sent", every),
            _counted(rows, "hl_tickets_contacted", "sent", rows["contacted"] <= rows["contact_due"]),
            _counted(rows, "hl_closed", "closed", every),
            _counted(rows, "hl_repeat", "closed", rows["repeated"] == "是"),
            _counted(rows, "hl_revisited", "closed", visited),
            _counted(rows, "hl_resolved", "closed", rows["revisit"] == "已解决"),
            _counted(rows, "hl_satisfied", "closed", visited & (rows["satisfied"] == "满意")),
        ]
    )


def event_truth(rows: pd.DataFrame) -> pd.DataFrame:
    """The eight measures of city events."""
    every = pd.Series(True, index=rows.index)
    answered = rows["responded"].notna()
    minutes = (rows["responded"] - rows["dispatched"]).dt.total_seconds() / 60
    return pd.concat(
        [
            _counted(rows, "ev_dispatched", "dispatched", every),
            _counted(rows, "ev_responded", "dispatched", answered),
            _counted(rows, "ev_response_minutes", "dispatched", answered, minutes),
            _counted(rows, "ev_responded_on_time", "dispatched", minutes <= 30),
            _counted(rows, "ev_due", "due", every),
            _counted(rows, "ev_closed_on_time", "due", rows["closed"] <= rows["due"]),
            _counted(rows, "ev_closed", "closed", every),
            _counted(rows, "ev_reopened", "closed", rows["reopened"] == "Y"),
        ]
    )


def case_truth(rows: pd.DataFrame) -> pd.DataFrame:
    """The four measures of urban-management cases."""
    urban, road = rows["kind"] == "城管案件", rows["kind"] == "道路病害"
    prompt = rows["closed"] <= rows["due"]
    return pd.concat(
        [
            _counted(rows, "um_due", "due", urban),
            _counted(rows, "um_on_time", "due", urban & prompt),
            _counted(rows, "rd_due", "due", road),
            _counted(rows, "rd_on_time", "due", road & prompt),
        ]
    )
