"""The tokens stand once: what figures use is what the style sheets say, and all of it can be read."""

import re
from pathlib import Path

import pytest

from app.domain.indicator import Status
from app.ui.theme import DARK, GLYPH, LIGHT, SYMBOL, TYPE_SCALE, Theme, contrast, css_tokens, legible

CSS = Path(__file__).resolve().parents[3] / "assets" / "css"
TOKENS = (CSS / "a-tokens.css").read_text(encoding="utf-8")


def block(selector: str) -> dict[str, str]:
    body = re.search(re.escape(selector) + r"[^{]*\{(.*?)\}", TOKENS, re.DOTALL)
    assert body is not None
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body.group(1)))


@pytest.mark.parametrize(
    ("selector", "theme"), [('[data-theme="light"]', LIGHT), ('[data-theme="dark"]', DARK)]
)
def test_style_sheet_and_figures_agree(selector: str, theme: Theme) -> None:
    assert block(selector) == css_tokens(theme)


def test_five_sizes_of_type() -> None:
    sizes = {name: float(size) * 16 for name, size in re.findall(r"--text-(\w+): ([\d.]+)rem", TOKENS)}
    assert sizes == TYPE_SCALE
    assert len(sizes) == 5


def test_style_sheets_use_only_tokens_that_exist() -> None:
    defined = set(re.findall(r"--([\w-]+):", TOKENS))
    for path in CSS.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)\)", path.read_text(encoding="utf-8")))
        assert used <= defined, path.name


def test_known_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_are_legible(theme: Theme) -> None:
    """WCAG 2.2 AA: 4.5 for text on every ground it stands on."""
    words = [theme.ink, theme.muted, theme.accent, *theme.status.values(), *theme.series]
    for colour in words:
        assert contrast(colour, theme.surface) >= 4.5, colour
    for colour in (theme.ink, theme.muted, theme.accent):
        assert contrast(colour, theme.paper) >= 4.5, colour
    for status in Status:
        assert contrast(theme.status[status], theme.soft[status]) >= 4.5, status
    assert contrast(theme.accent, theme.accent_soft) >= 4.5
    assert contrast(theme.surface, theme.accent) >= 4.5  # buttons


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marks_stand_out(theme: Theme) -> None:
    """WCAG 2.2 AA: 3 for graphics that carry meaning; grey means absence and may recede."""
    for status in set(Status) - {Status.NO_DATA}:
        assert contrast(theme.fill[status], theme.surface) >= 3, status
    assert contrast(theme.quiet, theme.surface) >= 2.9


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_names_on_the_map_are_legible(theme: Theme) -> None:
    for ground in [*theme.fill.values(), *theme.scale]:
        assert contrast(legible(theme, ground), ground) >= 3.9, ground


def test_every_status_has_its_own_shape() -> None:
    assert len(set(GLYPH.values())) == len(Status) == len(GLYPH)
    assert set(SYMBOL) == set(Status)


def test_nothing_comes_from_elsewhere() -> None:
    """No style sheet or script of ours names another host."""
    own = [*CSS.glob("*.css"), *(CSS.parent / "js").glob("*.js")]
    assert len(own) >= 8
    for path in own:
        assert "//" not in re.sub(
            r"/\*.*?\*/|^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
        ), path


def test_vendor_libraries_carry_their_licences() -> None:
    folders = [path for path in (CSS.parent / "vendor").iterdir() if path.is_dir()]
    assert {path.name for path in folders} == {"bootstrap", "inter", "plotly", "regenerator"}
    assert all((path / "LICENSE").stat().st_size > 500 for path in folders)
