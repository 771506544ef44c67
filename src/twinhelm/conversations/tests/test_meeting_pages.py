"""The pages of meetings, used as members use them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.choices import CalendarKind, GuestAnswer, MeetingState
from twinhelm.conversations.models import Meeting
from twinhelm.conversations.testing import a_guest, a_mailbox, a_meeting
from twinhelm.conversations.tests.test_calendars import (
    PASSWORD,
    Diary,
    alder,
    ana,
    diary,
    loopback_is_ours,
    pim,
)
from twinhelm.foundation import clock
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

__all__ = ["alder", "ana", "diary", "loopback_is_ours", "pim"]
pytestmark = pytest.mark.django_db
HOME = "/meetings/"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def soon(hours: int = 30):
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)


def page(name: str, meeting: Meeting) -> str:
    return reverse(f"conversations:{name}", args=[meeting.pk])


def filled(answer) -> dict[str, str]:
    """What the form on a page would send as it stands."""
    form = answer.context["form"]
    return {name: value for name, value in form.initial.items() if value not in (None, "")}


def test_plans_a_meeting_and_shows_it(ana, alder, diary: Diary, signed_in):
    calendar = diary.connected(ana)
    a_mailbox(ana, ana.email)
    browser = signed_in(ana)
    new = reverse("conversations:new_meeting")
    assert "With whom?" in text_of(browser.get(new))
    opened = browser.get(f"{new}?client={alder.pk}")
    contact = alder.contacts.get()
    day = soon(24 * 7).astimezone(ana.zone).replace(hour=10)
    asked = filled(opened) | {
        "title": "Kick-off",
        "starts": f"{day:%Y-%m-%dT%H:%M}",
        "minutes": 45,
        "contacts": [contact.pk],
        "calendar": calendar.pk,
        "agenda": "1. Who is who",
    }
    shown = browser.post(f"{new}?client={alder.pk}", asked, follow=True)
    assert "10:00" in text_of(shown)
    assert "Maya Alder" in text_of(shown)
    assert "1 hasn’t answered" in text_of(shown)
    assert len(diary.radicale.hrefs(diary.url, diary.user, PASSWORD)) == 1
    browser.post(f"{new}?client={alder.pk}", asked)
    assert Meeting.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("starts", ["", "yesterday", "2026-13-01T10:00", "2027-03-28T02:30", "9999-12-31T23:59"])
def test_a_time_that_is_none_gets_a_sentence_and_keeps_the_words(ana, alder, starts, signed_in):
    where = f"{reverse('conversations:new_meeting')}?client={alder.pk}"
    answer = signed_in(ana).post(where, {"title": "Kick-off", "starts": starts, "minutes": 60})
    assert answer.status_code == 422
    assert 'value="Kick-off"' in text_of(answer)
    assert not Meeting.objects.exists()


def test_changes_a_meeting_and_keeps_its_guests(ana, alder, signed_in):
    meeting = a_meeting(alder, by=ana, starts_at=soon())
    a_guest(meeting, "maya@alder.example", GuestAnswer.WAITING)
    a_guest(meeting, "stranger@elsewhere.example", GuestAnswer.WAITING)
    browser = signed_in(ana)
    asked = filled(browser.get(page("move_meeting", meeting))) | {"title": "Longer", "minutes": 90}
    browser.post(page("move_meeting", meeting), asked)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.minutes, meeting.guests.count()) == ("Longer", 90, 3)


def test_a_page_opened_before_somebody_elses_change_overwrites_nothing(ana, pim, alder, signed_in):
    meeting = a_meeting(alder, by=ana, starts_at=soon())
    opened = filled(signed_in(pim).get(page("move_meeting", meeting)))
    signed_in(ana).post(page("move_meeting", meeting), opened | {"title": "Ana’s"})
    answer = signed_in(pim).post(page("move_meeting", meeting), opened | {"title": "Pim’s"})
    assert answer.status_code == 422
    assert "Pim’s" in text_of(answer)
    assert "As it stands now" in text_of(answer)
    assert Meeting.objects.get().title == "Ana’s"


def test_calls_off_with_one_confirmation(ana, alder, signed_in):
    meeting = a_meeting(alder, by=ana, starts_at=soon())
    shown = signed_in(ana).post(page("cancel_meeting", meeting), follow=True)
    assert "Called off. No mailbox of yours can send, so tell its guests yourself." in text_of(shown)


def test_answers_from_the_list_and_the_bell(ana, alder, signed_in):
    meeting = a_meeting(alder, organiser="maya@alder.example", starts_at=soon())
    a_guest(meeting, ana, GuestAnswer.WAITING)
    browser = signed_in(ana)
    assert "You are asked" in text_of(browser.get(HOME))
    assert page("meeting", meeting) in text_of(browser.get("/notices/"))
    browser.post(page("answer_meeting", meeting), {"answer": "accepted"})
    assert meeting.guests.get().answer == GuestAnswer.ACCEPTED
    assert "You are asked" not in text_of(browser.get(HOME))


@pytest.mark.parametrize("answer", ["", "waiting", "perhaps not"])
def test_an_answer_that_is_none_gets_a_sentence(ana, alder, answer, signed_in):
    meeting = a_meeting(alder, organiser="maya@alder.example", starts_at=soon())
    a_guest(meeting, ana, GuestAnswer.WAITING)
    assert signed_in(ana).post(page("answer_meeting", meeting), {"answer": answer}).status_code == 422
    assert meeting.guests.get().answer == GuestAnswer.WAITING


def test_writes_down_what_came_of_it(ana, alder, signed_in):
    meeting = a_meeting(alder, by=ana, starts_at=soon(-3), state=MeetingState.HELD)
    browser = signed_in(ana)
    shown = browser.get(page("meeting", meeting))
    assert "Taken for held, because nobody said otherwise" in text_of(shown)
    seen = shown.context["notes_form"].initial["seen"]
    said = {"seen": seen, "notes": "They want Sundays", "next_step": "Send the plan", "next_step_on": "2026-12-01"}
    assert "They want Sundays" in text_of(browser.post(page("meeting_notes", meeting), said, follow=True))
    other = browser.post(page("meeting_notes", meeting), said | {"notes": "Something else"})
    assert other.status_code == 422
    assert "Something else" in text_of(other)
    assert Meeting.objects.get().notes == "They want Sundays"


def test_says_that_it_was_not_held(ana, alder, signed_in):
    meeting = a_meeting(alder, by=ana, starts_at=soon(-3), state=MeetingState.HELD)
    assert "It was not held." in text_of(signed_in(ana).post(page("say_held", meeting), {"held": "no"}, follow=True))


def test_puts_a_meeting_under_its_client(ana, alder, signed_in):
    meeting = a_meeting(None, by=ana, starts_at=soon())
    shown = signed_in(ana).post(page("file_meeting", meeting), {"client": alder.pk}, follow=True)
    assert "It belongs to Alder Bakery." in text_of(shown)


def test_the_list_begins_today_and_goes_by_day(ana, alder, signed_in):
    a_meeting(alder, "Later", by=ana, starts_at=soon(24 * 4))
    a_meeting(alder, "Sooner", by=ana, starts_at=soon(25))
    a_meeting(alder, "Last week", by=ana, starts_at=soon(-24 * 7))
    a_meeting(None, "Dentist", by=ana, starts_at=soon(26))
    text = text_of(signed_in(ana).get(HOME))
    assert text.index("Sooner") < text.index("Later")
    assert "Last week" not in text
    assert "Dentist" not in text
    assert "Dentist" in text_of(signed_in(ana).get(f"{HOME}?every=on"))


@pytest.mark.parametrize(
    "query", ["first=x", "client=9999", "member=x", "words=%00", "first=0001-01-01", "first=9999-12-31"]
)
def test_odd_filters_break_nothing(ana, query, signed_in):
    assert signed_in(ana).get(f"{HOME}?{query}").status_code == 200
    assert signed_in(ana).get(f"/meetings.csv?{query}").status_code == 200


def test_the_list_goes_into_a_file_in_which_nothing_runs(ana, alder, signed_in):
    a_meeting(alder, "=cmd|' /C calc'!A0", by=ana, starts_at=soon())
    content = b"".join(signed_in(ana).get("/meetings.csv").streaming_content).decode()
    assert "Alder Bakery" in content
    assert not [cell for line in content.splitlines() for cell in line.split(",") if cell.startswith(("=", '"='))]


def test_markup_in_titles_and_names_is_shown_and_not_run(ana, alder, signed_in):
    meeting = a_meeting(alder, "<script>alert(1)</script>{{ x }}", by=ana, starts_at=soon(), agenda="<img src=x>")
    a_guest(meeting, "<b>@alder.example", GuestAnswer.WAITING)
    for where in (HOME, page("meeting", meeting), reverse("clients:client", args=[alder.pk])):
        text = text_of(signed_in(ana).get(where))
        assert "<script>alert(1)" not in text
        assert "<img src=x>" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in text


def test_the_client_page_says_what_comes_next(ana, alder, signed_in):
    a_meeting(alder, "Kick-off", by=ana, starts_at=soon())
    a_meeting(alder, "Gone", by=ana, starts_at=soon(), state=MeetingState.CANCELLED)
    text = text_of(signed_in(ana).get(reverse("clients:client", args=[alder.pk])))
    [panel] = re.findall(r"<h2>Next meetings</h2>.*?</section>", text)
    assert "Kick-off" in panel
    assert "Gone" not in panel


def test_who_neither_leads_nor_takes_part_finds_nothing(ana, alder, signed_in):
    meeting = a_meeting(alder, "Kick-off", by=ana, starts_at=soon())
    for role in (Role.MAKER, Role.FINANCE):
        browser = signed_in(a_member(f"Some {role}", role))
        assert browser.get(page("meeting", meeting)).status_code == 404
        assert "Kick-off" not in text_of(browser.get(HOME))


def test_nobody_plans_with_a_client_they_cannot_see(ana, signed_in):
    gone = a_client("Gone", deleted_at=clock.now())
    assert signed_in(ana).get(f"{reverse('conversations:new_meeting')}?client={gone.pk}").status_code == 404


def test_the_number_of_questions_does_not_grow_with_the_meetings(ana, alder, signed_in, django_assert_num_queries):
    browser = signed_in(ana)

    def one_more(number: int) -> None:
        client = a_client(f"Client {number}")
        meeting = a_meeting(client, by=ana, starts_at=soon(25 + number))
        a_guest(meeting, a_contact(client, f"Guest {number}"))
        asked = a_meeting(client, organiser="x@y.example", starts_at=soon(25 + number))
        a_guest(asked, ana, GuestAnswer.WAITING)

    one_more(0)
    browser.get(HOME)
    with CaptureQueriesContext(connection) as asked:
        browser.get(HOME)
    for number in range(1, 5):
        one_more(number)
    with django_assert_num_queries(len(asked)):
        browser.get(HOME)


def test_a_read_only_calendar_is_not_offered(ana, alder, signed_in):
    from twinhelm.conversations.testing import a_calendar

    a_calendar(ana, "Subscribed", kind=CalendarKind.ICS, is_read_only=True)
    text = text_of(signed_in(ana).get(f"{reverse('conversations:new_meeting')}?client={alder.pk}"))
    assert "Subscribed" not in text
