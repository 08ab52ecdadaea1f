"""The store: append-only observations, current cells with roll-ups, load runs, quarantine, audit.

Roll-ups carry a fingerprint: each base cell has a 40-bit hash of (area, period) and a roll-up the sum of
its base cells' hashes beside their number. Two measures whose (n, fp) are equal rest on the same cells, so
their ratio may be taken straight from the roll-ups (docs/decisions/0001).
"""

from app.store.load import OBSERVATION_COLUMNS, QUARANTINE_COLUMNS, Batch, Load, LoadRun
from app.store.store import Store

__all__ = ["OBSERVATION_COLUMNS", "QUARANTINE_COLUMNS", "Batch", "Load", "LoadRun", "Store"]
