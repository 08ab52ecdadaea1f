"""Writes what `reading` reads: a source as the YAML a person would write by hand.

Order of keys as in docs/package-format.md, what is the default left out, one line for each field and
measure. Reading the text again gives an equal model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from app.catalogue.document import Place, resolves
from app.catalogue.files import MeasureSpec
from app.catalogue.source import Source
from app.catalogue.spec import Spec
from app.domain.text import Text

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./*%（）()+^&;~-]*[\w./%（）()+])?|[\d_][\w./*-]*", re.UNICODE)
_ALWAYS = ("class", "share")  # of a source: written even when they are the default
_BLOCKS = ("read", "unpivot", "fields", "derive", "measures")  # one line for each entry
_LISTS = ("ignore", "checks")  # one line for each item

Notes = Mapping[Place, str]  # place → what is to be decided there, written above it


def source_yaml(source: Source, notes: Notes | None = None) -> str:
    """The file of a source. `notes` become comments above the places they speak of."""
    return package_yaml(content_of(source), notes)


def measure_entry(measure: MeasureSpec) -> str:
    """One measure as an entry of measures.yaml, to be added to the end of that list."""
    lines = list(_block(content_of(measure), (), {}))
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]) + "\n"


def package_yaml(content: Mapping[str, Any], notes: Notes | None = None) -> str:
    """Plain values as a package file; notes at the empty place stand at the top."""
    told = notes or {}
    return "\n".join([*_notes((), told), *_block(content, (), told)]) + "\n"


def content_of(spec: Spec) -> dict[str, Any]:
    """A model as the plain values of its file: defaults left out, keys as they are written."""
    kept = {}
    always = _ALWAYS if isinstance(spec, Source) else ()
    for name, info in type(spec).model_fields.items():
        written, value = info.alias or name, getattr(spec, name)
        if isinstance(spec, Source) and written in ("id", "department"):
            continue  # the file's and the folder's name say them
        if written in always or info.is_required() or value != info.get_default(call_default_factory=True):
            kept[written] = _plain(value)
    return kept


def _plain(value: Any) -> Any:
    if isinstance(value, Spec):
        return content_of(value)
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value


def _block(content: Mapping[str, Any], place: Place, notes: Notes) -> Iterator[str]:
    for name, value in content.items():
        at = (*place, name)
        yield from _notes(at, notes)
        if name in _BLOCKS and isinstance(value, Mapping) and value:
            yield f"{scalar(name)}:"
            for inner, entry in value.items():
                yield from (f"  {line}" for line in _notes((*at, inner), notes))
                yield f"  {scalar(inner)}: {_flow(_short(inner, entry, name))}"
        elif name in _LISTS:
            yield f"{scalar(name)}:"
            yield from (f"  - {_flow(entry)}" for entry in value)
        else:
            yield f"{scalar(name)}: {_flow(value)}"


def _short(name: str, value: Any, block: str) -> Any:
    """A list of one name is written as the name: `from: day`."""
    if block == "unpivot" and name == "name":
        return _one(value)
    if block == "fields" and isinstance(value, Mapping) and "from" in value:
        return {**value, "from": _one(value["from"])}
    return value


def _one(value: Any) -> Any:
    return (
        value[0] if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 1 else value
    )


def _notes(place: Place, notes: Notes) -> list[str]:
    return [f"# {line}" for line in notes.get(place, "").splitlines() if line.strip()]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(name))}: {_flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A value as YAML writes it; a text in quotes only where it could be misread."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float | date):
        return str(value)
    return _text(str(value))


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and not resolves(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"
