"""`python -m data.demo.decisions`: what the fictional city has decided so far, written into its store.

The decisions go the way that people's do, through the service with its rights and its log. A store that
holds any decision is left as it is.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from app.access import Actor, Role
from app.bootstrap import build_cockpit
from app.cli.query import NoCache
from app.domain.period import Grain
from app.services.cockpit import Cockpit
from app.services.trust import record_review, reviews
from app.settings import Settings

DECISIONS = Path(__file__).with_name("decisions.yaml")
STAMP = "decided.txt"


def decide(cockpit: Cockpit) -> int:
    """Write the decisions down, about the last full month; returns how many."""
    if reviews(cockpit, Actor(Role.LEADER)):
        return 0
    catalogue = cockpit.catalogue
    calendar = catalogue.city.calendar
    month = calendar.period(catalogue.now(), Grain.MONTH).shift(-1)
    made = yaml.safe_load(DECISIONS.read_text(encoding="utf-8"))
    for one in made:
        record_review(
            cockpit,
            Actor(Role.DEPT_HEAD, one["by"]),
            indicator=one["indicator"],
            area=catalogue.city.area,
            period=month,
            decision=one["decision"],
            due=one["due"],
        )
    return len(made)


if __name__ == "__main__":
    settings = Settings()
    decide(build_cockpit(settings, NoCache()))
    (settings.data / STAMP).touch()  # seen by `make run`, which need not start Python again to know
