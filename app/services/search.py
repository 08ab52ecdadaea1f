"""Search of indicators: Chinese, pinyin (whole or initials), English, aliases, measures. One way for all pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin

from app.catalogue import Catalogue
from app.domain.indicator import Indicator, Measure

# How much a hit says: the whole name, its beginning, a part of it, its sound, a word of the explanation.
WHOLE, BEGINNING, PART, SOUND, MENTIONED = 5, 4, 3, 2, 1
_SUGGESTIONS = 5
_ALIKE = 0.2  # share of common pairs of letters from which a name counts as meant


@dataclass(frozen=True, slots=True)
class _Entry:
    """All that one indicator can be found by, in small letters and narrow forms."""

    names: tuple[str, ...]
    told: tuple[str, ...]  # explanation, measures
    syllables: tuple[tuple[str, ...], ...]  # of each Chinese name


def find(catalogue: Catalogue, indicators: Iterable[Indicator], words: str) -> list[Indicator]:
    """Indicators that meet every word, best first; equally good ones in the order given.

    Without words all of them.
    """
    wanted = _plain(words).split()
    found = [(rank, indicator) for indicator in indicators if (rank := _rank(catalogue, indicator, wanted))]
    return [indicator for _, indicator in sorted(found, key=lambda hit: -hit[0])]


def suggestions(catalogue: Catalogue, indicators: Iterable[Indicator], words: str) -> list[Indicator]:
    """What may have been meant when nothing was found: any one of the words, else names spelt alike."""
    wanted, listed = _plain(words).split(), list(indicators)
    by_word = [
        (max((_rank(catalogue, indicator, [word]) for word in wanted), default=0), indicator)
        for indicator in listed
    ]
    some: list[tuple[float, Indicator]] = [(rank, hit) for rank, hit in by_word if rank > 0]
    if not some:
        letters = _plain(words).replace(" ", "")
        scored = [(max(_alike(letters, name) for name in _entry_of(catalogue, i).names), i) for i in listed]
        some = [hit for hit in scored if hit[0] >= _ALIKE]
    return [indicator for _, indicator in sorted(some, key=lambda hit: -hit[0])[:_SUGGESTIONS]]


def _rank(catalogue: Catalogue, indicator: Indicator, wanted: list[str]) -> int:
    """The sum of what each word says; 0 when one of them says nothing, 1 without words."""
    entry = _entry_of(catalogue, indicator)
    ranks = [_hit(entry, word) for word in wanted]
    return 0 if 0 in ranks else sum(ranks) or 1


def _hit(entry: _Entry, word: str) -> int:
    if word in entry.names:
        return WHOLE
    if any(name.startswith(word) for name in entry.names):
        return BEGINNING
    if any(_holds(name, word) for name in entry.names):
        return PART
    if word.isascii() and any(_sounds(syllables, word) for syllables in entry.syllables):
        return SOUND
    return MENTIONED if any(_holds(text, word) for text in entry.told) else 0


def _holds(text: str, word: str) -> bool:
    """Chinese anywhere, other words from their beginning: 'all' is not in 'calls'."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


def _sounds(syllables: tuple[str, ...], word: str) -> bool:
    """Whether a word is pinyin, whole or initials, from any syllable on: 'jietong' and 'jtl' for 接通率."""
    for start in range(len(syllables)):
        rest = syllables[start:]
        if "".join(rest).startswith(word) or "".join(s[0] for s in rest).startswith(word):
            return True
    return False


def _entry_of(catalogue: Catalogue, indicator: Indicator) -> _Entry:
    measures = tuple(catalogue.measures[name] for name in indicator.formula.measures)
    return _entry(indicator, measures)


@lru_cache(maxsize=4096)
def _entry(indicator: Indicator, measures: tuple[Measure, ...]) -> _Entry:
    names = (indicator.name.zh, indicator.name.en, *indicator.aliases, indicator.id)
    told = [indicator.plain.zh, indicator.plain.en]
    told += [text for m in measures for text in (m.name.zh, m.name.en, m.id)]
    chinese = [name for name in (indicator.name.zh, *indicator.aliases) if not name.isascii()]
    return _Entry(
        tuple(_plain(name) for name in names),
        tuple(_plain(text) for text in told),
        tuple(tuple(syllable.lower() for syllable in lazy_pinyin(name)) for name in chinese),
    )


def _plain(text: str) -> str:
    """Small letters, narrow forms, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def _alike(words: str, name: str) -> float:
    """The share of common pairs of letters, 0..1."""
    mine, theirs = _pairs(words), _pairs(name.replace(" ", ""))
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} if len(text) > 1 else {text}
