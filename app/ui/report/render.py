"""From plain data to a PDF. Nothing is fetched: template and Chinese font stand beside this file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
TEMPLATE = HERE / "board.typ"
FONTS = HERE / "fonts"


def pdf(data: Mapping[str, Any]) -> bytes:
    """The PDF of what `content` gives. The font beside us comes first; what it lacks, the system's have."""
    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(HERE),
        font_paths=[str(FONTS)],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made
