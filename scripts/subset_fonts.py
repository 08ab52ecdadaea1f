"""Cuts the fonts of printed reports out of Noto Sans CJK SC: GB 2312, Latin, punctuation, signs.

Needs fonttools and the Debian package fonts-noto-cjk; the result is committed, so neither running nor testing
the cockpit needs them. `python scripts/subset_fonts.py`
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).parents[1] / "app" / "ui" / "report" / "fonts"
FAMILY = "Noto Sans CJK SC"
NEW_NAME = "Cockpit Sans SC"  # OFL: Noto is not a reserved name, but a subset should not pass for the whole
SIGNS = "●▲◆○–—―…·•←↑→↓≤≥≈±×÷−‰℃㎡€£“”‘’、。《》〈〉「」『』【】〔〕（），．：；？！％～＋－＝／"


def characters() -> set[int]:
    """Every character that GB 2312 can write, printable Latin-1, the signs of the product."""
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {ord(sign) for sign in SIGNS}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def cut(weight: str) -> Path:
    """Write one weight; gives the file."""
    fonts = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc").fonts
    font = next(one for one in fonts if one["name"].getDebugName(1).startswith(FAMILY))
    options = subset.Options(layout_features=["kern", "locl", "palt"], hinting=False, desubroutinize=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    new = {1: NEW_NAME, 16: NEW_NAME, 4: f"{NEW_NAME} {weight}", 6: f"CockpitSansSC-{weight}"}
    for entry in list(font["name"].names):
        if entry.nameID in new:
            font["name"].setName(
                new[entry.nameID], entry.nameID, entry.platformID, entry.platEncID, entry.langID
            )
    font["CFF "].cff.fontNames = [new[6]]
    path = TARGET / f"CockpitSansSC-{weight}.otf"
    font.save(path)
    return path


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    made = cut("Regular")  # headings are drawn stronger: a second weight would double the size
    print(f"{made.name}: {made.stat().st_size / 1e6:.2f} MB")
