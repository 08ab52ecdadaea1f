"""A source delivers measures of its own department, each from one source only, and its fields fit."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.draft import Draft, Entry
from app.catalogue.problems import Problem, nearest
from app.catalogue.source import Source

_TIMES = ("date", "datetime")


def delivered_measures(draft: Draft) -> Iterator[Problem]:
    """Every measure is known, owned by the source's department and delivered by one source only."""
    owners = {entry.id: entry.department for entry in reversed(draft.measures)}
    first: dict[str, str] = {}
    for entry in draft.sources:
        for name in entry.spec.measures:
            if unknown := draft.unknown("measure", name):
                yield entry.problem("unknown_measure", "measures", name, **unknown)
            elif owners.get(name, entry.department) != entry.department:
                yield entry.problem("measure_of_other", "measures", name, measure=name, owner=owners[name])
            elif name in first:
                yield entry.problem("measure_two_sources", "measures", name, measure=name, first=first[name])
            else:
                first[name] = f"{entry.document.file}:{entry.document.line('measures', name)}"


def period_and_area(draft: Draft) -> Iterator[Problem]:
    """Every measure has a period field that is a date and an area field at or below its level."""
    for entry in draft.sources:
        source = entry.spec
        for name in source.measures:
            own = source.measures[name]
            yield from _place_field(entry, name, "period", own.period, source.period, _TIMES)
            yield from _place_field(entry, name, "area", own.area, source.area, ("area",))
            measure, field = draft.measure(name), source.fields.get(source.area_of(name) or "")
            if measure is None or field is None or field.level is None:
                continue
            # A street lies in one district, so finer areas serve; coarser ones cannot be split.
            if field.level.rank < measure.level.rank:
                params = {"measure": name, "field": source.area_of(name), "found": field.level.value}
                yield entry.problem(
                    "area_level_differs", "measures", name, **params, wanted=measure.level.value
                )


def _place_field(
    entry: Entry[Source], measure: str, key: str, own: str | None, common: str | None, types: tuple[str, ...]
) -> Iterator[Problem]:
    """The field that says when or where: the measure's own, or the one of the whole source."""
    if own is None and common is None:
        yield entry.problem("measure_without_place", "measures", measure, measure=measure, item=key)
    elif own is not None:
        yield from _typed(entry, own, types, "measures", measure, key)
    elif measure == next(name for name, rule in entry.spec.measures.items() if getattr(rule, key) is None):
        yield from _typed(entry, common or "", types, key)  # told once, not for each measure


def named_fields(draft: Draft) -> Iterator[Problem]:
    """Every field that keys, checks, conditions and measures name exists and is of a fitting type."""
    for entry in draft.sources:
        source = entry.spec
        for index, name in enumerate(source.unique):
            yield from _typed(entry, name, (), "unique", index)
        for name, rule in source.fields.items():
            if rule.year_from is not None:
                yield from _typed(entry, rule.year_from, (), "fields", name, "year_from")
        for index, check in enumerate(source.checks):
            for name in check.not_before or ():
                yield from _typed(entry, name, _TIMES, "checks", index, "not_before")
            for name in check.not_above or ():
                yield from _typed(entry, name, ("number",), "checks", index, "not_above")
        for name in source.measures:
            yield from _measure_fields(entry, name)


def derived_fields(draft: Draft) -> Iterator[Problem]:
    """A derived field has a name of its own, and rests on fields and on those derived before it."""
    for entry in draft.sources:
        for name, rule in entry.spec.derive.items():
            if name in entry.spec.fields:
                yield entry.problem("field_twice", "derive", name, name=name)
            for key, pair in (("minutes", rule.minutes), ("days", rule.days), ("workdays", rule.workdays)):
                for field in pair or ():
                    yield from _typed(entry, field, _TIMES, "derive", name, key)
            for index, condition in enumerate(rule.flag or ()):
                for field in _named_in(condition):
                    yield from _typed(entry, field, (), "derive", name, "flag", index, before=name)


def _measure_fields(entry: Entry[Source], name: str) -> Iterator[Problem]:
    rule = entry.spec.measures[name]
    if rule.field is not None:
        yield from _typed(entry, rule.field, ("number",), "measures", name, rule.how)
    for index, condition in enumerate(rule.where):
        for field in _named_in(condition):
            yield from _typed(entry, field, (), "measures", name, "where", index)
        if condition.at_least is not None or condition.at_most is not None:
            yield from _typed(
                entry, condition.field, ("number",), "measures", name, "where", index, known=True
            )


def _named_in(condition: object) -> list[str]:
    keys = ("field", "not_above_field", "above_field")
    return [name for key in keys if (name := getattr(condition, key)) is not None]


def _typed(
    entry: Entry[Source],
    field: str,
    types: tuple[str, ...],
    *place: str | int,
    before: str | None = None,
    known: bool = False,
) -> Iterator[Problem]:
    """A fault unless `field` exists (derived ones `before` a name only) and is of one of `types`.

    With `known`, a field that does not exist is left to another check.
    """
    source = entry.spec
    derived = list(source.derive)
    if before is not None:
        derived = derived[: derived.index(before)]
    if field not in source.fields and field not in derived:
        if not known:
            names = [*source.fields, *derived]
            params = {"name": field, "nearest": nearest(field, names), "known": ", ".join(names)}
            yield entry.problem("unknown_field", *place, **params)
        return
    found = source.fields[field].type if field in source.fields else "number"
    if types and found not in types:
        params = {"name": field, "type": found, "types": ", ".join(types)}
        yield entry.problem("field_type", *place, **params)
