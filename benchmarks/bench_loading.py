"""Loading case records: the whole way from CSV to committed measures against a bare DuckDB query.

`python benchmarks/bench_loading.py [rows]` writes a file of case records, then runs, several times and by
turns, each in a process of its own: (1) DuckDB's `read_csv` + `group by` writing the same measures to
Parquet, without any check; (2) `app.ingest`: typing, checks, quarantine, duplicates, commit with roll-ups.
Prints seconds and CPU seconds (imports not counted; CPU also tells something on a busy machine), the
ratios of both and the peak memory.
"""

# ruff: noqa: PLC0415  each side imports only what it needs

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROUNDS = 3
DISTRICTS = 16
SOURCE = """
name: {zh: 工单, en: cases}
schedule: {every: day}
read: {format: csv, files: ["cases.csv"]}
fields:
  ticket: {from: ticket, type: text}
  district: {from: district, type: area, level: district}
  opened: {from: opened, type: datetime}
  closed: {from: closed, type: datetime}
  due: {from: due, type: datetime}
  kind: {from: kind, type: text, values: [complaint, question, request, report, advice]}
  result: {from: result, type: text}
  seconds: {from: seconds, type: number, min: 0, max: 100000}
unique: [ticket]
checks: [{not_before: [closed, opened]}]
derive:
  minutes: {minutes: [opened, closed]}
  on_time: {flag: [{field: closed, not_above_field: due}]}
period: opened
area: district
measures:
  opened: {count: all}
  solved: {count: all, where: [{field: result, in: [solved]}]}
  on_time: {sum: on_time}
  talk_seconds: {sum: seconds}
  handling_minutes: {sum: minutes}
  closed: {count: all, period: closed}
"""
BARE = """
CREATE TEMP TABLE rows AS SELECT district, opened::date AS opened_on, closed::date AS closed_on, closed, due,
  opened, result, seconds FROM read_csv('{file}');
COPY (
  SELECT district, opened_on AS day, count(*) AS opened, count(*) FILTER (result = 'solved') AS solved,
    count(*) FILTER (closed <= due) AS on_time, sum(seconds) AS talk_seconds,
    sum(date_diff('minute', opened, closed)) AS handling_minutes FROM rows GROUP BY ALL
) TO '{target}' (FORMAT parquet);
COPY (SELECT district, closed_on AS day, count(*) AS closed FROM rows GROUP BY ALL)
  TO '{target}.closed' (FORMAT parquet);
"""
BARE_ONCE = """
COPY (
  SELECT district, opened::date AS day, count(*) AS opened, count(*) FILTER (result = 'solved') AS solved,
    count(*) FILTER (closed <= due) AS on_time, sum(seconds) AS talk_seconds,
    sum(date_diff('minute', opened, closed)) AS handling_minutes FROM read_csv('{file}') GROUP BY ALL
) TO '{target}' (FORMAT parquet);
"""


def write_file(path: Path, rows: int) -> None:
    """Case records over three years: 1 in 5,000 rows wrong, 1 in 10,000 delivered twice."""
    import duckdb

    duckdb.execute(f"""
COPY (
  WITH base AS (
    SELECT i, i * (94608000 // {rows} + 1) % 94608000 AS s, (hash(i) >> 2)::bigint AS h FROM (
      SELECT CASE WHEN j % 10000 = 9999 THEN j - 1 ELSE j END AS i FROM range({rows}) t(j)))
  SELECT 'HL' || lpad(i::varchar, 10, '0') AS ticket,
    CASE WHEN i % 5000 = 17 THEN 'Nowhere' ELSE 'District ' || (1 + h % {DISTRICTS})::varchar END AS district,
    strftime(timestamp '2022-01-01' + to_seconds(s::int), '%Y-%m-%d %H:%M:%S') AS opened,
    CASE WHEN h % 20 = 0 THEN NULL
      ELSE strftime(timestamp '2022-01-01' + to_seconds((s + (h >> 8) % 500000)::int), '%Y-%m-%d %H:%M:%S')
      END AS closed,
    strftime(timestamp '2022-01-06' + to_seconds(s::int), '%Y-%m-%d %H:%M:%S') AS due,
    ['complaint', 'question', 'request', 'report', 'advice'][1 + (h >> 16) % 5] AS kind,
    ['solved', 'unsolved', 'open'][1 + (h >> 24) % 3] AS result,
    ((h >> 32) % 600)::varchar AS seconds
  FROM base ORDER BY i
) TO '{path}' (HEADER)""")


def bare(folder: Path, query: str) -> tuple[float, float]:
    """Seconds and CPU seconds of the bare query."""
    import duckdb

    started, used = time.perf_counter(), time.process_time()
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute(query.format(file=folder / "cases.csv", target=folder / "bare.parquet"))
    return time.perf_counter() - started, time.process_time() - used


def ours(folder: Path) -> tuple[float, float]:
    """Seconds and CPU seconds from the file to the committed run."""
    import yaml

    from app.catalogue import Catalogue, City
    from app.catalogue.source import Source
    from app.domain.area import Area, Level
    from app.domain.indicator import Department, Measure, TimeRule
    from app.domain.period import Calendar, Grain
    from app.domain.text import Text
    from app.ingest import load_source
    from app.ingest.workspace import Workspace
    from app.store import Store

    def text(name: str) -> Text:
        return Text(name, name)

    areas = [Area("1", Level.CITY, text("City"))]
    areas += [Area(f"1{n:02d}", Level.DISTRICT, text(f"District {n}"), "1") for n in range(1, DISTRICTS + 1)]
    source = Source.model_validate({**yaml.safe_load(SOURCE), "id": "cases", "department": "office"})
    measures = {
        name: Measure(name, text(name), "1", TimeRule.SUM, Grain.DAY, Level.DISTRICT, "office")
        for name in source.measures
    }
    city = City(text("City"), "1", "Asia/Shanghai", True, Calendar(), date(2026, 1, 1), folder, {}, folder)
    catalogue = Catalogue(
        city=city,
        areas={area.code: area for area in areas},
        departments={"office": Department("office", text("office"))},
        measures=measures,
        indicators={},
        sources={"cases": source},
        targets=(),
        policies=(),
        boundaries=None,
    )
    base = folder / "store.db"
    for path in folder.glob("store.db*"):
        path.unlink()
    store = Store(f"sqlite:///{base}")
    store.migrate()
    store.register(measures.values(), areas, city.calendar)
    with Workspace():
        pass  # ibis imports its engine at first use; imports are not counted
    started, used = time.perf_counter(), time.process_time()
    (run,) = load_source(catalogue, store, "cases")
    took = time.perf_counter() - started, time.process_time() - used
    print(run, file=sys.stderr)
    return took


def child(which: str, folder: Path) -> dict[str, float]:
    """Run one side in this process."""
    queries = {"bare": BARE, "bare_once": BARE_ONCE}
    seconds, cpu = bare(folder, queries[which]) if which in queries else ours(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak_mib": peak}


def main(rows: int) -> None:
    """Run all sides by turns and print the medians."""
    sides = ("bare_once", "bare", "ours")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # in a process of its own: a child inherits the peak memory of its parent
        subprocess.run([sys.executable, __file__, "--write", name, str(rows)], check=True)
        size = (folder / "cases.csv").stat().st_size / 2**20
        results: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side in sides:
                command = [sys.executable, __file__, "--child", side, name]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                results[side].append(json.loads(done.stdout.strip().splitlines()[-1]))
        print(f"{rows:,} rows, {size:.0f} MiB, {ROUNDS} rounds")
        median = {s: statistics.median(r["seconds"] for r in results[s]) for s in sides}
        for side in sides:
            peak = max(r["peak_mib"] for r in results[side])
            times = " ".join(f"{r['seconds']:.2f}" for r in results[side])
            cpu = statistics.median(r["cpu"] for r in results[side])
            print(f"{side:10} median {median[side]:.2f} s  CPU {cpu:.1f} s  peak {peak:.0f} MiB  ({times})")
        cpu_of = {s: statistics.median(r["cpu"] for r in results[s]) for s in sides}
        for side, label in (("bare", "same measures"), ("bare_once", "one period only")):
            ratio, of_cpu = median["ours"] / median[side], cpu_of["ours"] / cpu_of[side]
            print(
                f"against bare ({label}): {ratio:.2f} times the seconds, {of_cpu:.2f} times the CPU seconds"
            )


if __name__ == "__main__":
    if "--child" in sys.argv:
        print(json.dumps(child(sys.argv[2], Path(sys.argv[3]))))
    elif "--write" in sys.argv:
        write_file(Path(sys.argv[2]) / "cases.csv", int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000)
