"""Where an area stands: the trail from the city down."""

from __future__ import annotations

from app.catalogue import Catalogue
from app.domain.area import Area


def trail(catalogue: Catalogue, area: str) -> tuple[Area, ...]:
    """City first, the area itself last. Raises UnknownArea."""
    return (*reversed(catalogue.ancestors(area)), catalogue.area(area))
