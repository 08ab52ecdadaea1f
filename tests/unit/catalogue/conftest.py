"""A copy of the small package into which faults are planted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue import PackageRefused, Problem, load_package

SMALL = Path(__file__).resolve().parents[2] / "packages" / "small"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    return folder


@pytest.fixture
def plant(small: Path) -> Callable[[str, str, str], None]:
    """Replaces a piece of text that stands exactly once in a file of the copy."""

    def change(file: str, old: str, new: str) -> None:
        path = small / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def problems(small: Path) -> Callable[[], tuple[Problem, ...]]:
    """What the loader has to say about the copy."""

    def found() -> tuple[Problem, ...]:
        with pytest.raises(PackageRefused) as refused:
            load_package(small)
        return refused.value.problems

    return found
