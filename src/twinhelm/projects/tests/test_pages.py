"""What people meet on the pages about projects."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import Project
from twinhelm.projects.testing import a_milestone, a_project, a_scope_item, a_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def page(signed_in, oda):
    return signed_in(oda)


def test_an_empty_house_says_how_to_begin(page) -> None:
    words = page.get("/projects/").content.decode()
    assert "No projects yet" in words
    assert "New project" in words


def test_a_project_is_proposed_from_the_form_and_opens(page) -> None:
    alder = a_client()
    answer = page.post("/projects/new/", {"client": alder.pk, "name": "Shop", "kind": "fixed"}, follow=True)
    assert "“Shop” is proposed." in answer.content.decode()
    assert Project.objects.get().client == alder


def test_a_taken_name_comes_back_with_what_was_typed(page) -> None:
    project = a_project()
    typed = {"client": project.client.pk, "name": project.name, "kind": "retainer", "summary": "Four shops"}
    answer = page.post("/projects/new/", typed)
    assert answer.status_code == 422
    assert "called “New ordering site” already" in answer.content.decode()
    assert "Four shops" in answer.content.decode()


def test_the_joint_page_says_what_is_late_and_agreed(page) -> None:
    project = a_project()
    a_scope_item(project, minutes=90)
    a_milestone(project, due_on=date(2020, 1, 1))
    words = page.get(f"/projects/{project.pk}/").content.decode()
    assert "1 milestone" in words
    assert "past its day" in words
    assert "1 h 30" in words


def test_a_refused_decision_stands_in_its_dialog_as_it_was_typed(page, oda) -> None:
    project = a_project()
    gone = a_member("Jonas Kerr", "account_manager")
    answer = page.post(
        f"/projects/{project.pk}/leads/",
        {"part": "account", "member": gone.pk, "from_on": "1066-10-14", "reason": "Why not"},
    )
    assert answer.status_code == 422
    assert "between 1970" in answer.content.decode()
    assert "Why not" in answer.content.decode()


def test_a_piece_of_another_project_is_not_found_under_this_one(page) -> None:
    mine, other = a_project(), a_project(a_client("Fjord Hotels"), name="Booking")
    row, stone, seat = a_scope_item(other), a_milestone(other), a_seat(other, a_member("Dee Okafor", "maker"))
    for path in (
        f"scope/{row.pk}/delete/", f"scope/{row.pk}/", f"scope/{row.pk}/put-back/", f"milestones/{stone.pk}/reach/",
        f"milestones/{stone.pk}/remove/", f"milestones/{stone.pk}/move/", f"seats/{seat.pk}/leave/",
    ):  # fmt: skip
        assert page.post(f"/projects/{mine.pk}/{path}", {"name": "x", "due_on": "2026-12-01"}).status_code == 404
    row.refresh_from_db()
    assert row.deleted_at is None


def test_deleting_offers_a_way_back(page) -> None:
    project = a_project()
    answer = page.post(f"/projects/{project.pk}/delete/", follow=True)
    assert f"/projects/{project.pk}/put-back/" in answer.content.decode()
    page.post(f"/projects/{project.pk}/put-back/")
    assert Project.objects.get().deleted_at is None


def test_a_maker_reads_the_page_of_their_project_without_anybody_s_address(signed_in, oda) -> None:
    dee = a_member("Dee Okafor", "maker")
    project = a_project()
    a_contact(project.client, "Marta Lindgaard", email="marta@alder.example")
    a_seat(project, dee)
    words = signed_in(dee).get(f"/projects/{project.pk}/").content.decode()
    assert "New ordering site" in words
    assert "marta@alder.example" not in words
    assert "Edit" not in words


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ project.client }}"]
)
def test_a_name_is_a_name_and_nothing_more(page, name: str) -> None:
    project = a_project(name=name)
    for path in ("/projects/", f"/projects/{project.pk}/", f"/projects/{project.pk}/edit/"):
        words = page.get(path).content.decode()
        assert "<script>alert" not in words
        assert "<img src=x" not in words


def test_the_list_narrows_and_says_so(page) -> None:
    late, _calm = a_project(name="Late one"), a_project(a_client("Fjord Hotels"), name="Calm one")
    a_milestone(late, due_on=date(2020, 1, 1))
    words = page.get("/projects/?late=on").content.decode()
    assert "Late one" in words
    assert "Calm one" not in words
    assert "No project fits" in page.get("/projects/?q=nothing+like+it").content.decode()


def test_takes_the_list_along_without_a_formula(page) -> None:
    a_project(name="=cmd|' /C calc'!A0")
    table = b"".join(page.get("/projects.csv").streaming_content).decode()
    assert ",=cmd" not in table


def filled(count: int, ana) -> None:
    for number in range(count):
        client = a_client(f"Client {number} of {count}")
        a_lead(client, "account", ana)
        project = a_project(client, name=f"Project {number}")
        a_scope_item(project)
        a_milestone(project)


def queries_of(page, path: str) -> int:
    page.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert page.get(path).status_code == 200
    return len(queries)


def test_the_list_asks_the_database_the_same_however_long_it_is(page) -> None:
    ana = a_member("Ana Reyes", "account_manager")
    filled(2, ana)
    few = queries_of(page, "/projects/")
    filled(30, ana)
    assert queries_of(page, "/projects/") == few <= 35


def test_a_project_asks_the_database_the_same_however_much_is_on_it(page) -> None:
    project = a_project()
    numbers = [0, *range(1, 20)]
    counted = []
    for number in numbers:
        a_scope_item(project, f"Thing {number}")
        a_milestone(project, f"Stone {number}")
        a_seat(project, a_member(f"{'Abcdefghijklmnopqrst'[number]}iet Maker", "maker"))
        if number in (0, 19):
            counted.append(queries_of(page, f"/projects/{project.pk}/"))
    assert counted[0] == counted[1] <= 52


def test_a_client_s_page_asks_the_same_however_many_projects_it_has(page) -> None:
    alder = a_client()
    a_project(alder, name="First")
    few = queries_of(page, f"/clients/{alder.pk}/")
    for number in range(20):
        a_project(alder, name=f"Project {number}")
    assert queries_of(page, f"/clients/{alder.pk}/") == few
