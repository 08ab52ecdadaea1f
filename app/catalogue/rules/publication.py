"""What citizens may see is explained, answered for and protected."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.draft import Draft, Entry
from app.catalogue.files import PLAIN_LIMIT, IndicatorSpec
from app.catalogue.problems import Problem
from app.domain.area import Level
from app.domain.indicator import FormulaKind, Publication, Sensitivity
from app.domain.text import LANGUAGES


def plain_length(draft: Draft) -> Iterator[Problem]:
    """The plain explanation fits in a line or two."""
    for entry in draft.indicators:
        for lang in LANGUAGES:
            length = len(entry.spec.plain.get(lang))
            if length > PLAIN_LIMIT:
                yield entry.problem("plain_too_long", "plain", lang, length=length, limit=PLAIN_LIMIT)


def public_has_contact(draft: Draft) -> Iterator[Problem]:
    """The department of a public indicator says whom to ask."""
    for entry in draft.departments:
        contact = entry.spec.contact
        public = [i.id for i in draft.indicators if i.department == entry.id and _public(i)]
        if public and (contact is None or not (contact.zh and contact.en)):
            yield entry.problem("public_without_contact", "contact", department=entry.id, indicator=public[0])


def public_is_protected(draft: Draft) -> Iterator[Problem]:
    """A public ratio over persons or cases says below which denominator it is not shown."""
    for entry in draft.indicators:
        formula = entry.spec.formula
        if not _public(entry) or formula.kind is not FormulaKind.RATIO or entry.spec.min_denominator:
            continue
        for name in (*formula.numerator, *formula.denominator):
            measure = draft.measure(name)
            if measure is not None and measure.sensitive is not Sensitivity.NONE:
                params = {"measure": name, "sensitive": measure.sensitive.value}
                yield entry.problem("public_without_suppression", "publication", **params)
                break


def aggregated_is_city(draft: Draft) -> Iterator[Problem]:
    """`aggregated_only` means the city's figure alone."""
    for entry in draft.indicators:
        shown = entry.spec.publication
        if shown.who is Publication.AGGREGATED_ONLY and shown.level is not Level.CITY:
            yield entry.problem("aggregated_below_city", "publication", "level", level=shown.level.value)


def _public(entry: Entry[IndicatorSpec]) -> bool:
    return entry.spec.publication.who is not Publication.NO
