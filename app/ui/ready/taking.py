"""What goes along when a chart is taken away: the lines in its picture, the address of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import format as fmt
from app.ui.page import Visit
from app.ui.protocols import Reading
from app.ui.reading import age_text, note
from app.ui.ready.origin import for_staff


def picture_lines(visit: Visit, shown: Sequence[Reading]) -> list[str]:
    """Definition, place and time, who answers for it and how fresh it is, what is marked: a line each."""
    if not shown:
        return []
    t = visit.t
    lines = [
        t("ui.picture.definition", name=t.name(one.name), text=t.name(one.plain))
        for one in {figure.indicator.id: figure.indicator for figure in shown}.values()
    ]
    owners = dict.fromkeys(visit.department(figure.indicator.department) for figure in shown)
    source = t("ui.picture.source", departments=t("ui.picture.comma").join(filter(None, owners)))
    newest = max(shown, key=lambda figure: figure.data_to or figure.period.start)
    lines.append(t("ui.picture.between").join([_where(visit, shown), source, age_text(t, newest)]))
    marked = dict.fromkeys(_note(visit, figure, many=len(shown) > 1) for figure in shown if note(t, figure))
    if marked:
        lines.append(t("ui.picture.marked", notes=t("ui.picture.semicolon").join(list(marked)[:3])))
    return lines


def _note(visit: Visit, figure: Reading, *, many: bool) -> str:
    """What is marked; whose it is where there are several."""
    t = visit.t
    words = note(t, figure)
    return t("ui.picture.definition", name=t.name(figure.area.name), text=words) if many else words


def _where(visit: Visit, shown: Sequence[Reading]) -> str:
    """'The city, Nov 2024 to Nov 2025', or '16 areas, Nov 2025'."""
    t = visit.t
    names = list(dict.fromkeys(t.name(figure.area.name) for figure in shown))
    place = names[0] if len(names) == 1 else t("ui.picture.areas", n=len(names))
    first, last = _span(shown)
    when = fmt.period(last.period, t.lang)
    if first.period != last.period:
        when = t("ui.picture.span", first=fmt.period(first.period, t.lang), last=when)
    return t("ui.picture.where", place=place, when=when)


def data_address(visit: Visit, shown: Sequence[Reading]) -> str | None:
    """Where the numbers of a chart are had as a file; None on citizens' pages, which have files of their own."""
    if not shown or not for_staff(visit):
        return None
    first, last = _span(shown)
    areas = list(dict.fromkeys(figure.area.code for figure in shown))
    parents = {figure.area.parent for figure in shown if figure.area.parent not in areas}
    below = next(iter(parents)) if len(areas) > 1 and len(parents) == 1 else None
    span = {"from": str(first.period), "to": str(last.period)}
    return visit.href(
        "/export/figures.csv",
        indicators=",".join(dict.fromkeys(figure.indicator.id for figure in shown)),
        areas=None if below else ",".join(areas),
        parts=below,
        **span,
    )


def _span(shown: Sequence[Reading]) -> tuple[Reading, Reading]:
    """The figures of the first and the last period drawn."""
    points = [point for figure in shown for point in (figure.series or (figure,))]
    order = sorted(points, key=lambda point: point.period.start)
    return order[0], order[-1]
