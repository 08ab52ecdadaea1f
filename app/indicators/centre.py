"""The indicator centre: answers every question for a figure."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from app.domain.errors import CockpitError, UnknownArea, UnknownIndicator
from app.domain.indicator import Audience, Publication, Target
from app.domain.period import Grain, Period, epoch_day, from_epoch_day
from app.indicators import compare
from app.indicators.coverage import last_day
from app.indicators.decisions import Decisions
from app.indicators.evaluate import Evaluator, Figures, base_indicators
from app.indicators.fetch import Ends, Reader
from app.indicators.formula import leading
from app.indicators.geography import Geography
from app.indicators.holding import apply_holds
from app.indicators.pair import common_axis
from app.indicators.publish import Protection
from app.indicators.query import IndicatorQuery, State
from app.indicators.rows import to_frame
from app.indicators.targets import Targets
from app.indicators.windows import Windows

if TYPE_CHECKING:
    from app.catalogue import Catalogue
    from app.store import Store

_HISTORY = 24  # periods looked through for the latest of one area


class IndicatorCentre:
    """Figures of one city. Safe to share between threads: it keeps only last days, by data version."""

    def __init__(self, catalogue: Catalogue, store: Store) -> None:
        self.catalogue = catalogue
        self.store = store

    @cached_property
    def _ends(self) -> Ends:
        return Ends(self.store)

    @cached_property
    def _protection(self) -> Protection:
        return Protection(self.catalogue, self.store)

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.catalogue)

    @cached_property
    def decisions(self) -> Decisions:
        """Holds and targets set in the app, read once for each state of the data."""
        return Decisions(self.store)

    def target(self, indicator: str, area: str, day: date, as_of: datetime | None = None) -> Target | None:
        """The target in force on a day, as it was set by `as_of`. Raises: UnknownIndicator, UnknownArea."""
        return self._targets.in_force(indicator, area, day, self.decisions.changes(as_of))

    def query(self, q: IndicatorQuery) -> pd.DataFrame:
        """One row per (indicator, area, period), in the order asked.

        Shape:  `query.COLUMNS`; repeated indicators or areas are answered once
        Units:  value in the indicator's unit, unrounded
        Raises: UnknownIndicator, UnknownArea (for the public also those citizens do not see)
        Source: current accepted observations; with `as_of` those known then
        """
        windows = Windows.of_periods(self.catalogue.city.calendar, q.first, q.last)
        return to_frame(self._figures(q, windows), tuple(dict.fromkeys(q.areas)), windows, self._today(q))

    def window(
        self,
        indicators: tuple[str, ...],
        areas: tuple[str, ...],
        first_day: date,
        last_day: date,
        audience: Audience = Audience.INTERNAL,
        as_of: datetime | None = None,
    ) -> pd.DataFrame:
        """Like `query` for one span of any days; targets of totals do not apply.

        For the public every figure that rests on counts of people or cases is suppressed: free spans
        of days would let small counts be found by difference.
        Raises: CockpitError('bad_span') and as `query`
        """
        if last_day < first_day:
            raise CockpitError("bad_span", first=first_day.isoformat(), last=last_day.isoformat())
        calendar = self.catalogue.city.calendar
        day = calendar.period(first_day, Grain.DAY)
        q = IndicatorQuery(tuple(indicators), tuple(areas), day, day, audience, as_of)
        windows = Windows.of_span(calendar, first_day, last_day)
        return to_frame(self._figures(q, windows), tuple(dict.fromkeys(areas)), windows, self._today(q))

    def compare(
        self, q: IndicatorQuery, basis: str | Period, known: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """`query` with each row's change against `previous`, `year_ago` or a baseline period.

        `known`: rows of `query` for these indicators and areas over more periods; what is in them is not
        asked for again.
        An unfinished period is compared with the same elapsed part of its base (`like_for_like`);
        where the data are not fine enough for that no difference is told (`comparable` False).
        Shape:  `query.COMPARISON_COLUMNS`
        Raises: CockpitError('bad_comparison') and as `query`
        """
        return compare.compare(self, q, basis, known)

    def latest_period(self, indicator: str, grain: Grain, area: str | None = None) -> Period | None:
        """The latest period of this grain with data (it may be unfinished); None without any."""
        windows = Windows.of_periods(self.catalogue.city.calendar, *[self._now_period(grain)] * 2)
        reader = Reader(self.catalogue, self.store, Geography(self.catalogue, ()), windows, ends=self._ends)
        ends = [self._last_day(reader, code) for code in base_indicators(self.catalogue, (indicator,))]
        days = [end for end in ends if end != _COMPOSED]
        if not days or None in days:
            return None
        latest = self._holding(min(day for day in days if day is not None), grain)
        if area is None:
            return latest
        q = IndicatorQuery((indicator,), (area,), latest.shift(1 - _HISTORY), latest)
        rows = self.query(q)
        filled = np.flatnonzero(~rows["state"].isin([State.MISSING, State.NOT_OFFERED]).to_numpy())
        return q.first.shift(int(filled[-1])) if filled.size else None

    def _now_period(self, grain: Grain) -> Period:
        return self.catalogue.city.calendar.period(self.catalogue.now(), grain)

    def _holding(self, day: int, grain: Grain) -> Period:
        return self.catalogue.city.calendar.period(from_epoch_day(day), grain)

    def _last_day(self, reader: Reader, code: str) -> int | None:
        formula = self.catalogue.indicator(code).formula
        if formula.parts:
            return _COMPOSED
        measures = leading(formula, [self.catalogue.measure(m) for m in formula.measures])
        end = last_day(reader, measures)
        weekly = end is not None and common_axis(measures).grain is Grain.WEEK
        return end - 3 if end is not None and weekly else end  # a week belongs where its Thursday lies

    def _today(self, q: IndicatorQuery) -> int:
        return epoch_day(self.today(q.as_of))

    def today(self, as_of: datetime | None = None) -> date:
        """The city's day, now or at an earlier moment."""
        today = self.catalogue.now()
        if as_of is None:
            return today
        return min(today, as_of.astimezone(ZoneInfo(self.catalogue.city.time_zone)).date())

    def _figures(self, q: IndicatorQuery, windows: Windows) -> list[Figures]:
        indicators, areas = tuple(dict.fromkeys(q.indicators)), tuple(dict.fromkeys(q.areas))
        if q.audience is Audience.PUBLIC:
            self._must_be_public(indicators, areas)
        geography = Geography(self.catalogue, areas)
        for area in areas:
            self.catalogue.area(area)
        reader = Reader(self.catalogue, self.store, geography, windows, q.as_of, self._ends)
        bounds = partial(self._targets.bounds, changes=self.decisions.changes(q.as_of))
        evaluator = Evaluator(reader, bounds, self._today(q))
        evaluator.prepare(indicators)
        figures = [evaluator.figures(code) for code in indicators]
        public = q.audience is Audience.PUBLIC
        if public:
            figures = self._protection.apply(figures, areas, windows)
        holds = self.decisions.holds(q.as_of)
        return apply_holds(self.catalogue, figures, areas, windows, holds, public=public)

    def _must_be_public(self, indicators: tuple[str, ...], areas: tuple[str, ...]) -> None:
        """What citizens may not see does not exist for them."""
        for code in indicators:
            indicator = self.catalogue.indicator(code)
            if indicator.publication is Publication.NO:
                raise UnknownIndicator(code)
            lowest = Protection.lowest_level(indicator)
            for area in areas:
                if self.catalogue.area(area).level.rank > lowest.rank:
                    raise UnknownArea(area)


_COMPOSED = -(10**9)
