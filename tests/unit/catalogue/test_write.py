"""What is written is read as the same source, and looks as if written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.document import read_yaml
from app.catalogue.files import MeasureSpec
from app.catalogue.source import Source
from app.catalogue.validate import validate
from app.catalogue.write import measure_entry, package_yaml, scalar, source_yaml

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted([
    *(ROOT / "data" / "demo").glob("departments/*/sources/*.yaml"),
    *(ROOT / "tests" / "real" / "packages").glob("*/departments/*/sources/*.yaml"),
])  # fmt: skip


def read(path: Path) -> Any:
    document = read_yaml(path, path.name)
    assert not document.problems
    return document.content


def source(path: Path) -> Source:
    found, problems = validate(Source, read_yaml(path, path.name))
    assert found is not None, problems
    return found


def test_every_source_there_is_comes_back_equal(tmp_path: Path) -> None:
    assert len(SOURCES) > 60
    for path in SOURCES:
        copy = tmp_path / path.name
        copy.write_text(source_yaml(source(path)), encoding="utf-8")
        assert source(copy) == source(path), path


def test_it_looks_as_written_by_hand(tmp_path: Path) -> None:
    text = """\
name: {zh: 预警处置日报, en: daily alerts}
system: {zh: 预警平台, en: alert platform}
class: internal
share: 'no'
schedule: {every: day, due_days: 2}
read:
  format: csv
  files: [city_ops/alerts_*.csv]
  header_rows: 2
unpivot:
  columns: '^(\\d{4})年$'
  name: year
  value: amount
fields:
  period: {from: year, type: date}
  area: {from: [区, 所属区], type: area, level: district}
  amount: {from: amount, type: number, unit: 万, min: 0}
ignore:
  - {column: 区, in: [合计, '2024']}
period: period
area: area
measures:
  al_raised: {sum: amount}
"""
    path = tmp_path / "hand.yaml"
    path.write_text(text.replace("'no'", "no"), encoding="utf-8")
    assert source_yaml(source(path)) == text.replace("'no'", "no")


def test_a_decision_stands_above_the_place_it_speaks_of() -> None:
    content = {"name": {"zh": "甲", "en": "a"}, "fields": {"amount": {"from": "x", "type": "number"}}}
    text = package_yaml(content, {("fields", "amount"): "which unit?", ("name",): "a name?"})
    assert text.splitlines() == [
        "# a name?",
        "name: {zh: 甲, en: a}",
        "fields:",
        "  # which unit?",
        "  amount: {from: x, type: number}",
    ]


def test_a_measure_is_an_entry_of_the_list(tmp_path: Path) -> None:
    given_: dict[str, Any] = {"id": "meals", "name": {"zh": "助餐", "en": "meals"}, "unit": "人次"}
    spec = MeasureSpec.model_validate({**given_, "grain": "month", "level": "district", "time": "sum"})
    path = tmp_path / "measures.yaml"
    path.write_text(measure_entry(spec) + measure_entry(spec), encoding="utf-8")
    assert [MeasureSpec.model_validate(entry) for entry in read(path)] == [spec, spec]


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
plain = st.recursive(
    anything
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(anything, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(content=st.dictionaries(anything.filter(bool), plain, min_size=1, max_size=5))
def test_whatever_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(package_yaml(content), encoding="utf-8", newline="")
    assert read(path) == content


@pytest.mark.parametrize(
    "text", ["no", "true", "12", "012", "2024-01-01", "a: b", "- x", "", "#", "null", "1e5", " x"]
)
def test_texts_that_yaml_could_misread_stay_texts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"x: {scalar(text)}\n", encoding="utf-8")
    assert read(path) == {"x": text}
