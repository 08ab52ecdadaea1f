"""The way back from a row's place in the order to its line in a large text file."""

from __future__ import annotations

import csv
import mmap
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_BLOCK = 1 << 24
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
    ends = _line_ends(path)
    if len(ends) == header_lines + total:
        return _cut(path, positions, ends, header_lines, separator)
    return _walk(path, set(positions), header_lines, separator)


def _line_ends(path: Path) -> np.ndarray:
    """Offsets just behind each line; an unfinished last line counts."""
    parts: list[np.ndarray] = []
    size = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            parts.append(np.flatnonzero(np.frombuffer(block, np.uint8) == _LF) + (offset + 1))
            offset += len(block)
    ends = np.concatenate(parts) if parts else np.empty(0, np.int64)
    if size and (len(ends) == 0 or ends[-1] != size):
        ends = np.append(ends, size)
    return ends


def _cut(
    path: Path, positions: Sequence[int], ends: np.ndarray, header_lines: int, separator: str
) -> dict[int, tuple[int, list[str]]]:
    lines: list[str] = []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        for position in positions:
            index = position + header_lines
            begin = int(ends[index - 1]) if index else 0
            lines.append(whole[begin : int(ends[index])].decode("utf-8").lstrip("\ufeff"))
    cells = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    return {
        position: (position + header_lines + 1, row) for position, row in zip(positions, cells, strict=True)
    }


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
