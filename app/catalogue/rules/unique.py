"""Ids and names stand for one thing only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.catalogue.draft import Draft, Entry
from app.catalogue.problems import Problem
from app.domain.text import Text

_ID = re.compile(r"^[a-z][a-z0-9_]*$")


def name_key(name: str) -> str:
    """What two spellings of a name have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def unique_ids(draft: Draft) -> Iterator[Problem]:
    """Area codes and the ids of measures, indicators and sources are given once in the whole package."""
    yield from _given_once(draft.areas, "code")
    yield from _given_once(draft.measures, "id")
    yield from _given_once(draft.indicators)
    yield from _given_once(draft.sources)


def _given_once(entries: Sequence[Entry[Any]], *key: str) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        if entry.id in first:
            yield entry.problem("id_twice", *key, id=entry.id, first=first[entry.id].where)
        else:
            first[entry.id] = entry


def plain_ids(draft: Draft) -> Iterator[Problem]:
    """Files and folders that name something are named in small letters, digits and underscores."""
    entries: list[Entry[Any]] = [*draft.departments, *draft.indicators, *draft.sources]
    for entry in entries:
        if not _ID.match(entry.id):
            yield entry.problem("bad_id", item="–", value=entry.id)


def unique_area_names(draft: Draft) -> Iterator[Problem]:
    """Names, aliases and codes of areas are unique within a level."""
    named = (
        (entry.spec.level, entry, entry.spec.name, (*entry.spec.aliases, entry.id)) for entry in draft.areas
    )
    yield from _unique_names(named, "area_name_twice")


def unique_indicator_names(draft: Draft) -> Iterator[Problem]:
    """Names and aliases of indicators are unique."""
    named = (("", entry, entry.spec.name, entry.spec.aliases) for entry in draft.indicators)
    yield from _unique_names(named, "indicator_name_twice")


def _unique_names(named: Iterable[tuple[str, Entry, Text, Iterable[str]]], code: str) -> Iterator[Problem]:
    taken: dict[tuple[str, str], Entry] = {}
    for scope, entry, name, aliases in named:
        places = [(name.zh, ("name", "zh")), (name.en, ("name", "en")), *((a, ("aliases",)) for a in aliases)]
        for text, place in places:
            other = taken.setdefault((scope, name_key(text)), entry)
            if other.id != entry.id:
                yield entry.problem(code, *place, name=text, other=other.id, first=other.where)
