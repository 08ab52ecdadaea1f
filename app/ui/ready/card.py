"""An indicator on a card."""

from __future__ import annotations

from dash.development.base_component import Component

from app.i18n import format as fmt
from app.ui import figures
from app.ui.components import CardWords, card
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import change_words, marks, note, target_text, value_parts
from app.ui.ready.plain import points


def kpi(
    visit: Visit,
    figure: Reading,
    *,
    href: str | None = None,
    compare: str = "year_ago",
    owner: str = "",
) -> Component:
    """An indicator on a card, with its owner where told.

    `compare`: 'year_ago' or 'previous'; the other one where there is none.
    """
    t = visit.t
    number, unit = value_parts(t, figure)
    bases = (figure.year_ago, figure.previous)
    first, second = bases if compare == "year_ago" else bases[::-1]
    name = t.name(figure.indicator.name)
    return card(
        t,
        CardWords(
            name=name,
            number=number,
            unit=unit,
            status=figure.status,
            period=fmt.period(figure.period, t.lang),
            target=target_text(t, figure),
            change=change_words(t, figure, first) or change_words(t, figure, second),
            spark=figures.spark(points(t, figure.series), theme=visit.theme),
            spark_alt=t("ui.title.trend", name=name),
            marks=marks(t, figure),
            note=note(t, figure),
            href=href,
            owner=owner,
        ),
    )
