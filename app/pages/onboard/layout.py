"""Upload, map, preview, save: one address, whose filters say which file and which step."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from app.access.uploads import is_own_upload
from app.domain.errors import CockpitError, FileRefused, Forbidden
from app.i18n import explain
from app.pages.onboard.mapping import mapping_form
from app.pages.onboard.preview import preview_parts
from app.services import Cockpit, current
from app.services.onboarding import mapping
from app.services.saving import preview
from app.services.scope import require_officer
from app.services.uploads import LIMIT_MB
from app.ui.components import button_link, failure, page_header, plain_panel
from app.ui.components.form import file_field, form, hidden, select_field
from app.ui.desk import desk_nav
from app.ui.errors import by_itself
from app.ui.page import View, Visit

_STEPS = ("upload", "map", "preview", "saved")
ACCEPT = ".csv,.tsv,.txt,.xls,.xlsx,.xlsb,.ods,.json,.jsonl,.parquet"


def layout(visit: Visit) -> View:
    """The step the address names."""
    cockpit, t, token = current(), visit.t, visit.get("file")
    require_officer(visit.actor)
    if token is None:
        step, parts = "upload", [_upload(visit, cockpit)]
    elif not is_own_upload(token):
        raise CockpitError("upload_gone")
    elif visit.get("step") == "preview":
        step, parts = "preview", _preview(visit, cockpit, token)
    else:
        step, parts = "map", _map(visit, cockpit, token)
    head = page_header(t("onboard.title"), lead=t(f"onboard.lead.{step}"))
    return View(t("onboard.title"), [head, desk_nav(visit, "sources"), _steps(visit, step), *parts])


def _map(visit: Visit, cockpit: Cockpit, token: str) -> list[Component]:
    """The mapping, or why the file cannot be mapped and the way back."""
    try:
        shown = mapping(cockpit, visit.actor, token, visit.get("department"))
    except FileRefused as error:
        again = button_link(visit.t("onboard.again"), visit.href("/data/onboard"))
        return [failure(*explain(error, visit.t.lang)), again]
    return mapping_form(visit, cockpit, shown)


def _preview(visit: Visit, cockpit: Cockpit, token: str) -> list[Component]:
    """The preview, or which answer is wrong and the way back to it."""
    try:
        return preview_parts(visit, cockpit, preview(cockpit, visit.actor, token))
    except Forbidden:
        raise
    except CockpitError as error:
        back = button_link(visit.t("onboard.back"), visit.href(step=None))
        return [failure(*explain(error, visit.t.lang)), back]


def _steps(visit: Visit, here: str) -> Component:
    items = [
        html.Li(
            visit.t(f"onboard.step.{name}"),
            className="steps__step steps__step--here" if name == here else "steps__step",
            **({"aria-current": "step"} if name == here else {}),
        )
        for name in _STEPS
    ]
    return html.Ol(items, className="steps", **{"aria-label": visit.t("onboard.steps")})


@by_itself
def _upload(visit: Visit, cockpit: Cockpit) -> Component:
    t = visit.t
    departments = cockpit.catalogue.departments.values()
    children: list[Any] = [
        hidden("lang", t.lang),
        select_field(
            t("onboard.department"),
            "department",
            [(d.id, t.name(d.name)) for d in departments],
            visit.get("department") or "",
            hint=t("onboard.department_hint"),
        ),
        file_field(t("onboard.file"), "file", accept=ACCEPT, hint=t("onboard.file_hint", limit=LIMIT_MB)),
    ]
    return plain_panel(
        t("onboard.step.upload"),
        form(
            t,
            action="onboard_upload",
            back=visit.href(),
            children=children,
            submit=t("onboard.upload"),
            files=True,
        ),
        level=2,
    )
