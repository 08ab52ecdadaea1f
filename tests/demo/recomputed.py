"""Every figure of the demo city worked out again with plain pandas from the truth, rule by rule.

Nothing of the product computes here: only names, formulas and the tree of areas are taken from the package.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from app.catalogue import Catalogue
from app.domain.indicator import Indicator, Measure

EPOCH = pd.Timestamp("1970-01-01")
LONGER = ("day", "week", "month", "quarter", "year")
HIGHER = ("city", "district", "street", "community")


@dataclass(frozen=True)
class Window:
    """First and last day."""

    first: pd.Timestamp
    last: pd.Timestamp

    @classmethod
    def named(cls, text: str) -> Window:
        """'2024', '2024-Q3' or '2024-03'."""
        year, _, rest = text.partition("-")
        low, high = 1, 12
        if rest.startswith("Q"):
            low, high = 3 * int(rest[1]) - 2, 3 * int(rest[1])
        elif rest:
            low = high = int(rest)
        end = calendar.monthrange(int(year), high)[1]
        return cls(pd.Timestamp(int(year), low, 1), pd.Timestamp(int(year), high, end))


def rule_of(catalogue: Catalogue, indicator: Indicator) -> str:
    """The name of the roll-up rule that a formula follows."""
    above = catalogue.measures[indicator.formula.numerator[0]]
    if not indicator.formula.denominator:
        return {"sum": "sum", "last": "last", "none": "not_additive"}[above.time.value]
    below = catalogue.measures[indicator.formula.denominator[0]]
    sides = (above.time.value, below.time.value)
    return {
        ("sum", "sum"): "ratio_of_sums",
        ("last", "last"): "ratio_of_last",
        ("mean", "mean"): "ratio_of_means",
        ("sum", "mean"): "flow_over_mean_stock",
        ("last", "mean"): "last_over_mean_stock",
        ("max", "last"): "ratio_at_peak",
    }[sides]


class Truth:
    """The true base figures, and every indicator worked out from them."""

    def __init__(self, catalogue: Catalogue, rows: pd.DataFrame) -> None:
        self.catalogue = catalogue
        self.rows = {str(code): part for code, part in rows.groupby("measure")}
        self.kept: dict[tuple[str, str], pd.DataFrame] = {}

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """Area → the area above."""
        return {code: area.parent for code, area in self.catalogue.areas.items()}

    def above(self, area: str, level: str) -> str:
        """The area of a level that an area lies in."""
        while self.catalogue.areas[area].level.value != level:
            area = self.parents[area] or ""
        return area

    def inside(self, area: str, place: str) -> bool:
        """Whether an area is a place or lies in it."""
        found: str | None = area
        while found is not None:
            if found == place:
                return True
            found = self.parents[found]
        return False

    def base(self, code: str, place: str) -> pd.DataFrame:
        """Base figures of a measure inside a place: area, start, end, value. Those that stand alone: its own."""
        if (code, place) not in self.kept:
            self.kept[code, place] = self._base(code, place)
        return self.kept[code, place]

    def _base(self, code: str, place: str) -> pd.DataFrame:
        measure = self.catalogue.measures[code]
        rows = self.rows[code]
        alone = not measure.additive_over_areas or measure.time.value in ("max", "none")
        mine = {a: a == place if alone else self.inside(a, place) for a in rows["area"].unique()}
        rows = rows[rows["area"].map(mine)].dropna(subset="value")
        start = EPOCH + pd.to_timedelta(rows["period_start"], unit="D")
        return pd.DataFrame(
            {
                "area": rows["area"],
                "start": start,
                "end": _end(start, measure.grain.value),
                "value": rows["value"],
            }
        )

    def offered(self, indicator: Indicator, place: str) -> bool:
        """Whether the place has the service, and all its measures reach down to it."""
        level = HIGHER.index(self.catalogue.areas[place].level.value)
        measures = [self.catalogue.measures[code] for code in indicator.formula.measures]
        if any(HIGHER.index(m.level.value) < level for m in measures):
            return False
        served = indicator.areas
        return not served or any(self.inside(place, a) or self.inside(a, place) for a in served)

    def value(self, indicator: Indicator, place: str, window: Window) -> float:
        """The indicator's value; NaN for none."""
        if not self.offered(indicator, place):
            return np.nan
        work = getattr(self, "_" + rule_of(self.catalogue, indicator))
        return float(work(indicator, place, window))

    # One function a rule --------------------------------------------------------------------------------

    def _ratio_of_sums(self, indicator: Indicator, place: str, window: Window) -> float:
        above, below = self._sides(indicator, place, window)
        return _divided(indicator.formula.scale * above.sum(), below.sum(), len(above))

    def _ratio_of_last(self, indicator: Indicator, place: str, window: Window) -> float:
        above, below = self._sides(indicator, place, window)
        above, below = (side.groupby("area").last() for side in (above, below))
        return _divided(indicator.formula.scale * above.sum(), below.sum(), len(above))

    def _ratio_of_means(self, indicator: Indicator, place: str, window: Window) -> float:
        above, below = self._sides(indicator, place, window)
        above, below = (side.groupby("area").mean() for side in (above, below))
        return _divided(indicator.formula.scale * above.sum(), below.sum(), len(above))

    def _flow_over_mean_stock(self, indicator: Indicator, place: str, window: Window) -> float:
        (flow,) = indicator.formula.numerator
        (stock,) = indicator.formula.denominator
        rows = _within(self.base(flow, place), self.catalogue.measures[flow], window)
        rows["days"] = (rows["end"] - rows["start"]).dt.days + 1
        flows = rows.groupby("area")[["value", "days"]].sum()
        stocks = self._stock(stock, place, window)
        both = flows.join(stocks.rename("stock"), how="inner")
        exposure = (both["stock"] * both["days"]).sum()
        return _divided(indicator.formula.scale * 365.0 * both["value"].sum(), exposure, len(both))

    def _last_over_mean_stock(self, indicator: Indicator, place: str, window: Window) -> float:
        (last,) = indicator.formula.numerator
        (stock,) = indicator.formula.denominator
        rows = _within(self.base(last, place), self.catalogue.measures[last], window).sort_values("start")
        both = pd.DataFrame(
            {"last": rows.groupby("area")["value"].last(), "stock": self._stock(stock, place, window)}
        ).dropna()
        return _divided(indicator.formula.scale * both["last"].sum(), both["stock"].sum(), len(both))

    def _ratio_at_peak(self, indicator: Indicator, place: str, window: Window) -> float:
        above, below = self._sides(indicator, place, window)
        if above.empty:
            return np.nan
        peak = above.idxmax()
        return indicator.formula.scale * above[peak] / below[peak]

    def _sum(self, indicator: Indicator, place: str, window: Window) -> float:
        return indicator.formula.scale * self._single(indicator, place, window)["value"].sum(min_count=1)

    def _last(self, indicator: Indicator, place: str, window: Window) -> float:
        rows = self._single(indicator, place, window).sort_values("start")
        return indicator.formula.scale * rows.groupby("area")["value"].last().sum(min_count=1)

    def _not_additive(self, indicator: Indicator, place: str, window: Window) -> float:
        rows = self._single(indicator, place, window)
        whole = rows[(rows["start"] == window.first) & (rows["end"] == window.last)]
        return whole["value"].iloc[0] if len(whole) else np.nan

    # Sides of a ratio -----------------------------------------------------------------------------------

    def _single(self, indicator: Indicator, place: str, window: Window) -> pd.DataFrame:
        (code,) = indicator.formula.numerator
        return _within(self.base(code, place), self.catalogue.measures[code], window)

    def _sides(self, indicator: Indicator, place: str, window: Window) -> tuple[pd.Series, pd.Series]:
        """Numerators and denominators over the areas and periods that all of them have: (area, start) → value."""
        codes = indicator.formula.measures
        measures = [self.catalogue.measures[code] for code in codes]
        grain = max((m.grain.value for m in measures), key=LONGER.index)
        level = min((m.level.value for m in measures), key=HIGHER.index)
        columns = {
            f"{number}:{code}": self._common(code, place, window, grain, level)
            for number, code in enumerate(codes)
        }
        both = pd.DataFrame(columns).dropna().sort_index()
        count = len(indicator.formula.numerator)
        return both.iloc[:, :count].sum(axis=1), both.iloc[:, count:].sum(axis=1)

    def _common(self, code: str, place: str, window: Window, grain: str, level: str) -> pd.Series:
        """One measure at the common grain and level; only where it is whole there."""
        measure = self.catalogue.measures[code]
        rows = _within(self.base(code, place), measure, window)
        if rows.empty:
            return rows.set_index(["area", "start"])["value"]
        if measure.grain.value != grain:
            rows = _coarser(rows, measure, grain)
        if measure.additive_over_areas and measure.level.value != level:
            rows["area"] = rows["area"].map({a: self.above(a, level) for a in rows["area"].unique()})
            expected = pd.Series(
                [self.above(a, level) for a, found in self.catalogue.areas.items()
                 if found.level is measure.level]
            ).value_counts()  # fmt: skip
            summed = rows.groupby(["area", "start"])["value"].agg(["sum", "count"])
            return summed[summed["count"] == summed.index.get_level_values(0).map(expected)]["sum"]
        return rows.set_index(["area", "start"])["value"]

    def _stock(self, code: str, place: str, window: Window) -> pd.Series:
        """The mean stock of each area: of its periods inside the window, else the one around, else before."""
        measure = self.catalogue.measures[code]
        rows = self.base(code, place).sort_values("start")
        inside = _within(rows, measure, window).groupby("area")["value"].mean()
        reach = window.first - pd.DateOffset(
            months={"year": 24, "quarter": 6, "month": 2}[measure.grain.value]
        )
        near = rows[(rows["start"] <= window.first) & (rows["end"] >= reach)]
        return inside.combine_first(near.groupby("area")["value"].last())


def _end(start: pd.Series, grain: str) -> pd.Series:
    if grain in ("day", "week"):
        return start + timedelta(days=0 if grain == "day" else 6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    return start + pd.DateOffset(months=months) - timedelta(days=1)


def _within(rows: pd.DataFrame, measure: Measure, window: Window) -> pd.DataFrame:
    """Base figures that count towards a window: wholly inside it; a week where its Thursday lies."""
    if measure.grain.value == "week":
        thursday = rows["start"] + timedelta(days=3)
        return rows[(thursday >= window.first) & (thursday <= window.last)].copy()
    return rows[(rows["start"] >= window.first) & (rows["end"] <= window.last)].copy()


def _coarser(rows: pd.DataFrame, measure: Measure, grain: str) -> pd.DataFrame:
    """Sums only over whole periods; means and last values of what is there."""
    day = rows["start"] + timedelta(days=3 if measure.grain.value == "week" else 0)
    held = day.dt.to_period({"week": "W", "month": "M", "quarter": "Q", "year": "Y"}[grain])
    rows = rows.assign(start=held.dt.start_time).sort_values(["start", "end"])
    grouped = rows.groupby(["area", "start"])["value"]
    if measure.time.value == "sum":
        there = grouped.agg(["sum", "count"])
        due = pd.Series(held.unique(), index=held.unique().start_time).map(
            lambda p: _due(p, measure.grain.value)
        )
        whole = there[there["count"].to_numpy() == due.loc[there.index.get_level_values(1)].to_numpy()]
        return whole["sum"].rename("value").reset_index()
    return (grouped.mean() if measure.time.value == "mean" else grouped.last()).reset_index()


def _due(period: pd.Period, grain: str) -> int:
    """How many base periods make a whole one."""
    first, last = period.start_time.date(), period.end_time.date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if grain == "day":
        return len(days)
    if grain == "week":
        return sum(day.weekday() == 3 for day in days)
    return len(
        {(day.year, day.month) if grain == "month" else (day.year, (day.month - 1) // 3) for day in days}
    )


def _divided(above: float, below: float, cells: int) -> float:
    return np.nan if cells == 0 or below == 0 else above / below
