"""What people and logs are told when something breaks."""

import logging
import sys

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from twinhelm.foundation import broken
from twinhelm.foundation.log_lines import OneLine
from twinhelm.foundation.middleware import SafeHeaders

pytestmark = pytest.mark.django_db


def answer_to(problem: Exception) -> HttpResponse:
    try:
        raise problem
    except type(problem):
        return broken.server_error(RequestFactory().get("/"))


@pytest.mark.parametrize("away", [OperationalError("password=hush"), InterfaceError("password=hush")])
def test_while_the_database_is_away_people_are_told_when_to_come_back(away):
    answer = answer_to(away)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert b"hush" not in answer.content


def test_anything_else_is_an_error_that_shows_nothing_of_itself():
    answer = answer_to(ValueError("Rosa's rate is 77731"))
    assert answer.status_code == 500
    assert b"77731" not in answer.content


def test_a_sentence_comes_out_even_when_the_page_for_it_is_broken(monkeypatch):
    def no_template(*_given, **_more):
        raise RuntimeError

    monkeypatch.setattr(broken, "render_to_string", no_template)
    answer = answer_to(ValueError())
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert b"Something broke" in answer.content


def line_for(message: str, problem: Exception | None = None) -> str:
    trace = None
    if problem:
        try:
            raise problem
        except type(problem):
            trace = sys.exc_info()
    return OneLine().format(logging.LogRecord("x", logging.ERROR, __file__, 1, message, None, trace))


def test_a_problem_is_one_line_with_its_kind_and_place_and_without_its_words():
    line = line_for("job failed", ValueError("Rosa's rate is 77731"))
    assert "\n" not in line
    assert "ValueError at test_broken.py" in line
    assert "77731" not in line


def test_what_people_write_can_not_forge_a_line():
    assert "\n" not in line_for("wrong name: a\n2026-11-23 ERROR all is lost\r")


def test_pages_stay_out_of_caches_and_other_sites_unless_they_say_otherwise():
    plain = SafeHeaders(lambda _request: HttpResponse())(RequestFactory().get("/"))
    assert plain["Cache-Control"] == "private, no-store"
    assert plain["Cross-Origin-Resource-Policy"] == "same-origin"
    chosen = SafeHeaders(lambda _request: HttpResponse(headers={"Cache-Control": "public"}))(RequestFactory().get("/"))
    assert chosen["Cache-Control"] == "public"
