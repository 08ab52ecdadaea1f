"""Signed quality: the scores of a source and month as they were when the data officer signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from app.store.decided import Deed, deciding, now
from app.store.moments import micros, moment
from app.store.store import Store
from app.store.tables import sign_off


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature. `month`: YYYY-MM; `scores`: dimension → [met, judged], frozen."""

    id: int
    source: str
    month: str
    scores: Mapping[str, Sequence[int]]
    comment: str
    made_by: str
    made_at: datetime


class SignOffs:
    """Every signature there ever was; the newest of a source and month counts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def sign(
        self, scores: Mapping[str, Mapping[str, Sequence[int]]], *, month: str, comment: str, by: str
    ) -> int:
        """Freeze the scores of several sources (source → dimension → [met, judged]); returns how many."""
        at = now()
        rows: list[dict[str, Any]] = [
            {
                "source": source,
                "month": month,
                "scores": {name: list(pair) for name, pair in found.items()},
                "comment": comment,
                "made_by": by,
                "made_at": micros(at),
            }
            for source, found in scores.items()
        ]
        for row in rows:
            deed = Deed(by, "sign_off", str(row["source"]), {"month": month, "comment": comment})
            with deciding(self._store, deed, at) as connection:
                connection.execute(insert(sign_off), [row])
        return len(rows)

    def of(self, sources: Sequence[str], months: Sequence[str]) -> dict[tuple[str, str], SignOff]:
        """(source, month) → the signature in force."""
        query = (
            select(sign_off)
            .where(sign_off.c.source.in_(sources), sign_off.c.month.in_(months))
            .order_by(sign_off.c.id)
        )
        with self._store.reading() as connection:
            return {
                (row.source, row.month): SignOff(
                    row.id, row.source, row.month, row.scores, row.comment, row.made_by, moment(row.made_at)
                )
                for row in connection.execute(query)
            }
