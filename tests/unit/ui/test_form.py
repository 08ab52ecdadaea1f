"""Forms stand in the page as still html, with what the reader typed kept by the browser."""

from typing import Any

from app.access import Notice
from app.i18n import translator
from app.ui.components import field, file_field, form, notice, select_field, text_field, tick_field
from app.ui.plain import Plain, lighten

T = translator("en")


def parts(tree: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    here = [tree["props"]] if tree["type"] == kind else []
    below = [c for c in tree["props"].get("children", []) if isinstance(c, dict)]
    return here + [found for child in below for found in parts(child, kind)]


def test_a_form_is_one_still_part_with_its_fields() -> None:
    light = lighten(
        form(
            T,
            action="hold",
            back="/data?lang=en",
            children=[
                field("From", "first", "2025-01-01", kind="date", required=True),
                select_field("Area", "area", [("a", "A"), ("b", "B")], "b"),
                text_field("Reason", "reason", "x"),
                tick_field("Sure", "sure", ticked=True),
                file_field("File", "file", accept=".csv"),
            ],
            submit="Hold",
            files=True,
        )
    )
    assert isinstance(light, Plain)
    (whole,) = parts(light.tree, "Form")
    assert (whole["action"], whole["method"], whole["encType"]) == ("/do/hold", "POST", "multipart/form-data")
    inputs = {found["name"]: found for found in parts(light.tree, "Input")}
    assert inputs["back"]["defaultValue"] == "/data?lang=en"
    assert (inputs["first"]["type"], inputs["first"]["required"]) == ("date", True)
    assert inputs["sure"]["defaultChecked"] is True
    assert inputs["file"]["accept"] == ".csv"
    assert [found["value"] for found in parts(light.tree, "Option") if found.get("selected")] == ["b"]
    assert parts(light.tree, "Textarea")[0]["defaultValue"] == "x"


def test_a_refusal_says_what_to_do_and_interrupts() -> None:
    done = notice(T, Notice("ui.status.watch", {}))
    assert (done.children, done.role) == ("Watch", "status")
    refused = notice(T, Notice("unknown_area", {"area": "x"}, refused=True))
    assert refused.role == "alert"
    assert "x" in refused.children[0].children
    assert refused.children[1].children
