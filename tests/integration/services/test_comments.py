"""A head's comment: drafted, released or returned; who sees and writes it; history and vintage."""

from __future__ import annotations

import pytest

from app.access import VISITOR, Actor, Role
from app.api import do_comment
from app.domain.errors import CockpitError, Forbidden
from app.domain.period import Period
from app.services import Cockpit, comments
from app.services.figures import ask
from tests.integration.services.small_city import LEADER, OFFICER

WORDS = {"indicator": "share", "area": "11", "period": "2025-02", "words": "  two desks  were closed "}


@pytest.fixture
def head(cockpit: Cockpit) -> Actor:
    return Actor(Role.DEPT_HEAD, cockpit.catalogue.indicator("share").department)


def month(cockpit: Cockpit) -> Period:
    return cockpit.catalogue.city.calendar.parse("2025-02")


def listed(cockpit: Cockpit, actor: Actor) -> list[tuple[str, str]]:
    found = comments.comments(cockpit, actor, indicator="share", area="11", period=month(cockpit))
    return [(one.comment.words, str(one.comment.state)) for one in found]


def drafted(cockpit: Cockpit, head: Actor, words: str = WORDS["words"]) -> int:
    told = do_comment.comment(cockpit, head, {**WORDS, "words": words}, {})
    assert told.name == "api.comment.drafted"
    found = comments.comments(cockpit, head, indicator="share", area="11", period=month(cockpit))
    return found[0].comment.id


def test_a_draft_is_seen_by_the_department_and_the_officer_only(cockpit: Cockpit, head: Actor) -> None:
    drafted(cockpit, head)
    mine = [("two desks were closed", "draft")]
    assert listed(cockpit, head) == listed(cockpit, OFFICER) == mine
    assert listed(cockpit, LEADER) == listed(cockpit, Actor(Role.DEPT_HEAD, "another")) == []
    with pytest.raises(Forbidden):
        listed(cockpit, VISITOR)


def test_released_it_stands_beside_the_figure_and_the_newest_counts(cockpit: Cockpit, head: Actor) -> None:
    for words in ("first", "second"):
        number = drafted(cockpit, head, words)
        do_comment.release(cockpit, head, {"comment": str(number)}, {})
    figures = ask(cockpit, LEADER, ["share"], ["11"], month(cockpit), month(cockpit))
    shown = comments.released(cockpit, LEADER, figures)["share"]
    assert (shown.words, shown.made_by) == ("second", head.name)
    assert listed(cockpit, LEADER) == [("second", "released"), ("first", "released")]
    actions = cockpit.store.audit_log()["action"].tolist()
    assert sorted(actions) == ["comment_draft"] * 2 + ["comment_released"] * 2


def test_citizens_read_a_released_comment_on_what_they_may_see(cockpit: Cockpit, head: Actor) -> None:
    number = drafted(cockpit, head)
    asked = {"indicator": "share", "area": "11", "period": month(cockpit)}
    known = ask(cockpit, VISITOR, ["share"], ["11"], month(cockpit), month(cockpit))
    assert comments.explanation(cockpit, VISITOR, **asked) is None  # type: ignore[arg-type]
    do_comment.release(cockpit, head, {"comment": str(number)}, {})
    told = comments.explanation(cockpit, VISITOR, **asked)  # type: ignore[arg-type]
    assert (told is not None) == (known[0].state == "value")


def test_a_returned_draft_keeps_its_reason_and_cannot_be_released(cockpit: Cockpit, head: Actor) -> None:
    number = str(drafted(cockpit, head))
    do_comment.give_back(cockpit, OFFICER, {"comment": number, "note": "name the cause"}, {})
    (kept,) = comments.comments(cockpit, head, indicator="share", area="11", period=month(cockpit))
    assert (str(kept.comment.state), kept.comment.closed_note) == ("returned", "name the cause")
    with pytest.raises(CockpitError, match="comment_closed"):
        do_comment.release(cockpit, head, {"comment": number}, {})


def test_only_the_own_head_writes_and_releases(cockpit: Cockpit, head: Actor) -> None:
    number = str(drafted(cockpit, head))
    for actor in (VISITOR, LEADER, OFFICER, Actor(Role.DEPT_HEAD, "another")):
        with pytest.raises(Forbidden):
            do_comment.comment(cockpit, actor, WORDS, {})
        with pytest.raises(Forbidden):
            do_comment.release(cockpit, actor, {"comment": number}, {})
    for actor in (LEADER, Actor(Role.DEPT_HEAD, "another")):
        with pytest.raises(Forbidden):
            do_comment.give_back(cockpit, actor, {"comment": number, "note": "no"}, {})


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"words": " "}, "reason_needed"), ({"period": "soon"}, "bad_period"), ({"as_of": "x"}, "bad_as_of")],
)
def test_what_is_filled_in_wrongly_is_told(
    cockpit: Cockpit, head: Actor, change: dict[str, str], fault: str
) -> None:
    with pytest.raises(CockpitError, match=fault):
        do_comment.comment(cockpit, head, {**WORDS, **change}, {})
    with pytest.raises(CockpitError, match="comment_unknown"):
        do_comment.release(cockpit, head, {"comment": "x"}, {})


def test_a_comment_is_judged_against_the_figure_it_was_written_on(cockpit: Cockpit, head: Actor) -> None:
    drafted(cockpit, head)
    (said,) = comments.comments(cockpit, head, indicator="share", area="11", period=month(cockpit))
    assert not said.moved
    assert said.then.value == pytest.approx(85.0)
