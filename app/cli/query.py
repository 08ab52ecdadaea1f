"""`cockpit query`: the figures of one indicator as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from app.access import VISITOR, Actor, Role
from app.bootstrap import build_store
from app.catalogue import load_package
from app.i18n import translator
from app.i18n.format import number
from app.i18n.format import period as period_text
from app.indicators import IndicatorCentre
from app.services import Cockpit
from app.services.exports import marks
from app.services.figures import ask
from app.services.visit import place as place_of
from app.services.visit import when
from app.settings import Settings


class NoCache:
    """A command asks once: nothing is kept."""

    def get(self, key: str) -> None:
        """Nothing."""

    def set(self, key: str, value: object, timeout: int | None = None) -> bool:  # noqa: ARG002
        """Keeps nothing."""
        return False


def print_figures(
    settings: Settings,
    console: Console,
    lang: str,
    indicator: str,
    area: str | None,
    period: str | None,
    last: str | None,
    *,
    public: bool,
) -> None:
    """Print value, parts, target, status and marks for each period asked for."""
    catalogue = load_package(settings.city, deliveries=settings.deliveries)
    store = build_store(settings)
    store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    cockpit = Cockpit(catalogue, IndicatorCentre(catalogue, store), store, NoCache())
    t = translator(lang)
    first = when(cockpit, period)
    until = catalogue.city.calendar.parse(last) if last else first
    actor = VISITOR if public else Actor(Role.DATA_OFFICER)
    place = place_of(cockpit, area)
    found = ask(cockpit, actor, [indicator], [place], first, until)
    definition = catalogue.indicator(indicator)
    table = Table(title=f"{t.name(definition.name)} · {t.name(catalogue.area(place).name)}")
    for column in ("period", "value", "unit", "numerator", "denominator", "target", "status", "coverage"):
        table.add_column(t(f"cli.query.{column}"), justify="right")
    for figure in found:
        table.add_row(
            period_text(figure.period, lang),
            (number(figure.value, definition.decimals, lang) + " " + marks(figure.flags)).strip(),
            t.name(definition.unit),
            number(figure.numerator, 0, lang),
            number(figure.denominator, 0, lang),
            number(figure.target, definition.decimals, lang),
            t(f"services.status.{figure.status}"),
            f"{figure.n}/{figure.m}",
        )
    console.print(table)
    if catalogue.city.demonstration:
        console.print(t("services.csv.demonstration"))
