"""A stranger's way: files that no package reads yet, described by `cockpit inspect` alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.catalogue import load_package, scaffold
from app.cli.commands import app
from app.domain.errors import FileRefused
from app.domain.period import Grain, epoch_day
from app.ingest import load_all
from app.ingest.inspect import inspect
from app.store import Store
from tests.real.city import PACKAGES

_RATE = "grain: year, level: district, time: none, additive_over_areas: false"
MEASURES = f"""\
- {{id: employment_rate, name: {{zh: 就业率, en: employment rate}}, unit: "%", {_RATE}}}
- {{id: yearly_median_income, name: {{zh: 收入中位数, en: median income}}, unit: 英镑, {_RATE}}}
- {{id: job_density, name: {{zh: 岗位密度, en: jobs per resident}}, unit: 个/人, {_RATE}}}
"""
BARKING = "E09000002"


@pytest.fixture
def london(real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package of another purpose, with a new department that has measures but no source."""
    monkeypatch.setenv("COCKPIT_DELIVERIES", str(real))
    monkeypatch.setenv("COCKPIT_LANG", "en")
    package = Path(shutil.copytree(PACKAGES / "london_boroughs", tmp_path / "london"))
    scaffold.new_department(package, "labour")
    (package / "departments/labour/measures.yaml").write_text(MEASURES, encoding="utf-8")
    return package


@pytest.mark.parametrize(
    ("name", "year", "value", "asked"),
    [
        ("employment_rate", 2023, 72.2, None),
        ("yearly_median_income", 2011, 19_400.0, "Kingston-upon-Thames"),  # written "19,400"
        ("job_density", 2011, 0.45, None),
    ],
)
def test_inspect_alone_makes_a_source_that_loads(
    london: Path, real: Path, tmp_path: Path, name: str, year: int, value: float, asked: str | None
) -> None:
    file = real / "london-boroughs" / f"{name}.csv"
    arguments = ["inspect", str(file), "--package", str(london), "--department", "labour", "--write"]
    ran = CliRunner().invoke(app, arguments)
    assert ran.exit_code == 0, ran.output
    assert ("DECIDE" in ran.output) == (asked is not None)
    assert (asked or "") in ran.output
    assert "100%" in ran.output
    catalogue = load_package(london, deliveries=real)
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.migrate()
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    (run,) = load_all(catalogue, store, sources=[name])
    assert run.state == "committed"
    assert run.rows_read == run.accepted + run.quarantined + run.ignored
    start = epoch_day(catalogue.city.calendar.parse(str(year)).start)
    found = store.base_cells([name], [BARKING], start, start)
    assert found["value"].tolist() == [value]
    store.dispose()


def test_records_with_american_dates(real: Path) -> None:
    found = inspect(real / "nyc-police" / "nypd_hate_crimes.csv")
    columns = {column.name: column for column in found.columns}
    assert found.records
    assert columns["Record Create Date"].order == "mdy"
    assert not columns["Record Create Date"].ambiguous
    roles = {choice.column: choice.role for choice in found.choices}
    assert roles["Full Complaint ID"] == "ident"
    assert roles["Record Create Date"] == "period"


def test_gbk_with_years_as_columns(real: Path) -> None:
    found = inspect(real / "cn-stats-gbk" / "maincity.csv")
    assert found.look.encoding == "gb18030"
    assert found.wide is not None
    assert len(found.wide.columns) == 10
    assert found.columns[1].grain is Grain.YEAR


def test_every_file_can_be_looked_at(real: Path) -> None:
    """No file makes the inspector stumble; what cannot be a table is refused in words."""
    files = [p for p in sorted(real.rglob("*")) if p.suffix in {".csv", ".json", ".xlsx"} and p.is_file()]
    assert len(files) > 60
    refused = []
    for path in files:
        try:
            found = inspect(path)
        except FileRefused as error:
            refused.append((path.name, error.code))
        else:
            assert found.columns
    assert len(refused) <= 3, refused
