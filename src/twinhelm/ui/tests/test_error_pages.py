"""What a page says when it can't be shown."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from twinhelm.foundation import broken
from twinhelm.ui import navigation


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_every_error_has_a_heading_and_a_way_out(db: None, status: int) -> None:
    page = render_to_string(f"{status}.html", request=RequestFactory().get("/"))
    assert "<h1>" in page
    assert 'href="/"' in page
    assert str(status) in page


def test_a_stranger_to_an_address_reads_that_nothing_is_here(db: None, browser: Client) -> None:
    answer = browser.get("/no-such-place/")
    assert answer.status_code == 404
    assert "Nothing is here" in answer.text


def test_a_refused_page_says_the_reason(db: None) -> None:
    page = render_to_string("403.html", {"exception": "Only the owner divides the work."}, RequestFactory().get("/"))
    assert "Only the owner divides the work." in page


def test_a_form_from_another_site_is_told_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "ana@northlight.example"})
    assert answer.status_code == 403
    assert "The form was open too long" in answer.text


def test_the_page_comes_out_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> str:
        raise OperationalError("no answer")

    monkeypatch.setattr(navigation, "house_name", [away])
    request: HttpRequest = RequestFactory().get("/")
    answer = broken.come_back_later(request)
    assert answer.status_code == 503
    assert "Twinhelm" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/html")
