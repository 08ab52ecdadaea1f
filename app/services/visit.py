"""What an address asks for: the area and period of a visit, with the city's own defaults."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.domain.errors import CockpitError
from app.domain.period import Grain, Period
from app.services.cockpit import Cockpit
from app.services.figures import last_complete

BACK = {Grain.DAY: 14, Grain.WEEK: 12, Grain.MONTH: 13, Grain.QUARTER: 8, Grain.YEAR: 3}


def place(cockpit: Cockpit, text: str | None) -> str:
    """The area's code; the city without one. Raises UnknownArea."""
    return cockpit.catalogue.area(text or cockpit.catalogue.city.area).code


def when(
    cockpit: Cockpit, text: str | None, grain: Grain = Grain.MONTH, as_of: datetime | None = None
) -> Period:
    """The period an address names; without, the last of `grain` complete now or then. Raises bad_period."""
    if text:
        return cockpit.catalogue.city.calendar.parse(text)
    return last_complete(cockpit, grain, cockpit.centre.today(as_of))


def choices(cockpit: Cockpit, grain: Grain) -> tuple[Period, ...]:
    """Periods to choose from, newest first; the first is still running."""
    running = cockpit.catalogue.city.calendar.period(cockpit.catalogue.now(), grain)
    return tuple(running.shift(-step) for step in range(BACK[grain]))


def same_moment(cockpit: Cockpit, period: Period, grain: Grain) -> Period:
    """The period of another grain a reader means when changing the grain: the last that has ended."""
    calendar = cockpit.catalogue.city.calendar
    if grain.rank >= period.grain.rank:
        return calendar.period(period.end, grain)
    return last_complete(cockpit, grain, min(period.end, cockpit.catalogue.now()))


def as_of(cockpit: Cockpit, text: str | None) -> datetime | None:
    """The moment an address asks about: a day means its end in the city's zone; None: now.

    Raises: CockpitError('bad_as_of').
    """
    if not text:
        return None
    zone = ZoneInfo(cockpit.catalogue.city.time_zone)
    # A "+" of an address that was not written as %2B arrives as a blank.
    plain = text.strip().replace(" ", "+") if "T" in text else text.strip()
    try:
        if len(plain) == len("2025-11-01"):
            return datetime.combine(date.fromisoformat(plain), time.max, zone).astimezone(UTC)
        moment = datetime.fromisoformat(plain)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CockpitError("bad_as_of", text=text) from error
