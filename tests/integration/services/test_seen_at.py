"""A city whose day stands still: what is written in the morning knows the figures of the afternoon before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.access import Actor, Role
from app.catalogue import Catalogue
from app.services import Cockpit, comments, trust
from app.services.figures import ask
from tests.integration.services.small_city import at


def test_what_is_written_holds_to_the_figure_on_the_page(
    cockpit: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = Actor(Role.DEPT_HEAD, cockpit.catalogue.indicator("share").department)
    month = at(cockpit)
    (shown,) = ask(cockpit, head, ["share"], ["11"], month, month)
    assert shown.known_at is not None
    early = shown.known_at - timedelta(hours=10)
    monkeypatch.setattr(Catalogue, "moment", lambda _: early)
    asked = {"indicator": "share", "area": "11", "period": month}
    comments.draft(cockpit, head, **asked, words="two desks were closed")  # type: ignore[arg-type]
    trust.record_review(cockpit, head, **asked, decision="a third desk")  # type: ignore[arg-type]
    (said,) = comments.comments(cockpit, head, **asked)  # type: ignore[arg-type]
    (review,) = trust.reviews(cockpit, head, indicator="share")
    assert said.then.value == shown.value
    assert not said.moved
    assert review.as_of == said.comment.as_of == shown.known_at
