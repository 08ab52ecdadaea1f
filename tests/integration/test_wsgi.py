"""What gunicorn serves stands ready: the collector has nothing to look through, and the end is quiet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import gc, app.wsgi
print(gc.get_freeze_count(), len(gc.get_objects()), app.wsgi.server.test_client().get("/health").status_code)
"""


def test_what_stands_is_left_out_of_collections(tmp_path: Path) -> None:
    settings = {"COCKPIT_DATA": str(tmp_path), "COCKPIT_CITY": str(ROOT / "data" / "demo")}
    ended = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    frozen, looked_at, health = map(int, ended.stdout.split()[-3:])
    assert health == 200
    assert frozen > 100_000
    assert looked_at < frozen / 10
    assert "leaked" not in ended.stderr
