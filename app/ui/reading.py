"""The words of a figure: value with unit, change, target, marks, one-sentence finding.

Nothing is computed here but rounding,
and a figure whose `state` is not 'value' never shows its number.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.area import Area
from app.domain.indicator import Direction, Status
from app.domain.observation import Flag
from app.i18n import Translator
from app.i18n import format as fmt
from app.ui.protocols import ChangeReading, Reading

HELD = "held"


def visible(figure: Reading) -> float | None:
    """The value a reader may see; None in every state but 'value'."""
    return figure.value if figure.state == "value" else None


def unit_of(t: Translator, figure: Reading) -> str:
    """The unit in the reader's language."""
    return t.name(figure.indicator.unit)


def amount(t: Translator, figure: Reading, value: float | None) -> str:
    """Any value in the indicator's unit and decimals; '—' for none."""
    return fmt.with_unit(value, figure.indicator.decimals, unit_of(t, figure), t.lang)


def value_text(t: Translator, figure: Reading) -> str:
    """'93.4%', or the mark that stands for a value that is not there or not shown."""
    value = visible(figure)
    if value is not None:
        return amount(t, figure, value)
    if figure.state == HELD:
        return held_word(t, figure)
    return t("ui.state.missing") if figure.state == "value" else t(f"ui.state.{figure.state}")


def held_word(t: Translator, figure: Reading) -> str:
    """'Held' for those who may know why, 'being checked' for citizens."""
    return t("ui.state.checked" if figure.hold is None else "ui.state.held")


def held_amount(t: Translator, figure: Reading) -> str:
    """The doubted number, to be shown grey and struck through; empty when none or not held."""
    return amount(t, figure, figure.value) if figure.state == HELD and figure.value is not None else ""


def standing(t: Translator, figure: Reading) -> str:
    """The word of its status; that it is held where it is."""
    return held_word(t, figure) if figure.state == HELD else status_word(t, figure.status)


def value_parts(t: Translator, figure: Reading) -> tuple[str, str]:
    """(number, unit) so that the unit can stand small; the unit is empty beside a mark."""
    value = visible(figure)
    if value is None:
        return value_text(t, figure), ""
    return fmt.number(value, figure.indicator.decimals, t.lang), unit_of(t, figure)


def status_word(t: Translator, status: Status) -> str:
    """The word of a status."""
    return t(f"ui.status.{status}")


def target_text(t: Translator, figure: Reading) -> str:
    """'Target ≥ 95%'; that there is none is said too."""
    found = target_cell(t, figure)
    return t("ui.target.of", target=found) if found else t("ui.target.none")


def target_cell(t: Translator, figure: Reading) -> str:
    """'≥ 95%', for places that say 'target' by themselves; empty without one."""
    if figure.target_band is not None:
        low, high = figure.target_band
        return t(
            "ui.target.band",
            low=fmt.number(low, figure.indicator.decimals, t.lang),
            high=amount(t, figure, high),
        )
    if figure.target is None:
        return ""
    way = "at_most" if figure.indicator.direction is Direction.LOWER_BETTER else "at_least"
    return t(f"ui.target.{way}", value=amount(t, figure, figure.target))


def gap_words(t: Translator, figure: Reading) -> tuple[str, bool] | None:
    """How far the value is from its target, in words and unit, and whether the target is met; None without one."""
    value, definition = visible(figure), figure.indicator
    if value is None or not definition.scored:
        return None
    if figure.target_band is not None:
        low, high = figure.target_band
        gap = min(value - low, high - value)
    elif figure.target is not None:
        gap = value - figure.target
        gap = -gap if definition.direction is Direction.LOWER_BETTER else gap
    else:
        return None
    if gap >= 0 and figure.target_band is not None:
        return t("ui.gap.inside"), True
    text = _gap_size(t, figure, abs(gap))
    return t("ui.gap.short" if gap < 0 else "ui.gap.better", size=text), gap >= 0


def _gap_size(t: Translator, figure: Reading, gap: float) -> str:
    """A gap never reads as nothing: a small one is told with more decimals."""
    definition = figure.indicator
    decimals = definition.decimals
    while gap and round(gap, decimals) == 0 and decimals < definition.decimals + 3:
        decimals += 1
    text = fmt.change(gap, None, definition.change_unit, decimals, unit_of(t, figure), t.lang)
    return text.lstrip("+")


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change in words. `way`: up, down or same; `good`: None when the direction says nothing."""

    way: str
    size: str
    against: str
    good: bool | None
    text: str  # all of it in one phrase, the judgement left out


def change_words(t: Translator, figure: Reading, change: ChangeReading | None) -> ChangeWords | None:
    """The change, rounded for display; None when there is nothing to compare or the value is not shown."""
    if change is None or change.difference is None or visible(figure) is None:
        return None
    text = _moved(t, figure, change)
    way = "up" if text.startswith("+") else "down" if text.startswith(fmt.MINUS) else "same"
    key = (
        "ui.change.same_days"
        if Flag.PARTIAL in figure.flags and change.like_for_like
        else "ui.change.against"
    )
    against = t(key, base=fmt.period(change.base_period, t.lang))
    size = text.lstrip("+" + fmt.MINUS)
    moved = t("ui.change.same") if way == "same" else f"{t('ui.change.' + way)} {size}"
    phrase = t("ui.change.phrase", against=against, moved=moved)
    return ChangeWords(way, size, against, None if way == "same" else change.good, phrase)


def _moved(t: Translator, figure: Reading, change: ChangeReading) -> str:
    """The change with its sign. Two values that read differently have not stayed the same: where the difference
    rounds to nothing beside them, it is told with one decimal more."""
    definition, value = figure.indicator, visible(figure)
    decimals = definition.decimals
    if value is not None and change.difference is not None and Flag.PARTIAL not in figure.flags:
        before = amount(t, figure, value - change.difference)
        tiny = round(abs(change.difference), decimals) == 0
        decimals += tiny and before != amount(t, figure, value)
    unit = unit_of(t, figure)
    return fmt.change(change.difference, change.relative, definition.change_unit, decimals, unit, t.lang)


def change_text(t: Translator, figure: Reading, change: ChangeReading | None) -> str:
    """'up 2.1 pp vs Nov 2024', or that there is nothing to compare with."""
    words = change_words(t, figure, change)
    return no_change(t, figure, change) if words is None else words.text


def no_change(t: Translator, figure: Reading, change: ChangeReading | None) -> str:
    """Why no change is told."""
    if figure.state == HELD:
        return t("ui.change.held")
    if change is not None and change.broken:
        return t("ui.change.broken", base=fmt.period(change.base_period, t.lang))
    return t("ui.change.none")


_MARKS = {
    Flag.PROVISIONAL: "provisional",
    Flag.ESTIMATED: "estimated",
    Flag.REVISED: "revised",
    Flag.BREAK: "break",
}


def marks(t: Translator, figure: Reading) -> tuple[tuple[str, str], ...]:
    """('[p]', 'provisional') and so on, for each flag that a reader should know."""
    return tuple(
        (t(f"ui.mark.{word}"), t(f"ui.note.{word}")) for flag, word in _MARKS.items() if flag in figure.flags
    )


def coverage_text(t: Translator, figure: Reading) -> str:
    """'14 of 16 areas' when some are missing, else empty."""
    if figure.state == "value" and 0 < figure.areas_n < figure.areas_m:
        return t("ui.note.coverage", n=figure.areas_n, m=figure.areas_m)
    if figure.state == "value" and 0 < figure.n < figure.m:
        return t("ui.note.cells", share=_share(t, figure.n / figure.m))
    return ""


def _share(t: Translator, share: float) -> str:
    """A share below one never reads as 100 %."""
    return fmt.percent(min(share, 0.999), 1 if share > 0.99 else 0, t.lang)


def unfinished(figure: Reading) -> bool:
    """Whether the period itself is not over in the data."""
    return Flag.PARTIAL in figure.flags and figure.data_to is not None and figure.data_to < figure.period.end


def note(t: Translator, figure: Reading) -> str:
    """Everything a reader must know beside the number, in one line; empty when nothing."""
    if figure.state == HELD:
        reason = figure.hold
        return t("ui.state_note.checked") if reason is None else t("ui.state_note.held", reason=reason.reason)
    if figure.state != "value":
        return t(f"ui.state_note.{figure.state}")
    found = []
    if unfinished(figure):
        found.append(t("ui.note.unfinished", day=fmt.day(figure.data_to, t.lang)))
    found.append(coverage_text(t, figure))
    if Flag.STALE in figure.flags and figure.age_days is not None:
        found.append(t("ui.note.stale", days=figure.age_days))
    found += [words for _, words in marks(t, figure)]
    return t("ui.note.separator").join(part for part in found if part)


def age_text(t: Translator, figure: Reading) -> str:
    """'Data to 30 Nov 2025'."""
    if figure.data_to is None:
        return t("ui.age.none")
    return t("ui.age.to", day=fmt.day(figure.data_to, t.lang))


def finding(t: Translator, figure: Reading) -> str:
    """One sentence: value, target, status, change. It stands under charts and in alt texts."""
    names = {
        "name": t.name(figure.indicator.name),
        "area": t.name(figure.area.name),
        "period": fmt.period(figure.period, t.lang),
    }
    if visible(figure) is None:
        return t("ui.finding.nothing", **names, why=note(t, figure) or t("ui.state_note.missing")) + t(
            "ui.finding.end"
        )
    text = t("ui.finding.value", **names, value=value_text(t, figure))
    if figure.target is not None or figure.target_band is not None:
        text += t("ui.finding.target", target=target_text(t, figure), status=status_word(t, figure.status))
    change = change_words(t, figure, figure.year_ago or figure.previous)
    if change is not None:
        text += t("ui.finding.change", change=change.text)
    return text + t("ui.finding.end")


def short_name(t: Translator, area: Area) -> str:
    """An area's name without what all of them end in, for maps and lists with little room."""
    name = t.name(area.name)
    endings = t("ui.chart.area_endings").split()
    ending = next((words for words in endings if name.endswith(words) and len(name) > len(words) + 1), "")
    return name.removesuffix(ending).strip()
