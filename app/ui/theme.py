"""Tokens of the look, once for CSS (`assets/css/tokens.css`) and once for figures; a test keeps them equal.

Knows nothing but colours, so that figures stay free of Dash. Units: px, CSS colours (#rrggbb).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.indicator import Status

TYPE_SCALE = {"xs": 13, "s": 15, "m": 18, "l": 24, "xl": 36}
STEP = 8

FONT = (
    '"Inter Variable", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", '
    '"Source Han Sans SC", system-ui, sans-serif'
)

# A shape beside each status, so that colour is never alone.
GLYPH = {
    Status.ON_TARGET: "●",
    Status.WATCH: "▲",
    Status.OFF_TARGET: "◆",
    Status.NO_DATA: "○",
    Status.UNSCORED: "–",
}
# The same shapes as plotly marker symbols.
SYMBOL = {
    Status.ON_TARGET: "circle",
    Status.WATCH: "triangle-up",
    Status.OFF_TARGET: "diamond",
    Status.NO_DATA: "circle-open",
    Status.UNSCORED: "circle",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours. `status` colours are legible as text, `fill` ones as areas."""

    name: str
    paper: str
    surface: str
    ink: str
    muted: str
    line: str
    accent: str
    accent_soft: str
    quiet: str  # last year, other areas
    status: dict[Status, str]
    soft: dict[Status, str]
    fill: dict[Status, str]
    series: tuple[str, ...]
    scale: tuple[str, ...]  # sequential, lightest amount first


LIGHT = Theme(
    name="light",
    paper="#f5f5f2",
    surface="#ffffff",
    ink="#1a2430",
    muted="#556070",
    line="#dadee3",
    accent="#1b5b9e",
    accent_soft="#e4edf6",
    quiet="#8b95a1",
    status={
        Status.ON_TARGET: "#0a6b5c",
        Status.WATCH: "#8a5200",
        Status.OFF_TARGET: "#b0241c",
        Status.NO_DATA: "#5d6773",
        Status.UNSCORED: "#37536f",
    },
    soft={
        Status.ON_TARGET: "#e1f1ed",
        Status.WATCH: "#fbf0da",
        Status.OFF_TARGET: "#fbe6e3",
        Status.NO_DATA: "#eceef0",
        Status.UNSCORED: "#e8eef4",
    },
    fill={
        Status.ON_TARGET: "#1f8070",
        Status.WATCH: "#c2850f",
        Status.OFF_TARGET: "#c23b30",
        Status.NO_DATA: "#c9ced4",
        Status.UNSCORED: "#5b82a8",
    },
    series=("#1b5b9e", "#c0560b", "#0a7767", "#8547a0", "#7a6711", "#b23560", "#4d5b69"),
    scale=("#dce8f3", "#b3cfe6", "#7fadd3", "#4585bb", "#1b5b9e"),
)

DARK = Theme(
    name="dark",
    paper="#0d141c",
    surface="#151f2a",
    ink="#edf1f5",
    muted="#a7b3c1",
    line="#2c3947",
    accent="#7db9f5",
    accent_soft="#1b3149",
    quiet="#75838f",
    status={
        Status.ON_TARGET: "#53c9b1",
        Status.WATCH: "#efb64c",
        Status.OFF_TARGET: "#ff8476",
        Status.NO_DATA: "#9ba7b4",
        Status.UNSCORED: "#93b7db",
    },
    soft={
        Status.ON_TARGET: "#12332f",
        Status.WATCH: "#3a2d12",
        Status.OFF_TARGET: "#432320",
        Status.NO_DATA: "#232e39",
        Status.UNSCORED: "#1c3044",
    },
    fill={
        Status.ON_TARGET: "#3aa893",
        Status.WATCH: "#d39a2c",
        Status.OFF_TARGET: "#e0594c",
        Status.NO_DATA: "#3d4955",
        Status.UNSCORED: "#5f8db9",
    },
    series=("#7db9f5", "#f0964f", "#53c9b1", "#c798e0", "#cdb84a", "#f0849f", "#a7b3c1"),
    scale=("#1c3349", "#28507a", "#3a74ad", "#5d9bd8", "#9accff"),
)

THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """Relative luminance of '#rrggbb' (WCAG 2.2), 0 black to 1 white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def legible(theme: Theme, ground: str) -> str:
    """The darker or the lighter of the theme's two extremes, whichever reads better on `ground`."""
    return max((theme.ink, theme.surface), key=lambda colour: contrast(colour, ground))


def css_tokens(theme: Theme) -> dict[str, str]:
    """The custom properties of a theme as `tokens.css` must state them."""
    tokens = {
        "paper": theme.paper,
        "surface": theme.surface,
        "ink": theme.ink,
        "muted": theme.muted,
        "line": theme.line,
        "accent": theme.accent,
        "accent-soft": theme.accent_soft,
        "quiet": theme.quiet,
    }
    for status in Status:
        word = status.replace("_", "-")
        tokens[word] = theme.status[status]
        tokens[f"{word}-soft"] = theme.soft[status]
        tokens[f"{word}-fill"] = theme.fill[status]
    return tokens
