"""A city package as the product uses it: frozen, complete, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from app.catalogue.problems import nearest
from app.catalogue.source import Source
from app.domain.area import Area, Level
from app.domain.errors import CockpitError, UnknownArea, UnknownDepartment, UnknownIndicator
from app.domain.indicator import Department, Indicator, Measure, PolicyMark, Target
from app.domain.period import Calendar
from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene of the big screen: a part of the city's life with its indicators."""

    id: str
    name: Text
    departments: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()

    def holds(self, indicator: Indicator) -> bool:
        """Whether the scene shows this indicator."""
        return indicator.id in self.indicators or indicator.department in self.departments


@dataclass(frozen=True, slots=True)
class PeerRule:
    """By which measures areas are called similar, and how many similar ones an area has at most."""

    covariates: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class City:
    """The city itself. `today` is "now" for a city whose data has ended; None: the clock."""

    name: Text
    area: str
    time_zone: str
    demonstration: bool
    calendar: Calendar
    today: date | None
    deliveries: Path
    themes: dict[str, Text]
    folder: Path
    goals: dict[str, Text] = field(default_factory=dict)  # what the city wants to reach
    scenes: dict[str, Scene] = field(default_factory=dict)
    peers: PeerRule | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything a city package defines. Mappings keep the order of the package; areas come parents first."""

    city: City
    areas: dict[str, Area]
    departments: dict[str, Department]
    measures: dict[str, Measure]
    indicators: dict[str, Indicator]
    sources: dict[str, Source]
    targets: tuple[Target, ...]
    policies: tuple[PolicyMark, ...]
    boundaries: Path | None

    def indicator(self, indicator: str) -> Indicator:
        """The indicator. Raises: UnknownIndicator."""
        if indicator not in self.indicators:
            raise UnknownIndicator(indicator)
        return self.indicators[indicator]

    def measure(self, measure: str) -> Measure:
        """The measure. Raises: CockpitError('unknown_measure')."""
        if measure not in self.measures:
            raise CockpitError("unknown_measure", name=measure, nearest=nearest(measure, self.measures))
        return self.measures[measure]

    def area(self, code: str) -> Area:
        """The area. Raises: UnknownArea."""
        if code not in self.areas:
            raise UnknownArea(code)
        return self.areas[code]

    def department(self, department: str) -> Department:
        """The department. Raises: UnknownDepartment."""
        if department not in self.departments:
            raise UnknownDepartment(department)
        return self.departments[department]

    def children(self, code: str) -> list[Area]:
        """The areas directly below, in the order of the package. Raises: UnknownArea."""
        return list(self._children.get(self.area(code).code, ()))

    def descendants(self, code: str, level: Level) -> list[Area]:
        """The areas of one level inside an area; the area itself when it is of that level."""
        area = self.area(code)
        if area.level is level:
            return [area]
        return [found for child in self.children(code) for found in self.descendants(child.code, level)]

    def ancestors(self, code: str) -> list[Area]:
        """The areas above: parent first, city last."""
        above: list[Area] = []
        parent = self.area(code).parent
        while parent is not None:
            above.append(self.areas[parent])
            parent = above[-1].parent
        return above

    def target_for(self, indicator: str, area: str, day: date) -> Target | None:
        """The target in force on a day: of the area, else of its nearest ancestor that has one, else the
        indicator's default; None when there is none.
        """
        definition = self.indicator(indicator)
        for code in (area, *(above.code for above in self.ancestors(area))):
            for target in self._targets.get((indicator, code), ()):
                if target.valid_from <= day and (target.valid_to is None or day <= target.valid_to):
                    return target
        return self._defaults.get(definition.id)

    def default_for(self, indicator: str) -> Target | None:
        """The indicator's own target, in force where no other is; None when it has none."""
        return self._defaults.get(self.indicator(indicator).id)

    def led_by(self, department: str) -> list[Indicator]:
        """The indicators a department answers for. Raises: UnknownDepartment."""
        known = self.department(department).id
        return [indicator for indicator in self.indicators.values() if indicator.department == known]

    def now(self) -> date:
        """The city's day."""
        return self.city.today or datetime.now(ZoneInfo(self.city.time_zone)).date()

    def moment(self) -> datetime:
        """This moment by the city's clock: where its day stands still, that day at the time it is now."""
        moment = datetime.now(ZoneInfo(self.city.time_zone))
        return moment if self.city.today is None else datetime.combine(self.city.today, moment.timetz())

    @cached_property
    def _children(self) -> Mapping[str, tuple[Area, ...]]:
        found: dict[str, list[Area]] = {}
        for area in self.areas.values():
            if area.parent is not None:
                found.setdefault(area.parent, []).append(area)
        return MappingProxyType({code: tuple(areas) for code, areas in found.items()})

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], tuple[Target, ...]]:
        found: dict[tuple[str, str], list[Target]] = {}
        for target in self.targets:
            found.setdefault((target.indicator, target.area), []).append(target)
        return MappingProxyType({key: tuple(targets) for key, targets in found.items()})

    @cached_property
    def _defaults(self) -> Mapping[str, Target]:
        return MappingProxyType(
            {i.id: default_target(i, self.city.area) for i in self.indicators.values() if _has_default(i)}
        )


def default_target(indicator: Indicator, city: str) -> Target:
    """The indicator's own target: of the whole city, without end, owned by its department."""
    return Target(
        indicator=indicator.id,
        area=city,
        valid_from=date.min,
        valid_to=None,
        target=indicator.target,
        red_line=indicator.red_line,
        owner=indicator.department,
        reason=Text("", ""),
        target_band=indicator.target_band,
        red_band=indicator.red_band,
    )


def _has_default(indicator: Indicator) -> bool:
    return indicator.target is not None or indicator.target_band is not None
