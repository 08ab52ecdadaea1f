"""Self-service onboarding: an uploaded file becomes a source, and its delivery is loaded.

What a person chose is kept as plain words by the column's place: `role_0`, `unit_0`, `new_id_0` …, beside
`department`, `source`, `name_zh` … An answer is the role, or `=measure` for the measure the column gives.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.access import Actor
from app.catalogue.files import MeasureSpec
from app.domain.area import Level
from app.domain.errors import CockpitError
from app.domain.indicator import Department, Measure, TimeRule
from app.domain.period import Grain
from app.domain.text import Text
from app.ingest.inspect import About, Choice, Column, Found, draft_content, inspect
from app.ingest.inspect.columns import factor_of
from app.ingest.inspect.draft import slug, unit_for
from app.services.cockpit import Cockpit
from app.services.scope import require_officer
from app.services.uploads import Upload, waiting

NEW = "new"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """A waiting file with what was found and what was chosen so far, suggestions where nothing was."""

    upload: Upload
    found: Found
    answers: dict[str, str]
    department: Department
    measures: tuple[Measure, ...]  # of the department, not delivered yet


@dataclass(frozen=True, slots=True)
class Draft:
    """The source that the answers make. `files`: its YAML by path inside the package."""

    source: str
    content: dict[str, object]
    new: tuple[MeasureSpec, ...]
    delivery: str  # where the file will lie, inside the deliveries folder


def mapping(cockpit: Cockpit, actor: Actor, token: str, department: str | None) -> Desk:
    """What stands on the mapping page. Raises: Forbidden, FileRefused, CockpitError('upload_gone')."""
    require_officer(actor)
    upload = waiting(cockpit, actor, token)
    kept: Answers = upload.choices
    catalogue = cockpit.catalogue
    owner = catalogue.department(department or kept.get("department") or next(iter(catalogue.departments)))
    found = inspect(upload.path, catalogue, department=owner.id)
    measures = tuple(
        m for m in catalogue.measures.values() if m.owner == owner.id and m.id not in found.delivered
    )
    answers = suggested(found, owner.id, upload.path)
    if kept.get("department") == owner.id:
        answers.update(kept)
    return Desk(upload, found, answers, owner, measures)


def suggested(found: Found, department: str, path: Path) -> dict[str, str]:
    """The answers that the proposal stands for."""
    stem = path.stem
    area = next((c for c, choice in _both(found) if choice.role == "area"), None)
    period = next((c for c, choice in _both(found) if choice.role == "period"), None)
    grain = (period.grain if period else None) or Grain.MONTH
    answers = {
        "department": department,
        "source": slug(stem),
        "name_zh": stem,
        "name_en": stem if stem.isascii() else "",  # nobody but a person can say it in English
        "class": "internal",
        "share": "conditional",
        "every": grain.value,
        "level": ((area.level if area else None) or (Level.DISTRICT if area else Level.CITY)).value,
        "order": "ymd" if period is None or period.ambiguous else period.order,  # never a silent guess
        "count": "",
    }
    for place, (column, choice) in enumerate(_both(found)):
        role = choice.role
        if role == "measure":
            role = f"={choice.measure}" if choice.measure else "ignored"
        answers[f"role_{place}"] = role
        answers[f"unit_{place}"] = column.unit or ""
        answers[f"new_id_{place}"] = ""
        answers[f"new_zh_{place}"] = ""
        answers[f"new_en_{place}"] = ""
        answers[f"new_unit_{place}"] = column.unit or ""
        answers[f"new_time_{place}"] = TimeRule.SUM.value
    return answers


def draft(cockpit: Cockpit, shown: Desk) -> Draft:
    """The source the answers make.

    Raises: CockpitError('onboard_new_incomplete', 'onboard_exists', 'onboard_unit', 'bad_id').
    """
    answers, catalogue = shown.answers, cockpit.catalogue
    source = answers["source"].strip()
    if source != slug(source):
        raise CockpitError("bad_id", item="id", value=source)
    if source in catalogue.sources:
        raise CockpitError("onboard_exists", source=source)
    grain, level = Grain(answers["every"]), Level(answers["level"])
    new: dict[str, MeasureSpec] = {}
    choices: list[Choice] = []
    for place, (column, proposed) in enumerate(_both(shown.found)):
        role, measure = _answer(answers[f"role_{place}"])
        if role == NEW:
            made = _new(answers, place, column.name, grain, level)
            new[made.id] = made
            role, measure = "measure", made.id
        if role == "ident":
            measure = answers.get("count") or None
        choices.append(replace(proposed, role=role, measure=measure))
    known = {m.id: _measure(m, shown.department.id) for m in new.values()}
    suffix = shown.upload.path.suffix or ".csv"
    about = About(
        name=Text(answers["name_zh"].strip() or source, answers["name_en"].strip() or source),
        files=f"{shown.department.id}/{source}_*{suffix}",
        classification=answers["class"],
        share=answers["share"],
        constant=None if any(c.role == "area" for c in choices) else catalogue.city.area,
    )
    content = draft_content(
        shown.found, choices, about, catalogue, known, _units(shown, choices, {**catalogue.measures, **known})
    )
    _finish(content, answers, level)
    delivery = f"{shown.department.id}/{source}_{shown.upload.path.name}"
    return Draft(source, content, tuple(new.values()), delivery)


def _finish(content: dict[str, object], answers: Answers, level: Level) -> None:
    """What the page asks for once for all columns: the rhythm, the level, the order of dates."""
    schedule, fields = content["schedule"], content["fields"]
    if isinstance(schedule, dict) and isinstance(fields, dict):
        schedule["every"] = answers["every"]
        area, period = fields.get("area"), fields.get("period")
        if area and "from" in area:
            area["level"] = level.value
        if period and answers["order"] in ("mdy", "dmy"):
            period["order"] = answers["order"]


def _units(shown: Desk, choices: list[Choice], known: Mapping[str, Measure]) -> dict[str, str | float]:
    """A factor for each figure: 1 where the unit is the measure's own. Raises: 'onboard_unit'."""
    found: dict[str, str | float] = {}
    for place, (column, choice) in enumerate(zip(shown.found.columns, choices, strict=True)):
        measure = known.get(choice.measure or "")
        if choice.role == "measure":
            found[column.name] = _unit(column, shown.answers[f"unit_{place}"].strip(), measure)
    return found


def _unit(column: Column, unit: str, measure: Measure | None) -> str | float:
    """What turns a number of the column into the measure's unit. A unit that says nothing is never guessed:
    figures ten thousand times too large look like any others.
    """
    if not unit or measure is None or _same(unit, measure.unit):
        return 1.0
    if factor_of(unit) is not None:
        return unit_for(replace(column, unit=unit), measure) or 1.0
    larger = factor_of(measure.unit)
    if larger and measure.unit.endswith(unit):  # tons, where the measure counts ten thousands of them
        return 1 / larger
    raise CockpitError("onboard_unit", column=column.name, unit=unit, own=measure.unit)


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one).casefold() == unicodedata.normalize("NFKC", other).casefold()


def _new(answers: Answers, place: int, column: str, grain: Grain, level: Level) -> MeasureSpec:
    given = {name: answers[f"new_{name}_{place}"].strip() for name in ("id", "zh", "en", "unit")}
    given["id"] = given["id"] or slug(given["en"] or column)
    if not all(given.values()) or given["id"] != slug(given["id"]):
        raise CockpitError("onboard_new_incomplete", column=column)
    return MeasureSpec(
        id=given["id"],
        name={"zh": given["zh"], "en": given["en"]},
        unit=given["unit"],
        grain=grain,
        level=level,
        time=TimeRule(answers[f"new_time_{place}"]),
    )


def _measure(spec: MeasureSpec, owner: str) -> Measure:
    return Measure(owner=owner, **dict(spec))


def _answer(text: str) -> tuple[str, str | None]:
    return ("measure", text[1:]) if text.startswith("=") else (text, None)


def _both(found: Found) -> list[tuple[Column, Choice]]:
    return list(zip(found.columns, found.choices, strict=True))
