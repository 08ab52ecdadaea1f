"""Which part of a packed workbook holds which sheet."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_BOOK = "xl/workbook.xml"
_MOST = 8 << 20  # bytes of a list of sheets


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of the sheet → name of its part, of .xlsx; empty for anything else.

    A sheet whose name is not found stands under the name of its part.
    Raises: KeyError and ParseError for a workbook that is broken.
    """
    names = set(archive.namelist())
    sheets = [name for name in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    listed = dict(_listed(archive)) if _BOOK in names else {}
    found = {part: name for name, part in listed.items() if part in names}
    return {found.get(part, part): part for part in sorted(sheets)}


def _listed(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        str(entry.get("Id")): posixpath.normpath(posixpath.join("xl", str(entry.get("Target")).lstrip("/")))
        for entry in _tree(archive, "xl/_rels/workbook.xml.rels").iter()
        if entry.get("Target")
    }
    for entry in _tree(archive, _BOOK).iter():
        if entry.tag.rpartition("}")[2] == "sheet":
            link = next((value for name, value in entry.attrib.items() if name.endswith("}id")), "")
            part = targets.get(link, "")
            yield str(entry.get("name")), part.removeprefix("xl/") if part.startswith("xl/xl/") else part


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with archive.open(name) as part:
        return ElementTree.fromstring(part.read(_MOST))  # noqa: S314 - entities do not grow in today's expat
