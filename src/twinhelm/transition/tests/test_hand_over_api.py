"""The hand-over over JSON: the same acts, policies and sentences."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_conversation
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.choices import Step
from twinhelm.transition.models import HandOverLine
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JSON = "application/json"


@pytest.fixture
def story(signed_in):
    an_owner()
    jonas, ana = a_member("Jonas Falk", "account_manager"), a_member("Ana Reyes", "account_manager")
    client = a_client()
    for subject in ("Sundays", "Ovens"):
        a_conversation(client, subject, assigned_to=jonas)
    change = a_transition(client, Step.HAND_OVER, former_account=jonas, account=ana)
    return f"/api/transitions/{change.pk}/hand-over", signed_in(jonas), signed_in(ana)


def test_gathers_lists_asks_answers_and_accepts(story) -> None:
    here, jonas, ana = story
    assert jonas.post(f"{here}/gather").json() == {"new": 2}
    rows = ana.get(here).json()["rows"]
    assert {row["title"] for row in rows} == {"Sundays", "Ovens"}
    one = f"{here}/{rows[0]['id']}"
    words = {"text": "Since when?", "version": 1}
    assert jonas.post(f"{one}/send-back", words, JSON).status_code == 403
    assert ana.post(f"{one}/send-back", words, JSON).json()["state"] == "asked"
    answered = jonas.post(f"{one}/answer", {"text": "Since May.", "version": 2}, JSON).json()
    assert (answered["state"], answered["answer"], answered["version"]) == ("open", "Since May.", 3)
    lines = [{"id": row["id"], "version": row["version"]} for row in ana.get(here).json()["rows"]]
    stale = [lines[0] | {"version": 1}, lines[1]]
    refused = ana.post(f"{here}/accept", {"lines": stale}, JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "ChangedMeanwhile")
    assert len(ana.post(f"{here}/accept", {"lines": lines}, JSON).json()) == 2
    assert ana.get(f"{here}?state=open").json()["rows"] == []


def test_previews_gives_once_and_takes_back(story) -> None:
    here, _jonas, ana = story
    preview = ana.get(f"{here}/reassignment").json()
    assert (preview["count"], preview["moves"][0]["things"]) == (2, ["Ovens", "Sundays"])
    wanted = {"key": "mine", "digest": preview["digest"]}
    done = [ana.post(f"{here}/reassignment", wanted, JSON).json() for _twice in range(2)]
    assert done[0]["id"] == done[1]["id"]
    assert done[0]["moved"] == 2
    refused = ana.post(f"{here}/reassignment", wanted | {"key": "other"}, JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "NotAsPreviewed")
    undone = ana.post(f"/api/reassignments/{done[0]['id']}/undo").json()
    assert undone == {"back": 2, "left": []}
    assert {one.assigned_to.name for one in Conversation.objects.all()} == {"Jonas Falk"}


def test_a_line_of_another_client_is_not_there(story) -> None:
    here, jonas, ana = story
    jonas.post(f"{here}/gather")
    other = a_transition(a_client("Fjord Hotels"), Step.HAND_OVER)
    line = HandOverLine.objects.first()
    address = f"/api/transitions/{other.pk}/hand-over/{line.pk}/send-back"
    assert ana.post(address, {"text": "Why?", "version": 1}, JSON).status_code == 404
