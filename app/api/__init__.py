"""Addresses that give data or carry out what people do. Each asks a service, as the pages do.

What is done from pages stands in modules called `do_…`, found by their name.
"""

import importlib
import pkgutil

from app.api import exporting, printing, push, stream
from app.api.routes import blueprint

for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("do_"):
        importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["blueprint", "exporting", "printing", "push", "stream"]
