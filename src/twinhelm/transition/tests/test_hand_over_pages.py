"""The page of a hand-over, what stands on the page of its client, the bell, and what is needed to leave the step."""

import csv
import io
from datetime import UTC, datetime

import pytest

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_call, a_conversation
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions import gathering, handing
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import HandOverLine, Rating, Reassignment, Transition
from twinhelm.transition.navigation.handing import handed_to_and_asked
from twinhelm.transition.queries.hand_over_page import found_for
from twinhelm.transition.queries.handing_needs import handed_over
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRAGMENT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def cast():
    oda, jonas = an_owner(), a_member("Jonas Falk", "account_manager")
    return oda, jonas, a_member("Ana Reyes", "account_manager")


@pytest.fixture
def change(cast):
    _oda, jonas, ana = cast
    client = a_client()
    a_conversation(client, "Sundays", assigned_to=jonas)
    a_conversation(client, "Ovens", assigned_to=jonas)
    a_call(jonas, client, next_step="Send the plan")
    change = a_transition(client, Step.HAND_OVER, former_account=jonas, account=ana)
    gathering.gather(change, at=AT)
    return change


@pytest.fixture
def here(change):
    return f"/transition/clients/{change.pk}/hand-over/"


def line(title) -> HandOverLine:
    return HandOverLine.objects.get(title=title)


def seen(*titles):
    return {"lines": [f"{one.pk}:{one.version}" for one in map(line, titles)]}


def needs(change, viewer):
    fresh = found_for(viewer).get(pk=change.pk)
    return {one.key: (one.is_met, one.detail) for one in handed_over(fresh, viewer, AT)}


class TestPage:
    def test_says_what_waits_for_whom_by_kind(self, here, cast, signed_in) -> None:
        page = signed_in(cast[2]).get(here).content.decode()
        assert "<b>3 of 3</b> things that Jonas hands over wait to be accepted." in page
        assert page.index("Open conversations") < page.index("Promises made")
        assert "waits for Ana" in page
        assert page.count('data-key="a"') == 3

    def test_only_the_receiver_and_owners_get_the_buttons(self, here, cast, signed_in) -> None:
        oda, jonas, _ana = cast
        assert 'data-key="a"' not in signed_in(jonas).get(here).content.decode()
        assert 'data-key="a"' in signed_in(oda).get(here).content.decode()

    def test_accepts_one_and_goes_on_to_the_next(self, here, cast, signed_in) -> None:
        browser = signed_in(cast[2])
        first = HandOverLine.objects.order_by("pk").first()
        answered = browser.post(f"{here}accept/", {"lines": f"{first.pk}:1"}, **FRAGMENT).content.decode()
        assert answered.count("data-focus") == 1
        assert "Ana, 23 Nov" in answered or "Ana, " in answered
        assert line(first.title).state == LineState.ACCEPTED
        assert "<html" not in answered

    def test_accepts_a_whole_kind_and_takes_it_back(self, here, cast, signed_in) -> None:
        browser = signed_in(cast[2])
        page = browser.post(f"{here}accept/", seen("Sundays", "Ovens"), follow=True).content.decode()
        assert "2 things are yours." in page
        way_back = page.partition("take-back/?at=")[2].partition("\\u0022")[0].partition("&quot;")[0].partition('"')[0]
        assert way_back, "the toast offers the way back"
        browser.post(f"{here}take-back/?at={way_back}")
        assert set(HandOverLine.objects.values_list("state", flat=True)) == {LineState.OPEN}

    def test_a_stale_line_is_a_sentence_and_nothing_is_stored(self, here, change, cast, signed_in) -> None:
        before = seen("Sundays", "Ovens")
        Conversation.objects.filter(subject="Ovens").update(subject="Ovens and doors")
        gathering.gather(change, at=AT)
        refused = signed_in(cast[2]).post(f"{here}accept/", before)
        assert refused.status_code == 409
        assert "Look at it again" in refused.content.decode()
        assert not HandOverLine.objects.filter(state=LineState.ACCEPTED).exists()

    @pytest.mark.parametrize("typed", ["", "x", "1", "1:2:3", "١:1", "99999999999999999999:1", "-1:1"])
    def test_lines_that_are_none_are_a_sentence(self, typed, here, cast, signed_in) -> None:
        answered = signed_in(cast[2]).post(f"{here}accept/", {"lines": typed})
        assert answered.status_code == 422
        assert "Choose at least one line." in answered.content.decode()

    def test_a_question_goes_back_and_the_giver_answers(self, here, cast, signed_in) -> None:
        _oda, jonas, ana = cast
        one = line("Send the plan")
        words = {"text": "Which plan?", "version": one.version}
        signed_in(ana).post(f"{here}lines/{one.pk}/send-back/", words)
        page = signed_in(jonas).get(here).content.decode()
        assert "<b>1 question</b> waits for an answer." in page
        assert "Ana asks" in page
        answered = {"text": "The one of the second shop.", "version": one.version + 1}
        signed_in(jonas).post(f"{here}lines/{one.pk}/answer/", answered)
        assert "The one of the second shop." in signed_in(ana).get(here).content.decode()

    def test_a_line_by_hand_changed_removed_and_back(self, here, cast, signed_in) -> None:
        browser = signed_in(cast[1])
        browser.post(f"{here}lines/", {"title": "His sister decides", "part": "account", "key": "k"})
        one = line("His sister decides")
        browser.post(f"{here}lines/{one.pk}/", {"title": "His aunt decides", "version": one.version})
        assert browser.post(f"{here}lines/{one.pk}/remove/", follow=True).status_code == 200
        assert "His aunt decides" not in browser.get(here).content.decode()
        browser.post(f"{here}lines/{one.pk}/put-back/")
        assert "His aunt decides" in browser.get(here).content.decode()

    @pytest.mark.parametrize("words", [{"title": ""}, {"title": "x" * 251}, {"title": "a\x00b"}])
    def test_bad_words_are_a_sentence(self, words, here, cast, signed_in) -> None:
        assert signed_in(cast[1]).post(f"{here}lines/", words | {"part": "account"}).status_code == 422
        assert not HandOverLine.objects.filter(kind="said").exists()

    def test_looks_again_at_a_button(self, here, change, cast, signed_in) -> None:
        a_conversation(change.client, "New today", assigned_to=cast[1])
        page = signed_in(cast[2]).post(f"{here}gather/", follow=True).content.decode()
        assert "1 new thing is open." in page
        assert "New today" in page

    def test_rates_in_words_and_says_until_when_the_former_contact_is_copied(
        self, here, change, cast, signed_in
    ) -> None:
        browser = signed_in(cast[2])
        assert browser.post(f"{here}rating/", {"trust": "9"}).status_code == 422
        page = browser.post(f"{here}rating/", {"trust": "2", "words": "Waits for Jonas"}, follow=True).content.decode()
        assert "<b>Careful</b>" in page
        assert Rating.objects.get().words == "Waits for Jonas"
        assert "Jonas stays in copy" in page
        assert "30 January 2027" in page
        assert browser.post(f"{here}copied/", {"until": "soon", "version": change.version}).status_code == 422
        page = browser.post(
            f"{here}copied/", {"until": "2027-01-15", "version": change.version}, follow=True
        ).content.decode()
        assert "15 January 2027" in page

    def test_the_table_to_take_along(self, here, cast, signed_in) -> None:
        answered = signed_in(cast[1]).get(f"{here[:-1]}.csv")
        rows = list(csv.reader(io.StringIO(answered.getvalue().decode("utf-8-sig"))))
        assert len(rows) == 4
        assert rows[1][3:6] == ["Jonas Falk", "Ana Reyes", "Waits for the receiver"]

    def test_where_nobody_hands_over_the_page_says_so(self, change, here, cast, signed_in) -> None:
        Transition.objects.update(former_account=cast[2])
        assert "Nobody hands anything over" in signed_in(cast[2]).get(here).content.decode()

    def test_makers_and_finance_find_nothing(self, here, signed_in) -> None:
        for role in ("maker", "finance"):
            assert signed_in(a_member(f"Some {role}", role)).get(here).status_code == 404

    def test_the_line_of_another_client_is_not_there(self, here, cast, signed_in) -> None:
        other = a_transition(a_client("Fjord Hotels"), Step.HAND_OVER, former_account=cast[1], account=cast[2])
        one = line("Sundays")
        address = f"/transition/clients/{other.pk}/hand-over/lines/{one.pk}/send-back/"
        assert signed_in(cast[2]).post(address, {"text": "Why?", "version": 1}).status_code == 404

    @pytest.mark.parametrize("many", [1, 40])
    def test_the_page_costs_the_same_for_any_number(
        self, many, here, change, cast, signed_in, django_assert_max_num_queries
    ):
        for number in range(many):
            a_conversation(change.client, f"About {number}", assigned_to=cast[1])
            a_contact(change.client, f"Person {number}", likes="Bread")
        gathering.gather(change, at=AT)
        browser = signed_in(cast[2])
        with django_assert_max_num_queries(60):
            browser.get(here)


class TestGivingEverything:
    def test_previews_gives_and_takes_back(self, here, cast, signed_in) -> None:
        _oda, jonas, ana = cast
        browser = signed_in(ana)
        page = browser.get(f"{here}give/").content.decode()
        assert "<b>2 things</b> of Alder Bakery go to who leads anew." in page
        assert "To be known only: there is nobody to assign it to." in page
        digest = page.partition('name="digest" value="')[2].partition('"')[0]
        given = browser.post(f"{here}give/", {"key": "page", "digest": digest}, follow=True).content.decode()
        assert "2 things changed hands." in given
        assert set(Conversation.objects.values_list("assigned_to", flat=True)) == {ana.pk}
        done = Reassignment.objects.get()
        undone = browser.post(f"/transition/reassignments/{done.pk}/undo/", follow=True).content.decode()
        assert "2 things are back where they were." in undone
        assert set(Conversation.objects.values_list("assigned_to", flat=True)) == {jonas.pk}

    def test_another_preview_than_the_one_seen_is_shown_again_with_the_reason(self, here, cast, signed_in) -> None:
        answered = signed_in(cast[2]).post(f"{here}give/", {"key": "page", "digest": "old"})
        assert answered.status_code == 409
        page = answered.content.decode()
        assert "What is open changed while you looked at it." in page
        assert "Give 2 things" in page


class TestBell:
    def told(self, member):
        return [found.name for found in handed_to_and_asked(member)]

    def test_the_receiver_hears_at_the_step_and_the_giver_of_questions(self, change, cast) -> None:
        _oda, jonas, ana = cast
        assert self.told(ana) == ["3 things of Alder Bakery wait for you to accept them"]
        assert self.told(jonas) == []
        one = line("Sundays")
        asked = handing.send_back(one, "Why?", version=one.version, by=ana, at=AT)
        assert self.told(jonas) == ["1 question about what you hand over of Alder Bakery"]
        Transition.objects.update(step=Step.SHADOW)
        assert self.told(ana) == []
        handing.answer(asked, "Because.", version=asked.version, by=jonas, at=AT)
        assert self.told(ana) == ["1 answer about what you take over of Alder Bakery"]
        assert self.told(jonas) == []

    def test_costs_one_query(self, change, cast, django_assert_num_queries) -> None:
        ana = cast[2]
        assert ana.roles
        with django_assert_num_queries(1):
            self.told(ana)


class TestNeeded:
    def test_everything_accepted_nothing_asked_rated_and_a_day(self, change, cast) -> None:
        _oda, _jonas, ana = cast
        assert needs(change, ana) == {
            "lines": (False, "3 things wait for their receiver"),
            "questions": (True, ""),
            "rated": (False, ""),
            "effective": (True, "from 1 December 2026"),
        }
        one = line("Sundays")
        handing.send_back(one, "Why?", version=one.version, by=ana, at=AT)
        assert needs(change, ana)["questions"] == (False, "1 question waits for an answer")
        handing.accept(change, [handing.Seen(one.pk, one.version) for one in change.lines.all()], by=ana, at=AT)
        Rating.objects.create(transition=change, by=ana, at=AT, trust=4)
        assert {key: met for key, (met, _detail) in needs(change, ana).items()} == dict.fromkeys(
            ("lines", "questions", "rated", "effective"), True
        )
        assert needs(change, ana)["rated"][1] == "Open, 23 November"

    def test_without_a_day_it_is_not_over(self, change, cast) -> None:
        Transition.objects.update(effective_on=None)
        assert needs(change, cast[2])["effective"] == (False, "no day is decided yet")
