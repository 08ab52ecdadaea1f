"""What `cockpit new page` writes runs at once: the page is shown and its own tests pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.catalogue import scaffold
from app.domain.errors import CockpitError

ROOT = Path(__file__).resolve().parents[3]


def test_a_new_page_runs_and_its_tests_pass(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "packages", tmp_path / "tests" / "packages")
    written = scaffold.new_page(tmp_path, "water_watch")
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "app/pages/water_watch/__init__.py",
        "app/pages/water_watch/layout.py",
        "app/pages/water_watch/text.yaml",
        "tests/unit/pages/test_water_watch.py",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(written[-1])],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "3 passed" in ran.stdout


def test_a_page_is_never_overwritten(tmp_path: Path) -> None:
    scaffold.new_page(tmp_path, "water_watch")
    with pytest.raises(CockpitError) as refused:
        scaffold.new_page(tmp_path, "water_watch")
    assert refused.value.code == "scaffold_exists"


@pytest.mark.parametrize("name", ["../evil", "Water", "a-b", ""])
def test_its_name_is_an_id(tmp_path: Path, name: str) -> None:
    with pytest.raises(CockpitError) as refused:
        scaffold.new_page(tmp_path, name)
    assert refused.value.code == "bad_id"
    assert not list(tmp_path.rglob("*.py"))
