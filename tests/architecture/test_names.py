"""Two test files of one name, in folders that are no packages, cannot be collected together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def test_names_of_test_files_are_unique() -> None:
    files = [path.name for path in TESTS.rglob("test_*.py") if not (path.parent / "__init__.py").is_file()]
    assert len(files) > 100
    assert [name for name, times in Counter(files).items() if times > 1] == []
