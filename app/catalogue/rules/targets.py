"""Rows of targets.csv: known names, an owner, a reason, and no two in force at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.catalogue.draft import Draft, Entry
from app.catalogue.files import TargetSpec
from app.catalogue.problems import Problem


def target_names(draft: Draft) -> Iterator[Problem]:
    """Indicator (one the department leads), area and owner are known."""
    leaders = {entry.id: entry.department for entry in draft.indicators}
    for entry in draft.targets:
        row = entry.spec
        if unknown := draft.unknown("indicator", row.indicator):
            yield entry.problem("unknown_indicator_id", "indicator", **unknown)
        elif leaders.get(row.indicator, entry.department) != entry.department:
            yield entry.problem(
                "target_of_other", "indicator", indicator=row.indicator, leader=leaders[row.indicator]
            )
        if row.area is not None and (unknown := draft.unknown("area", row.area)):
            yield entry.problem("unknown_area_code", "area", **unknown)
        if not row.owner:
            yield entry.problem("target_without_owner", "owner", indicator=row.indicator)
        elif unknown := draft.unknown("department", row.owner):
            yield entry.problem("unknown_department_id", "owner", **unknown)


def target_reasons(draft: Draft) -> Iterator[Problem]:
    """A target says why, in both languages."""
    for entry in draft.targets:
        if not (entry.spec.reason_zh and entry.spec.reason_en):
            yield entry.problem("target_without_reason", "reason_zh", indicator=entry.spec.indicator)


def target_spans(draft: Draft) -> Iterator[Problem]:
    """The spans of one indicator and area do not overlap."""
    city = draft.city.spec.area if draft.city else ""
    groups: dict[tuple[str, str], list[Entry[TargetSpec]]] = {}
    for entry in draft.targets:
        row = entry.spec
        if row.valid_to is not None and row.valid_to < row.valid_from:
            yield entry.problem("dates_reversed", "valid_to", first=row.valid_from, last=row.valid_to)
        else:
            groups.setdefault((row.indicator, row.area or city), []).append(entry)
    for rows in groups.values():
        rows.sort(key=lambda entry: entry.spec.valid_from)
        latest = rows[0]
        for entry in rows[1:]:
            if entry.spec.valid_from <= (latest.spec.valid_to or date.max):
                yield entry.problem("targets_overlap", "valid_from", indicator=entry.id, first=latest.where)
            if (entry.spec.valid_to or date.max) > (latest.spec.valid_to or date.max):
                latest = entry
