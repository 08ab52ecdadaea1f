"""The package changed on disk: every worker goes on with the new one, without a restart."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

from flask import Flask

from app.catalogue import PackageRefused, load_package
from app.catalogue.edition import package_edition
from app.indicators import IndicatorCentre
from app.services.cockpit import EXTENSION, Cockpit

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


def renew(server: Flask) -> None:
    """Put the new cockpit in place when the package is another than the one loaded. Called for each request."""
    cockpit: Cockpit = server.extensions[EXTENSION]
    if package_edition(cockpit.catalogue.city.folder) in ("", cockpit.edition):
        return
    with _one_at_a_time:
        server.extensions[EXTENSION] = renewed(server.extensions[EXTENSION])


def renewed(cockpit: Cockpit) -> Cockpit:
    """The cockpit of the package as it is now; the one given when that one is the same or has faults.

    Faults are logged once: the city goes on with the last package that had none.
    """
    city = cockpit.catalogue.city
    edition = package_edition(city.folder)
    if edition in ("", cockpit.edition):
        return cockpit
    try:
        catalogue = load_package(city.folder, deliveries=city.deliveries)
    except PackageRefused as refused:
        _log.error("the changed package is not used: %s", refused)
        return replace(cockpit, edition=edition)
    cockpit.store.register(catalogue.measures.values(), catalogue.areas.values(), catalogue.city.calendar)
    centre = IndicatorCentre(catalogue, cockpit.store)
    return replace(cockpit, catalogue=catalogue, centre=centre, edition=edition)
