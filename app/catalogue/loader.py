"""From a package folder to a `Catalogue`: read every file, check everything, then build."""

from __future__ import annotations

from pathlib import Path

from app.catalogue.build import build
from app.catalogue.package import Catalogue
from app.catalogue.problems import PackageRefused, Problem
from app.catalogue.reading import read_package
from app.catalogue.rules import RULES


def load_package(folder: Path, *, deliveries: Path | None = None) -> Catalogue:
    """The city package in `folder`; `deliveries` stands in for the folder that city.yaml names.

    Raises: PackageRefused with every fault found, never only the first.
    """
    if not folder.is_dir():
        raise PackageRefused([Problem(folder.name, 1, "package_missing", {"folder": str(folder)})])
    draft = read_package(folder)
    problems = [*draft.problems, *(problem for rule in RULES for problem in rule(draft))]
    if problems or draft.city is None:
        raise PackageRefused(problems)
    return build(draft, draft.city.spec, deliveries)
