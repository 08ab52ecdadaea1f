"""`make run` from nothing to a served page in a clean clone, and the second start: the seconds of each step.

`python -m benchmarks bench_run`. Packages come through the machine's own package cache, if it has one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = "8977"
LIMIT = 900.0


def start(folder: Path, home: Path, log: Path) -> tuple[subprocess.Popen[bytes], float]:
    """Run `make run` until /public answers; returns the process group and the seconds."""
    environment = {**os.environ, "HOME": str(home), "PORT": PORT, "COCKPIT_LANG": "en"}
    for name in [name for name in environment if name.startswith("COCKPIT_") and name != "COCKPIT_LANG"]:
        environment.pop(name)
    environment.pop("VIRTUAL_ENV", None)
    started = time.monotonic()
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["make", "run", f"PORT={PORT}"],
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    while time.monotonic() - started < LIMIT:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/public", timeout=5) as answer:
                answer.read()
            return process, time.monotonic() - started
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                raise RuntimeError(log.read_text(errors="replace")[-2000:]) from None
            time.sleep(0.1)
    os.killpg(process.pid, signal.SIGTERM)
    raise TimeoutError(log.read_text(errors="replace")[-2000:])


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server that `make run` became."""
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


def main() -> None:
    """Print the seconds of each step of the first start, and of the second."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, home, log = Path(scratch) / "clone", Path(scratch) / "home", Path(scratch) / "log"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
        process, seconds = start(folder, home, log)
        stop(process)
        told = log.read_text(errors="replace")
        for step in ("environment ready in", "demo city made in", "loaded in"):
            found = re.search(rf"{step} ([\d.]+) s", told)
            print(f"{step:24s} {found.group(1) if found else '?':>7s} s")
        print(f"{'first start, in all':24s} {seconds:7.1f} s")
        process, again = start(folder, home, log)
        stop(process)
        print(f"{'second start':24s} {again:7.1f} s")


if __name__ == "__main__":
    main()
