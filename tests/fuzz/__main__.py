"""`python -m tests.fuzz [tries] [first seed]`: the full run; prints the seeds that broke something."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz.trying import PIPELINE_EVERY, Fuzzer


def main(tries: int = 20_000, first: int = 0) -> int:
    """Runs the tries; returns how many broke something."""
    broken: dict[str, list[int]] = {}
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder))
        for seed in range(first, first + tries):
            try:
                fuzzer.attempt(seed, whole=seed % PIPELINE_EVERY == 0)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                where = traceback.extract_tb(error.__traceback__)[-1]
                what = f"{type(error).__name__} {where.name}: {str(error)[:150]}"
                broken.setdefault(what, []).append(seed)
                print(seed, what, flush=True)
            if seed % 1000 == 999:
                print(f"{seed + 1 - first} tries, {time.monotonic() - began:.0f} s", flush=True)
        print(f"{tries} tries: {fuzzer.read} read, {fuzzer.judged} judged, refused {fuzzer.refused}")
        fuzzer.close()
    for what, seeds in broken.items():
        print(len(seeds), what, seeds[:5])
    return sum(map(len, broken.values()))


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
