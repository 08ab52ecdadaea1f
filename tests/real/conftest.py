"""Real cities: packages that read real data where it lies, each loaded once into a store of its own.

The data stand beside the project (COCKPIT_REAL_DATA says where) and are never copied into it. Without them
these tests are not collected; a CI run must have them and says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.real import scoreboard
from tests.real.boundaries import write_boundaries
from tests.real.city import PACKAGES, RealCity, open_city

_BESIDE = Path(__file__).parents[3] / "shared" / "real"
REAL = Path(os.environ.get("COCKPIT_REAL_DATA", _BESIDE))

collect_ignore_glob = [] if REAL.is_dir() or os.environ.get("CI") else ["test_*.py"]


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of the real data."""
    if not REAL.is_dir():
        pytest.fail(f"real city data are missing: {REAL} (COCKPIT_REAL_DATA names their folder)")
    return REAL


@pytest.fixture(scope="session")
def city(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], RealCity]]:
    """Gives the city of a package, loaded at first use."""
    cities: dict[str, RealCity] = {}

    def load(name: str) -> RealCity:
        if name not in cities:
            folder = tmp_path_factory.mktemp(name)
            package = Path(shutil.copytree(PACKAGES / name, folder / "package"))
            if name == "shanghai_health":
                write_boundaries(package, real.parent / "geo" / "geo-datav" / "310000_full.json")
            if name == "boston_cityscore":
                scoreboard.write(package, real)
            cities[name] = open_city(package, real, f"sqlite:///{folder / 'store.db'}")
        return cities[name]

    yield load
    for one in cities.values():
        one.store.dispose()
