"""The quick look before a load: any new, changed or removed file is seen; what cannot be told is not claimed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.cli.unchanged import is_unchanged, remember
from app.settings import Settings

SMALL = Path(__file__).resolve().parents[2] / "packages" / "small"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shutil.copytree(SMALL, tmp_path / "city")
    (tmp_path / "city" / "deliveries").mkdir(exist_ok=True)
    made = Settings(city=tmp_path / "city", data=tmp_path / "var")
    made.data.mkdir()
    Path(made.database.removeprefix("sqlite:///")).touch()
    return made


def test_the_second_look_finds_nothing_new(settings: Settings) -> None:
    assert not is_unchanged(settings)
    remember(settings)
    assert is_unchanged(settings)


@pytest.mark.parametrize("change", ["new", "touched", "mapping", "store"])
def test_whatever_changes_is_seen(settings: Settings, change: str) -> None:
    delivery = settings.city / "deliveries" / "a.csv"
    delivery.write_text("a,b\n1,2\n")
    remember(settings)
    if change == "new":
        (settings.city / "deliveries" / "b.csv").write_text("a\n")
    elif change == "touched":
        os.utime(delivery, ns=(1, 1))
    elif change == "mapping":
        (settings.city / "areas.yaml").open("a").write("\n")
    else:
        Path(settings.database.removeprefix("sqlite:///")).unlink()
    assert not is_unchanged(settings)


def test_a_database_that_is_no_file_is_always_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = next((settings.city / "departments").iterdir()) / "sources"
    folder.mkdir(exist_ok=True)
    (folder / "live.yaml").write_text("read:\n  format: sql\n  url: COCKPIT_LIVE_URL\n")
    monkeypatch.setenv("COCKPIT_LIVE_URL", "postgresql://somewhere/db")
    remember(settings)
    assert not is_unchanged(settings)
