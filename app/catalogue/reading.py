"""Reads every file of a package folder into a draft. Faults are gathered, never raised."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from app.catalogue.document import Document, Place, read_yaml
from app.catalogue.draft import Draft, Entry, Kind
from app.catalogue.files import (
    AreaSpec,
    CitySpec,
    DepartmentSpec,
    IndicatorSpec,
    MeasureSpec,
    PolicySpec,
    TargetSpec,
)
from app.catalogue.problems import Problem, nearest
from app.catalogue.source import Source
from app.catalogue.spec import Spec
from app.catalogue.validate import validate

S = TypeVar("S", bound=Spec)


def read_package(folder: Path) -> Draft:
    """The draft of a package folder."""
    draft = Draft(folder)
    _city(draft)
    draft.areas = _list(draft, "areas.yaml", AreaSpec, key="code", kind="area")
    for path in sorted((folder / "departments").glob("*/")):
        if not path.name.startswith((".", "_")):
            _department(draft, path)
    if not draft.names.get("department"):
        draft.problems.append(Document("departments").problem("no_departments"))
    if (folder / "policies.yaml").exists():
        draft.policies = _list(draft, "policies.yaml", PolicySpec)
    if (folder / "areas.geojson").exists():
        _boundaries(draft)
    return draft


def _city(draft: Draft) -> None:
    document = _read(draft, draft.folder / "city.yaml")
    draft.city = _entry(draft, "city", CitySpec, document)
    if draft.city is None:
        draft.unread |= {"theme", "goal"}
    else:
        draft.names["theme"] = set(draft.city.spec.themes)
        draft.names["goal"] = set(draft.city.spec.goals)


def _department(draft: Draft, path: Path) -> None:
    name = path.name
    draft.named("department", name)
    department = _entry(draft, name, DepartmentSpec, _read(draft, path / "department.yaml"))
    if department is not None:
        draft.departments.append(department)
    if (path / "measures.yaml").exists():
        listed = _file(draft, path / "measures.yaml")
        draft.measures += _list(draft, listed, MeasureSpec, key="id", kind="measure", department=name)
    for file in sorted((path / "indicators").glob("*.yaml")):
        draft.named("indicator", file.stem)
        indicator = _entry(draft, file.stem, IndicatorSpec, _read(draft, file), name)
        if indicator is not None:
            draft.indicators.append(indicator)
    for file in sorted((path / "sources").glob("*.yaml")):
        _source(draft, file, name)
    if (path / "targets.csv").exists():
        draft.targets += _targets(draft, path / "targets.csv", name)


def _source(draft: Draft, path: Path, department: str) -> None:
    document = _read(draft, path)
    for key in ("id", "department"):  # the file's and the folder's name say them
        if isinstance(document.content, dict) and document.content.pop(key, None) is not None:
            params = {"item": key, "nearest": "–", "known": ", ".join(("name", "read", "fields", "measures"))}
            draft.problems.append(document.problem("unknown_key", key, **params))
    source = _entry(draft, path.stem, Source, document, department)
    if source is not None:
        named = source.spec.model_copy(update={"id": path.stem, "department": department})
        draft.sources.append(Entry(path.stem, named, document, (), department))


def _entry(
    draft: Draft, name: str, model: type[S], document: Document, department: str = ""
) -> Entry[S] | None:
    """The one thing a file holds, when it has its shape."""
    if document.content is None:
        return None
    spec, problems = validate(model, document)
    draft.problems += problems
    return None if spec is None else Entry(name, spec, document, (), department)


def _list(
    draft: Draft,
    file: str,
    model: type[S],
    *,
    key: str | None = None,
    kind: Kind | None = None,
    department: str = "",
) -> list[Entry[S]]:
    """The entries of a file that is a list. `key` gives their ids, noted under `kind`."""
    document = _read(draft, draft.folder / file)
    if not isinstance(document.content, list):
        if document.content is not None:
            draft.problems.append(document.problem("not_a_list", item=file, value=document.content))
        if kind:
            draft.unread.add(kind)
        return []
    entries = []
    for index, content in enumerate(document.content):
        name = str(content.get(key, "")) if isinstance(content, dict) and key else ""
        if kind:
            draft.named(kind, name)
        spec, problems = validate(model, document, (index,))
        draft.problems += problems
        if spec is not None:
            entries.append(Entry(name, spec, document, (index,), department))
    return entries


def _targets(draft: Draft, path: Path, department: str) -> list[Entry[TargetSpec]]:
    """The rows of a targets.csv. A column that is missing or not known is told once."""
    file = _file(draft, path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        draft.problems.append(Problem(file, 1, "package_file_unreadable", {"file": file, "why": str(error)}))
        return []
    faults = list(_header_faults(file, header))
    draft.problems += faults
    if any(fault.code == "missing_key" for fault in faults):
        return []
    return [entry for line, row in rows if (entry := _target(draft, file, line, header, row, department))]


def _header_faults(file: str, header: list[str]) -> Iterator[Problem]:
    known = TargetSpec.model_fields
    for name, info in known.items():
        if info.is_required() and name not in header:
            yield Problem(file, 1, "missing_key", {"item": name})
    for name in header:
        if name not in known:
            params = {"item": name, "nearest": nearest(name, known), "known": ", ".join(known)}
            yield Problem(file, 1, "unknown_key", params)


def _target(
    draft: Draft, file: str, line: int, header: list[str], row: list[str], department: str
) -> Entry[TargetSpec] | None:
    cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
    content = {name: cells.get(name, "") for name in TargetSpec.model_fields}
    document = Document(file, content, {(): line})
    if len(row) != len(header):
        draft.problems.append(document.problem("row_length", cells=len(row), columns=len(header)))
    spec, problems = validate(TargetSpec, document)
    draft.problems += problems
    return None if spec is None else Entry(spec.indicator, spec, document, (), department)


def _boundaries(draft: Draft) -> None:
    """The GeoJSON, one feature a place; only its shape as JSON is looked at here."""
    file, path = "areas.geojson", draft.folder / "areas.geojson"
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        draft.problems.append(Problem(file, 1, "package_file_unreadable", {"file": file, "why": str(error)}))
    except json.JSONDecodeError as error:
        draft.problems.append(Problem(file, error.lineno, "json_broken", {"why": error.msg}))
    else:
        draft.boundaries = Document(file, content, _feature_lines(text))


def _feature_lines(text: str) -> dict[Place, int]:
    """The line of each area code in a GeoJSON."""
    lines: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for code in _CODE.findall(line):
            lines.setdefault(("features", code), number)
    return lines


_CODE = re.compile(r'"code"\s*:\s*"?([^",}\s]+)')


def _read(draft: Draft, path: Path) -> Document:
    document = read_yaml(path, _file(draft, path))
    draft.problems += document.problems
    return document


def _file(draft: Draft, path: Path) -> str:
    return path.relative_to(draft.folder).as_posix()
