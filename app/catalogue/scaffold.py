"""`cockpit new`: small valid examples to begin from. Nothing is ever overwritten.

The examples are the files of `templates/`; every function returns the paths it wrote, and the package
passes `load_package` afterwards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from app.catalogue.loader import load_package
from app.catalogue.package import Catalogue
from app.domain.errors import CockpitError
from app.domain.indicator import Measure

_TEMPLATES = Path(__file__).parent / "templates"
_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_FIRST = "example"


def new_package(folder: Path, name: str) -> list[Path]:
    """A city with two districts and one department that has a measure, an indicator and a source.

    Raises: CockpitError('scaffold_exists') when the folder holds anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CockpitError("scaffold_exists", file=str(folder))
    written = [
        _write(folder / "city.yaml", "city", name=name),
        _write(folder / "areas.yaml", "areas", name=name),
        *_department(folder, _FIRST),
    ]
    written += new_source(folder, _FIRST, f"{_FIRST}_cases")
    return written + new_indicator(folder, _FIRST, f"{_FIRST}_total")


def new_department(package: Path, department: str) -> list[Path]:
    """A department's folder with one measure. Raises: bad_id, scaffold_exists, PackageRefused."""
    _check_id(department)
    load_package(package)
    return _department(package, department)


def new_indicator(package: Path, department: str, indicator: str) -> list[Path]:
    """An unscored, unpublished indicator that shows the department's first measure.

    Raises: bad_id, scaffold_exists (an indicator of any department), UnknownDepartment,
    scaffold_no_measure, PackageRefused.
    """
    _check_id(indicator)
    catalogue = load_package(package)
    measure = _first(catalogue, department, delivered=frozenset())
    if indicator in catalogue.indicators:
        raise CockpitError("scaffold_exists", file=indicator)
    path = package / "departments" / department / "indicators" / f"{indicator}.yaml"
    words = {"unit": measure.unit, "theme": next(iter(catalogue.city.themes)), "grain": measure.grain.value}
    return [_write(path, "indicator", id=indicator, measure=measure.id, **words)]


def new_source(package: Path, department: str, source: str) -> list[Path]:
    """A source that reads a CSV into the department's first measure that has no source yet.

    Raises: as `new_indicator`.
    """
    _check_id(source)
    catalogue = load_package(package)
    delivered = frozenset(name for known in catalogue.sources.values() for name in known.measures)
    measure = _first(catalogue, department, delivered=delivered)
    if source in catalogue.sources:
        raise CockpitError("scaffold_exists", file=source)
    path = package / "departments" / department / "sources" / f"{source}.yaml"
    words = {"grain": measure.grain.value, "level": measure.level.value, "files": f"{source}_*.csv"}
    return [_write(path, "source", id=source, measure=measure.id, **words)]


def new_page(root: Path, page: str) -> list[Path]:
    """A page of the program in `root` (the folder that holds `app`) and a test of it: both run at once.

    Raises: bad_id, scaffold_exists.
    """
    _check_id(page)
    folder = root / "app" / "pages" / page
    if folder.exists():
        raise CockpitError("scaffold_exists", file=str(folder))
    files = {
        "__init__.py": folder / "__init__.py",
        "layout.py": folder / "layout.py",
        "text.yaml": folder / "text.yaml",
        "test.py": root / "tests" / "unit" / "pages" / f"test_{page}.py",
    }
    words = {"name": page, "address": page.replace("_", "-")}
    return [_filled(path, f"page/{name}.txt", words) for name, path in files.items()]


def _department(package: Path, department: str) -> list[Path]:
    folder = package / "departments" / department
    if folder.exists():
        raise CockpitError("scaffold_exists", file=str(folder))
    return [
        _write(folder / "department.yaml", "department", id=department),
        _write(folder / "measures.yaml", "measures", measure=f"{department}_cases"),
    ]


def _first(catalogue: Catalogue, department: str, *, delivered: frozenset[str]) -> Measure:
    known = catalogue.department(department).id
    for measure in catalogue.measures.values():
        if measure.owner == known and measure.id not in delivered:
            return measure
    raise CockpitError("scaffold_no_measure", department=department)


def _write(path: Path, template: str, **words: str) -> Path:
    """Fill a YAML template and write it where nothing stands. Words that YAML could misread are quoted."""
    return _filled(path, f"{template}.yaml", {key: _quoted(word) for key, word in words.items()})


def _filled(path: Path, template: str, words: Mapping[str, str]) -> Path:
    text = Template((_TEMPLATES / template).read_text(encoding="utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text.substitute(words))
    except FileExistsError as error:
        raise CockpitError("scaffold_exists", file=str(path)) from error
    return path


def _quoted(word: str) -> str:
    plain = _ID.match(word) and word not in ("true", "false", "null")
    return word if plain else json.dumps(word, ensure_ascii=False)


def _check_id(value: str) -> None:
    if not _ID.match(value):
        raise CockpitError("bad_id", item="id", value=value)
