"""Boards that people build: who sees and changes them, the same numbers as everywhere, what goes wrong is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.access import VISITOR, Actor
from app.api import do_board
from app.api.actions import Action
from app.domain.board import Chart, Plan, Tile, Width
from app.domain.errors import CockpitError, Forbidden
from app.services import Cockpit, boards
from app.services.board_templates import begun, templates
from app.services.board_tiles import drawn, fitting, likely, offered, planned
from app.services.figures import ask
from tests.integration.services.small_city import HEAD, LEADER, OFFICER, STRANGER, at

PLAN = Plan("1", tiles=(Tile(Chart.CARD, ("share",)), Tile(Chart.RANKING, ("share",), Width.FULL)))


@pytest.fixture
def made(cockpit: Cockpit) -> boards.SavedBoard:
    """A leader's board, a draft."""
    return boards.create(cockpit, LEADER, "  Monday   morning ", PLAN)


def fields(board: boards.SavedBoard, **more: str) -> dict[str, str]:
    return {"board": board.id, "revision": str(board.revision), **more}


def newest(cockpit: Cockpit, board: boards.SavedBoard) -> boards.SavedBoard:
    return boards.opened(cockpit, OFFICER, board.id, to_edit=True)


def test_a_draft_is_its_builders_and_the_officers_alone(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    assert made.title == "Monday morning"
    for actor in (LEADER, OFFICER):
        assert boards.opened(cockpit, actor, made.id) == made
        assert [one.board for one in boards.boards(cockpit, actor)] == [made]
    for actor in (HEAD, STRANGER):
        with pytest.raises(CockpitError, match="board_unknown"):
            boards.opened(cockpit, actor, made.id)
        assert boards.boards(cockpit, actor) == []


@pytest.mark.parametrize(
    ("shared", "open_to", "closed_to"),
    [
        (["dept_head"], [HEAD, STRANGER], []),
        (["department:dept"], [HEAD], [STRANGER]),
        ([], [], [HEAD, STRANGER]),
    ],
)
def test_shared_boards_open_for_those_named(
    cockpit: Cockpit, made: boards.SavedBoard, shared: list[str], open_to: list[Actor], closed_to: list[Actor]
) -> None:
    told = do_board.share(cockpit, LEADER, fields(made, **{f"with:{name}": "yes" for name in shared}), {})
    assert told.name == "api.board.shared"
    for actor in open_to:
        assert boards.opened(cockpit, actor, made.id).plan == PLAN
        assert [one.mine for one in boards.boards(cockpit, actor)] == [False]
        with pytest.raises(Forbidden):
            boards.opened(cockpit, actor, made.id, to_edit=True)
    for actor in closed_to:
        with pytest.raises(Forbidden):
            boards.opened(cockpit, actor, made.id)


def test_others_see_what_was_saved_last(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    saved = boards.share(cockpit, LEADER, made.id, ["dept_head"])
    edited = boards.edit(cockpit, LEADER, made.id, saved.revision, lambda plan: plan.removed(0), title="New")
    assert boards.opened(cockpit, HEAD, made.id) == saved
    assert boards.opened(cockpit, LEADER, made.id) == saved
    assert boards.opened(cockpit, LEADER, made.id, to_edit=True) == edited
    (mine,), (theirs,) = boards.boards(cockpit, LEADER), boards.boards(cockpit, HEAD)
    assert (mine.board.title, mine.pending) == ("New", True)
    assert (theirs.board.title, theirs.pending) == ("Monday morning", False)
    do_board.save(cockpit, LEADER, fields(made), {})
    assert boards.opened(cockpit, HEAD, made.id).title == "New"
    assert boards.boards(cockpit, HEAD, "new")[0].board.title == "New"
    assert boards.boards(cockpit, HEAD, "monday") == []


def test_citizens_are_refused_everywhere(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    boards.share(cockpit, LEADER, made.id, boards.readers(cockpit))
    asked = fields(made, title="x", template="empty", chart="note", words="x", tile="0", to="0", width="half")
    asked |= {"grain": "month"}
    for do in (
        do_board.new, do_board.copy, do_board.about, do_board.add, do_board.move, do_board.look, do_board.remove,
        do_board.save, do_board.share, do_board.restore, do_board.delete,
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            do(cockpit, VISITOR, asked, {})
    for look in (boards.opened, boards.history):
        with pytest.raises(Forbidden):
            look(cockpit, VISITOR, made.id)
    with pytest.raises(Forbidden):
        boards.boards(cockpit, VISITOR)
    with pytest.raises(Forbidden):
        drawn(cockpit, VISITOR, PLAN)


def test_any_state_comes_back_and_a_late_editor_is_told(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    do_board.remove(cockpit, LEADER, fields(made, tile="1"), {})
    with pytest.raises(CockpitError, match="board_changed"):
        do_board.move(cockpit, LEADER, fields(made, tile="0", to="1"), {})
    do_board.restore(cockpit, LEADER, fields(made), {})
    assert newest(cockpit, made).plan == PLAN
    assert [one.revision for one in boards.history(cockpit, LEADER, made.id)] == [3, 2, 1]
    with pytest.raises(CockpitError, match="board_unknown"):
        do_board.restore(cockpit, LEADER, {"board": made.id, "revision": "9"}, {})


def test_a_copy_is_ones_own(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    boards.share(cockpit, LEADER, made.id, ["dept_head"])
    told = do_board.copy(cockpit, HEAD, fields(made), {})
    (mine,) = [one for one in boards.boards(cockpit, HEAD) if one.mine]
    assert told.to == f"/boards/{mine.board.id}/edit"
    assert (mine.board.plan, mine.board.shared, mine.board.owner) == (PLAN, (), HEAD.name)


def test_a_deleted_board_is_gone_for_all(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    boards.share(cockpit, LEADER, made.id, ["dept_head"])
    with pytest.raises(Forbidden):
        do_board.delete(cockpit, HEAD, fields(made), {})
    do_board.delete(cockpit, LEADER, fields(made), {})
    for actor in (LEADER, HEAD, OFFICER):
        assert boards.boards(cockpit, actor) == []
        with pytest.raises(CockpitError, match="board_unknown"):
            boards.opened(cockpit, actor, made.id)


def test_tiles_show_what_the_query_says(cockpit: Cockpit) -> None:
    shown = drawn(cockpit, LEADER, PLAN, period=at(cockpit))
    card, ranking = shown.tiles
    (alone,) = ask(cockpit, LEADER, ["share"], ["1"], at(cockpit), at(cockpit))
    assert card.figures[0].value == alone.value == pytest.approx(85.0)
    assert (card.figures[0].status, card.figures[0].target) == (alone.status, alone.target)
    codes = [figure.area.code for figure in ranking.parts["share"]]
    each = {f.area.code: f for f in ask(cockpit, LEADER, ["share"], codes, at(cockpit), at(cockpit))}
    assert {f.area.code: (f.value, f.target) for f in ranking.parts["share"]} == {
        code: (figure.value, figure.target) for code, figure in each.items()
    }


def test_an_address_may_ask_for_another_place(cockpit: Cockpit) -> None:
    shown = drawn(cockpit, LEADER, PLAN, area="11", period=at(cockpit, "2025-01"))
    assert (shown.area.code, str(shown.period)) == ("11", "2025-01")
    assert {figure.area.code for figure in shown.tiles[0].figures} == {"11"}


def test_an_indicator_that_left_is_told_and_the_rest_stays(cockpit: Cockpit) -> None:
    plan = PLAN.added(Tile(Chart.TABLE, ("gone", "other")))
    last = drawn(cockpit, LEADER, plan, period=at(cockpit)).tiles[-1]
    assert last.gone == ("gone",)
    assert [figure.indicator.id for figure in last.figures] == ["other"]


def test_a_fixed_period_is_kept_and_none_means_the_last_complete(cockpit: Cockpit) -> None:
    assert str(planned(cockpit, replace(PLAN, period="2024-12"))) == "2024-12"
    latest = planned(cockpit, PLAN)
    assert latest.end < cockpit.catalogue.now() <= latest.shift(1).end


def test_templates_begin_with_what_was_asked_for(cockpit: Cockpit) -> None:
    assert templates(cockpit, LEADER)[:2] == ("empty", "misses")
    assert begun(cockpit, LEADER, "empty", "1") == Plan("1")
    (department, *_) = [name for name in templates(cockpit, LEADER) if name.startswith("department:")]
    led = {one.id for one in cockpit.catalogue.led_by(department.partition(":")[2])}
    plan = begun(cockpit, LEADER, department, "1")
    assert {name for tile in plan.tiles for name in tile.indicators} <= led
    assert all(fitting(cockpit, LEADER, plan, tile) == tile for tile in plan.tiles)
    with pytest.raises(CockpitError, match="template_unknown"):
        begun(cockpit, LEADER, "department:nobody", "1")


def test_every_template_begins_with_tiles_that_can_be_drawn(cockpit: Cockpit) -> None:
    for actor in (LEADER, HEAD, OFFICER):
        for template in templates(cockpit, actor):
            plan = begun(cockpit, actor, template, "1")
            assert all(fitting(cockpit, actor, plan, tile) == tile for tile in plan.tiles)
            assert [shown.gone for shown in drawn(cockpit, actor, plan).tiles] == [()] * len(plan.tiles)
    with pytest.raises(Forbidden):
        templates(cockpit, VISITOR)


def test_what_is_likely_comes_first_and_nothing_is_lost(cockpit: Cockpit) -> None:
    every = set(cockpit.catalogue.indicators)
    found = [one.id for one in likely(cockpit, HEAD, PLAN)]
    assert set(found) == every
    assert len(found) == len(every)
    assert found[-1] == "share"  # it is on the board already


def test_a_chart_is_offered_only_where_it_can_be_drawn(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    fits = {one.chart for one in offered(cockpit, LEADER, PLAN, ["share"]) if one.fits}
    assert {Chart.CARD, Chart.TREND, Chart.RANKING, Chart.TABLE} <= fits
    assert not fits & {Chart.MAP, Chart.TWO}  # the small city has no boundaries
    with pytest.raises(CockpitError, match="chart_unfit"):
        do_board.add(cockpit, LEADER, fields(made, chart="map", indicators="share"), {})
    assert newest(cockpit, made) == made


def test_steps_do_what_they_say(cockpit: Cockpit, made: boards.SavedBoard) -> None:
    steps = [
        (do_board.add, {"chart": "table", "indicators": "share,other", "words": " two  of them "}),
        (do_board.add, {"chart": "note", "words": "read on"}),
        (do_board.move, {"tile": "3", "to": "0"}),
        (do_board.look, {"tile": "1", "chart": "trend", "width": "third", "words": "Course"}),
        (do_board.about, {"title": "Tuesday", "area": "11", "grain": "quarter", "period": "2024-Q4"}),
    ]
    for do, asked in steps:
        do(cockpit, LEADER, fields(newest(cockpit, made), **asked), {})
    board = newest(cockpit, made)
    assert board.title == "Tuesday"
    assert (board.plan.area, board.plan.period, str(board.plan.grain)) == ("11", "2024-Q4", "quarter")
    assert board.plan.tiles == (
        Tile(Chart.NOTE, (), Width.FULL, "read on"),
        Tile(Chart.TREND, ("share",), Width.THIRD, "Course"),
        PLAN.tiles[1],
        Tile(Chart.TABLE, ("share", "other"), Width.FULL, "two of them"),
    )


@pytest.mark.parametrize(
    ("do", "wrong", "fault"),
    [
        (do_board.new, {"title": " ", "template": "empty"}, "title_needed"),
        (do_board.new, {"title": "x" * 61, "template": "empty"}, "title_too_long"),
        (do_board.new, {"title": "x", "template": "no"}, "template_unknown"),
        (do_board.new, {"title": "x", "template": "empty", "area": "nowhere"}, "unknown_area"),
        (do_board.about, {"title": "x", "grain": "month", "period": "soon"}, "bad_period"),
        (do_board.about, {"title": "x", "grain": "century"}, "board_field"),
        (do_board.add, {"chart": "pie", "indicators": "share"}, "board_field"),
        (do_board.add, {"chart": "trend", "indicators": "nothing"}, "unknown_indicator"),
        (do_board.add, {"chart": "trend", "indicators": ""}, "chart_unfit"),
        (do_board.add, {"chart": "note", "words": " "}, "reason_needed"),
        (do_board.move, {"tile": "9", "to": "0"}, "tile_unknown"),
        (do_board.move, {"tile": "0", "to": "first"}, "board_field"),
        (do_board.look, {"tile": "0", "chart": "card", "width": "wide"}, "board_field"),
        (do_board.remove, {"tile": "-1"}, "board_field"),
        (do_board.share, {"with:everybody": "yes"}, "reader_unknown"),
        (do_board.save, {"board": "nothing"}, "board_unknown"),
    ],
)
def test_wrong_fields_are_told_and_change_nothing(
    cockpit: Cockpit, made: boards.SavedBoard, do: Action, wrong: dict[str, str], fault: str
) -> None:
    with pytest.raises(CockpitError, match=fault):
        do(cockpit, LEADER, {**fields(made), **wrong}, {})
    assert [one.board for one in boards.boards(cockpit, OFFICER)] == [made]
