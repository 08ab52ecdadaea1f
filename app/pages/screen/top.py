"""What frames the wall: city and scenes, the clock, the headline, and the foot with its switches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from app.domain.indicator import Status
from app.domain.period import Period
from app.i18n import Translator
from app.i18n import format as say
from app.services.screen import Screen
from app.ui.components import form, hidden, link, select
from app.ui.page import Visit
from app.ui.reading import target_text, value_text


def head(visit: Visit, wall: Screen, *, mode: str, now: datetime) -> Component:
    """Where we are, which scene, and the time, which the browser's clock tells in the city's zone."""
    t = visit.t
    scenes = [(None, t("screen.whole_city")), *((scene.id, t.name(scene.name)) for scene in wall.scenes)]
    here = wall.scene.id if wall.scene else None
    return html.Header(
        [
            html.H1(t.name(wall.area.name), className="wall__city", id="page-title", tabIndex="-1"),
            html.Nav(
                html.Ul(
                    [
                        html.Li(
                            link(
                                words,
                                visit.href(scene=scene, indicator=None),
                                current="page" if scene == here else "",
                                class_name="wall__scene",
                            )
                        )
                        for scene, words in scenes
                    ]
                ),
                **{"aria-label": t("screen.scenes")},
            ),
            html.Div(
                [
                    html.Span(t(f"screen.mode.{mode}"), className=f"wall__mode wall__mode--{mode}"),
                    html.Time(
                        [
                            html.Span(say.day(now.date(), t.lang), className="wall__day"),
                            html.Span("--:--:--", className="wall__clock"),
                        ],
                        dateTime=now.date().isoformat(),
                        # Minutes from UTC. The time itself is no part of the page, which would then
                        # never be the same twice.
                        **{"data-clock": str(minutes_from_utc(now))},
                    ),
                ],
                className="wall__time",
            ),
        ],
        className="wall__head",
    )


def minutes_from_utc(now: datetime) -> int:
    """How far the city's clocks are ahead of UTC."""
    offset = now.utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def headline(visit: Visit, wall: Screen) -> Component:
    """One sentence written from the figures by rule."""
    return html.P(sentence(visit.t, wall), className="wall__headline")


def sentence(t: Translator, wall: Screen) -> str:
    """How many are off target of how many judged; the worst with value, target and owner; what moved."""
    judged = sum(wall.counts[s] for s in (Status.ON_TARGET, Status.WATCH, Status.OFF_TARGET))
    period = say.period(wall.period, t.lang)
    if not judged:
        return t("screen.headline.nothing", period=period)
    if not wall.off_target:
        return t("screen.headline.fine", period=period, judged=judged)
    worst = wall.off_target[0]
    department = wall.departments[worst.indicator.department]
    return t(
        "screen.headline.worst",
        period=period,
        judged=judged,
        n=len(wall.off_target),
        name=t.name(worst.indicator.name),
        value=value_text(t, worst),
        target=target_text(t, worst),
        department=t.name(department.short or department.name),
    )


def foot(visit: Visit, wall: Screen, *, baselines: Sequence[Period], then: Period | None) -> Component:
    """How fresh, and the switches: mode, then and now, carousel, full screen."""
    t = visit.t
    emergency = visit.get("mode") == "emergency"
    carousel = visit.get("carousel")
    options = [(t("screen.now_only"), visit.href(baseline=None), then is None)]
    listed = baselines if then is None or then in baselines else [*baselines, then]
    options += [
        (say.period(period, t.lang), visit.href(baseline=str(period)), then == period) for period in listed
    ]
    age = t("screen.data_to", day=say.day(wall.data_to, t.lang)) if wall.data_to else t("ui.age.none")
    return html.Footer(
        [
            html.Span(age, className="wall__age"),
            html.Span(className="wall__live", role="status", **{"data-told": "true"}),
            html.Div(
                [
                    select(t("screen.baseline"), options),
                    link(
                        t("screen.carousel.stop" if carousel else "screen.carousel.start"),
                        visit.href(carousel=None if carousel else "30"),
                        class_name="button button--small",
                    ),
                    html.Button(
                        t("screen.full"), className="button button--small", **{"data-fullscreen": "true"}
                    ),
                    form(
                        t,
                        action="screen_mode",
                        back=visit.href(mode=None if emergency else "emergency"),
                        children=[hidden("mode", "normal" if emergency else "emergency")],
                        submit=t("screen.mode.leave" if emergency else "screen.mode.enter"),
                        quiet=True,
                    ),
                    link(t("screen.desk"), visit.href("/overview"), class_name="button button--small"),
                ],
                className="wall__switches",
            ),
        ],
        className="wall__foot",
    )
