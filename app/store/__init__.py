"""The store: append-only observations, current cells with roll-ups, load runs, quarantine, audit.

Parts: `tables` and `migrations` (what there is), `registry` (codes, areas, calendar), `staging` (a load is
proved before it touches anything), `writing` and `rollup` (a commit), `rebuild` (cells anew from the log),
`reading` (frames). `Store` is the only door.

The fingerprint. A ratio must rest on the same areas and periods above and below its line. Each base cell has a
40-bit hash of (area, first day); a roll-up carries `n`, the number of base cells with a value inside, and `fp`,
the sum of their hashes (for the time rule `last`: of the one cell taken). Measures of one grain and level whose
roll-ups have equal `n` and `fp` rest on the same cells, so their ratio is taken straight from the roll-ups; else
whoever asks reads base cells and pairs them. A sum can be kept up level by level and does not depend on order;
a false match needs two different sets of one size with one sum, about 2⁻⁴⁰ (docs/decisions/0001).
"""

from app.store.faults import CODES as STORE_FAULTS
from app.store.load import OBSERVATION_COLUMNS, QUARANTINE_COLUMNS, Batch, Load, LoadRun
from app.store.store import Store

__all__ = ["OBSERVATION_COLUMNS", "QUARANTINE_COLUMNS", "STORE_FAULTS", "Batch", "Load", "LoadRun", "Store"]
