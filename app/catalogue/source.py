"""How a delivery becomes observations: the models of `sources/<id>.yaml` (docs/package-format.md).

Names and rules only. A model that validates has the right shape; whether the names it uses exist is
checked by `app.catalogue.rules`.
"""

from __future__ import annotations

import codecs
import re
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from app.catalogue.schedule import Known, Schedule
from app.catalogue.spec import Identifier, Names, Pattern, Spec, Words, fault
from app.catalogue.units import factor
from app.domain.area import Level

FieldType = Literal["date", "datetime", "number", "text", "area"]
Pair = tuple[str, str]


def _header(value: Any) -> int | str:
    if value in ("auto", "none") or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        return value
    raise fault("bad_header", value=value)


def _encoding(value: str) -> str:
    try:
        return value if value == "auto" else codecs.lookup(value).name
    except LookupError as error:
        raise fault("unknown_encoding", value=value) from error


def _delimiter(value: str) -> str:
    if value != "auto" and len(value) != 1:
        raise fault("bad_delimiter", value=value)
    return value


def _glob(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or not value.strip():
        raise fault("path_outside", value=value)
    return value


def _sheets(value: Any) -> Any:
    """`all` is kept as the empty tuple."""
    return () if value == "all" else value


def _unit(value: float | str) -> float | str:
    if factor(value) is None:
        raise fault("unknown_unit", value=value)
    return value


class Read(Spec):
    """Where the delivery is and how it is laid out."""

    format: Literal["csv", "excel", "json", "jsonl", "parquet", "sql"]
    files: tuple[Annotated[str, AfterValidator(_glob)], ...] = ()
    encoding: Annotated[str, AfterValidator(_encoding)] = "auto"
    delimiter: Annotated[str, AfterValidator(_delimiter)] = "auto"
    sheets: Annotated[tuple[str, ...], BeforeValidator(_sheets)] = ()  # empty: all
    header: Annotated[int | str, PlainValidator(_header)] = "auto"  # a row from 1, auto, or none
    header_rows: int = Field(default=1, ge=1, le=3)
    names: tuple[str, ...] = ()
    records: str = ""
    url: str = ""
    query: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.format == "sql":
            if not (self.url and self.query):
                raise fault("sql_incomplete")
        elif not self.files:
            raise fault("files_missing", format=self.format)
        if self.header == "none" and not self.names:
            raise fault("names_missing")
        return self


class Unpivot(Spec):
    """Turns the columns whose name matches `columns` into rows: their name, whole or in parts, and their value."""

    columns: Pattern
    name: Names  # one new column; or several, one for each capture group
    value: str

    @model_validator(mode="after")
    def _groups(self) -> Self:
        groups = re.compile(self.columns).groups
        if len(self.name) > 1 and groups != len(self.name):
            raise fault("unpivot_groups", groups=groups, names=len(self.name))
        return self


class FieldRule(Spec):
    """A column of the typed table.

    `columns` (`from`): names it may bear in the file, first found wins. `join`: columns whose texts are
    joined with '-' (year, month, day). `file`: a regular expression over the file's name; its capture
    groups joined with '-'. `unit`: what its numbers count in.
    """

    columns: Names = Field(default=(), alias="from")
    const: str | None = None
    join: tuple[str, ...] = ()
    file: Pattern | None = None
    type: FieldType
    level: Level | None = None  # of an area
    unit: Annotated[float | str, AfterValidator(_unit)] | None = None
    min: float | None = None
    max: float | None = None
    values: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False  # the column may be absent from the file
    roc: bool = False
    order: Literal["ymd", "mdy", "dmy"] = "ymd"
    year_from: str | None = None

    @property
    def factor(self) -> float:
        """What a number read is multiplied by."""
        return 1.0 if self.unit is None else factor(self.unit) or 1.0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if sum((bool(self.columns), self.const is not None, bool(self.join), self.file is not None)) != 1:
            raise fault("from_or_const")
        for key in sorted(self.model_fields_set & set(_ONLY_FOR)):
            if self.type not in _ONLY_FOR[key]:
                raise fault("key_not_for_type", item=key, type=self.type, types=", ".join(_ONLY_FOR[key]))
        if self.type == "area" and self.level is None:
            raise fault("area_without_level")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise fault("range_reversed", low=self.min, high=self.max)
        return self


_ONLY_FOR: dict[str, tuple[str, ...]] = {
    "level": ("area",),
    "unit": ("number",),
    "min": ("number",),
    "max": ("number",),
    "values": ("text",),
    "roc": ("date", "datetime"),
    "order": ("date", "datetime"),
    "year_from": ("date", "datetime"),
}


class Ignore(Spec):
    """Rows left out by rule: one test of one raw column."""

    column: str
    in_: tuple[str, ...] | None = Field(default=None, alias="in")
    not_in: tuple[str, ...] | None = None
    matches: Pattern | None = None
    not_empty: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [self.in_, self.not_in, self.matches, self.not_empty]
        _exactly_one(("in", "not_in", "matches", "not_empty"), given)
        return self


class Condition(Spec):
    """Tests of one field; all that are given must hold. An empty field fails every test but `empty`."""

    field: str
    in_: tuple[str, ...] | None = Field(default=None, alias="in")
    not_in: tuple[str, ...] | None = None
    not_empty: Literal[True] | None = None
    empty: Literal[True] | None = None
    at_least: float | None = None
    at_most: float | None = None
    not_above_field: str | None = None
    above_field: str | None = None

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.model_fields_set <= {"field"}:
            raise fault("condition_empty", field=self.field)
        return self


class Check(Spec):
    """A row that breaks it goes to quarantine: wrong_order for dates, part_exceeds_whole for numbers."""

    not_before: Pair | None = None
    not_above: Pair | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(("not_before", "not_above"), [self.not_before, self.not_above])
        return self


class Derive(Spec):
    """A new field: minutes, full days or working days from the first to the second time, or 1/0 for conditions."""

    minutes: Pair | None = None
    days: Pair | None = None
    workdays: Pair | None = None
    flag: tuple[Condition, ...] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [self.minutes, self.days, self.workdays, self.flag]
        _exactly_one(("minutes", "days", "workdays", "flag"), given)
        return self


class MeasureRule(Spec):
    """How rows become a measure: one way of adding up, over the rows where every condition holds."""

    count: Literal["all"] | None = None
    sum: str | None = None
    mean: str | None = None
    max: str | None = None
    min: str | None = None
    last: str | None = None
    where: tuple[Condition, ...] = ()
    period: str | None = None  # instead of the source's
    area: str | None = None
    times: float = 1.0

    @property
    def how(self) -> str:
        """`count`, `sum`, `mean`, `max`, `min` or `last`."""
        return next(way for way in WAYS if getattr(self, way) is not None)

    @property
    def field(self) -> str | None:
        """The field that is added up; None for `count`."""
        return None if self.how == "count" else getattr(self, self.how)

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(WAYS, [getattr(self, way) for way in WAYS])
        return self


WAYS = ("count", "sum", "mean", "max", "min", "last")


class Source(Spec):
    """One source. `id` is its file's name and `department` its folder's; the file itself gives neither."""

    id: str = ""
    department: str = ""
    name: Words
    system: Words | None = None
    classification: Literal["public", "internal", "confidential"] = Field(default="internal", alias="class")
    share: Literal["unconditional", "conditional", "no"] = "conditional"
    schedule: Schedule
    known: Known = Known()
    read: Read
    unpivot: Unpivot | None = None
    fields: dict[Identifier, FieldRule] = Field(min_length=1)
    ignore: tuple[Ignore, ...] = ()
    unique: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    derive: dict[Identifier, Derive] = Field(default_factory=dict)
    period: str | None = None
    area: str | None = None
    fill: Literal["zero", "zero_areas"] | None = None
    provisional: bool = False
    measures: dict[str, MeasureRule] = Field(min_length=1)

    def period_of(self, measure: str) -> str | None:
        """The field that gives the period of a measure."""
        return self.measures[measure].period or self.period

    def area_of(self, measure: str) -> str | None:
        """The field that gives the area of a measure."""
        return self.measures[measure].area or self.area


def _exactly_one(keys: tuple[str, ...], values: list[Any]) -> None:
    given = sum(value is not None for value in values)
    if given != 1:
        raise fault("exactly_one_of", keys=", ".join(keys), given=given)
