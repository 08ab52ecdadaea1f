"""Files in the formats departments use. Each writer returns the row a person sees for each row of the table."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

Rows = list[list[str]]


def _write_csv(
    path: Path, head: list[str], rows: Rows, *, encoding: str, banner: list[str], delimiter: str
) -> list[int]:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        for line in banner:
            writer.writerow([line])
        writer.writerow(head)
        writer.writerows(rows)
    first = len(banner) + 2
    return list(range(first, first + len(rows)))


def gbk_banner(path: Path, head: list[str], rows: Rows, title: str) -> list[int]:
    """GBK under two banner lines."""
    banner = [title, "制表单位：演示数据，虚构城市"]
    return _write_csv(path, head, rows, encoding="gb18030", banner=banner, delimiter=",")


def utf8_csv(path: Path, head: list[str], rows: Rows, _title: str) -> list[int]:
    """UTF-8 with a byte-order mark, as spreadsheets save it."""
    return _write_csv(path, head, rows, encoding="utf-8-sig", banner=[], delimiter=",")


def tsv(path: Path, head: list[str], rows: Rows, _title: str) -> list[int]:
    """Tabs between the columns."""
    return _write_csv(path, head, rows, encoding="utf-8", banner=[], delimiter="\t")


def excel(path: Path, head: list[str], rows: Rows, title: str) -> list[int]:
    """One sheet, a header, then rows; numbers as numbers."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:20])
    sheet.append(head)
    for row in rows:
        sheet.append(_typed(row))
    book.save(path)
    return list(range(2, 2 + len(rows)))


def big_excel(path: Path, head: list[str], rows: Rows, title: str) -> list[int]:
    """A title row, a merged two-row header, then rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title[:20]
    sheet.append([title])
    sheet.append(["统计口径", None, "指标", *[None] * (len(head) - 3)])
    sheet.append(head)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=2)
    if len(head) > 3:
        sheet.merge_cells(start_row=2, start_column=3, end_row=2, end_column=len(head))
    for row in rows:
        sheet.append(_typed(row))
    book.save(path)
    return list(range(4, 4 + len(rows)))


def _typed(row: list[str]) -> list[Any]:
    """Dates and names stay text; figures become numbers, as in a real workbook."""
    return row[:2] + [_number(cell) for cell in row[2:]]


def _number(cell: str) -> Any:
    try:
        return float(cell) if "." in cell else int(cell)
    except ValueError:
        return cell


def ods(path: Path, head: list[str], rows: Rows, title: str) -> list[int]:
    """An OpenDocument spreadsheet."""
    book = OpenDocumentSpreadsheet()
    table = Table(name=title[:20])
    for row in [head, *rows]:
        line = TableRow()
        for cell in row:
            box = TableCell(valuetype="string")
            box.addElement(P(text=cell))
            line.addElement(box)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return list(range(2, 2 + len(rows)))


def newest_first(path: Path, head: list[str], rows: Rows, _title: str) -> list[int]:
    """JSON as an interface returns it: the list inside an envelope, newest first."""
    items = [dict(zip(head, row, strict=True)) for row in reversed(rows)]
    content = {"code": 0, "data": {"total": len(items), "items": items}}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return list(range(len(rows), 0, -1))


def jsonl(path: Path, head: list[str], rows: Rows, _title: str) -> list[int]:
    """One record a line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(head, row, strict=True)), ensure_ascii=False) + "\n")
    return list(range(1, len(rows) + 1))


def parquet(path: Path, head: list[str], rows: Rows, _title: str) -> list[int]:
    """Columns as text."""
    pd.DataFrame(rows, columns=head).to_parquet(path, index=False)
    return list(range(1, len(rows) + 1))


def database(path: Path, columns: list[str], rows: Rows) -> list[int]:
    """A department's database; the source's query sorts by date and area."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE daily_figures ({', '.join(f'{c} TEXT' for c in columns)})")
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO daily_figures VALUES ({marks})", rows)
    connection.close()
    order = sorted(range(len(rows)), key=lambda place: (rows[place][0], rows[place][1]))
    seen = {place: row for row, place in enumerate(order, 1)}
    return [seen[place] for place in range(len(rows))]


WRITERS: dict[str, tuple[str, Callable[[Path, list[str], Rows, str], list[int]]]] = {
    "gbk_banner": ("csv", gbk_banner),
    "utf8_csv": ("csv", utf8_csv),
    "tsv": ("tsv", tsv),
    "excel": ("xlsx", excel),
    "big_excel": ("xlsx", big_excel),
    "ods": ("ods", ods),
    "json": ("json", newest_first),
    "jsonl": ("jsonl", jsonl),
    "parquet": ("parquet", parquet),
}
