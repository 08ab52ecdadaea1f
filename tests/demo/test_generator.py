"""The generator: the same every time, quick when there is nothing to do, of a size one can load."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from data.demo.generator import __main__ as generator

ROOT = Path(__file__).resolve().parents[2]
PLAIN = {".csv", ".tsv", ".json", ".jsonl"}  # workbooks carry the time they were saved


def digests(folder: Path) -> dict[str, str]:
    files = [
        path for path in sorted(folder.rglob("*")) if path.suffix in PLAIN or path.name == "truth.parquet"
    ]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def run(out: Path, seed: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "data.demo.generator", "--out", str(out)]
    env = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True)


def test_another_process_makes_the_same_files_once(deliveries: Path, tmp_path: Path) -> None:
    (tmp_path / generator.STAMP).write_text("an older generator")
    (tmp_path / "left_over.csv").write_text("x")
    assert "made" in run(tmp_path, "7").stdout
    assert len(digests(tmp_path)) > 50
    assert digests(tmp_path) == digests(deliveries)
    assert run(tmp_path, "8").stdout == ""  # made already


def test_the_size_stays_loadable(deliveries: Path) -> None:
    sizes = [path.stat().st_size for path in deliveries.rglob("*") if path.is_file()]
    assert 40 < len(sizes) < 150
    assert sum(sizes) < 80_000_000
