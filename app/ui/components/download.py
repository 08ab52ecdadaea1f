"""One calm button for everything that can be taken away from a panel or a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator


def download_menu(
    t: Translator,
    *,
    of: str,
    picture: Sequence[str] | None = None,
    csv: str | None = None,
    pdf: str | None = None,
    books: bool = True,
) -> Component | None:
    """What can be downloaded of `of`; None when nothing.

    `picture`: the lines that stand inside its picture, which `assets/js/export.js` draws. `csv`: an address
    ending in `.csv` before its query; with `books` the same ending in `.xlsx` gives the workbook. `pdf`:
    the address of the page for a meeting.
    """
    found: list[Any] = []
    if pdf:
        found.append(_file(t("ui.download.pdf"), pdf))
    if picture is not None:
        found += [_picture(t, kind) for kind in ("png", "svg")]
    if csv:
        found += [_file(t("ui.download.xlsx"), csv.replace(".csv", ".xlsx", 1))] if books else []
        found.append(_file(t("ui.download.csv"), csv))
    if not found:
        return None
    notes = {"data-notes": "\n".join(picture)} if picture else {}
    name = [t("ui.download.label"), html.Span(f" {of}", className="unseen")]
    return html.Details(
        [
            html.Summary(name, className="button button--quiet download__open"),
            html.Ul([html.Li(item) for item in found], className="download__list"),
        ],
        className="download",
        **notes,
    )


def _file(words: str, href: str) -> Component:
    return html.A(words, href=href, className="download__item", download="", **{"data-reload": "true"})


def _picture(t: Translator, kind: str) -> Component:
    return html.Button(
        t(f"ui.download.{kind}"), type="button", className="download__item", **{"data-picture": kind}
    )
