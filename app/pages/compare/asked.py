"""What an address of the comparison asks for, and the controls its views share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dash.development.base_component import Component

from app.domain.area import Area
from app.domain.indicator import Indicator
from app.domain.period import Period
from app.services import Cockpit
from app.ui.components import select
from app.ui.page import Visit


@dataclass(frozen=True, slots=True)
class Asked:
    """`parts`: the areas compared; `choices`: the indicators they share."""

    cockpit: Cockpit
    area: str
    parts: tuple[Area, ...]
    period: Period
    as_of: datetime | None
    choices: tuple[Indicator, ...]

    def indicator(self, visit: Visit, param: str, place: int = 0) -> Indicator:
        """The indicator the address names; else the leader's one at this place."""
        named = visit.get(param)
        if named:
            return self.cockpit.catalogue.indicator(named)
        first = [i for i in self.choices if i.on_leader_screen] or list(self.choices)
        return first[min(place, len(first) - 1)]


def area_choice(visit: Visit, asked: Asked) -> Component:
    """Which area is shown in strong colour (`at`)."""
    t = visit.t
    chosen = visit.get("at")
    options = [(t("compare.nobody"), visit.href(at=None), chosen is None)]
    options += [(t.name(one.name), visit.href(at=one.code), one.code == chosen) for one in asked.parts]
    return select(t("compare.highlight"), options)


def chosen_area(visit: Visit, asked: Asked) -> str | None:
    """The highlighted area, when it is one of those compared."""
    return next((one.code for one in asked.parts if one.code == visit.get("at")), None)
