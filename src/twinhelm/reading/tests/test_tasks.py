"""Tasks of Trello, Asana, Jira and tables."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from twinhelm.reading.brought import LONGEST_TITLE, BroughtPerson
from twinhelm.reading.exported_json import MOST_VALUES
from twinhelm.reading.problems import Code, Unreadable
from twinhelm.reading.tasks import read_tasks
from twinhelm.reading.testing import FILES, OSLO


def work(content, name="tasks.csv"):
    return read_tasks(name, BytesIO(content.encode() if isinstance(content, str) else content), OSLO)


def of_file(name):
    return work((FILES / name).read_bytes(), name)


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        work(content, "file")
    return refused.value.problem.code


@pytest.fixture
def board():
    return of_file("board.json")


def by_title(found):
    return {task.title: task for task in found.tasks}


def test_a_card_is_a_task_with_all_that_it_says(board):
    card = by_title(board)["Draw the order page"]
    assert (board.source, board.name) == ("trello", "Alder Bakery order page")
    assert (card.status, card.assignee, card.words) == (
        "In progress",
        BroughtPerson("Dee Okafor"),
        "Bakeries order **by noon**.\n\n- phone first",
    )
    assert card.labels == ("design", "red dark")
    assert (card.starts_on, card.links) == (date(2026, 11, 26), (("Sketch", "https://files.example/sketch.png"),))


def test_a_moment_late_in_the_evening_is_the_next_day_in_the_agencys_zone(board):
    assert by_title(board)["Draw the order page"].due_on == date(2026, 12, 4)


def test_points_of_a_checklist_stand_below_their_card_in_their_order(board):
    card = by_title(board)["Draw the order page"]
    points = [task for task in board.tasks if task.parent == card.key]
    assert [(one.title, one.is_done, one.is_point) for one in points] == [
        ("List of loaves", True, True),
        ("Basket", False, True),
    ]
    assert (points[1].assignee.name, points[1].due_on) == ("Dee Okafor", date(2026, 12, 1))


def test_a_comment_keeps_its_author_and_its_moment(board):
    (comment,) = by_title(board)["Draw the order page"].comments
    assert (comment.by.name, comment.at, comment.text) == (
        "Max Freelance",
        datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        "Mara wants the basket at the top.",
    )


def test_an_archived_card_and_one_marked_complete_say_so(board):
    tasks = by_title(board)
    assert tasks["Old newsletter idea"].is_archived
    assert tasks["Collect the photos"].is_done


def test_a_card_without_a_title_is_named_and_the_others_are_read(board):
    (problem,) = board.problems
    assert (problem.code, problem.row, problem.counted) == (Code.NO_TITLE, 5, "card")
    assert len(board.tasks) == 6


def test_statuses_and_people_are_counted_for_whoever_maps_them(board):
    assert board.statuses == {"In progress": 1, "Review": 1, "Backlog": 2}
    assert board.people == {BroughtPerson("Dee Okafor"): 2, BroughtPerson("Max Freelance"): 1}


def test_a_title_of_ten_thousand_characters_is_named_with_its_length():
    board = work(json.dumps({"cards": [{"id": "1", "name": "x" * 10_000}, {"id": "2", "name": "Fine"}]}))
    (problem,) = board.problems
    assert str(problem).startswith(f"tasks.csv, card 1: The title has 10000 characters; up to {LONGEST_TITLE} fit")
    assert [task.title for task in board.tasks] == ["Fine"]


@pytest.mark.parametrize(
    "card",
    [5, None, [], {"id": None, "name": "x"}, {"id": "1", "name": {"a": 1}}, {"id": "1"}],
)
def test_a_card_of_odd_shape_never_stops_the_others(card):
    board = work(json.dumps({"cards": [card, {"id": "9", "name": "Next"}]}))
    assert [task.title for task in board.tasks] == ["Next"]
    assert len(board.problems) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"due": 5},
        {"due": "never"},
        {"due": "9999-99-99"},
        {"due": "0001-01-01T00:00:00Z"},
        {"idMembers": "x"},
        {"idMembers": [{}]},
        {"labels": [None, 4]},
        {"desc": {"a": 1}},
        {"desc": "half \ud83d letter \x00"},
        {"attachments": [{"url": 4}]},
        {"start": "2026-12-05", "due": "2026-12-01"},
        {"checklists": [{"checkItems": [None, {"id": 1, "name": "Ok", "pos": "x"}]}]},
    ],
)
def test_a_card_with_odd_values_is_still_a_task(odd):
    board = work(json.dumps({"cards": [{"id": "9", "name": "Card", **odd}], "lists": 5, "members": [1], "actions": {}}))
    task = board.tasks[0]
    assert task.title == "Card"
    task.words.encode()
    assert not task.starts_on or not task.due_on or task.starts_on <= task.due_on


def test_the_same_card_twice_comes_once():
    card = {"id": "9", "name": "Card"}
    board = work(json.dumps({"cards": [card, card]}))
    assert (len(board.tasks), board.problems[0].code) == (1, Code.SEEN_ALREADY)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"cards": [{"id": "1", "na', Code.CUT_TASKS),
        ('{"cards": [{"id": "1" "name": 4}]}', Code.BROKEN_TASKS),
        ('{"cards": {}}', Code.NOT_TASKS),
        ("[1, 2]", Code.NOT_TASKS),
        ('{"cards": []}', Code.EMPTY),
        ("[" * 100_000, Code.ABSURD_JSON),
        ('{"cards": [{"name": "' + "x" * 2_000_000 + '"}]}', Code.ABSURD_JSON),
        ('{"cards": [' + "{}," * (MOST_VALUES // 2 + 1) + "{}]}", Code.TOO_MANY_TASKS),
        ('{"cards": [{"id": ' + "9" * 6_000 + "}]}", Code.BROKEN_TASKS),
        (bytes(range(32)) * 200, Code.BINARY),
        (b"PK\x03\x04" + b"\0" * 100, Code.BROKEN_SPREADSHEET),
        (b"", Code.EMPTY),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_reason(content, code):
    assert refusal(content) is code


class Huge(BytesIO):
    """Says it has a hundred megabytes."""

    def seek(self, offset, whence=0, /):
        return 100 * 1024**2 if whence == 2 else super().seek(offset, whence)


def test_a_hundred_megabytes_are_refused_unread():
    with pytest.raises(Unreadable) as refused:
        read_tasks("board.json", Huge(b'{"cards": []}'), OSLO)
    assert "The file has 100 MB; up to 64 MB can be read." in str(refused.value.problem)


def test_a_board_in_another_encoding_is_read():
    board = '{"name": "Bäckerei", "cards": [{"id": "1", "name": "Käse"}]}'
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        assert work(board.encode(encoding)).tasks[0].title == "Käse"


def test_asana_gives_sections_tags_dependencies_and_subtasks():
    asana = of_file("asana-tasks.json")
    tasks = by_title(asana)
    studio = tasks["Book the studio"]
    assert (asana.source, asana.name, studio.status, studio.labels) == (
        "asana",
        "Hollis Health booking",
        "Doing",
        ("photos",),
    )
    assert studio.assignee == BroughtPerson("Dee Okafor", "dee@northlight.example")
    assert (studio.starts_on, studio.due_on) == (date(2026, 12, 1), date(2026, 12, 4))
    assert studio.waits_for == (tasks["Choose the photographer"].key,)
    assert (tasks["Ask for the keys"].parent, tasks["Ask for the keys"].is_done) == (studio.key, True)


def test_asanas_table_gives_the_same_kind_of_tasks():
    asana = of_file("asana.csv")
    task = by_title(asana)["Collect photos from Hollis Health"]
    assert (asana.source, task.key, task.status) == ("asana", "1209000000000001", "Waiting for client")
    assert (task.assignee.email, task.due_on, task.is_done) == ("ana@northlight.example", date(2026, 11, 5), True)
    assert task.labels == ("photos", "client")


def test_jira_gives_seconds_parents_blocks_and_several_comments():
    jira = of_file("jira-tasks.csv")
    tasks = by_title(jira)
    widget, faq, test = tasks["Opening hours widget"], tasks["Write the FAQ"], tasks["Test the widget"]
    assert (jira.source, jira.name, widget.key) == ("jira", "Alder Bakery", "ALDER-12")
    assert (widget.estimated_minutes, widget.due_on, widget.priority) == (120, date(2026, 12, 4), "High")
    assert widget.labels == ("widget", "urgent")
    assert [(one.by.name, one.text) for one in widget.comments] == [
        ("Pim de Wit", "Take the hours from Google; not by hand"),
        ("dee", "Done\non Friday"),
    ]
    assert widget.links == (("hours.png", "https://files.example/hours.png"),)
    assert (test.parent, faq.waits_for, test.waits_for) == ("ALDER-12", ("ALDER-12",), ("ALDER-13", "ALDER-12"))


def test_any_table_is_read_by_the_names_of_its_columns():
    found = work(
        "Aufgabe;Status;Zuständig;Fällig am;Aufwand;Unknown\n"
        "Seite zeichnen;In Arbeit;dee@northlight.example;04.12.2026;1,5;x\n"
    )
    (task,) = found.tasks
    assert (found.source, task.title, task.status) == ("table", "Seite zeichnen", "In Arbeit")
    assert (task.assignee.email, task.due_on, task.estimated_minutes) == (
        "dee@northlight.example",
        date(2026, 12, 4),
        90,
    )
    assert found.ignored == ("Unknown",)


def test_a_table_without_keys_gives_the_same_keys_when_its_rows_stand_otherwise():
    first, again = work("Title\nA\nB\nA\n"), work("Title\nB\nA\nA\n")
    assert {task.key for task in first.tasks} == {task.key for task in again.tasks}
    assert len({task.key for task in first.tasks}) == 3


def test_rows_that_cannot_be_read_are_named_with_their_row():
    found = work("Title,Due date,Start date\nA,soon,\n,,\nB,2026-12-01,2026-12-05\nC,,\n,2026-12-01,\n")
    assert [(one.code, one.row) for one in found.problems] == [
        (Code.BAD_DATE, 2),
        (Code.ENDS_BEFORE_START, 4),
        (Code.NO_TITLE, 6),
    ]
    assert [task.title for task in found.tasks] == ["C"]


def test_a_formula_in_a_title_is_only_text():
    assert work('Title,Status\n"=HYPERLINK(""http://x"")",To do\n').tasks[0].title == '=HYPERLINK("http://x")'


def test_a_table_without_titles_is_refused():
    assert refusal("Colour,Size\nred,4\n") is Code.MISSING_COLUMN
