"""From a package folder to a `Catalogue`: read every file, check everything, then build."""

from __future__ import annotations

from pathlib import Path

from app.catalogue.package import Catalogue


def load_package(folder: Path, *, deliveries: Path | None = None) -> Catalogue:
    """The city package in `folder`; `deliveries` stands in for the folder that city.yaml names.

    Raises: PackageRefused with every fault found, never only the first.
    """
    raise NotImplementedError
