"""Which measure a column's name means: by name, alias, id, pinyin, with a score from 0 to 100."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from app.catalogue import Catalogue
from app.domain.indicator import Formula, FormulaKind, Measure

SURE, LIKELY = 88, 62  # taken as it is; to be confirmed; below: no suggestion
_OF_AN_ALIAS, _BY_SOUND = 0.97, 0.9
_BRACKETS = re.compile(r"[（(\[【][^()（）\[\]【】]*[)）\]】]")


@dataclass(frozen=True, slots=True)
class Match:
    """A measure and how much the name is like one of its names."""

    measure: str
    score: int


def matches(catalogue: Catalogue, name: str, *, department: str | None = None, most: int = 5) -> list[Match]:
    """The measures a column may mean, best first. Those of other departments count a little less."""
    plain = _plain(name)
    found = []
    for measure in catalogue.measures.values():
        score = max(
            (_alike(plain, other) * weight for other, weight in _names(catalogue, measure)), default=0.0
        )
        if department and measure.owner != department:
            score *= 0.85
        if score >= LIKELY:
            found.append(Match(measure.id, round(score)))
    return sorted(found, key=lambda match: -match.score)[:most]


def assign(wanted: Sequence[tuple[str, Sequence[Match]]], taken: Iterable[str] = ()) -> dict[str, Match]:
    """One measure a column and one column a measure, the likeliest pairs first."""
    pairs = sorted(
        ((match, name) for name, found in wanted for match in found), key=lambda pair: -pair[0].score
    )
    used, given = set(taken), dict[str, Match]()
    for match, name in pairs:
        if match.measure not in used and name not in given:
            given[name] = match
            used.add(match.measure)
    return given


def _names(catalogue: Catalogue, measure: Measure) -> list[tuple[str, float]]:
    names = [(measure.name.zh, 1.0), (measure.name.en, 1.0), (measure.id, 1.0)]
    for indicator in catalogue.indicators.values():
        if _shows(indicator.formula, measure.id):
            words = (indicator.name.zh, indicator.name.en, *indicator.aliases)
            names += [(word, _OF_AN_ALIAS) for word in words]
    return [(_plain(name), weight) for name, weight in names if name]


def _shows(formula: Formula, measure: str) -> bool:
    return formula.kind is FormulaKind.MEASURE and formula.numerator == (measure,)


def _alike(left: str, right: str) -> float:
    if not left or not right:
        return 0.0
    if left == right:
        return 100.0
    if left.isascii() != right.isascii():
        plain, spelt = (left, right) if left.isascii() else (right, left)
        letters = plain.replace(" ", "")
        sounds = max(fuzz.ratio(letters, sound) for sound in _sounds(spelt))
        return sounds * _BY_SOUND if sounds > 80 and len(letters) > 2 else 0.0
    if left.isascii():
        return float(max(fuzz.ratio(left, right), fuzz.token_set_ratio(left, right) * 0.92))
    short, long = sorted((left, right), key=len)
    inside = 80 + 15 * len(short) / len(long) if len(short) > 2 and short in long else 0.0
    return float(max(fuzz.ratio(left, right), inside))


@lru_cache(maxsize=4096)
def _sounds(text: str) -> tuple[str, str]:
    """Whole pinyin and its first letters."""
    return "".join(lazy_pinyin(text)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    """Width, case, blanks and a unit in brackets do not count; words of identifiers are words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = _BRACKETS.sub("", folded).strip() or folded
    words = re.sub(r"[\s_\-/]+", " ", bare).strip()
    return words if words.isascii() else words.replace(" ", "")
