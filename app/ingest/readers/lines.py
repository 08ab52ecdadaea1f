"""The way back from a row's place in the order to its line in a large text file."""

from __future__ import annotations

import csv
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_BLOCK = 1 << 16
_LF = 10


@dataclass(frozen=True, slots=True)
class LineEnds:
    """How many line ends each block of a file holds: enough to find any line by reading one block."""

    path: Path
    counts: Sequence[int]
    unfinished: bool  # text behind the last line end

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return sum(self.counts) + self.unfinished

    def begins(self, wanted: Sequence[int]) -> dict[int, int]:
        """Offsets at which the wanted lines (from 0, ascending) begin."""
        begins: dict[int, int] = {0: 0} if 0 in wanted else {}
        queue = deque(line for line in wanted if line)
        ends = 0  # line ends seen; the line after the n-th end is line n
        with self.path.open("rb") as file:
            for number, count in enumerate(self.counts):
                if queue and queue[0] <= ends + count:
                    file.seek(number * _BLOCK)
                    block = np.frombuffer(file.read(_BLOCK), np.uint8)
                    after = np.flatnonzero(block == _LF) + (number * _BLOCK + 1)
                    while queue and queue[0] <= ends + count:
                        line = queue.popleft()
                        begins[line] = int(after[line - ends - 1])
                ends += count
        return begins


def scan(path: Path) -> LineEnds:
    """Where a file's lines end. Raises: OSError."""
    counts, last = array("l"), b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            counts.append(block.count(b"\n"))
            last = block
    return LineEnds(path, counts, bool(last) and not last.endswith(b"\n"))


def rows_at(
    ends: LineEnds, positions: Sequence[int], total: int, *, header_lines: int, separator: str
) -> dict[int, tuple[int, list[str]]]:
    """Position (from 0, below the header) → (line number from 1, cells).

    When the file has exactly one line a row, the lines are found by their ends; else the whole file is
    gone through.
    """
    if not positions:
        return {}
    if ends.lines != header_lines + total:
        return _walk(ends.path, set(positions), header_lines, separator)
    begins = ends.begins(sorted(position + header_lines for position in positions))
    found = _cut(ends.path, begins, separator)
    return {line - header_lines: (line + 1, cells) for line, cells in found.items()}


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
