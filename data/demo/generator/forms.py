"""How departments write dates, areas and numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.demo.generator import package

DATE_HEADS = {"day": "日期", "week": "周起始日", "month": "月份", "quarter": "季度", "year": "年度"}
AREA_HEADS = {"city": "地区", "district": "区", "street": "街道"}
_QUARTERS = "一二三四"


def date_text(day: pd.Timestamp, form: str) -> str:
    """A period's first day in a department's way: a strftime form, 'roc', or one with a quarter."""
    quarter = (day.month - 1) // 3
    if form == "roc":
        return f"{day.year - 1911}年{day.month}月{day.day}日"
    if form == "%YQ":
        return f"{day.year}Q{quarter + 1}"
    if form == "%Y年Q季度":
        return f"{day.year}年{_QUARTERS[quarter]}季度"
    return day.strftime(form)


def area_texts(level: str, form: str) -> dict[str, str]:
    """Code → what the department writes."""
    found = {}
    for area in package.areas():
        if area["level"] != level:
            continue
        name = area["name"]["zh"]
        short = area.get("aliases", [name])[0]
        full = f"云津市{name}" if level == "district" else name
        found[area["code"]] = {
            "name": name,
            "short": short,
            "code": area["code"],
            "full": full,
            "spaced": f" {' '.join(name)} ",
        }[form]
    return found


def number_text(value: float, *, wan: bool = False) -> str:
    """Whole numbers without a point; amounts in 万 with four decimals and no loss."""
    if wan:
        return np.format_float_positional(round(value / 10_000, 6), trim="-")
    return str(int(value)) if float(value).is_integer() else np.format_float_positional(value, trim="-")


def column_names(measures: list[str], wan: tuple[str, ...]) -> dict[str, str]:
    """Measure → the header the department uses."""
    known = package.measures()
    return {m: known[m].name + ("(万)" if m in wan else "") for m in measures}
