"""Data assets: every source, measure and indicator with owner, class, sharing and who uses it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from app.access import Actor
from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.indicator import Department, Indicator, Measure, Publication
from app.domain.text import Text
from app.services.cockpit import Cockpit
from app.services.rests import directly_on, resting_on
from app.services.scope import sources

_LOOKED_THROUGH = 100_000
ROWS = 60  # a page


class Kind(StrEnum):
    """What an asset is."""

    SOURCE = "source"
    MEASURE = "measure"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset. `classification` and `share` as its source states them; of an indicator, what its
    publication comes to. indicators: resting on it; boards: departments' boards that show it or what rests
    on it; exports: of the audit log. used: anybody but its own department's board needs it.
    """

    kind: Kind
    id: str
    name: Text
    department: Department
    classification: str
    share: str
    indicators: int
    boards: int
    exports: int
    public: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Assets:
    """One page of assets. kinds and unused count everything the department filter leaves."""

    assets: tuple[Asset, ...]
    kinds: dict[Kind, int]
    shares: dict[str, int]
    unused: int
    total: int
    page: int
    pages: int


def assets(
    cockpit: Cockpit,
    actor: Actor,
    *,
    department: str | None = None,
    kind: str | None = None,
    share: str | None = None,
    unused: bool = False,
    page: int = 1,
) -> Assets:
    """The assets the actor may see, the least used first within each kind. Raises: Forbidden."""
    shown = sources(cockpit, actor, department)
    every = _all(cockpit, shown, {s.department for s in shown})
    found = [
        a for a in every if kind in (None, a.kind) and share in (None, a.share) and not (unused and a.used)
    ]
    pages = max(1, -(-len(found) // ROWS))
    at = min(max(1, page), pages)
    return Assets(
        assets=tuple(found[(at - 1) * ROWS : at * ROWS]),
        kinds={k: sum(a.kind is k for a in every) for k in Kind},
        shares=dict(Counter(a.share for a in every)),
        unused=sum(not a.used for a in every),
        total=len(found),
        page=at,
        pages=pages,
    )


def _all(cockpit: Cockpit, shown: tuple[Source, ...], departments: set[str]) -> list[Asset]:
    catalogue = cockpit.catalogue
    taken = _exports(cockpit)
    every = [_source(catalogue, s) for s in shown]
    every += [_measure(catalogue, s, m) for s in shown for m in s.measures]
    every += [_measure(catalogue, None, m.id) for m in _undelivered(catalogue, departments)]
    every += [
        _indicator(catalogue, i, taken) for i in catalogue.indicators.values() if i.department in departments
    ]
    kinds = list(Kind)
    return sorted(every, key=lambda a: (kinds.index(a.kind), a.used, a.indicators + a.boards + a.exports))


def _undelivered(catalogue: Catalogue, departments: set[str]) -> list[Measure]:
    """Measures no source delivers."""
    delivered = {m for s in catalogue.sources.values() for m in s.measures}
    return [m for m in catalogue.measures.values() if m.id not in delivered and m.owner in departments]


def _exports(cockpit: Cockpit) -> Counter[str]:
    """Indicator → how often it was exported; of a board's export, each of its indicators."""
    found: Counter[str] = Counter()
    log = cockpit.store.audit_log(limit=_LOOKED_THROUGH)
    for detail in log.loc[log["action"] == "export", "detail"]:
        found.update(str(indicator) for indicator in detail.get("indicators", []))
    return found


def _boards(indicators: list[Indicator]) -> int:
    return len({d for i in indicators for d in (i.department, *i.also_departments)})


def _public(indicators: list[Indicator]) -> bool:
    return any(i.publication is not Publication.NO for i in indicators)


def _source(catalogue: Catalogue, source: Source) -> Asset:
    found = resting_on(catalogue, source)
    return Asset(
        Kind.SOURCE,
        source.id,
        Text(source.name.zh, source.name.en),
        catalogue.department(source.department),
        source.classification,
        source.share,
        len(found),
        _boards(found),
        0,
        _public(found),
        bool(found),
    )


def _measure(catalogue: Catalogue, source: Source | None, measure: str) -> Asset:
    known = catalogue.measure(measure)
    found = directly_on(catalogue, [measure])
    return Asset(
        Kind.MEASURE,
        measure,
        known.name,
        catalogue.department(known.owner),
        source.classification if source else "internal",
        source.share if source else "no",
        len(found),
        _boards(found),
        0,
        _public(found),
        bool(found),
    )


def _indicator(catalogue: Catalogue, indicator: Indicator, taken: Counter[str]) -> Asset:
    public = _public([indicator])
    above = [i for i in catalogue.indicators.values() if indicator.id in {p for p, _ in i.formula.parts}]
    return Asset(
        Kind.INDICATOR,
        indicator.id,
        indicator.name,
        catalogue.department(indicator.department),
        "public" if public else "internal",
        "unconditional" if public else "conditional",
        len(above),
        _boards([indicator]),
        taken[indicator.id],
        public,
        bool(
            above or public or indicator.also_departments or indicator.on_leader_screen or taken[indicator.id]
        ),
    )
