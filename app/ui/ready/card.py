"""An indicator on a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from app.domain.observation import Flag
from app.domain.period import Grain
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui import figures
from app.ui.components import CardWords, card
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import (
    HELD,
    ChangeWords,
    change_words,
    gap_words,
    held_amount,
    held_word,
    marks,
    no_change,
    note,
    target_text,
    value_parts,
)
from app.ui.ready.plain import points


@dataclass(frozen=True, slots=True)
class BoardWords:
    """What a board adds to a card. `policies`: days to mark; `lines`: further comparisons, in words."""

    policies: tuple[date, ...] = ()
    lines: tuple[str, ...] = ()
    warning: str = ""
    said: str = ""


def kpi(
    visit: Visit,
    figure: Reading,
    *,
    href: str | None = None,
    compare: str = "year_ago",
    owner: str = "",
    told: BoardWords | None = None,
) -> Component:
    """An indicator on a card, with its owner where told.

    `compare`: 'year_ago' or 'previous'; the other one where there is none. `told`: on a board, everything
    its head must know: both changes, the gap, policies, what else is compared, warned of and said.
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
            spark=figures.spark(
                points(t, figure.series), theme=visit.theme, marks=told.policies if told else ()
            ),
            spark_alt=t("ui.title.trend", name=name),
            marks=marks(t, figure),
            note=note(t, figure),
            href=href,
            owner=owner,
            held=held_word(t, figure) if figure.state == HELD else "",
            doubted=held_amount(t, figure),
            no_change=no_change(t, figure, first or second),
            marks_href=lineage(visit, figure) if Flag.REVISED in figure.flags else None,
            changes=_both_changes(t, figure) if told else (),
            gap=gap_words(t, figure) if told else None,
            lines=told.lines if told else (),
            warning=told.warning if told else "",
            said=told.said if told else "",
        ),
    )


def _both_changes(t: Translator, figure: Reading) -> tuple[tuple[str, ChangeWords | None, str], ...]:
    """Against the period before and the same one last year; a year has the former only."""
    pairs = [("previous", figure.previous), ("year_ago", figure.year_ago)]
    if figure.period.grain is Grain.YEAR:
        pairs = pairs[:1]
    return tuple(
        (t(f"ui.change.{name}"), change_words(t, figure, change), no_change(t, figure, change))
        for name, change in pairs
    )


def lineage(visit: Visit, figure: Reading) -> str | None:
    """Where a number comes from, for those who may ask: formula, measures, runs, revisions, rows."""
    if not visit.actor.internal:
        return None
    path = f"/lineage/indicator/{figure.indicator.id}"
    return visit.href(path, area=figure.area.code, period=str(figure.period))
