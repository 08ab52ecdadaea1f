"""A formula as a person would say it: the same words on pages and in files."""

from __future__ import annotations

from app.domain.indicator import FormulaKind, Indicator
from app.i18n import Translator
from app.i18n import format as say
from app.services.cockpit import Cockpit


def formula_words(cockpit: Cockpit, t: Translator, indicator: Indicator) -> str:
    """'closed in time ÷ all cases × 100', or the members of an index with their weights."""
    formula, catalogue = indicator.formula, cockpit.catalogue
    if formula.parts:
        members = [
            t(
                "services.formula.weighted",
                name=t.name(catalogue.indicator(part).name),
                weight=say.number(weight, 2, t.lang),
            )
            for part, weight in formula.parts
        ]
        kind = "index_of" if formula.kind is FormulaKind.INDEX else "sum_of"
        return t(f"services.formula.{kind}", members=t("services.formula.comma").join(members))
    top = " + ".join(t.name(catalogue.measure(name).name) for name in formula.numerator)
    if not formula.denominator:
        return top
    bottom = " + ".join(t.name(catalogue.measure(name).name) for name in formula.denominator)
    words = f"{top} ÷ {bottom}"
    if formula.scale != 1:
        words += f" × {say.number(formula.scale, 0 if formula.scale >= 1 else 4, t.lang)}"
    return words + (t("services.formula.annualised") if formula.annualise else "")
