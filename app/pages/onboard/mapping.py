"""What was found in the file, and a choice for each of its columns."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.domain.area import Level
from app.domain.indicator import TimeRule
from app.domain.period import Grain
from app.services import Cockpit
from app.services.onboarding import NEW, Choice, Column, Desk
from app.ui.components import definition_list, plain_panel
from app.ui.components.form import Input, field, form, hidden, select_field
from app.ui.page import Visit

_ROLES = ("period", "area", "ident", "moment", "category")
_CLASSES = ("public", "internal", "confidential")
_SHARES = ("unconditional", "conditional", "no")


def mapping_form(visit: Visit, cockpit: Cockpit, shown: Desk) -> list[Component]:
    """The facts and the form."""
    t, token = visit.t, shown.upload.token
    children: list[Any] = [
        hidden("lang", t.lang),
        hidden("token", token),
        hidden("department", shown.department.id),
        html.H2(t("onboard.columns"), className="panel__title"),
        html.P(t("onboard.columns_hint", department=t.name(shown.department.name)), className="quiet"),
        _columns(visit, cockpit, shown),
        html.H2(t("onboard.about"), className="panel__title"),
        html.Div(_about(visit, cockpit, shown), className="form__grid"),
    ]
    back = visit.href()
    facts = html.Div(definition_list(_facts(visit, shown)), className="onboard-facts")
    return [
        plain_panel(t("onboard.found"), facts, level=2),
        plain_panel(
            None,
            form(t, action="onboard_map", back=back, children=children, submit=t("onboard.preview")),
        ),
        _drop(visit, token),
    ]


def _drop(visit: Visit, token: str) -> Component:
    children = [hidden("token", token), hidden("lang", visit.t.lang)]
    back = visit.href("/data/onboard")
    words = visit.t("onboard.drop")
    drop = form(visit.t, action="onboard_drop", back=back, children=children, submit=words, quiet=True)
    return html.Div(drop, className="onboard-drop")


def _facts(visit: Visit, shown: Desk) -> list[tuple[str, Any]]:
    t, look, table = visit.t, shown.found.look, shown.found.table
    facts: list[tuple[str, Any]] = [(t("onboard.file"), look.file), (t("cli.inspect.format"), look.format)]
    if look.encoding:
        facts.append((t("cli.inspect.encoding"), f"{look.encoding} · {t(f'cli.inspect.{look.sure}')}"))
    if look.delimiter:
        facts.append(
            (t("cli.inspect.delimiter"), t("cli.inspect.tab") if look.delimiter == "\t" else look.delimiter)
        )
    if table.sheet:
        facts.append((t("cli.inspect.sheets"), table.sheet))
    last = (table.header or 0) + table.header_rows - 1
    rows = (
        t("cli.inspect.no_header")
        if table.header is None
        else "–".join(map(str, sorted({table.header, last})))
    )
    facts.append((t("cli.inspect.header"), rows))
    for name, lines in (("banner", table.banner), ("footer", table.footer)):
        if lines:
            facts.append((t(f"cli.inspect.{name}"), " / ".join(lines)[:200]))
    facts.append((t("cli.inspect.rows"), f"{len(table.body)}{'' if table.whole else '+'}"))
    wide = shown.found.wide
    kind = t("cli.inspect.wide", n=len(wide.columns)) if wide else t("cli.inspect.long")
    facts.append((t("cli.inspect.shape"), kind))
    facts.append(
        (t("onboard.rows_are"), t(f"cli.inspect.is_{'records' if shown.found.records else 'figures'}"))
    )
    return facts


def _columns(visit: Visit, cockpit: Cockpit, shown: Desk) -> Component:
    t = visit.t
    names = ("column", "holds", "samples", "role", "unit")
    head = html.Tr([html.Th(t(f"cli.inspect.{name}"), scope="col") for name in names])
    pairs = zip(shown.found.columns, shown.found.choices, strict=True)
    body = [_row(visit, cockpit, shown, place, *pair) for place, pair in enumerate(pairs)]
    table = html.Table(
        [html.Caption(t("onboard.columns"), className="unseen"), html.Thead(head), html.Tbody(body)],
        className="table onboard",
    )
    return html.Div(
        table,
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": t("onboard.columns")},
    )


def _row(
    visit: Visit, cockpit: Cockpit, shown: Desk, place: int, column: Column, choice: Choice
) -> Component:
    t, answers = visit.t, shown.answers
    chosen = answers[f"role_{place}"]
    options = _options(visit, cockpit, shown, choice)
    items = [html.Option(words, value=value, selected=(value == chosen) or None) for value, words in options]
    role = html.Select(
        items,
        name=f"role_{place}",
        className="select",
        **{"aria-label": t("onboard.role_of", column=column.name)},
    )
    unit = Input(
        type="text",
        name=f"unit_{place}",
        defaultValue=answers[f"unit_{place}"],
        className="input input--short",
        **{"aria-label": t("onboard.unit_of", column=column.name)},
    )
    return html.Tr(
        [
            html.Th(column.name, scope="row"),
            html.Td(_holds(visit, column)),
            html.Td(" · ".join(sample[:24] for sample in column.samples)),
            html.Td([role, _hint(visit, cockpit, shown, choice), _new(visit, shown, place)]),
            html.Td(unit, **{"data-label": t("cli.inspect.unit")}) if column.kind == "number" else html.Td(),
        ]
    )


def _holds(visit: Visit, column: Column) -> str:
    t = visit.t
    words = t(f"cli.inspect.kinds.{column.kind}")
    if column.level:
        words += f" · {t(f'ui.level.{column.level}')}" if t.has(f"ui.level.{column.level}") else ""
    if column.nulls:
        words += f" · {t('onboard.empty', n=column.nulls)}"
    return words


def _options(visit: Visit, cockpit: Cockpit, shown: Desk, choice: Choice) -> list[tuple[str, str]]:
    """Left out, the roles, the suggestions with their likeness, a new measure, the other measures."""
    t = visit.t
    options = [("ignored", t("cli.inspect.roles.ignored"))]
    options += [(role, t(f"cli.inspect.roles.{role}")) for role in _ROLES]
    near = [(choice.measure, choice.score)] if choice.measure else []
    near += [(m.measure, m.score) for m in choice.others if m.measure not in shown.found.delivered]
    for measure, score in near:
        name = t.name(cockpit.catalogue.measures[measure].name)
        options.append((f"={measure}", t("onboard.suggested", name=name, score=score)))
    listed = {measure for measure, _ in near}
    options.append((NEW, t("onboard.new")))
    options += [(f"={m.id}", f"{t.name(m.name)} ({m.unit})") for m in shown.measures if m.id not in listed]
    return options


def _hint(visit: Visit, cockpit: Cockpit, shown: Desk, choice: Choice) -> Component | None:
    """That a measure like it comes from elsewhere already."""
    taken = next((m for m in choice.others if m.measure in shown.found.delivered and m.score > 85), None)
    if choice.measure or taken is None:
        return None
    name = visit.t.name(cockpit.catalogue.measures[taken.measure].name)
    source = visit.t.name(cockpit.catalogue.sources[shown.found.delivered[taken.measure]].name)
    return html.Small(visit.t("onboard.delivered", name=name, source=source), className="field__hint")


def _new(visit: Visit, shown: Desk, place: int) -> Component:
    """What a new measure needs, shown (by the stylesheet) while the choice above says so."""
    t, answers = visit.t, shown.answers

    def line(name: str, **more: Any) -> Component:
        return field(t(f"onboard.new_{name}"), f"new_{name}_{place}", answers[f"new_{name}_{place}"], **more)

    rules = [(rule.value, t(f"onboard.time.{rule.value}")) for rule in TimeRule if rule is not TimeRule.NONE]
    return html.Div(
        [
            line("zh"),
            line("en"),
            line("id", pattern="[a-z][a-z0-9_]*", hint=t("onboard.new_id_hint")),
            line("unit"),
            select_field(t("onboard.new_time"), f"new_time_{place}", rules, answers[f"new_time_{place}"]),
        ],
        className="form__grid onboard__new",
        role="group",
        **{"aria-label": t("onboard.new_of", column=shown.found.columns[place].name)},
    )


def _about(visit: Visit, cockpit: Cockpit, shown: Desk) -> list[Component]:
    t, answers = visit.t, shown.answers
    grains = [(grain.value, t(f"onboard.every.{grain.value}")) for grain in Grain]
    present = {area.level for area in cockpit.catalogue.areas.values()}
    levels = [(level.value, t(f"onboard.level.{level.value}")) for level in Level if level in present]
    orders = [(order, t(f"onboard.order.{order}")) for order in ("ymd", "mdy", "dmy")]
    parts = [
        field(
            t("onboard.source"),
            "source",
            answers["source"],
            required=True,
            pattern="[a-z][a-z0-9_]*",
            hint=t("onboard.id_hint"),
        ),
        field(t("onboard.name_zh"), "name_zh", answers["name_zh"], required=True),
        field(t("onboard.name_en"), "name_en", answers["name_en"], required=True),
        select_field(t("onboard.every_label"), "every", grains, answers["every"]),
        select_field(t("onboard.level_label"), "level", levels, answers["level"]),
        select_field(
            t("onboard.class_label"),
            "class",
            [(c, t(f"onboard.class.{c}")) for c in _CLASSES],
            answers["class"],
        ),
        select_field(
            t("onboard.share_label"),
            "share",
            [(s, t(f"onboard.share.{s}")) for s in _SHARES],
            answers["share"],
        ),
    ]
    if any(column.ambiguous or column.order != "ymd" for column in shown.found.columns):
        parts.append(select_field(t("onboard.order_label"), "order", orders, answers["order"]))
    if shown.found.records:
        counted = [("", t("onboard.count_none")), *((m.id, t.name(m.name)) for m in shown.measures)]
        parts.append(select_field(t("onboard.count"), "count", counted, answers["count"]))
    return parts
