"""When deliveries are due, and since when their figures are known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from app.catalogue.spec import Pattern, Spec, fault
from app.domain.period import Grain, Period


def _time(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise fault("bad_time", value=value)
    return value


def _one_group(value: str) -> str:
    if re.compile(value).groups != 1:
        raise fault("one_group", value=value)
    return value


class Schedule(Spec):
    """When deliveries are due: `due_days` after each period of grain `every` ends.

    `at`: the times of day, on the city's clock, at which a database is asked.
    """

    every: Grain
    due_days: int = Field(default=0, ge=0)
    at: tuple[Annotated[str, AfterValidator(_time)], ...] = ("06:00",)

    def due_day(self, period: Period) -> date:
        """The day on which the delivery of a period is due."""
        return period.end + timedelta(days=self.due_days)


class Known(Spec):
    """Since when the figures of a delivery were known; nothing said: since it was loaded.

    `file`: a name that this matches holds, in its one group, the day the delivery was made. `due`: the others
    brought each figure when it was due, as is true of history handed over in one file.
    """

    file: Annotated[Pattern, AfterValidator(_one_group)] | None = None
    due: bool = False
