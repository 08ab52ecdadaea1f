"""What stands beside a figure on its page: how it is made, held, reviewed, aimed at, corrected and used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor, Role
from app.domain.area import Area
from app.domain.errors import Forbidden
from app.domain.indicator import Department, Indicator, Publication, Status
from app.domain.period import Period
from app.services import trust
from app.services.areas import trail
from app.services.cockpit import Cockpit, cached
from app.services.figures import Figure, ask
from app.services.formula_tree import Branch, formula_tree
from app.services.freshness import Freshness, freshness
from app.services.lineage import Delivery
from app.services.rests import above
from app.services.revising import RevisionReport, measures_below
from app.store.lineage import Lineage

MOST_REVIEWS = 5


@dataclass(frozen=True, slots=True)
class ReviewThen:
    """A review with the figure as it was known when it was made, and as it is known now."""

    review: trust.Review
    area: Area
    then: Figure
    now: Figure

    @property
    def moved(self) -> bool:
        """Whether the figure changed since."""
        return self.then.value != self.now.value


@dataclass(frozen=True, slots=True)
class HoldNote:
    """A hold with its area."""

    hold: trust.Hold
    area: Area


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """A source below the figure: its state against the schedule (None: not the actor's), its last load."""

    source: str
    freshness: Freshness | None
    last: Delivery | None

    @property
    def accepted_share(self) -> float | None:
        """Accepted rows of those that should have been usable, 0..1."""
        if self.last is None or self.last.accepted + self.last.quarantined == 0:
            return None
        return self.last.accepted / (self.last.accepted + self.last.quarantined)


@dataclass(frozen=True, slots=True)
class Uses:
    """Who looks at the indicator: boards, indexes, companions, the leader's desk, citizens."""

    led_by: Department
    supported_by: tuple[Department, ...]
    indexes: tuple[Indicator, ...]
    companions: tuple[Indicator, ...]  # indicators that say to be read with it
    leader: bool
    public: bool


@dataclass(frozen=True, slots=True)
class Rights:
    """What the actor may do on the page."""

    hold: bool
    target: bool
    review: bool


@dataclass(frozen=True, slots=True)
class Dossier:
    """The rest of the indicator page."""

    tree: Branch
    holds: tuple[HoldNote, ...]  # on this area or one above or below, newest first, released ones too
    reviews: tuple[ReviewThen, ...]
    targets: tuple[trust.TargetVersion, ...]
    revisions: RevisionReport
    sources: tuple[SourceQuality, ...]
    uses: Uses
    rights: Rights


@cached
def dossier(
    cockpit: Cockpit,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    period: Period,
    as_of: datetime | None = None,
) -> Dossier:
    """Everything about a figure beside its history. `period`: the one it is read at.

    Raises: Forbidden for citizens, UnknownIndicator, UnknownArea.
    """
    definition, place = cockpit.catalogue.indicator(indicator), cockpit.catalogue.area(area)
    return Dossier(
        tree=formula_tree(cockpit, actor, indicator=indicator, area=area, period=period, as_of=as_of),
        holds=_holds(cockpit, actor, definition, place, as_of),
        reviews=_reviews(cockpit, actor, definition, place),
        targets=trust.target_history(cockpit, actor, indicator, area, as_of),
        revisions=trust.revisions(cockpit, actor, indicator, area, period, as_of),
        sources=_sources(cockpit, actor, definition),
        uses=_uses(cockpit, definition),
        rights=rights(actor, definition),
    )


def rights(actor: Actor, indicator: Indicator) -> Rights:
    """What the actor may write about an indicator (the services check again)."""
    leads = actor.role is Role.DEPT_HEAD and actor.department == indicator.department
    return Rights(
        hold=trust.may_hold(actor),
        target=trust.may_set_target(actor, indicator),
        review=leads or actor.role in (Role.DATA_OFFICER, Role.LEADER),
    )


def misses(figure: Figure) -> tuple[tuple[Figure, ...], int]:
    """Periods of a figure's history that missed the target, newest first, and how many of them in a row."""
    newest_first = [f for f in reversed(figure.series) if f.status is not Status.NO_DATA]
    row = 0
    for one in newest_first:
        if one.status is not Status.OFF_TARGET:
            break
        row += 1
    return tuple(f for f in newest_first if f.status is Status.OFF_TARGET), row


def _holds(
    cockpit: Cockpit, actor: Actor, definition: Indicator, area: Area, as_of: datetime | None
) -> tuple[HoldNote, ...]:
    catalogue = cockpit.catalogue
    line = {a.code for a in trail(catalogue, area.code)}
    found = []
    for one in trust.holds(cockpit, actor, in_force=False, indicator=definition.id, as_of=as_of):
        place = catalogue.areas.get(one.area)
        if place and (one.area in line or area.code in {a.code for a in catalogue.ancestors(one.area)}):
            found.append(HoldNote(one, place))
    return tuple(found)


def _reviews(cockpit: Cockpit, actor: Actor, definition: Indicator, area: Area) -> tuple[ReviewThen, ...]:
    calendar = cockpit.catalogue.city.calendar
    found = []
    for one in trust.reviews(cockpit, actor, indicator=definition.id, area=area.code)[:MOST_REVIEWS]:
        period = calendar.parse(one.period)
        then, now = (_at(cockpit, actor, definition, area, period, moment) for moment in (one.as_of, None))
        found.append(ReviewThen(one, area, then, now))
    return tuple(found)


def _at(
    cockpit: Cockpit,
    actor: Actor,
    definition: Indicator,
    area: Area,
    period: Period,
    as_of: datetime | None,
) -> Figure:
    return ask(cockpit, actor, [definition.id], [area.code], period, period, as_of)[0]


def _sources(cockpit: Cockpit, actor: Actor, definition: Indicator) -> tuple[SourceQuality, ...]:
    needed = set(measures_below(cockpit.catalogue, definition))
    found = []
    for source in cockpit.catalogue.sources.values():
        if needed & set(source.measures):
            newest = cockpit.store.runs(source=source.id, limit=1)["id"].tolist()
            last = Lineage(cockpit.store).deliveries(newest)
            state = _state(cockpit, actor, source.id)
            found.append(SourceQuality(source.id, state, next(iter(last.values()), None)))
    return tuple(found)


def _state(cockpit: Cockpit, actor: Actor, source: str) -> Freshness | None:
    try:
        return freshness(cockpit, actor, source=source)[0]
    except Forbidden:  # another department's source
        return None


def _uses(cockpit: Cockpit, definition: Indicator) -> Uses:
    catalogue = cockpit.catalogue
    return Uses(
        led_by=catalogue.department(definition.department),
        supported_by=tuple(catalogue.department(d) for d in definition.also_departments),
        indexes=tuple(above(catalogue, [definition])),
        companions=tuple(i for i in catalogue.indicators.values() if definition.id in i.read_with),
        leader=definition.on_leader_screen,
        public=definition.publication is not Publication.NO,
    )
