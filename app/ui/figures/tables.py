"""The real tables behind the charts: what the picture shows, for those who read or listen."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui.figures.model import AreaRow, Cell, Column, Line, Point, Table, TrendWords


def trend_table(points: Sequence[Point], words: TrendWords, caption: str) -> Table:
    """Newest period first; columns for target and last year only where there is one."""
    target = any(point.target_shown for point in points)
    before = any(point.last_year_shown for point in points)
    notes = any(point.note for point in points)
    columns = [Column(words.period), Column(words.value, numeric=True)]
    columns += [Column(words.target, numeric=True)] * target
    columns += [Column(words.last_year, numeric=True)] * before
    columns += [Column(words.note)] * notes
    rows = []
    for point in reversed(points):
        row = [Cell(point.period), Cell(point.shown, href=point.href)]
        row += [Cell(point.target_shown)] * target
        row += [Cell(point.last_year_shown)] * before
        row += [Cell(point.note)] * notes
        rows.append(tuple(row))
    return Table(caption, tuple(columns), tuple(rows))


def area_table(
    rows: Sequence[AreaRow], *, area: str, value: str, status: str, note: str, caption: str
) -> Table:
    """One row an area in the order of the chart."""
    notes = any(row.note for row in rows)
    columns = [Column(area), Column(value, numeric=True), Column(status)] + [Column(note)] * notes
    body = tuple(
        (
            Cell(row.name, href=row.href),
            Cell(row.shown),
            Cell(row.status_word, status=row.status),
            *([Cell(row.note)] * notes),
        )
        for row in rows
    )
    return Table(caption, tuple(columns), body)


def lines_table(series: Sequence[Line], *, period: str, caption: str) -> Table:
    """One row a period (newest first), one column a series; '—' where a series has no such period."""
    order: list[str] = []
    shown: dict[tuple[str, str], str] = {}
    for line in series:
        for point in line.points:
            if point.period not in order:
                order.append(point.period)
            shown[line.name, point.period] = point.shown
    columns = (Column(period), *(Column(line.name, numeric=True) for line in series))
    rows = tuple(
        (Cell(label), *(Cell(shown.get((line.name, label), "—")) for line in series))
        for label in reversed(order)
    )
    return Table(caption, columns, rows)
