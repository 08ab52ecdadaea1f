"""Measures, indicators and targets, as the catalogue defines them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.area import Level
from app.domain.period import Grain
from app.domain.text import Text


class TimeRule(StrEnum):
    """How a measure adds up over time."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MAX = "max"
    NONE = "none"


class Direction(StrEnum):
    """Which way is good."""

    HIGHER_BETTER = "higher_better"
    LOWER_BETTER = "lower_better"
    TARGET_BAND = "target_band"


class Status(StrEnum):
    """How a value stands against its target."""

    ON_TARGET = "on_target"
    WATCH = "watch"
    OFF_TARGET = "off_target"
    NO_DATA = "no_data"
    UNSCORED = "unscored"


class Publication(StrEnum):
    """Whether citizens may see an indicator."""

    YES = "yes"
    AGGREGATED_ONLY = "aggregated_only"  # the city's figure only
    NO = "no"


class Audience(StrEnum):
    """Who a query answers. Part of every query."""

    INTERNAL = "internal"
    PUBLIC = "public"


class ChangeUnit(StrEnum):
    """How a change is told."""

    PERCENTAGE_POINTS = "percentage_points"
    RELATIVE_PERCENT = "relative_percent"


class Sensitivity(StrEnum):
    """What a small count would give away."""

    NONE = "none"
    CASES = "cases"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Measure:
    """A base quantity a source reports. `grain` and `level` are those it is reported at."""

    id: str
    name: Text
    unit: str
    time: TimeRule
    grain: Grain
    level: Level
    owner: str
    additive_over_areas: bool = True
    sensitive: Sensitivity = Sensitivity.NONE


class FormulaKind(StrEnum):
    """The kinds of formula."""

    MEASURE = "measure"  # one measure, summed over areas
    RATIO = "ratio"  # scale * numerators / denominators
    DERIVED = "derived"  # weighted sum of other indicators
    INDEX = "index"  # weighted mean of the scores of other indicators


@dataclass(frozen=True, slots=True)
class Formula:
    """What an indicator is computed from. `numerator` and `denominator` name measures.

    For `derived` and `index`, `parts` names indicators with their weights.
    """

    kind: FormulaKind
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    scale: float = 1.0
    annualise: bool = False
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure the formula names."""
        return self.numerator + self.denominator


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard an indicator follows, and whether that was verified."""

    ref: str
    clause: str = ""
    status: str = "own_knowledge"


@dataclass(frozen=True, slots=True)
class Version:
    """A definition in force from a day on; a changed formula breaks the series."""

    number: int
    valid_from: date | None = None
    note: Text | None = None
    breaks_series: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A governed figure: definition, formula, owner, rules."""

    id: str
    name: Text
    plain: Text  # what it means, in at most 120 characters
    unit: Text
    direction: Direction
    formula: Formula
    department: str
    theme: str  # citizen_experience, governance_effectiveness, data_value, vital_sign
    grain: Grain  # the grain it is read at
    publication: Publication
    change_unit: ChangeUnit
    decimals: int = 1
    scored: bool = True
    critical: bool = False
    target: float | None = None
    red_line: float | None = None
    target_band: tuple[float, float] | None = None
    red_band: tuple[float, float] | None = None
    valid_min: float | None = None
    valid_max: float | None = None
    min_denominator: float | None = None
    max_age: timedelta = timedelta(days=40)
    public_min_level: Level = Level.CITY
    areas: tuple[str, ...] = ()  # the only areas with this service; empty: all
    also_departments: tuple[str, ...] = ()
    read_with: tuple[str, ...] = ()
    standards: tuple[Standard, ...] = ()
    versions: tuple[Version, ...] = (Version(1),)
    aliases: tuple[str, ...] = ()
    note: Text | None = None
    caution: Text | None = None
    goal: str | None = None  # the goal of the city it serves
    on_leader_screen: bool = False
    tier: str = "core"


@dataclass(frozen=True, slots=True)
class Target:
    """A target and red line for one indicator, area and span of days, with owner and reason."""

    indicator: str
    area: str
    valid_from: date
    valid_to: date | None
    target: float | None
    red_line: float | None
    owner: str
    reason: Text
    target_band: tuple[float, float] | None = None
    red_band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PolicyMark:
    """A dated event drawn as a thin vertical on the charts of the indicators it touches."""

    day: date
    name: Text
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the city, its duty contact and what it leads."""

    id: str
    name: Text
    contact: Text = field(default_factory=lambda: Text("", ""))
    short: Text | None = None
