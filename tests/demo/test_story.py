"""The truth is consistent in itself and tells the story the demo city is there to show."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.catalogue import Catalogue
from app.domain.period import epoch_day
from data.demo.generator import story


@pytest.fixture(scope="module")
def truth(deliveries: Path) -> pd.DataFrame:
    return pd.read_parquet(deliveries / "truth.parquet")


def between(truth: pd.DataFrame, measure: str, first: date, last: date) -> float:
    inside = truth["period_start"].between(epoch_day(first), epoch_day(last))
    return float(truth.loc[inside & (truth["measure"] == measure), "value"].sum())


def rate(truth: pd.DataFrame, part: str, whole: str, first: date, last: date) -> float:
    return 100 * between(truth, part, first, last) / between(truth, whole, first, last)


def test_no_part_exceeds_its_whole(demo: Catalogue, truth: pd.DataFrame) -> None:
    values = dict(iter(truth.groupby("measure")))
    checked = 0
    for indicator in demo.indicators.values():
        if indicator.formula.scale != 100 or indicator.valid_max != 100:
            continue
        (part,), (whole,) = indicator.formula.numerator, indicator.formula.denominator
        both = values[part].merge(values[whole], on=["area", "period_start"])
        assert len(both) > 0, indicator.id
        assert (both["value_x"] <= both["value_y"] + 1e-9).all(), indicator.id
        checked += 1
    assert checked > 55


def test_no_value_is_negative_or_endless(truth: pd.DataFrame) -> None:
    assert np.isfinite(truth["value"]).all()
    assert (truth["value"] >= 0).all()
    assert not truth.duplicated(["measure", "area", "period_start"]).any()


def test_nothing_is_told_after_the_end(truth: pd.DataFrame) -> None:
    assert truth["period_start"].max() <= epoch_day(story.LAST)


def test_tidal_lanes_brought_congestion_down(truth: pd.DataFrame) -> None:
    names = ("tr_peak_cong_kmh", "tr_peak_mon_kmh")
    before = rate(truth, *names, date(2024, 6, 1), date(2024, 6, 30))
    after = rate(truth, *names, date(2024, 7, 1), date(2024, 7, 31))
    assert after / before == pytest.approx(0.85, abs=0.03)


def test_the_storm_swamped_the_hotline(truth: pd.DataFrame) -> None:
    first, last = story.STORM
    week_before = (date(2025, 8, 5), date(2025, 8, 11))
    assert between(truth, "hl_offered", first, last) > 1.8 * between(truth, "hl_offered", *week_before)
    names = ("hl_answered", "hl_offered")
    assert rate(truth, *names, first, last) < rate(truth, *names, *week_before) - 5


def test_one_department_slips(truth: pd.DataFrame) -> None:
    names = ("um_on_time", "um_due")
    spring = rate(truth, *names, date(2025, 3, 1), date(2025, 5, 31))
    autumn = rate(truth, *names, date(2025, 10, 1), date(2025, 11, 30))
    assert spring > 94
    assert autumn < spring - 6


def test_averaging_districts_would_mislead(truth: pd.DataFrame) -> None:
    """The largest district has more than ten times the smallest one's people, and districts differ."""
    november = truth[truth["period_start"] == epoch_day(date(2025, 11, 1))]
    people = november[november["measure"] == "population"].set_index("area")["value"]
    assert people.max() > 10 * people.min()
    accepted = november[november["measure"] == "svc_cases_closed"].set_index("area")["value"]
    minutes = november[november["measure"] == "svc_handling_minutes"].set_index("area")["value"]
    parts = pd.DataFrame({"minutes": minutes, "cases": accepted}).dropna()
    sums = parts.groupby(parts.index.str[:6]).sum()
    of_sums = sums["minutes"].sum() / sums["cases"].sum()
    of_ratios = (sums["minutes"] / sums["cases"]).mean()
    assert abs(of_sums - of_ratios) > 0.3
