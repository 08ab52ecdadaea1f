"""The way back from a row's place in the order to its line in a large text file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_BLOCK = 1 << 16
_LF = 10


def rows_at(
    path: Path, positions: Sequence[int], total: int, *, header_lines: int, separator: str
) -> dict[int, tuple[int, list[str]]]:
    """Position (from 0, below the header) → (line number from 1, cells).

    When the file has exactly one line a row, the lines are found by counting line ends; else the
    whole file is gone through.
    """
    if not positions:
        return {}
    begins, lines = _line_begins(path, sorted(position + header_lines for position in positions))
    if lines == header_lines + total:
        found = _cut(path, begins, separator)
        return {line - header_lines: (line + 1, cells) for line, cells in found.items()}
    return _walk(path, set(positions), header_lines, separator)


def _line_begins(path: Path, wanted: Sequence[int]) -> tuple[dict[int, int], int]:
    """Offsets at which the wanted lines (from 0, ascending) begin, and how many lines the file has.

    Line ends are counted block by block, and looked for one by one only in blocks that hold a wanted line.
    """
    begins: dict[int, int] = {0: 0} if 0 in wanted else {}
    queue = deque(line for line in wanted if line)
    ends = offset = 0  # line ends seen; the line after the n-th end is line n
    last = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            count = block.count(b"\n")
            if queue and queue[0] <= ends + count:
                after = np.flatnonzero(np.frombuffer(block, np.uint8) == _LF) + (offset + 1)
                while queue and queue[0] <= ends + count:
                    line = queue.popleft()
                    begins[line] = int(after[line - ends - 1])
            ends, offset, last = ends + count, offset + len(block), block
    unfinished = bool(last) and not last.endswith(b"\n")
    return begins, ends + unfinished


def _cut(path: Path, begins: dict[int, int], separator: str) -> dict[int, list[str]]:
    """The cells of each line that begins at an offset."""
    with path.open("rb") as file:
        texts = []
        for offset in begins.values():
            file.seek(offset)
            texts.append(file.readline().decode("utf-8").lstrip("\ufeff"))
    cells = csv.reader(texts, delimiter=separator, skipinitialspace=True)
    return dict(zip(begins, cells, strict=True))


def _walk(
    path: Path, positions: set[int], header_lines: int, separator: str
) -> dict[int, tuple[int, list[str]]]:
    found: dict[int, tuple[int, list[str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator, skipinitialspace=True)
        position, begins = -1, 1
        for index, row in enumerate(reader):
            line, begins = begins, reader.line_num + 1
            if index < header_lines or not row:
                continue
            position += 1
            if position in positions:
                found[position] = (line, row)
    return found
