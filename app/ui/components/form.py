"""Forms that write: labels above, hints below, posted to `/do/<action>` and led back with a notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from app.i18n import Translator


class Input(Component):
    """An `<input>`, which Dash's html has not. It stands in still parts only (`app/ui/plain.py`)."""

    _PROPERTIES = (
        "type", "name", "defaultValue", "defaultChecked", "value", "id", "className", "required", "min", "max", "step",
        "pattern", "maxLength", "placeholder", "accept", "multiple", "autoComplete", "inputMode", "readOnly",
    )  # fmt: skip
    _children_props: list[str] = []  # noqa: RUF012 - as Dash's own components declare it
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "dash_html_components"
    _type = "Input"
    _prop_names = list(_PROPERTIES)  # noqa: RUF012
    _valid_wildcard_attributes = ["aria-", "data-"]  # noqa: RUF012
    available_properties = _prop_names
    available_wildcard_properties = _valid_wildcard_attributes


class TextArea(Input):
    """A `<textarea>` whose words are its `defaultValue`."""

    _type = "Textarea"
    _prop_names = [*Input._PROPERTIES, "rows"]  # noqa: RUF012
    available_properties = _prop_names


def form(
    t: Translator,  # noqa: ARG001 - every component takes the reader's words
    *,
    action: str,
    back: str,
    children: Sequence[Any],
    submit: str,
    files: bool = False,
    quiet: bool = False,
) -> Component:
    """A form for `/do/<action>`. `back`: the address of this page. `quiet`: a small button, for rows."""
    size = " button--small" if quiet else ""
    return html.Form(
        [
            hidden("back", back),
            *children,
            html.Div(html.Button(submit, type="submit", className=f"button{size}"), className="form__end"),
        ],
        action=f"/do/{action}",
        method="POST",
        encType="multipart/form-data" if files else "application/x-www-form-urlencoded",
        className="form form--quiet" if quiet else "form",
    )


def hidden(name: str, value: str) -> Component:
    """A value sent along."""
    return Input(type="hidden", name=name, defaultValue=value)


def field(
    label: str, name: str, value: str = "", *, kind: str = "text", hint: str | None = None, **more: Any
) -> Component:
    """One line to fill in. `kind` as in HTML; `more`: required, min, max, step, pattern, maxLength, ..."""
    return _labelled(label, Input(type=kind, name=name, defaultValue=value, className="input", **more), hint)


def text_field(label: str, name: str, value: str = "", *, hint: str | None = None, **more: Any) -> Component:
    """Several lines to fill in: a reason, a comment."""
    more.setdefault("rows", 3)
    return _labelled(label, TextArea(name=name, defaultValue=value, className="input", **more), hint)


def select_field(
    label: str, name: str, options: Sequence[tuple[str, str]], chosen: str = "", *, hint: str | None = None
) -> Component:
    """One of several: (value, words)."""
    items = [html.Option(words, value=value, selected=(value == chosen) or None) for value, words in options]
    return _labelled(label, html.Select(items, name=name, className="select"), hint)


def tick_field(label: str, name: str, *, ticked: bool = False) -> Component:
    """Yes or no."""
    box = Input(type="checkbox", name=name, value="yes", defaultChecked=ticked or None)
    return html.Label([box, html.Span(label)], className="field field--tick")


def file_field(label: str, name: str, *, accept: str = "", hint: str | None = None) -> Component:
    """A file to hand over; the form needs `files=True`."""
    return _labelled(
        label, Input(type="file", name=name, accept=accept, className="input", required=True), hint
    )


def _labelled(label: str, control: Component, hint: str | None) -> Component:
    below = html.Span(hint, className="field__hint") if hint else None
    return html.Label([html.Span(label, className="field__label"), control, below], className="field")
