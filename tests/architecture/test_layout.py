"""The shape of the code: small files, one way of imports, a breach is caught."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 320


def python_files() -> list[Path]:
    found = [
        p
        for folder in ("app", "data", "benchmarks", "tests", "scripts")
        for p in (ROOT / folder).rglob("*.py")
    ]
    assert len(found) > 60
    return found


def test_files_stay_small() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in python_files()
        if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert not long


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([tool, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_run_one_way() -> None:
    result = contracts(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_planted_breach_is_caught(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app" / "domain" / "breach.py").write_text("import app.store\n")
    result = contracts(tmp_path)
    assert result.returncode == 1
    assert "app.domain.breach" in result.stdout


def test_nothing_of_the_demo_city_is_in_the_program() -> None:
    import yaml

    city = yaml.safe_load((ROOT / "data" / "demo" / "city.yaml").read_text(encoding="utf-8"))
    names = [city["name"]["zh"], city["name"]["en"], city["area"]]
    for path in [*(ROOT / "app").rglob("*.py"), *(ROOT / "app").rglob("*.yaml")]:
        content = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in content], path
