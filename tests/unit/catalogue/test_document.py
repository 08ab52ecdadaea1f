"""YAML means what it looks like, and every value knows its line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.document import Document, Place, dotted, read_yaml


def read(folder: Path, text: str) -> Document:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read_yaml(path, "x.yaml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("010203", "010203"),
        ("880100", 880100),
        ("-3", -3),
        ("2.5", 2.5),
        ("1e3", 1000.0),
        ("12:30", "12:30"),
        ("2024-01-01", date(2024, 1, 1)),
        ("~", None),
        ("''", ""),
        ("'5'", "5"),
    ],
)
def test_scalars(tmp_path: Path, written: str, meant: object) -> None:
    value = read(tmp_path, f"a: {written}\n").content["a"]
    assert (value, type(value)) == (meant, type(meant))


def test_lines(tmp_path: Path) -> None:
    document = read(tmp_path, "# words\na:\n  b: [1,\n    2]\n  c: 3\n")
    assert document.line("a") == 2
    assert document.line("a", "b", 1) == 4
    assert document.line("a", "c") == 5
    assert document.line("a", "missing", "deeper") == 2
    assert document.line("nothing") == 2


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffname: a\n").content == {"name": "a"}


@pytest.mark.parametrize("text", ["a: [1", "a: 'b", "a: !secret b", "a: b: c", "\tb", "a: 1\n---\nb: 2"])
def test_broken_yaml_is_a_problem_not_an_exception(tmp_path: Path, text: str) -> None:
    document = read(tmp_path, text)
    assert document.content is None
    assert [problem.code for problem in document.problems] == ["yaml_broken"]


def test_an_alias_to_itself_does_no_harm(tmp_path: Path) -> None:
    document = read(tmp_path, "a: &x\n  b: *x\n")
    assert [(problem.code, problem.line) for problem in document.problems] == [("yaml_alias", 2)]


plain = st.recursive(
    st.integers() | st.booleans() | st.text(alphabet="ab中 :#'-", max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(content=st.dictionaries(st.text(alphabet="abc", min_size=1), plain, min_size=1, max_size=4))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any]) -> None:
    document = read(tmp_path_factory.getbasetemp(), yaml.safe_dump(content, allow_unicode=True))
    assert document.content == content
    assert set(places(content, ())) <= set(document.lines)


def places(content: Any, place: Place) -> list[Place]:
    inside = (
        content.items()
        if isinstance(content, dict)
        else enumerate(content)
        if isinstance(content, list)
        else ()
    )
    return [place, *(found for key, value in inside for found in places(value, (*place, key)))]


def test_places_are_written_as_people_count() -> None:
    assert dotted(("formula", "numerator", 0)) == "formula.numerator.1"
