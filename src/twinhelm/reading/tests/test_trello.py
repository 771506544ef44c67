"""Boards of Trello."""

import json
from datetime import UTC, date, datetime

import pytest

from twinhelm.reading.problems import Code, Effect, Problem
from twinhelm.reading.rows import Kind, WorkRow
from twinhelm.reading.testing import FILES, found, problems, rows, understood
from twinhelm.reading.understanding import Format

BOARD = (FILES / "trello.json").read_bytes()


@pytest.fixture
def everything():
    return found(BOARD, "trello.json")


def a_board(*cards, **more):
    return json.dumps({"name": "Board", "cards": [{"id": f"{n:024x}", **card} for n, card in enumerate(cards)], **more})


def test_recognises_a_board():
    assert understood(BOARD, "anything").format is Format.TRELLO


def test_a_card_is_a_task_without_hours(everything):
    card = everything[0]
    assert (card.kind, card.text, card.minutes) == (Kind.TASK, "Test the booking form", None)
    assert (card.project, card.person, card.attendees) == (
        "Fjord Hotels relaunch",
        "Pim de Wit",
        ("Pim de Wit", "Dee"),
    )
    assert (card.on, card.labels) == (date(2026, 11, 4), ("QA", "Done"))


def test_a_comment_and_a_finished_point_are_work_on_their_card(everything):
    comment, point = (one for one in everything if isinstance(one, WorkRow) and one.locator.startswith("action"))
    assert (comment.kind, comment.text, comment.task) == (
        Kind.MESSAGE,
        "Safari fails on the date picker",
        "Test the booking form",
    )
    assert (comment.person, comment.started_at) == ("Pim de Wit", datetime(2026, 11, 3, 10, 0, tzinfo=UTC))
    assert (point.text, point.person) == ("Payment page", "Dee")


def test_a_broken_card_is_named_and_the_next_is_read(everything):
    (problem,) = (one for one in everything if isinstance(one, Problem))
    assert (problem.code, problem.effect, problem.row, problem.counted) == (
        Code.BROKEN_CARD,
        Effect.LEFT_OUT,
        3,
        "card",
    )


@pytest.mark.parametrize(
    "card", [{"name": None}, {"name": 5}, {"idMembers": "x"}, {"labels": [None]}, {"due": 5}, {"dateLastActivity": "x"}]
)
def test_a_card_of_odd_values_never_fails(card):
    assert found(a_board(card, {"name": "Next"}))[-1].text == "Next"


@pytest.mark.parametrize("size", [0.2, 0.5, 0.8, 0.99])
def test_half_a_board_is_refused(size):
    last = found(BOARD[: int(len(BOARD) * size)], "trello.json")[-1]
    assert last.effect is Effect.FILE_REFUSED
    assert last.code is Code.CUT_JSON


@pytest.mark.parametrize("content", ['{"a": 1}', '{"cards": {}}', '{"cards": []}'])
def test_json_that_is_no_board_is_refused(content):
    assert [one.code for one in problems(content)] == [Code.NOT_TRELLO]


@pytest.mark.parametrize("content", ['{"cards": [}', "{" * 10, '{"cards": [{"id": 1} 2]}'])
def test_broken_json_is_refused_with_a_sentence(content):
    last = found(content, "board.json")[-1]
    assert last.effect is Effect.FILE_REFUSED
    assert str(last).startswith("board.json")


def test_a_long_card_is_shortened():
    assert len(rows(a_board({"name": "x" * 100_000}))[0].text) == 4_000


@pytest.mark.parametrize(
    "content",
    [
        a_board({"name": "x" * 10_000_000}),
        a_board({"name": '\\"' * 2_000_000}),
        '{"cards": [' + "[" * 100_000,
        '{"a":' * 100_000,
        a_board({"name": "]" * 500}, {"desc": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}),
    ],
)
def test_json_that_would_eat_the_memory_is_refused(content):
    assert [one.code for one in problems(content, "board.json")] == [Code.ABSURD_JSON]


def test_brackets_inside_texts_do_not_count_as_depth():
    assert rows(a_board({"name": '[[[[ "quoted" \\\\ [[[[' * 50}))


def test_marks_stay_the_same_when_a_card_is_renamed():
    before, after = (rows(a_board({"name": name}))[0].fingerprint for name in ("Menu", "Menus"))
    assert before == after


def test_a_mark_of_utf_8_before_the_json_does_no_harm():
    assert rows(b"\xef\xbb\xbf" + a_board({"name": "Menu"}).encode())[0].text == "Menu"
