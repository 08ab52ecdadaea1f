"""One YAML file: its values and the line of each.

Plainer than YAML 1.1, so that a package means what it looks like: only true and false are booleans
(`share: no` is a word), numbers with leading zeros stay text (`code: 010203`), times stay text. A key
may stand only once in a mapping, and anchors are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from app.catalogue.problems import Problem

Place = tuple[str | int, ...]  # the keys and positions that lead to a value

_LOST = object()  # a value that cannot be had: its key is left out, its fault is told already

_SCALARS = (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$|^[-+]?[0-9]+[eE][-+]?[0-9]+$",
        "-+.0123456789",
    ),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:timestamp", r"^\d{4}-\d{2}-\d{2}$", "0123456789"),
)


def resolves(text: str) -> bool:
    """Whether plain text would be read as something else: a number, a date, true, nothing."""
    return any(re.match(pattern, text) for _, pattern, _ in _SCALARS)


def dotted(place: Place) -> str:
    """A place as people write it: formula.numerator.1 (positions count from 1)."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


class _Loader(yaml.CSafeLoader):
    """The C parser with fewer implicit types."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - the library's own attribute


for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


@dataclass(frozen=True)
class Document:
    """A file read. `content` is None when it could not be read: then `problems` says why."""

    file: str
    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, *place: str | int) -> int:
        """The line of a value, or of the nearest thing around it that stands in the file."""
        found = 1
        for end in range(len(place) + 1):
            found = self.lines.get(place[:end], found)
        return found

    def problem(self, code: str, *place: str | int, **params: Any) -> Problem:
        """A fault at a place of this file."""
        return Problem(self.file, self.line(*place), code, params)


def read_yaml(path: Path, file: str) -> Document:
    """Read one file; faults are kept in the document, not raised."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Document(file, problems=(Problem(file, 1, "file_missing", {"file": file}),))
    except (OSError, UnicodeDecodeError) as error:
        return Document(
            file, problems=(Problem(file, 1, "package_file_unreadable", {"file": file, "why": str(error)}),)
        )
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return Document(file, problems=(Problem(file, 1, "file_blank", {"file": file}),))
        return _Walk(loader, file).document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 1
        why = getattr(error, "problem", None) or "?"
        return Document(file, problems=(Problem(file, line, "yaml_broken", {"why": why}),))
    finally:
        loader.dispose()


class _Walk:
    """Turns nodes into values, writing down where each stood."""

    def __init__(self, loader: _Loader, file: str) -> None:
        self.loader = loader
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def document(self, root: yaml.Node) -> Document:
        self.lines[()] = root.start_mark.line + 1
        content = self.value(root, ())
        return Document(self.file, content, self.lines, tuple(self.problems))

    def value(self, node: yaml.Node, place: Place) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if id(node) in self.seen:
            self.problems.append(Problem(self.file, self.lines[place], "yaml_alias", {}))
            return _LOST
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            values = (self.value(item, at) for at, item in self._items(node, place))
            return [None if value is _LOST else value for value in values]
        return {key: value for key, value in self._entries(node, place) if value is not _LOST}

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Any:
        try:
            return self.loader.construct_object(node)
        except ValueError as error:  # a day that no calendar has
            params = {"item": dotted(place), "value": node.value, "why": str(error)}
            self.problems.append(Problem(self.file, node.start_mark.line + 1, "bad_value", params))
            return None

    def _items(self, node: yaml.SequenceNode, place: Place) -> Iterator[tuple[Place, yaml.Node]]:
        for index, item in enumerate(node.value):
            at = (*place, index)
            self.lines[at] = item.start_mark.line + 1
            yield at, item

    def _entries(self, node: yaml.Node, place: Place) -> Iterator[tuple[str, Any]]:
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            at = (*place, key)
            if at in self.lines:
                params = {"item": key, "first": self.lines[at]}
                self.problems.append(Problem(self.file, line, "key_twice", params))
                continue
            self.lines[at] = line
            yield key, self.value(value_node, at)
