"""A pushed message as the readers see it: a JSON file of its rows that stands while it is read."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.catalogue.source import Source
from app.ingest.delivery import Delivered, identify

Row = Mapping[str, Any]


def as_json(source: Source) -> Source:
    """The source as if it were delivered as JSON: its columns are found by their names."""
    plain = {
        "format": "json",
        "header": "auto",
        "header_rows": 1,
        "names": (),
        "records": "",
        "encoding": "utf-8",
    }
    return source.model_copy(update={"read": source.read.model_copy(update=plain)})


@contextmanager
def message_file(rows: Sequence[Row], name: str) -> Iterator[Delivered]:
    """The rows as a delivery. `name`: how quarantine calls it, and what fields taken from a file's name read."""
    with tempfile.TemporaryDirectory(prefix="cockpit-push-") as folder:
        path = Path(folder) / "rows.json"
        path.write_text(json.dumps([*map(dict, rows)], ensure_ascii=False), encoding="utf-8")
        yield replace(identify(path, Path(folder)), name=name)
