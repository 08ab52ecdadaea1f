"""The catalogue: a city package read, checked and frozen. `docs/package-format.md` is its format."""

from app.catalogue.loader import load_package
from app.catalogue.package import Catalogue, City, Scene
from app.catalogue.problems import PackageRefused, Problem
from app.catalogue.source import Source

__all__ = ["Catalogue", "City", "PackageRefused", "Problem", "Scene", "Source", "load_package"]
