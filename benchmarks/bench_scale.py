"""Records to committed measures at growing sizes: seconds a million records, and the peak memory.

`python -m benchmarks.bench_scale [millions …]` (default 1 5 30: about 3 GB of CSV for the largest). Each size is
written, loaded by a process of its own and deleted. Seconds depend on what else the machine does; CPU seconds hardly.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import bench_loading

MILLION = 1_000_000
SIZES = (1, 5, 30)
MOST_MIB, MOST_RATIO = 2048, 1.3


def measured(millions: int, folder: Path) -> dict[str, float]:
    """Seconds, CPU seconds and peak MiB of loading so many million records."""
    script = [sys.executable, bench_loading.__file__]
    # in a process of its own: a child inherits the peak memory of its parent
    subprocess.run([*script, "--write", str(folder), str(millions * MILLION)], check=True)
    command = [*script, "--child", "ours", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    if "state='committed'" not in done.stderr:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def main(sizes: tuple[int, ...]) -> int:
    """One line a size; 1 when memory or time a million grow beyond what is wanted."""
    seconds: list[float] = []
    cpu: list[float] = []
    peaks: list[float] = []
    for millions in sizes:
        with tempfile.TemporaryDirectory() as name:
            told = measured(millions, Path(name))
            size = (Path(name) / "cases.csv").stat().st_size / 2**20
        seconds.append(told["seconds"] / millions)
        cpu.append(told["cpu"] / millions)
        peaks.append(told["peak_mib"])
        print(
            f"{millions:4} million  {size:6.0f} MiB  {told['seconds']:7.1f} s  CPU {told['cpu']:7.1f} s  "
            f"{seconds[-1]:5.2f} s a million  CPU {cpu[-1]:5.2f} s a million  "
            f"peak {told['peak_mib']:5.0f} MiB  load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    # the smallest pays as much as the largest for its observations, which are as many
    ratio = seconds[-1] / min(seconds)
    print(
        f"the largest against the quickest, a million: {ratio:.2f} times the seconds, "
        f"{cpu[-1] / min(cpu):.2f} times the CPU seconds; peak {max(peaks):.0f} MiB"
    )
    return int(ratio > MOST_RATIO or max(peaks) > MOST_MIB)


if __name__ == "__main__":
    sys.exit(main(tuple(int(part) for part in sys.argv[1:]) or SIZES))
