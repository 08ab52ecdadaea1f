"""Files of case records, with believable faults; the truth is counted from the records that are right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.demo.generator import forms, records, truth
from data.demo.generator.writers import jsonl, utf8_csv

Rows = list[list[str]]
_TICKETS = {
    "id": "工单编号", "street": "诉求街道", "sent": "派单时间", "contacted": "首次联系时间", "contact_due": "联系时限",
    "closed": "办结时间", "repeated": "是否重复", "revisit": "回访结果", "satisfied": "满意评价",
}  # fmt: skip
_EVENTS = {
    "id": "event_id", "street": "street", "dispatched": "dispatched_at", "responded": "responded_at",
    "due": "due_at", "closed": "closed_at", "reopened": "reopened",
}  # fmt: skip
_CASES = {
    "id": "案件号", "kind": "案件类别", "district": "所属区", "opened": "立案日期", "due": "应结日期", "closed": "结案日期",
}  # fmt: skip


def write_records(out: Path) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Write the three files; returns the truth of their measures and the planted faults."""
    rng = np.random.default_rng(truth.SEED + 900)
    parts: list[pd.DataFrame] = []
    faults: list[dict[str, Any]] = []
    for write in (_tickets, _events, _cases):
        found, planted = write(out, rng)
        parts.append(found)
        faults += planted
    return pd.concat(parts, ignore_index=True), faults


def _texts(frame: pd.DataFrame, heads: dict[str, str], form: str, areas: dict[str, str]) -> pd.DataFrame:
    """Every cell as a department writes it; what has not happened is empty."""
    shown = {}
    for column, head in heads.items():
        values = frame[column]
        if pd.api.types.is_datetime64_any_dtype(values):
            values = _dates(values, form)
        elif column in ("street", "district"):
            values = values.map(areas)
        shown[head] = values
    return pd.DataFrame(shown)


def _dates(values: pd.Series, form: str) -> pd.Series:
    if form == "roc":
        parts = values.dt
        text = (parts.year - 1911).astype("Int64").astype(str) + "/" + parts.strftime("%m/%d")
    else:
        text = values.dt.strftime(form)
    return text.where(values.notna(), "")


def _spoil(
    frame: pd.DataFrame, shown: pd.DataFrame, spoilers: list[tuple[str, str, str]], rng: np.random.Generator
) -> tuple[list[int], list[dict[str, Any]]]:
    """Apply (head, text, reason) to rows that had closed; returns their places and the faults."""
    closed = np.flatnonzero(frame["closed"].notna().to_numpy())
    places = [int(p) for p in rng.choice(closed, len(spoilers), replace=False)]
    faults = []
    for place, (head, text, reason) in zip(places, spoilers, strict=True):
        shown.loc[place, head] = text
        faults.append({"place": place, "column": head, "reason": reason})
    return places, faults


def _write(
    file: Path,
    source: str,
    frame: pd.DataFrame,
    shown: pd.DataFrame,
    spoilers: list[tuple[str, str, str]],
    rng: np.random.Generator,
    write: Callable[[Path, list[str], Rows, str], list[int]],
    changed: tuple[str, str],
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Spoil, repeat and contradict some rows, write, and return the right rows with the faults."""
    places, faults = _spoil(frame, shown, spoilers, rng)
    free = np.setdiff1d(np.arange(len(frame)), places)
    copies = [int(p) for p in rng.choice(free, 40, replace=False)]
    copied, contradicted = copies[:30], copies[30:]
    other = shown.iloc[contradicted].copy()
    head, text = changed
    other[head] = np.where(other[head] == text, "", text)
    written = pd.concat([shown, shown.iloc[copied], other], ignore_index=True)
    first = len(shown) + len(copied)
    key = str(shown.columns[0])
    faults += [{"place": first + n, "column": key, "reason": "conflict"} for n in range(len(contradicted))]
    seen = write(file, list(written.columns), written.to_numpy().tolist(), source)
    told = [
        {
            "source": source,
            "file": file.name,
            "row": seen[f["place"]],
            "column": f["column"],
            "reason": f["reason"],
        }
        for f in faults
    ]
    return frame.drop(index=places), told


def _tickets(out: Path, rng: np.random.Generator) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    frame = records.tickets(rng)
    shown = _texts(frame, _TICKETS, "%Y-%m-%d %H:%M", forms.area_texts("street", "short"))
    spoilers = [("办结时间", "2022-12-31 08:00", "wrong_order")] * 25
    spoilers += [("诉求街道", "地址不详", "unknown_area")] * 20
    spoilers += [("派单时间", "0000-00-00", "bad_date")] * 10
    spoilers += [("回访结果", "待定", "unknown_category")] * 10
    file = _folder(out, "hotline") / "hotline_tickets_2023-2025.csv"
    right, faults = _write(
        file, "hotline_tickets", frame, shown, spoilers, rng, utf8_csv, ("办结时间", "2025-12-16 09:00")
    )
    return records.ticket_truth(right), faults


def _events(out: Path, rng: np.random.Generator) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    frame = records.events(rng)
    shown = _texts(frame, _EVENTS, "%Y-%m-%dT%H:%M:%S", forms.area_texts("street", "code"))
    spoilers = [("closed_at", "2022-12-31T08:00:00", "wrong_order")] * 20
    spoilers += [("street", "990199999", "unknown_area")] * 15
    spoilers += [("due_at", "tomorrow", "bad_date")] * 10
    file = _folder(out, "city_ops") / "city_events_2023-2025.jsonl"
    right, faults = _write(file, "city_events", frame, shown, spoilers, rng, jsonl, ("reopened", "Y"))
    return records.event_truth(right), faults


def _cases(out: Path, rng: np.random.Generator) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    frame = records.cases(rng)
    shown = _texts(frame, _CASES, "roc", forms.area_texts("district", "short"))
    spoilers = [("结案日期", "111/01/01", "wrong_order")] * 20
    spoilers += [("所属区", "外省", "unknown_area")] * 10
    spoilers += [("案件类别", "其他", "unknown_category")] * 10
    shown["备注"] = ""
    file = _folder(out, "urban_mgmt") / "urban_cases_2023-2025.csv"
    right, faults = _write(
        file, "urban_cases", frame, shown, spoilers, rng, _big5_free, ("结案日期", "114/12/16")
    )
    return records.case_truth(right), faults


def _big5_free(path: Path, head: list[str], rows: Rows, title: str) -> list[int]:
    """GBK without a banner, closed by a test row that the source ignores by rule."""
    from data.demo.generator.writers import _write_csv

    test = [["TEST1", "城管案件", "临江", "112/01/01", "112/01/02", "", "测试"]]
    seen = _write_csv(path, head, rows + test, encoding="gb18030", banner=[], delimiter=",")
    del title
    return seen


def _folder(out: Path, department: str) -> Path:
    folder = out / department
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def dump(path: Path, content: Any) -> None:
    """Small facts beside the deliveries."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")
