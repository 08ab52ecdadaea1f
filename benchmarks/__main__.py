"""`python -m benchmarks [NAME …]`: run the benchmarks named; without a name all but those that take hours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LONG = {"bench_scale", "bench_store"}  # they also fill tens of gigabytes
HERE = Path(__file__).resolve().parent


def main() -> int:
    """Each in a process of its own, from the project's folder; the worst exit code is told."""
    known = sorted(path.stem for path in HERE.glob("bench_*.py"))
    wanted = sys.argv[1:] or [name for name in known if name not in LONG]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    codes = []
    for name in wanted:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        codes.append(subprocess.run(command, cwd=HERE.parent, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
