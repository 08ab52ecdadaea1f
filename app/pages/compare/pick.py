"""Which indicator: found by name, pinyin, initials or English, in the same way as everywhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from app.domain.indicator import Indicator
from app.pages.compare.asked import Asked
from app.services.search import find, suggestions
from app.ui.components import finder
from app.ui.components import search as search_box
from app.ui.page import Visit

SEARCHING = ("q", "pick")  # of the address, while somebody looks for an indicator


def pick(
    visit: Visit,
    asked: Asked,
    *,
    place: str,
    label: str,
    chosen: Indicator,
    address: Callable[[Indicator], str],
) -> Component:
    """The chosen indicator, and behind it the search among those the areas share.

    `place`: which of the page's choices this is; with the words (`q`) it stands in the address (`pick`), so that a
    search can be sent on. `address`: where choosing an indicator leads.
    """
    t = visit.t
    words = (visit.get("q") or "") if visit.get("pick") == place else ""
    found, note = looked_for(visit, asked, words)
    ident = f"pick-{place}"
    kept = {name: value for name, value in visit.params.items() if name not in SEARCHING}
    return finder(
        t,
        label=label,
        name=t.name(chosen.name),
        ident=ident,
        found=[(t.name(one.name), address(one), one.id == chosen.id) for one in found],
        box=search_box(
            t,
            action=f"{visit.href(q=None, pick=place)}#{ident}",
            value=words,
            label=t("ui.finder.search"),
            lang=t.lang,
            keep={**kept, "pick": place},
            ident=f"{ident}-words",
        ),
        note=note,
        opened=bool(words),
    )


def looked_for(visit: Visit, asked: Asked, words: str) -> tuple[Sequence[Indicator], str]:
    """What fits the words, else what may have been meant; and how that is said."""
    t, catalogue, everything = visit.t, asked.cockpit.catalogue, asked.choices
    if not words:
        return everything, t("ui.finder.all", m=len(everything))
    found = find(catalogue, everything, words)
    if found:
        return found, t("ui.finder.found", n=len(found), m=len(everything))
    meant = suggestions(catalogue, everything, words)
    return meant, t("ui.finder.meant" if meant else "ui.finder.none", words=words)


def choosing(visit: Visit, **changes: str | None) -> str:
    """The address after a choice: the search is over."""
    return visit.href(**{**dict.fromkeys(SEARCHING), **changes})
