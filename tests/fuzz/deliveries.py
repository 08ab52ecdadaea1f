"""Deliveries as nobody should send them: well-formed tables of every format, then damaged. All from one seed."""

# ruff: noqa: E501

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from functools import lru_cache

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlwt

HEAD = ["工单", "区", "受理时间", "数量", "类别"]
FORMATS = ("csv", "csv", "csv", "excel", "json", "jsonl", "parquet")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs", "utf-16-le")
AREAS = (
    "临江区",
    "东湖",
    " 临 江 ",
    "云津市临江区",
    "990102",
    "990102000000",
    "nowhere",
    "",
    "全市",
    "湖心街道",
)
MOMENTS = ("2024-04-05", "2024/4/5 11:00", "20240405", "2024年4月5日", "45387", "2024-04-05T10:00:00+08:00", "下午3:30",
           "5",            "9999-99-99", "2024-02-30", "", "-", "1e9", "0000-01-01", "2024-04-05 25:61", "2024Q1", "4月", "99999999999999")  # fmt: skip
NUMBERS = ("1", "1.5", "１２", "1,234", "1.2万", "(5)", "12%", "", "-", "N/A", "1e308", "1e400", "-0", "nan", "inf",
           "0x1F",            "1_000", "1 2", "--3", "９" * 40, "1e-320", ".", "+", "万", "1,2,3", "#DIV/0!", "=1+1")  # fmt: skip
KINDS = ("投诉", "咨询", "表扬", "", " 投诉 ", "\u200b", "'", '"', "a,b", "a\nb", "\x00", "\ufffd")  # fmt: skip
TOKENS = (b'"', b'""', b"'", b",", b"\n", b"\r\n", b"\r", b"\t", b";", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a",
          b"\\",           b"\xe2\x80\xa8", b"\xc2\x85", b"\x0b", b"\x0c", "，".encode(), b"{", b"}", b"[", b"]", b"null", b"1e999", b"<c ",
          b"&#0;",           b"#", b"\x1f", b"\x80", "合计".encode(), b'"\n"', b"a" * 3000)  # fmt: skip


def rows_of(rng: random.Random) -> list[list[str]]:
    """A table: mostly right, with odd cells."""

    def odd(right: str, choices: tuple[str, ...]) -> str:
        return rng.choice(choices) if rng.random() < 0.15 else right

    return [
        [
            odd(f"T{rng.randint(0, 60)}", ("", " ", "T1", "合计")),
            odd(rng.choice(AREAS[:2]), AREAS),
            odd(f"2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} 08:00:00", MOMENTS),
            odd(str(rng.randint(0, 999)), NUMBERS),
            odd("投诉", KINDS),
        ]
        for _ in range(rng.randint(0, 25))
    ]


def delivery(seed: int) -> tuple[str, str, bytes]:
    """(format, name of the file, its bytes) of a seed."""
    rng = random.Random(seed)
    form = rng.choice(FORMATS)
    write: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
        "csv": _csv, "excel": _workbook, "json": _json, "jsonl": _lines, "parquet": _parquet,
    }  # fmt: skip
    name, content = write[form](rng)
    if name.endswith((".xlsx", ".ods")) and rng.random() < 0.7:
        return form, name, _damaged_inside(rng, content)
    return form, name, damaged(rng, content)


def damaged(rng: random.Random, content: bytes) -> bytes:
    """Some bytes changed, cut out, doubled or put in; sometimes none."""
    data = bytearray(content)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4, 8))):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(6)
        if kind == 0 and data:
            data[at % len(data)] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.choice((1, 2, 10, 200))]
        elif kind == 2:
            data[at:at] = data[max(0, at - rng.randint(1, 120)) : at]
        elif kind == 3 and rng.random() < 0.3:
            del data[at:]
        else:
            data[at:at] = rng.choice(TOKENS)
    return bytes(data)


def _header(rng: random.Random) -> list[str]:
    head = list(HEAD)
    if rng.random() < 0.1:
        head[rng.randrange(len(head))] = rng.choice(
            ("", "区", "  数 量 ", "数目", '"', "_pos", "_SURPLUS", "a" * 300)
        )
    if rng.random() < 0.1:
        head.append(rng.choice(HEAD))
    return head


def _csv(rng: random.Random) -> tuple[str, bytes]:
    separator, end = rng.choice((",", ",", "\t", ";", "|", "，")), rng.choice(("\n", "\n", "\r\n", "\r"))
    table = [_header(rng), *rows_of(rng)]
    if rng.random() < 0.2:
        table.insert(0, ["某月报表"])

    def cell(text: str) -> str:
        quoted = any(sign in text for sign in (separator, '"', "\n", "\r")) and rng.random() < 0.9
        return '"' + text.replace('"', '""') + '"' if quoted or rng.random() < 0.05 else text

    text = end.join(separator.join(map(cell, row)) for row in table) + (end if rng.random() < 0.8 else "")
    return "f.csv", text.encode(rng.choice(ENCODINGS), "replace")


def _json(rng: random.Random) -> tuple[str, bytes]:
    head = _header(rng)
    records: list[object] = [dict(zip(head, row, strict=False)) for row in rows_of(rng)]
    if rng.random() < 0.3:
        odd = (
            None,
            3,
            [],
            {},
            {"区": {"a": [1, {"b": None}]}},
            {"数量": 1e308},
            {"数量": True},
            "text",
            {"a": {}},
        )
        records.append(rng.choice(odd))
    return "f.json", json.dumps(records, ensure_ascii=rng.random() < 0.5).encode(rng.choice(ENCODINGS[:4]))


def _lines(rng: random.Random) -> tuple[str, bytes]:
    head = _header(rng)
    lines = [json.dumps(dict(zip(head, row, strict=False)), ensure_ascii=False) for row in rows_of(rng)]
    return "f.jsonl", "\n".join(lines).encode(rng.choice(ENCODINGS[:4]))


def _parquet(rng: random.Random) -> tuple[str, bytes]:
    rows = rows_of(rng)
    names = [name or f"c{n}" for n, name in enumerate(dict.fromkeys(_header(rng)))]
    columns = {name: [row[n % len(HEAD)] or None for row in rows] for n, name in enumerate(names)}
    sink = io.BytesIO()
    pq.write_table(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}), sink)
    return "f.parquet", sink.getvalue()


def _workbook(rng: random.Random) -> tuple[str, bytes]:
    return rng.choice((("f.xlsx", _xlsx), ("f.xlsx", _xlsx), ("f.xls", _xls)))[0], _pool(rng.randrange(40))


@lru_cache(maxsize=64)
def _pool(number: int) -> bytes:
    rng = random.Random(number)
    return (_xls if number % 4 == 0 else _xlsx)(rng)


def _xlsx(rng: random.Random) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(rng.choice((0, 0, 1))):
        book.create_sheet(rng.choice(("附表", "a&b", "说明")), 0).append(rng.choice((["填表"], HEAD)))
    for row in [_header(rng), *rows_of(rng)]:
        book.worksheets[-1].append([cell.replace("\x00", "") or None for cell in row])
    if rng.random() < 0.3:
        book.worksheets[-1].merge_cells("B2:B4")
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _xls(rng: random.Random) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for r, row in enumerate([_header(rng), *rows_of(rng)]):
        for c, cell in enumerate(row):
            sheet.write(r, c, int(cell) if cell.isdigit() and len(cell) < 9 else cell)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _damaged_inside(rng: random.Random, content: bytes) -> bytes:
    """The parts of the archive damaged, the archive itself whole."""
    if not content.startswith(b"PK"):
        return damaged(rng, content)
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    victim = rng.choice([*parts, *(name for name in parts if "sheet" in name)])
    parts[victim] = damaged(rng, parts[victim])
    if rng.random() < 0.2:
        parts[victim] = parts[victim].replace(b'r="A', b'r="' + rng.choice((b"XFD", b"ZZZ", b"", b"a")), 1)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return sink.getvalue()
