"""`python -m data.demo.generator [--out DIR]`: deliveries, the truth and the planted faults."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAMP = "made.txt"


def stamp() -> str:
    """What the deliveries depend on: this code and the package."""
    digest = hashlib.sha256()
    files = sorted(
        [*HERE.glob("*.py"), HERE.parent / "areas.yaml", *HERE.parent.glob("departments/**/*.yaml")]
    )
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Make the deliveries unless they are there already."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=HERE.parent / "deliveries")
    out: Path = parser.parse_args().out
    made = stamp()
    if (out / STAMP).exists() and (out / STAMP).read_text() == made:
        return
    started = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    make(out)
    (out / STAMP).write_text(made)
    print(f"demo city made in {time.monotonic() - started:.1f} s")


def make(out: Path) -> None:
    """Write everything into an empty folder."""
    # Imported here so that finding the deliveries already made costs nothing.
    import pandas as pd

    from data.demo.generator import deliveries, record_files, truth

    figures, faults = deliveries.write_all(out, truth.build())
    counted, more = record_files.write_records(out)
    pd.concat([figures, counted], ignore_index=True).to_parquet(out / "truth.parquet", index=False)
    record_files.dump(out / "faults.json", faults + more)


if __name__ == "__main__":
    main()
