"""The address carries every filter, so that a link shows what its sender saw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.domain.period import Period
from app.domain.text import DEFAULT_LANGUAGE, LANGUAGES
from app.services import Cockpit
from app.services.downloads import default_period


@dataclass(frozen=True, slots=True)
class Address:
    """The filters of one visit. None: the page's own default, left out of links."""

    lang: str = DEFAULT_LANGUAGE
    area: str | None = None
    period: str | None = None
    indicator: str | None = None  # the one on the map
    indicators: tuple[str, ...] = ()  # those compared
    search: str | None = None

    @classmethod
    def read(cls, query: dict[str, Any]) -> Address:
        """From the query string; what is not ours is left out, a strange language is Chinese."""
        lang = query.get("lang")
        chosen = query.get("indicators") or ""
        return cls(
            lang=lang if lang in LANGUAGES else DEFAULT_LANGUAGE,
            area=query.get("area") or None,
            period=query.get("period") or None,
            indicator=query.get("indicator") or None,
            indicators=tuple(part for part in str(chosen).split(",") if part),
            search=query.get("q") or None,
        )

    def but(self, **changes: Any) -> Address:
        """The same with some filters changed."""
        return replace(self, **changes)

    def href(self, path: str) -> str:
        """A link to a page with these filters."""
        parts = {
            "area": self.area,
            "period": self.period,
            "indicator": self.indicator,
            "indicators": ",".join(self.indicators) or None,
            "q": self.search,
            "lang": None if self.lang == DEFAULT_LANGUAGE else self.lang,
        }
        query = urlencode({key: value for key, value in parts.items() if value}, safe=",")
        return f"{path}?{query}" if query else path

    def place(self, cockpit: Cockpit) -> str:
        """The area asked for, else the city. Raises UnknownArea."""
        return cockpit.catalogue.area(self.area or cockpit.catalogue.city.area).code

    def when(self, cockpit: Cockpit) -> Period:
        """The period asked for, else the last complete month. Raises bad_period."""
        return default_period(cockpit, self.period)
