"""Over JSON a brief is written, answered, asked about and confirmed by the same people as on the page."""

import json

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.tasks.testing import a_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def dee():
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def task(pim, dee):
    project = a_project()
    a_seat(project, dee)
    return a_task(project, assignee=dee, made_by=pim, understanding="waiting")


def send(browser, method, path, **body):
    answer = getattr(browser, method)(path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_from_a_brief_to_ready(task, pim, dee, signed_in):
    address, lead = f"/api/tasks/{task.pk}", signed_in(pim)
    status, said = send(lead, "put", f"{address}/brief", what="A page where bakeries order", criteria=["On the phone"])
    assert (status, said["brief"]["version"], said["brief"]["criteria"]) == (200, 1, ["On the phone"])
    maker = signed_in(dee)
    _status, said = send(maker, "post", f"{address}/questions", questions=["Before noon only?"])
    assert said["understanding"] == "asked"
    question = said["questions"][0]["id"]
    lead = signed_in(pim)
    _status, said = send(lead, "post", f"{address}/questions/{question}/reply", answer="Until eleven")
    assert said["questions"][0]["answer"] == "Until eleven"
    maker = signed_in(dee)
    _status, said = send(maker, "post", f"{address}/answer", delivered="The page", checked="Marta orders")
    assert said["understanding"] == "answered"
    assert send(maker, "post", f"{address}/confirm", answer_id=said["answer"]["id"])[0] == 403
    lead = signed_in(pim)
    assert [row["task_id"] for row in lead.get("/api/unclear-tasks").json()["rows"]] == [task.pk]
    _status, said = send(lead, "post", f"{address}/confirm", answer_id=said["answer"]["id"])
    assert (said["understanding"], said["answer"]["confirmed_by_id"]) == ("ready", pim.pk)
    assert lead.get("/api/unclear-tasks").json()["rows"] == []


def test_an_older_brief_overwrites_nothing(task, pim, signed_in):
    lead, address = signed_in(pim), f"/api/tasks/{task.pk}/brief"
    send(lead, "put", address, version=0, what="One")
    send(lead, "put", address, version=1, what="Two")
    status, said = send(lead, "put", address, version=1, what="Three")
    assert status == 409
    assert "Pim de Wit wrote something else meanwhile" in said["detail"]
