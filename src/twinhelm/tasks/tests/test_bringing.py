"""Tasks of other programs: looked at, decided on, brought in, brought again, taken back."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from twinhelm.clients.testing import a_client
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.models import DryRun
from twinhelm.people.queries import findings_of
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import Project, ProjectSeat
from twinhelm.projects.testing import a_project
from twinhelm.reading.testing import FILES
from twinhelm.tasks.actions import bringing as actions
from twinhelm.tasks.actions.changing import change_task
from twinhelm.tasks.choices import Clarity, TaskState
from twinhelm.tasks.models import Brief, Comment, Dependency, Task, TaskImport
from twinhelm.tasks.rules.bringing import Choices, guess_priority, guess_state

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOARD = (FILES / "board.json").read_bytes()


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path)


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def dee(oda):
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def alder(oda):
    return a_project(a_client("Alder Bakery", made_by=oda), "Order page")


def tried(content, by, project=None, name="board.json", at=NOW):
    content = content.encode() if isinstance(content, str) else content
    return actions.try_out([content], name=name, project=project, by=by, at=at)


def brought(content, by, project=None, name="board.json", at=NOW):
    return actions.bring_in(tried(content, by, project, name, at), by=by, at=at)


def a_board(*cards, **more):
    return json.dumps({"name": "Board", "cards": list(cards), **more})


def by_title():
    return {task.title: task for task in Task.objects.filter(deleted_at=None)}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Backlog", "to_do"),
        ("Not done", "to_do"),
        ("In Progress", "doing"),
        ("In Arbeit", "doing"),
        ("Review", "checking"),
        ("Ready for QA", "checking"),
        ("Done ✓", "done"),
        ("Erledigt", "done"),
        ("Won't do", "dropped"),
        ("Ideas", "to_do"),
        ("Abandoned", "dropped"),
    ],
)
def test_a_list_is_known_by_its_words(status, state):
    assert guess_state(status) == state


def test_priorities_of_others_are_ours():
    assert [guess_priority(word) for word in ("Highest", "major", "Medium", "", "Lowest")] == [1, 2, 3, 3, 4]


def test_looking_stores_no_task_and_says_what_would_come(oda, dee, alder):
    found = findings_of(tried(BOARD, oda, alder))
    assert not Task.objects.exists()
    assert (found.counts["new"], found.counts["bad"]) == (6, 1)
    assert "card 5: There is no title" in found.bad[0].why
    assert found.run.findings["without"] == ["Max Freelance"]
    assert found.run.findings["to_seat"] == ["Dee Okafor"]


def test_a_board_comes_in_with_all_that_hangs_on_it(oda, dee, alder):
    made = brought(BOARD, oda, alder)
    tasks = by_title()
    page = tasks["Draw the order page"]
    assert (made.added, made.project) == (6, alder)
    assert (page.state, page.assignee, page.due_on, page.source) == ("doing", dee, date(2026, 12, 4), "trello")
    assert sorted(label.name for label in page.labels.all()) == ["design", "red dark"]
    assert (tasks["Basket"].parent, tasks["Basket"].state) == (page, "to_do")
    assert tasks["List of loaves"].state == tasks["Collect the photos"].state == TaskState.DONE
    assert tasks["Old newsletter idea"].state == TaskState.DROPPED
    assert page.brief.what == "Bakeries order **by noon**.\n\n- phone first"
    assert page.brief.references == [{"name": "Sketch", "url": "https://files.example/sketch.png"}]
    assert ProjectSeat.objects.filter(project=alder, member=dee).exists()


def test_a_comment_comes_with_the_name_of_whoever_said_it(oda, dee, alder):
    brought(BOARD, oda, alder)
    comment = Comment.objects.get()
    assert (comment.by_name, comment.text) == ("Max Freelance", "Mara wants the basket at the top.")
    assert comment.at == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_whoever_is_unknown_is_kept_in_a_sentence(oda, dee, alder):
    brought(BOARD, oda, alder)
    task = by_title()["Check it on four phones"]
    assert task.assignee is None
    assert task.brief.what == "When it came from Trello, Max Freelance had it."


def test_what_was_under_way_needs_no_answer_and_what_is_to_do_does(oda, dee, alder):
    brought(BOARD, oda, alder)
    assert by_title()["Draw the order page"].understanding == Clarity.SKIPPED
    assert by_title()["Basket"].understanding == Clarity.WAITING


def test_the_same_board_again_adds_nothing(oda, dee, alder):
    brought(BOARD, oda, alder)
    run = tried(BOARD, oda, alder)
    assert findings_of(run).counts == {"new": 0, "changed": 0, "same": 6, "bad": 1}
    with pytest.raises(actions.NothingToBringIn, match="its 6 tasks are here already"):
        actions.bring_in(run, by=oda, at=NOW)
    assert (Task.objects.count(), Comment.objects.count(), Brief.objects.count()) == (6, 1, 2)


def test_the_same_board_finds_its_project_again(oda, dee, alder):
    brought(BOARD, oda, alder)
    assert tried(BOARD, oda).findings["choices"]["project"] == alder.pk


def test_a_changed_card_changes_only_what_nobody_changed_here(oda, alder):
    card = {"id": "1", "name": "Draw", "due": "2026-12-01"}
    brought(a_board(card), oda, alder)
    change_task(Task.objects.get(), title="Draw it well", by=oda, at=NOW + timedelta(hours=1))
    brought(a_board({**card, "name": "Draw now", "due": "2026-12-08"}), oda, alder, at=NOW + timedelta(hours=2))
    task = Task.objects.get()
    assert (task.title, task.due_on) == ("Draw it well", date(2026, 12, 8))


def test_what_was_deleted_here_stays_deleted(oda, alder):
    brought(a_board({"id": "1", "name": "Draw"}), oda, alder)
    Task.objects.update(deleted_at=NOW)
    assert findings_of(tried(a_board({"id": "1", "name": "Draw"}), oda, alder)).counts["same"] == 1


def test_an_import_is_taken_back_as_a_whole_and_may_come_again(oda, dee, alder):
    made = brought(BOARD, oda, alder)
    actions.take_out(made, by=oda, at=NOW + timedelta(minutes=1))
    assert not Task.objects.filter(deleted_at=None).exists()
    brought(BOARD, oda, alder, at=NOW + timedelta(minutes=2))
    assert Task.objects.filter(deleted_at=None).count() == 6


def test_taken_back_with_what_it_changed(oda, alder):
    card = {"id": "1", "name": "Draw"}
    brought(a_board(card), oda, alder)
    later = NOW + timedelta(hours=1)
    made = brought(a_board({**card, "name": "Draw now"}, {"id": "2", "name": "Build"}), oda, alder, at=later)
    actions.take_out(made, by=oda, at=later + timedelta(hours=1))
    assert list(by_title()) == ["Draw"]


def test_lists_and_people_may_mean_something_else_here(oda, dee, alder):
    run = tried(BOARD, oda, alder)
    chosen = Choices.of(run.findings["choices"])
    other = Choices(
        project=alder.pk, states={**chosen.states, "Review": "done"}, people={"max freelance": dee.pk}, is_seating=True
    )
    actions.bring_in(actions.choose(run, other, by=oda), by=oda, at=NOW)
    tasks = by_title()
    assert (tasks["Check it on four phones"].state, tasks["Check it on four phones"].assignee) == ("done", dee)
    assert tasks["Draw the order page"].assignee is None


def test_without_seating_tasks_of_strangers_come_without_a_person(oda, dee, alder):
    run = tried(BOARD, oda, alder)
    other = Choices(**{**run.findings["choices"], "is_seating": False})
    actions.bring_in(actions.choose(run, other, by=oda), by=oda, at=NOW)
    assert not Task.objects.exclude(assignee=None).exists()
    assert not ProjectSeat.objects.exists()


def test_tasks_go_to_a_new_project_of_a_client(oda, dee):
    bakery = a_client("Alder Bakery", made_by=oda)
    run = tried(BOARD, oda)
    with pytest.raises(actions.NoProject, match="Say first where the tasks go"):
        actions.bring_in(run, by=oda, at=NOW)
    choices = Choices(**{**run.findings["choices"], "client": bakery.pk})
    actions.bring_in(actions.choose(run, choices, by=oda), by=oda, at=NOW)
    assert Project.objects.get().name == "Alder Bakery order page"
    assert Task.objects.count() == 6


def test_jira_brings_parents_estimates_and_what_waits_for_what(oda, alder):
    brought((FILES / "jira-tasks.csv").read_bytes(), oda, alder, name="jira.csv")
    tasks = by_title()
    widget, faq, test = tasks["Opening hours widget"], tasks["Write the FAQ"], tasks["Test the widget"]
    assert (widget.estimated_minutes, widget.priority, test.parent) == (120, 2, widget)
    pairs = set(Dependency.objects.values_list("before__title", "after__title"))
    assert pairs == {(widget.title, faq.title), (faq.title, test.title), (widget.title, test.title)}


def test_tasks_that_wait_for_each_other_come_without_the_ring_and_are_named(oda, alder):
    text = "Title,Key,Waits for\nDraw,1,2\nBuild,2,1\nTest,3,2\n"
    run = tried(text, oda, alder, "ring.csv")
    assert "waits for itself" in findings_of(run).bad[0].why
    actions.bring_in(run, by=oda, at=NOW)
    assert (Task.objects.count(), Dependency.objects.count()) == (3, 2)


def test_very_many_rings_are_opened_in_a_moment(oda, alder):
    rows = "".join(f"A{n},a{n},b{n}\nB{n},b{n},a{n}\n" for n in range(2_000))
    run = tried("Title,Key,Waits for\n" + rows, oda, alder, "rings.csv")
    assert findings_of(run).counts["new"] == 4_000


def test_nothing_comes_when_something_changed_since_it_was_shown(oda, alder):
    run = tried(a_board({"id": "1", "name": "Draw"}), oda, alder)
    brought(a_board({"id": "1", "name": "Draw"}), oda, alder)
    with pytest.raises(actions.PlanChanged):
        actions.bring_in(run, by=oda, at=NOW)
    run.refresh_from_db()
    assert findings_of(run).counts["same"] == 1
    assert run.is_waiting


def test_killed_half_way_nothing_is_stored(oda, dee, alder, monkeypatch):
    run = tried(BOARD, oda, alder)

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("twinhelm.tasks.actions.arriving.add_comments", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.bring_in(run, by=oda, at=NOW)
    assert not Task.objects.exists()
    assert not ProjectSeat.objects.exists()
    assert DryRun.objects.get().is_waiting


def test_a_file_that_holds_no_tasks_is_refused_and_not_kept(oda, tmp_path):
    with pytest.raises(actions.Invalid, match="neither a board of Trello nor tasks of Asana"):
        tried('{"a": 1}', oda)
    assert not DryRun.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_half_a_letter_and_a_nought_are_no_trouble(oda, alder):
    brought(a_board({"id": "1", "name": "Draw \ud83d", "desc": "a\x00b \udc00"}), oda, alder)
    assert Task.objects.get().title.startswith("Draw")


def page_of(run):
    return reverse("tasks:bring_run", args=[run.pk])


def test_the_page_takes_a_file_shows_it_and_brings_it_in(signed_in, oda, dee, alder, tmp_path):
    browser = signed_in(oda)
    with (FILES / "board.json").open("rb") as board:
        shown = browser.post(reverse("tasks:bring"), {"file": board, "project": alder.pk}, follow=True)
    text = shown.content.decode()
    assert "6 new tasks" in text
    assert "Max Freelance" in text
    run = DryRun.objects.get()
    done = browser.post(reverse("tasks:confirm_bringing", args=[run.pk]), follow=True).content.decode()
    assert "came in on Order page" in done
    assert Task.objects.count() == 6
    undo = reverse("tasks:take_out", args=[TaskImport.objects.get().pk])
    assert undo in browser.get(reverse("tasks:bring")).content.decode()
    browser.post(undo)
    assert not Task.objects.filter(deleted_at=None).exists()


def test_a_broken_file_gets_its_sentence_on_the_page(signed_in, oda, tmp_path):
    broken = tmp_path / "board.json"
    broken.write_bytes(BOARD[:500])
    with broken.open("rb") as board:
        answer = signed_in(oda).post(reverse("tasks:bring"), {"file": board})
    assert answer.status_code == 422
    assert "It looks cut off" in answer.content.decode()


def test_other_choices_are_shown_before_anything_is_stored(signed_in, oda, dee, alder):
    run = tried(BOARD, oda)
    sent = {"project": alder.pk, "state_0": "doing", "state_1": "doing", "state_2": "to_do", "person_0": dee.pk}
    shown = signed_in(oda).post(page_of(run), sent, follow=True)
    assert shown.status_code == 200
    assert DryRun.objects.get().findings["choices"]["project"] == alder.pk


def test_many_rows_come_in_in_the_background(signed_in, oda, alder):
    text = "Title\n" + "".join(f"Task {number}\n" for number in range(2_100))
    run = tried(text, oda, alder, "many.csv")
    browser = signed_in(oda)
    shown = browser.post(reverse("tasks:confirm_bringing", args=[run.pk]), follow=True)
    assert "in the background" in shown.content.decode()
    assert not Task.objects.exists()
    run_jobs()
    assert Task.objects.count() == 2_100
    assert "came in on Order page" in browser.get(page_of(run)).content.decode()


def test_why_the_background_stored_nothing_stands_on_the_page(signed_in, oda, alder):
    text = "Title\n" + "".join(f"Task {number}\n" for number in range(2_100))
    run = tried(text, oda, alder, "many.csv")
    browser = signed_in(oda)
    browser.post(reverse("tasks:confirm_bringing", args=[run.pk]))
    alder.deleted_at = NOW
    alder.save()
    run_jobs()
    assert not Task.objects.exists()
    assert "Nothing was stored" in browser.get(page_of(run)).content.decode()


def test_the_page_costs_the_same_for_every_board(signed_in, oda, dee, alder, django_assert_num_queries):
    browser = signed_in(oda)
    for run in (tried(a_board({"id": "1", "name": "Draw"}), oda, alder), tried(BOARD, oda, alder)):
        browser.get(page_of(run))
        with django_assert_num_queries(21):
            browser.get(page_of(run))


def test_makers_bring_nothing_in(signed_in, oda, dee):
    assert signed_in(dee).get(reverse("tasks:bring")).status_code == 403
