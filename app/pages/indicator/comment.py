"""The department's own words on a figure: what is released, drafts for those who may see them, the form."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Publication
from app.i18n import format as say
from app.services import Cockpit
from app.services import visit as asked
from app.services.comments import CommentState, Said, comments, may_comment, may_return
from app.services.detail import Detail
from app.ui.components import field, folded, form, hidden, plain_panel, text_field
from app.ui.desk import moment_text, role_word
from app.ui.errors import by_itself
from app.ui.page import Visit
from app.ui.reading import value_text

FIRST = 2  # shown at once; older ones are folded


@by_itself
def commented(visit: Visit, cockpit: Cockpit, shown: Detail) -> Component:
    """Comments on the figure the page shows, newest first, and the form for the department's head."""
    t = visit.t
    found = comments(
        cockpit,
        visit.actor,
        indicator=shown.indicator.id,
        area=shown.area.code,
        period=shown.figure.period,
        as_of=asked.as_of(cockpit, visit.get("as_of")),
    )
    items = [html.Li(_said(visit, cockpit, shown, one)) for one in found]
    body: list[Any] = []
    if items:
        body.append(html.Ul(items[:FIRST], className="notes"))
    else:
        body.append(html.P(t("indicator.comments_none"), className="quiet"))
    if items[FIRST:]:
        earlier = html.Ul(items[FIRST:], className="notes")
        body.append(folded(t("indicator.comment_earlier", n=len(items) - FIRST), [earlier]))
    if may_comment(visit.actor, shown.indicator):
        body.append(_draft_form(visit, shown))
    return plain_panel(t("indicator.comments", period=say.period(shown.figure.period, t.lang)), body)


def _said(visit: Visit, cockpit: Cockpit, shown: Detail, one: Said) -> list[Any]:
    t, zone = visit.t, cockpit.catalogue.city.time_zone
    comment = one.comment
    on = "indicator.comment_moved" if one.moved else "indicator.comment_same"
    parts: list[Any] = [
        html.Strong(t(f"indicator.comment_{comment.state}")),
        html.Span(t(on, then=value_text(t, one.then)), className="quiet"),
        html.P(comment.words, className="notes__words", lang=say.language_of(comment.words)),
        html.P(
            f"{role_word(t, comment.made_by)} · "
            + t("indicator.comment_vintage", moment=moment_text(comment.as_of, zone, t.lang)),
            className="notes__who",
        ),
    ]
    if comment.state is CommentState.RETURNED:
        parts.append(html.P(t("indicator.comment_returned_for", note=comment.closed_note or "")))
    if comment.state is CommentState.DRAFT:
        parts.append(html.Div(_decide(visit, shown, comment.id), className="stack"))
    return parts


def _decide(visit: Visit, shown: Detail, comment: int) -> list[Component]:
    """What may be done with a draft."""
    t, ways = visit.t, []
    if may_comment(visit.actor, shown.indicator):
        ways.append(
            form(
                t,
                action="comment_release",
                back=visit.href(),
                submit=t("indicator.comment_release"),
                quiet=True,
                children=[hidden("comment", str(comment))],
            )
        )
    if may_return(visit.actor, shown.indicator):
        ways.append(
            folded(
                t("indicator.comment_return"),
                [
                    form(
                        t,
                        action="comment_return",
                        back=visit.href(),
                        submit=t("indicator.comment_return"),
                        quiet=True,
                        children=[
                            hidden("comment", str(comment)),
                            field(t("indicator.comment_return_note"), "note", required=True),
                        ],
                    )
                ],
            )
        )
    return ways


def _draft_form(visit: Visit, shown: Detail) -> Component:
    t = visit.t
    public = shown.indicator.publication is not Publication.NO
    body = form(
        t,
        action="comment",
        back=visit.href(),
        submit=t("indicator.comment_submit"),
        children=[
            hidden("indicator", shown.indicator.id),
            hidden("area", shown.area.code),
            hidden("period", str(shown.figure.period)),
            hidden("as_of", visit.get("as_of") or ""),
            text_field(
                t("indicator.comment_words"),
                "words",
                hint=t("indicator.comment_hint_public" if public else "indicator.comment_hint"),
                required=True,
            ),
        ],
    )
    return folded(t("indicator.comment_open"), [body])
