"""What has come for each indicator: from sources to indicators, and the newest load that concerns each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from app.catalogue import Catalogue
from app.store import Store
from app.store.changes import Tally


def resting_on(catalogue: Catalogue, sources: Iterable[str]) -> frozenset[str]:
    """Every indicator computed from what these sources report, directly or through other indicators."""
    known = [catalogue.sources[source] for source in sources if source in catalogue.sources]
    measures = {name for source in known for name in source.measures}
    found: set[str] = set()
    while True:
        more = {
            indicator.id
            for indicator in catalogue.indicators.values()
            if indicator.id not in found
            and (
                measures & {*indicator.formula.numerator, *indicator.formula.denominator}
                or found & {part for part, _ in indicator.formula.parts}
            )
        }
        if not more:
            return frozenset(found)
        found |= more


class Feeds:
    """The state of each indicator's data, as a value that differs whenever the figures may."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self._tally = Tally(store)
        self._sources = lru_cache(maxsize=1)(lambda: _sources_of(catalogue))

    def states(self, indicators: Iterable[str]) -> dict[str, tuple[int, int]]:
        """(changes that came with no load, newest load of a source it rests on) of each indicator."""
        others, newest = self._tally.now()
        sources = self._sources()
        return {
            name: (others, max((newest.get(source, 0) for source in sources.get(name, ())), default=0))
            for name in indicators
        }


def _sources_of(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source in catalogue.sources:
        for indicator in resting_on(catalogue, [source]):
            found.setdefault(indicator, []).append(source)
    return found
