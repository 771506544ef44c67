"""What was said reaches the page that asked, once."""

import json

from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from twinhelm.ui.middleware import FragmentToasts
from twinhelm.ui.toasts import toast


def answer_to(*, hx: bool, answer: HttpResponse) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        toast(request, "24 entries moved — änderbar", undo_url="/undo/1/")
        return answer

    request = RequestFactory().get("/", headers={"HX-Request": "true"} if hx else {})
    return SessionMiddleware(MessageMiddleware(FragmentToasts(view)))(request)


def test_a_fragment_carries_its_toast_with_the_way_back(db: None) -> None:
    sent = json.loads(answer_to(hx=True, answer=HttpResponse("row")).headers["HX-Trigger"])
    assert sent["toasts"][0]["text"] == "24 entries moved — änderbar"
    assert sent["toasts"][0]["undo_url"] == "/undo/1/"


def test_the_header_is_plain_ascii(db: None) -> None:
    assert answer_to(hx=True, answer=HttpResponse("row")).headers["HX-Trigger"].isascii()


def test_a_fragments_own_events_stay(db: None) -> None:
    answer = HttpResponse("row", headers={"HX-Trigger": json.dumps({"moved": {}})})
    assert set(json.loads(answer_to(hx=True, answer=answer).headers["HX-Trigger"])) == {"moved", "toasts"}


def test_a_whole_page_shows_it_itself_and_a_redirect_leaves_it_to_the_next(db: None) -> None:
    assert "HX-Trigger" not in answer_to(hx=False, answer=HttpResponse("page")).headers
    assert "HX-Trigger" not in answer_to(hx=True, answer=HttpResponse(headers={"HX-Redirect": "/"})).headers
