"""Dates and times as people write them (docs/package-format.md lists the forms).

Read in stages like numbers: `quick` takes ISO text as it stands; what it leaves is washed, cut into a
date and a time, and matched against the forms of `forms.yaml`. What no form fits stays NULL: a date is
never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import ibis
import ibis.expr.datatypes as dt

from app.domain.period import Grain
from app.ingest.standardise.forms import DateForm, date_forms, moment_forms, serial_form
from app.ingest.standardise.text import wash

_ISO = r"^\d{4}([-/])\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$"
_FULL, _ISO_DAY = "%Y-%m-%d %H:%M:%S", "____-__-__"
_SERIAL_DAYS = (20_000, 80_000)  # 1954 to 2119
_SERIAL_EPOCH = "1899-12-30"
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_FIRST, _LAST = datetime(_FIRST_YEAR, 1, 1), datetime(_LAST_YEAR, 12, 31, 23, 59, 59)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class DateRules:
    """What a field allows. `coarsest`: the largest period its text may name; `year_start`: of the city."""

    coarsest: Grain = Grain.DAY
    roc: bool = False
    order: str = "ymd"
    year_start: int = 1

    def allows(self, form: DateForm) -> bool:
        """Whether text of that form may stand in the field."""
        if form.grain is Grain.WEEK and self.coarsest is not Grain.WEEK:
            return False
        if form.needs == "roc" and not self.roc:
            return False
        if form.needs in {"mdy", "dmy"} and form.needs != self.order:
            return False
        return form.grain.rank <= self.coarsest.rank


@ibis.udf.scalar.builtin(signature=(("string", "string"), "timestamp"))
def try_strptime(text, form):  # type: ignore[no-untyped-def]
    """The moment that text names in a form of C's strftime; NULL when it does not fit."""


def quick(text: Any) -> Any:
    """The timestamp of plain ISO text; else NULL.

    Most are written in full: reading that form is quicker than seeing first whether it is one.
    """
    # Only in this range of text: the engine takes `infinity` and `epoch` for moments of 1900.
    in_range = (text >= str(_FIRST_YEAR)) & (text < str(_LAST_YEAR + 1))
    full = ibis.ifelse(in_range, try_strptime(text, _FULL), None)
    iso = text.like(_ISO_DAY) | text.re_search(_ISO)
    moment = ibis.coalesce(full, ibis.ifelse(iso, text.try_cast("timestamp"), None))
    return ibis.ifelse(moment.between(_FIRST, _LAST), moment, None)  # a year of three digits, or of five


def leftover(text: Any, found: Any) -> Any:
    """What `quick` could not read, washed; fourteen digits taken apart."""
    washed = wash(text).re_replace(moment_forms()["compact"], r"\1 \2:\3:\4")
    return ibis.ifelse(found.isnull() & text.notnull(), washed, None)


def date_part(rest: Any) -> Any:
    """The date in front of the time."""
    split = moment_forms()["split"]
    has_time = rest.notnull() & rest.re_search(split)
    return ibis.ifelse(has_time, rest.re_extract(split, 1).strip(), rest)


def time_part(rest: Any) -> Any:
    """The time behind the date; NULL without one."""
    split = moment_forms()["split"]
    return ibis.ifelse(rest.notnull() & rest.re_search(split), rest.re_extract(split, 2), None)


def read_day(part: Any, rules: DateRules, year: Any | None = None) -> Any:
    """The first day of what the date part names, as a timestamp of any year; NULL when no form fits."""
    branches = [
        (part.re_search(form.pattern), _from_form(part, form, rules, year))
        for form in date_forms()
        if rules.allows(form) and (form.needs != "year" or year is not None)
    ]
    branches.append((part.re_search(serial_form()), _from_serial(part)))
    return ibis.cases(*branches)


def in_reach(day: Any) -> Any:
    """The day when it lies in a year that data may speak of, else NULL."""
    return ibis.ifelse(day.year().between(_FIRST_YEAR, _LAST_YEAR), day, None)


def with_time(day: Any, clock: Any) -> Any:
    """Day and time together; NULL when the time is none. A time with an offset becomes the city's own."""
    pattern = moment_forms()["clock"]
    hour = clock.re_extract(pattern, 2).try_cast("int64")
    minute = clock.re_extract(pattern, 3).nullif("").fill_null("0").try_cast("int64")
    second = clock.re_extract(pattern, 4).nullif("").fill_null("0").try_cast("int64")
    marks = [clock.re_extract(pattern, group) for group in (1, 5)]
    after = marks[0].isin(moment_forms()["after_noon"]) | marks[1].isin(moment_forms()["after_noon"])
    before = marks[0].isin(moment_forms()["before_noon"]) | marks[1].isin(moment_forms()["before_noon"])
    hour = ibis.cases((after & (hour < 12), hour + 12), (before & (hour == 12), 0), else_=hour)
    within = (hour < 24) | ((hour == 24) & (minute == 0) & (second == 0))
    valid = clock.re_search(pattern) & within & (minute < 60) & (second < 60)
    local = day + (hour * 3600 + minute * 60 + second).as_interval("s")
    offset = clock.re_extract(pattern, 6)
    with_offset = (local.strftime("%Y-%m-%d %H:%M:%S") + offset.replace("Z", "+00")).try_cast(
        dt.Timestamp(timezone="UTC")
    )
    moved = ibis.ifelse(offset == "", local, with_offset.cast("timestamp"))
    return ibis.cases((clock.isnull(), day), (valid, moved))


def _from_form(part: Any, form: DateForm, rules: DateRules, year: Any | None) -> Any:
    text = part.re_replace(form.pattern, form.to.replace("{year}", ""))
    if form.needs == "year":
        text = year.cast("string") + text  # type: ignore[union-attr]
    if form.needs == "roc":
        western = text.re_extract(r"^(\d+)-", 1).try_cast("int64") + 1911
        text = western.cast("string") + text.re_replace(r"^\d+", "")
    day = text.try_cast("timestamp")
    if form.quarter is not None:
        months = rules.year_start - 1 + 3 * (form.quarter - 1)
        day = day + ibis.interval(months=months)
    if form.week is not None:
        number = part.re_replace(form.pattern, form.week).try_cast("int64")
        day = ibis.ifelse(
            number.between(1, 53), day.truncate("W") + ((number - 1) * 7).as_interval("D"), None
        )
    return day


def _from_serial(part: Any) -> Any:
    days = part.try_cast("float64")
    whole = days.floor()
    seconds = ((days - whole) * 86_400).round().cast("int64")
    moment = ibis.timestamp(_SERIAL_EPOCH) + whole.cast("int64").as_interval("D") + seconds.as_interval("s")
    return ibis.ifelse(days.between(*_SERIAL_DAYS), moment, None)
