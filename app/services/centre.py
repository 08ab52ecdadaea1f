"""The indicator centre: every indicator with its latest figure, searched and filtered; and as a tree of goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.access import Actor
from app.domain.area import Area, Level
from app.domain.indicator import Department, Indicator, Measure, Publication, Status
from app.domain.period import Period
from app.domain.text import Text
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure
from app.services.panel import panel
from app.services.search import find, suggestions

NO_GOAL = "none"  # in an address: indicators that serve no goal
LEAD, SUPPORT = "lead", "support"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for; empty: anything. The words of the address."""

    words: str = ""
    department: str = ""
    part: str = ""  # of the department: lead, support; both when empty
    theme: str = ""
    goal: str = ""  # a goal of the city, or NO_GOAL
    level: str = ""  # figures exist at least down to this level
    publication: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as the centre lists it."""

    figure: Figure
    owner: Department
    level: Level  # the lowest level that has figures

    @property
    def indicator(self) -> Indicator:
        """Its definition."""
        return self.figure.indicator


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter and how many indicators it would leave."""

    value: str
    name: Text | None  # None: the page has the words
    count: int


@dataclass(frozen=True, slots=True)
class Centre:
    """What the indicator centre shows."""

    area: Area
    period: Period
    rows: tuple[Row, ...]
    total: int
    choices: dict[str, tuple[Choice, ...]]  # by the name of the filter
    elsewhere: tuple[Indicator, ...]  # met by the words, but hidden by the filters
    meant: tuple[Indicator, ...]  # nothing met the words: perhaps one of these
    data_to: date | None


def centre(
    cockpit: Cockpit,
    actor: Actor,
    *,
    wish: Wish,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Centre:
    """Indicators that meet the wish: best hit first, without words in the catalogue's order.

    `as_of`: with their figures as they were known then.

    Raises: Forbidden for citizens, UnknownArea.
    """
    rows = all_rows(cockpit, actor, area=area, period=period, as_of=as_of)
    by_id = {row.indicator.id: row for row in rows}
    hits = [by_id[i.id] for i in find(cockpit.catalogue, [r.indicator for r in rows], wish.words)]
    found = [row for row in hits if _fits(row, wish)]
    none_at_all = not hits and bool(wish.words)
    meant = suggestions(cockpit.catalogue, [r.indicator for r in rows], wish.words) if none_at_all else []
    return Centre(
        area=cockpit.catalogue.area(area),
        period=period,
        rows=tuple(found),
        total=len(rows),
        choices=_choices(cockpit, hits, wish),
        elsewhere=() if found else tuple(row.indicator for row in hits[:5]),
        meant=tuple(meant),
        data_to=max((r.figure.data_to for r in rows if r.figure.data_to), default=None),
    )


@cached
def all_rows(
    cockpit: Cockpit, actor: Actor, *, area: str, period: Period, as_of: datetime | None = None
) -> tuple[Row, ...]:
    """Every indicator with its figure in one area, each at the grain it can be read at.

    Raises: Forbidden for citizens.
    """
    actor.require_internal("indicators")
    catalogue = cockpit.catalogue
    indicators = list(catalogue.indicators.values())
    found = panel(cockpit, actor, indicators, area, period, with_changes=False, as_of=as_of)
    return tuple(
        Row(
            replace(figure, series=()),
            catalogue.department(figure.indicator.department),
            lowest_level(cockpit, figure.indicator),
        )
        for figure in found
    )


def lowest_level(cockpit: Cockpit, indicator: Indicator) -> Level:
    """The finest level at which all that an indicator rests on is reported."""
    catalogue = cockpit.catalogue
    levels = [catalogue.measure(name).level for name in indicator.formula.measures]
    levels += [lowest_level(cockpit, catalogue.indicator(part)) for part, _ in indicator.formula.parts]
    return min(levels, key=lambda level: level.rank)


# ── filters ──

_TESTS: dict[str, Callable[[Row, str], bool]] = {
    "theme": lambda row, value: row.indicator.theme == value,
    "goal": lambda row, value: (row.indicator.goal or NO_GOAL) == value,
    "level": lambda row, value: row.level.rank >= Level(value).rank,
    "publication": lambda row, value: row.indicator.publication == value,
    "status": lambda row, value: row.figure.status == value,
}


def _fits(row: Row, wish: Wish, *, leaving_out: str = "") -> bool:
    """Whether a row meets every filter; `leaving_out` one of them, to count its choices."""
    for name, test in _TESTS.items():
        value = getattr(wish, name)
        if value and name != leaving_out and not test(row, value):
            return False
    return leaving_out == "department" or _of_department(row, wish.department, wish.part)


def _of_department(row: Row, department: str, part: str) -> bool:
    leads = row.indicator.department == department
    supports = department in row.indicator.also_departments
    if not department:
        return True
    return {LEAD: leads, SUPPORT: supports}.get(part, leads or supports)


def _choices(cockpit: Cockpit, hits: list[Row], wish: Wish) -> dict[str, tuple[Choice, ...]]:
    """Each filter's choices, counted among the rows that meet the other filters."""
    city, departments = cockpit.catalogue.city, cockpit.catalogue.departments
    named: dict[str, list[tuple[str, Text | None]]] = {
        "theme": [(theme, name) for theme, name in city.themes.items()],
        "goal": [*((goal, name) for goal, name in city.goals.items()), (NO_GOAL, None)],
        "level": [(str(level), None) for level in Level],
        "publication": [(str(who), None) for who in Publication],
        "status": [(str(status), None) for status in Status],
    }
    found = {}
    for name, values in named.items():
        rows = [row for row in hits if _fits(row, wish, leaving_out=name)]
        counts = [(value, words, sum(_TESTS[name](r, value) for r in rows)) for value, words in values]
        found[name] = tuple(
            Choice(value, words, count)
            for value, words, count in counts
            if count or value == getattr(wish, name)
        )
    open_rows = [row for row in hits if _fits(row, wish, leaving_out="department")]
    found["department"] = tuple(
        Choice(d.id, d.short or d.name, sum(_of_department(r, d.id, wish.part) for r in open_rows))
        for d in departments.values()
    )
    return found


# ── the tree of goals ──


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator in the tree, with the measures at its feet (of parts: what the parts rest on)."""

    row: Row
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ThemeBranch:
    """The indicators of one theme that serve one goal."""

    theme: str
    name: Text
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class GoalBranch:
    """A goal with its themes. `goal` NO_GOAL and no name: what serves none."""

    goal: str
    name: Text | None
    themes: tuple[ThemeBranch, ...]
    counts: Counter[Status]


@dataclass(frozen=True, slots=True)
class GoalTree:
    """Goal → theme → indicator → measure. Every indicator stands in it once."""

    area: Area
    period: Period
    branches: tuple[GoalBranch, ...]
    unused: tuple[Measure, ...]  # measures at the feet of no indicator


def goal_tree(
    cockpit: Cockpit, actor: Actor, *, area: str, period: Period, as_of: datetime | None = None
) -> GoalTree:
    """The whole catalogue as a tree; indicators without a goal come last. Raises: Forbidden, UnknownArea."""
    rows = all_rows(cockpit, actor, area=area, period=period, as_of=as_of)
    catalogue = cockpit.catalogue
    goals: list[tuple[str, Text | None]] = [*catalogue.city.goals.items(), (NO_GOAL, None)]
    branches = [_branch(cockpit, goal, name, rows) for goal, name in goals]
    used = {name for row in rows for name in _feet(cockpit, row.indicator)}
    return GoalTree(
        area=catalogue.area(area),
        period=period,
        branches=tuple(branch for branch in branches if branch.themes),
        unused=tuple(measure for measure in catalogue.measures.values() if measure.id not in used),
    )


def _branch(cockpit: Cockpit, goal: str, name: Text | None, rows: tuple[Row, ...]) -> GoalBranch:
    mine = [row for row in rows if (row.indicator.goal or NO_GOAL) == goal]
    themes = []
    for theme, theme_name in cockpit.catalogue.city.themes.items():
        leaves = tuple(_leaf(cockpit, row) for row in mine if row.indicator.theme == theme)
        if leaves:
            themes.append(ThemeBranch(theme, theme_name, leaves))
    return GoalBranch(goal, name, tuple(themes), Counter(row.figure.status for row in mine))


def _leaf(cockpit: Cockpit, row: Row) -> Leaf:
    feet = dict.fromkeys(_feet(cockpit, row.indicator))
    return Leaf(row, tuple(cockpit.catalogue.measure(name) for name in feet))


def _feet(cockpit: Cockpit, indicator: Indicator) -> Iterator[str]:
    """The measures an indicator rests on, through its parts."""
    yield from indicator.formula.measures
    for part, _ in indicator.formula.parts:
        yield from _feet(cockpit, cockpit.catalogue.indicator(part))
