"""Every panel of a page fails by itself: a builder without that is found here, also on a page made tomorrow."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PANELS = {
    "chart_panel", "plain_panel", "trend_panel", "map_panel", "ranking_panel", "sides_panel", "lines_panel",
    "parts_panel", "figure_table", "formula_panel", "data_table", "heat_table",
}  # fmt: skip
WHOLE = {"layout", "top", "_top"}  # a page without these is none


def unprotected(source: str) -> list[str]:
    """Functions of a visit that give a component and build a panel, without `by_itself` around them."""
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name in WHOLE or node.returns is None:
            continue
        first = node.args.args[0].arg if node.args.args else ""
        gives = ast.unparse(node.returns)
        calls = {
            call.func.id
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        guarded = "by_itself" in [ast.unparse(one) for one in node.decorator_list]
        if first == "visit" and gives.startswith(("Component", "Any")) and calls & PANELS and not guarded:
            found.append(node.name)
    return found


def test_every_panel_of_every_page_fails_by_itself() -> None:
    files = [p for p in (ROOT / "app" / "pages").rglob("*.py") if p.parent.name != "screen"]
    assert len(files) > 40
    open_ = {str(p.relative_to(ROOT)): names for p in files if (names := unprotected(p.read_text()))}
    assert not open_


def test_a_builder_without_it_is_found() -> None:
    bare = "def mine(visit: Visit) -> Component:\n    return plain_panel('x', [])\n"
    assert unprotected(bare) == ["mine"]
    assert unprotected("@by_itself\n" + bare) == []
