"""Roll-ups: time first per base area, then areas level by level, only for what was touched.

Each step reads the finer cells just below: a month from its days, a quarter from its months, a district
from its streets. So a corrected day costs a few dozen cells, and a first load is a handful of set-based
statements. The same SQL runs on SQLite and PostgreSQL: CROSS JOIN makes both start from `touched`.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from app.store.engine import analyze, tune_for_roll_up
from app.store.staging import FP_MASK

# (finer grain, coarser grain). Weeks roll up further only for measures reported by week.
STEPS = [("day", "week"), ("day", "month"), ("week", "month"), ("month", "quarter"), ("quarter", "year")]
# From the lowest level that can have children upwards; a child may skip levels.
PARENT_LEVELS = ["street", "district", "city"]

_FLAGS = "MAX(ch.flags & 1) + MAX(ch.flags & 2) + MAX(ch.flags & 4) + MAX(ch.flags & 8)"
_COLUMNS = "measure_id, grain, area_id, period_start, value, n, areas, fp, flags, known_at, run_id"
_UPSERT = """
ON CONFLICT (measure_id, grain, area_id, period_start) DO UPDATE SET
    value = excluded.value, n = excluded.n, areas = excluded.areas, fp = excluded.fp,
    flags = excluded.flags, known_at = excluded.known_at, run_id = excluded.run_id
"""

_PARENT_PERIODS = """
INSERT INTO touched (measure_id, grain, area_id, period_start)
SELECT DISTINCT t.measure_id, c.parent_grain, t.area_id, c.parent_start
FROM touched t CROSS JOIN calendar c CROSS JOIN measure m
WHERE c.grain = t.grain AND c.start = t.period_start AND c.parent_grain = :coarse
    AND m.id = t.measure_id AND t.grain = :fine AND m.time <> 'none' AND (:fine <> 'week' OR m.grain = 'week')
ON CONFLICT DO NOTHING
"""

# The finer periods of one coarser period follow one another: their cells are one stretch of the key.
_SPANS = """
INSERT INTO span (start, first, last)
SELECT c.parent_start, MIN(c.start), MAX(c.start)
FROM (SELECT DISTINCT period_start FROM touched WHERE grain = :coarse) p CROSS JOIN calendar c
WHERE c.parent_grain = :coarse AND c.parent_start = p.period_start AND c.grain = :fine
GROUP BY c.parent_start
"""

# As plain `t.grain` SQLite would sort what it has already read in the order of the key.
_CHILDREN = """
FROM touched t CROSS JOIN measure m CROSS JOIN span s CROSS JOIN cell ch
WHERE t.grain || '' = :coarse
    AND m.id = t.measure_id AND m.time = :rule AND (:fine <> 'week' OR m.grain = 'week')
    AND s.start = t.period_start
    AND ch.measure_id = t.measure_id AND ch.grain = :fine AND ch.area_id = t.area_id
    AND ch.period_start BETWEEN s.first AND s.last
"""

_VALUE = {
    "sum": "SUM(ch.value)",
    "mean": "SUM(ch.value * ch.n) / NULLIF(SUM(ch.n), 0)",
    "max": "MAX(ch.value)",
}


def _grouped(rule: str) -> str:
    # PostgreSQL widens the sum of BIGINTs to NUMERIC; the mask keeps a fingerprint at 40 bits.
    return f"""
    INSERT INTO cell ({_COLUMNS})
    SELECT t.measure_id, t.grain, t.area_id, t.period_start, {_VALUE[rule]}, SUM(ch.n), MAX(ch.areas),
        CAST(SUM(ch.fp) AS BIGINT) & {FP_MASK}, {_FLAGS}, MAX(ch.known_at), MAX(ch.run_id)
    {_CHILDREN}
    GROUP BY t.measure_id, t.grain, t.area_id, t.period_start
    {_UPSERT}
    """


_LAST = f"""
INSERT INTO cell ({_COLUMNS})
SELECT measure_id, grain, area_id, period_start, value, n, areas, fp, flags, known_at, run_id
FROM (
    SELECT t.measure_id, t.grain, t.area_id, t.period_start, ch.value, ch.n, ch.areas, ch.fp, ch.flags,
        ch.known_at, ch.run_id,
        ROW_NUMBER() OVER (
            PARTITION BY t.measure_id, t.grain, t.area_id, t.period_start
            ORDER BY CASE WHEN ch.n > 0 THEN 1 ELSE 0 END DESC, ch.period_start DESC
        ) AS place
    {_CHILDREN}
) AS ranked
WHERE place = 1
{_UPSERT}
"""  # noqa: S608 - constants of this module only

_ROLLED = {rule: _grouped(rule) for rule in _VALUE} | {"last": _LAST}
_RULES = (
    "SELECT DISTINCT m.time FROM measure m WHERE EXISTS (SELECT 1 FROM touched t WHERE t.measure_id = m.id)"
)

_PARENT_AREAS = """
INSERT INTO touched (measure_id, grain, area_id, period_start)
SELECT DISTINCT t.measure_id, t.grain, a.parent_id, t.period_start
FROM touched t CROSS JOIN area a CROSS JOIN area p CROSS JOIN measure m
WHERE a.id = t.area_id AND p.id = a.parent_id AND p.level = :level AND m.id = t.measure_id AND m.additive
ON CONFLICT DO NOTHING
"""

_AREAS = f"""
INSERT INTO cell ({_COLUMNS})
SELECT t.measure_id, t.grain, t.area_id, t.period_start, SUM(ch.value), SUM(ch.n), SUM(ch.areas),
    CAST(SUM(ch.fp) AS BIGINT) & {FP_MASK}, {_FLAGS}, MAX(ch.known_at), MAX(ch.run_id)
FROM touched t CROSS JOIN area p CROSS JOIN measure m CROSS JOIN area a CROSS JOIN cell ch
WHERE p.id = t.area_id AND p.level = :level AND m.id = t.measure_id AND m.additive AND a.parent_id = t.area_id
    AND ch.measure_id = t.measure_id AND ch.grain = t.grain AND ch.area_id = a.id
    AND ch.period_start = t.period_start
GROUP BY t.measure_id, t.grain, t.area_id, t.period_start
{_UPSERT}
"""  # noqa: S608 - constants of this module only


def roll_up(connection: Connection) -> None:
    """Recompute every roll-up above the base cells listed in the temporary table `touched`."""
    tune_for_roll_up(connection)
    rules = set(connection.scalars(text(_RULES)))
    for fine, coarse in STEPS:
        names = {"fine": fine, "coarse": coarse}
        # A coarser cell is made of finer ones or reported as it is, never both: nothing new, nothing to do.
        if not connection.execute(text(_PARENT_PERIODS), names).rowcount:
            continue
        analyze(connection, "touched")
        connection.execute(text("DELETE FROM span"))
        connection.execute(text(_SPANS), names)
        analyze(connection, "span")
        for rule in sorted(rules & set(_ROLLED)):
            connection.execute(text(_ROLLED[rule]), {**names, "rule": rule})
    for level in PARENT_LEVELS:
        if connection.execute(text(_PARENT_AREAS), {"level": level}).rowcount:
            analyze(connection, "touched")
            connection.execute(text(_AREAS), {"level": level})
