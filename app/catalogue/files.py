"""The models of the package files other than sources (docs/package-format.md): what may stand in each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from app.catalogue.problems import nearest
from app.catalogue.spec import Identifier, LooseWords, Names, Spec, Words, fault
from app.domain.area import Level
from app.domain.indicator import (
    ChangeUnit,
    Direction,
    FormulaKind,
    Publication,
    Sensitivity,
    TimeRule,
)
from app.domain.period import Grain

PLAIN_LIMIT = 120  # characters of a plain explanation


def _time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise fault(
            "unknown_time_zone", value=value, nearest=nearest(value, available_timezones())
        ) from error
    return value


def _none_when_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Blank = BeforeValidator(_none_when_empty)  # an empty cell of a CSV
Band = tuple[float, float]


class CalendarSpec(Spec):
    """The statistical year."""

    year_start: int = Field(default=1, ge=1, le=12)


class SceneSpec(Spec):
    """A scene of the big screen: indicators by name, or all that some departments lead."""

    name: Words
    departments: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


class PeersSpec(Spec):
    """How similar areas are found: the measures that describe them, and how many there should be."""

    covariates: tuple[str, ...] = Field(min_length=1)
    count: int = Field(default=4, ge=1, le=10)


class CitySpec(Spec):
    """city.yaml"""

    name: Words
    area: str
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "Asia/Shanghai"
    demonstration: bool = False
    calendar: CalendarSpec = CalendarSpec()
    today: date | None = None
    deliveries: str = "deliveries"
    themes: dict[Identifier, Words] = Field(min_length=1)
    goals: dict[Identifier, Words] = Field(default_factory=dict)
    scenes: dict[Identifier, SceneSpec] = Field(default_factory=dict)
    peers: PeersSpec | None = None


class AreaSpec(Spec):
    """An entry of areas.yaml."""

    code: str = Field(min_length=1)
    level: Level
    parent: str | None = None
    name: Words
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    peers: tuple[str, ...] = ()
    boundary: bool = True  # false: no place on the map (not known, airports, from elsewhere)


class DepartmentSpec(Spec):
    """department.yaml"""

    name: Words
    short: Words | None = None
    contact: LooseWords | None = None


class MeasureSpec(Spec):
    """An entry of measures.yaml."""

    id: Identifier
    name: Words
    unit: str
    grain: Grain
    level: Level
    time: TimeRule
    additive_over_areas: bool = True
    sensitive: Sensitivity = Sensitivity.NONE


class FormulaSpec(Spec):
    """The formula of an indicator."""

    kind: FormulaKind
    numerator: Names = ()
    denominator: Names = ()
    scale: float = Field(default=1.0, gt=0)
    annualise: bool = False
    parts: dict[str, float] = Field(default_factory=dict)


class PublicationSpec(Spec):
    """Who may see an indicator, and down to which level citizens may."""

    who: Publication
    level: Level = Level.CITY


class StandardSpec(Spec):
    """A standard an indicator follows."""

    ref: str
    clause: str = ""
    status: Literal["verified", "own_knowledge"] = "own_knowledge"


class VersionSpec(Spec):
    """A definition in force from a day on."""

    number: int = Field(ge=1)
    valid_from: date | None = None
    note: Words | None = None
    breaks_series: bool = False


class IndicatorSpec(Spec):
    """indicators/<id>.yaml"""

    name: Words
    plain: Words
    unit: LooseWords
    theme: str
    goal: str | None = None
    direction: Direction
    formula: FormulaSpec
    grain: Grain
    decimals: int = Field(default=1, ge=0, le=6)
    change_unit: ChangeUnit
    scored: bool = True
    critical: bool = False
    target: float | None = None
    red_line: float | None = None
    target_band: Band | None = None
    red_band: Band | None = None
    valid_range: tuple[float | None, float | None] = (None, None)
    min_denominator: float | None = Field(default=None, gt=0)
    max_age_days: int = Field(default=40, ge=0)
    publication: PublicationSpec = PublicationSpec(who=Publication.NO)
    areas: tuple[str, ...] = ()
    also_departments: tuple[str, ...] = ()
    read_with: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    standards: tuple[StandardSpec, ...] = ()
    versions: tuple[VersionSpec, ...] = Field(default=(VersionSpec(number=1),), min_length=1)
    note: Words | None = None
    caution: Words | None = None
    on_leader_screen: bool = False
    tier: str = "core"


class PolicySpec(Spec):
    """An entry of policies.yaml."""

    day: date
    name: Words
    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


class TargetSpec(Spec):
    """A row of targets.csv. The four edges are for indicators whose good values lie in a band."""

    indicator: str
    area: Annotated[str | None, Blank] = None
    valid_from: date
    valid_to: Annotated[date | None, Blank] = None
    target: Annotated[float | None, Blank] = None
    red_line: Annotated[float | None, Blank] = None
    target_low: Annotated[float | None, Blank] = None
    target_high: Annotated[float | None, Blank] = None
    red_low: Annotated[float | None, Blank] = None
    red_high: Annotated[float | None, Blank] = None
    owner: str
    reason_zh: str
    reason_en: str

    @property
    def target_band(self) -> Band | None:
        """Both edges of the band, or None."""
        return _band(self.target_low, self.target_high)

    @property
    def red_band(self) -> Band | None:
        """Both edges of the red band, or None."""
        return _band(self.red_low, self.red_high)


def _band(low: float | None, high: float | None) -> Band | None:
    return None if low is None or high is None else (low, high)
