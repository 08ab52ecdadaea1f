"""Data quality month by month in six dimensions, per source and department, and its signatures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.access import Actor
from app.analysis.quality import Dimension, Ratio, Scores, of_rows, together
from app.catalogue import Catalogue
from app.catalogue.source import Source
from app.domain.errors import CockpitError
from app.domain.indicator import Department
from app.domain.period import Grain, Period, epoch_day
from app.services.cockpit import Cockpit, cached
from app.services.freshness import main_measures
from app.services.rests import directly_on
from app.services.scope import require_officer, sources
from app.services.wording import required
from app.store.loads import Loads
from app.store.quality import QualityCounts
from app.store.signoffs import SignOff, SignOffs

__all__ = ["Dimension", "MonthScores", "Quality", "Ratio", "SourceScores", "quality", "sign_off"]

MONTHS = 13


@dataclass(frozen=True, slots=True)
class SourceScores:
    """One source in one month. changed: the scores are no longer those that were signed."""

    source: Source
    department: Department
    scores: Scores
    signed: SignOff | None
    changed: bool


@dataclass(frozen=True, slots=True)
class MonthScores:
    """All sources shown, in one month. signed: how many of them are."""

    month: Period
    scores: Scores
    signed: int


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality page."""

    month: Period
    months: tuple[MonthScores, ...]  # oldest first
    total: Scores
    departments: tuple[tuple[Department, Scores], ...]
    sources: tuple[SourceScores, ...]


def quality(
    cockpit: Cockpit,
    actor: Actor,
    *,
    department: str | None = None,
    source: str | None = None,
    month: str | None = None,
) -> Quality:
    """Scores of the month (the running one without) and of those before it.

    Raises: Forbidden; CockpitError('bad_period', 'not_a_month').
    """
    shown = sources(cockpit, actor, department, source)
    calendar = cockpit.catalogue.city.calendar
    running = calendar.period(cockpit.catalogue.now(), Grain.MONTH)
    chosen = calendar.parse(month) if month else running
    if chosen.grain is not Grain.MONTH:
        raise CockpitError("not_a_month", text=str(chosen))
    every = monthly(cockpit, actor, last=max(chosen, running, key=lambda p: p.start))
    ids = [s.id for s in shown]
    months = sorted({m for _, m in every})
    signed = SignOffs(cockpit.store).of(ids, months)
    mine = [_of_source(cockpit, s, every, signed, str(chosen)) for s in shown]
    return Quality(
        month=chosen,
        months=tuple(
            MonthScores(
                calendar.parse(m),
                together(every[(s, m)] for s in ids if (s, m) in every),
                sum((s, m) in signed for s in ids),
            )
            for m in months
        ),
        total=together(one.scores for one in mine),
        departments=_by_department(mine),
        sources=tuple(mine),
    )


def sign_off(
    cockpit: Cockpit, actor: Actor, *, month: str, comment: str, department: str | None, source: str | None
) -> int:
    """Freeze the month's scores of the sources shown; returns how many were signed.

    Raises: Forbidden unless data officer; CockpitError('reason_needed', 'nothing_to_sign', …).
    """
    require_officer(actor)
    words = required(comment)
    found = quality(cockpit, actor, department=department, source=source, month=month)
    scores = {
        one.source.id: {str(d): (one.scores[d].met, one.scores[d].judged) for d in Dimension}
        for one in found.sources
        if any(ratio.judged for ratio in one.scores.values())
    }
    if not scores:
        raise CockpitError("nothing_to_sign", month=month)
    return SignOffs(cockpit.store).sign(scores, month=str(found.month), comment=words, by=actor.name)


def _of_source(
    cockpit: Cockpit,
    source: Source,
    every: Mapping[tuple[str, str], Scores],
    signed: Mapping[tuple[str, str], SignOff],
    month: str,
) -> SourceScores:
    scores = every.get((source.id, month)) or together([])
    signature = signed.get((source.id, month))
    changed = signature is not None and any(
        list(signature.scores.get(d, (0, 0))) != [scores[d].met, scores[d].judged] for d in Dimension
    )
    return SourceScores(source, cockpit.catalogue.department(source.department), scores, signature, changed)


def _by_department(mine: Sequence[SourceScores]) -> tuple[tuple[Department, Scores], ...]:
    groups: dict[str, list[SourceScores]] = defaultdict(list)
    for one in mine:
        groups[one.department.id].append(one)
    return tuple((group[0].department, together(one.scores for one in group)) for group in groups.values())


@cached
def monthly(cockpit: Cockpit, actor: Actor, *, last: Period) -> dict[tuple[str, str], Scores]:
    """(source, month) → scores, for the months up to `last`, of every source the actor may see."""
    shown = sources(cockpit, actor)
    months = [last.shift(step) for step in range(1 - MONTHS, 1)]
    rows = _rows(cockpit, shown, months)
    there = _figures(cockpit, shown, months)
    times = _arrivals(cockpit, shown, months)
    found: dict[tuple[str, str], Scores] = {}
    for source in shown:
        for month in months:
            place = (source.id, str(month))
            scores = dict.fromkeys(Dimension, Ratio()) | rows.get(place, {})
            scores[Dimension.COMPLETE] = there.get(place, Ratio())
            scores[Dimension.TIMELY] = times.get(place, Ratio())
            found[place] = scores
    return found


def _rows(
    cockpit: Cockpit, shown: Sequence[Source], months: Sequence[Period]
) -> dict[tuple[str, str], dict[Dimension, Ratio]]:
    """The dimensions of rows and files, by the month of the delivery."""
    zone = ZoneInfo(cockpit.catalogue.city.time_zone)
    span = (
        datetime.combine(months[0].start, time.min, zone),
        datetime.combine(months[-1].end + timedelta(days=1), time.min, zone),
    )
    counts = QualityCounts(cockpit.store)
    ids = [s.id for s in shown]
    judged: Counter[tuple[str, str]] = Counter()
    files: dict[tuple[str, str], Ratio] = defaultdict(Ratio)
    for source, at, state, read, ignored in counts.runs(ids, *span):
        place = (source, f"{at.astimezone(zone):%Y-%m}")
        judged[place] += read - ignored
        files[place] += Ratio(int(state == "committed"), 1)
    refused: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for source, at, reason, rows in counts.refused(ids, *span):
        refused[(source, f"{at.astimezone(zone):%Y-%m}")][reason] += rows
    return {
        place: {**of_rows(judged[place], refused[place]), Dimension.ACCESSIBLE: ratio}
        for place, ratio in files.items()
    }


def _figures(
    cockpit: Cockpit, shown: Sequence[Source], months: Sequence[Period]
) -> dict[tuple[str, str], Ratio]:
    """Completeness: figures there of those expected, for periods that ended in the month and are due."""
    catalogue = cockpit.catalogue
    first, last = epoch_day(months[0].start) - 366, epoch_day(months[-1].end)
    measures = {m: s for s in shown for m in main_measures(catalogue, s)}
    there = {
        (m, start): n for m, start, n in QualityCounts(cockpit.store).figures(list(measures), first, last)
    }
    found: dict[tuple[str, str], Ratio] = defaultdict(Ratio)
    for measure, source in measures.items():
        grain = catalogue.measure(measure).grain
        areas = _served(catalogue, measure)
        for month in months:
            for period in _ended(catalogue, source, month, grain):
                wanted = sum(a <= period.start <= b for a, b in areas)
                met = min(wanted, there.get((measure, epoch_day(period.start)), 0))
                found[(source.id, str(month))] += Ratio(met, wanted)
    return dict(found)


def _served(catalogue: Catalogue, measure: str) -> list[tuple[date, date]]:
    """From when to when each area that should report the measure exists."""
    users = directly_on(catalogue, [measure])
    limited = {code for i in users for code in i.areas} if users and all(i.areas for i in users) else None
    level = catalogue.measure(measure).level
    return [
        (area.valid_from or date.min, area.valid_to or date.max)
        for area in catalogue.descendants(catalogue.city.area, level)
        if limited is None or area.code in limited or area.parent in limited
    ]


def _ended(catalogue: Catalogue, source: Source, month: Period, grain: Grain) -> list[Period]:
    """The periods that ended in a month and whose delivery is due by today."""
    calendar = catalogue.city.calendar
    period = calendar.period(month.start, grain)
    found = []
    while period.end <= month.end:
        delivered = calendar.period(period.end, source.schedule.every)
        if period.end >= month.start and source.schedule.due_day(delivered) < catalogue.now():
            found.append(period)
        period = period.shift(1)
    return found


def _arrivals(
    cockpit: Cockpit, shown: Sequence[Source], months: Sequence[Period]
) -> dict[tuple[str, str], Ratio]:
    """Timeliness: periods known by the day agreed, of those that ended in the month and are due.

    What was due before the source was connected counts by whether it came on that first day.
    """
    catalogue = cockpit.catalogue
    zone = ZoneInfo(catalogue.city.time_zone)
    begun = Loads(cockpit.store).begun([s.id for s in shown])
    counts = QualityCounts(cockpit.store)
    found: dict[tuple[str, str], Ratio] = {}
    for source in shown:
        measure = main_measures(catalogue, source)[0]
        known = counts.arrivals(measure, epoch_day(months[0].start) - 366, epoch_day(months[-1].end))
        grain = catalogue.measure(measure).grain
        first_day = begun[source.id].astimezone(zone).date() if source.id in begun else None
        for month in months:
            ended = _ended(catalogue, source, month, grain)
            met = 0
            for period in ended:
                delivered = catalogue.city.calendar.period(period.end, source.schedule.every)
                at = known.get(epoch_day(period.start))
                by = max(source.schedule.due_day(delivered), first_day or date.min)
                met += at is not None and at.astimezone(zone).date() <= by
            found[(source.id, str(month))] = Ratio(met, len(ended))
    return found
