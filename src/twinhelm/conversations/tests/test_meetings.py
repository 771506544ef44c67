"""Meetings with clients: planned into a real calendar, answered, moved, called off, and held."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest

from twinhelm.conversations.actions import meeting_answers, meeting_ends, meetings
from twinhelm.conversations.actions.calendar_servers import CalendarChanged, CalendarTrouble
from twinhelm.conversations.actions.calendar_sync import look
from twinhelm.conversations.actions.meeting_ends import ChangedSince, NotYetOver, Written
from twinhelm.conversations.actions.meeting_mail import take_letter
from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.models import Calendar, Meeting
from twinhelm.conversations.rules.meetings import mark_of
from twinhelm.conversations.rules.plans import Asked, Plan
from twinhelm.conversations.testing import a_calendar, a_guest, a_mailbox, a_meeting
from twinhelm.conversations.tests.test_calendars import AT, PASSWORD, Diary, alder, ana, diary, loopback_is_ours, pim
from twinhelm.conversations.tests.test_calendars import an_event as theirs
from twinhelm.diaries import read, write
from twinhelm.diaries.events import Answer, Guest, Method, Window
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

__all__ = ["alder", "ana", "diary", "loopback_is_ours", "pim"]
pytestmark = pytest.mark.django_db
UTC_ZONE = ZoneInfo("UTC")
TEN = datetime(2026, 11, 24, 9, tzinfo=UTC)
MAYA = Asked("maya@alder.example", "Maya Alder")


@pytest.fixture
def calendar(ana, diary: Diary) -> Calendar:
    calendar = diary.connected(ana)
    calendar.refresh_from_db()
    return calendar


@pytest.fixture
def mailbox(ana):
    return a_mailbox(ana, ana.email)


def a_plan(**facts) -> Plan:
    return Plan(
        **{"title": "Kick-off", "starts_at": TEN, "minutes": 60, "asked": (MAYA,), "agenda": "1. Ovens"} | facts
    )


def planned(ana, alder, calendar=None, *, key="one", **facts) -> Meeting:
    return meetings.plan(a_plan(**facts), client=alder, calendar=calendar, key=key, by=ana, at=AT)


def letters_to(address: str) -> list[tuple[str, read.Found]]:
    """Subject and calendar of each letter, as a guest's program would take them out."""
    found = []
    for posted in OutgoingMail.objects.filter(recipient=address).order_by("pk"):
        with files.opened(posted.letter_key) as lines:
            letter = message_from_bytes(lines.read(), policy=policy.default)
        [part] = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
        assert part.get_param("method")
        window = Window(date(2026, 1, 1), date(2027, 12, 31), UTC_ZONE)
        found.append((letter["Subject"], read.read(part.get_content().encode(), window)))
    return found


def test_a_planned_meeting_stands_in_the_calendar_and_its_guest_is_asked(ana, alder, calendar, mailbox, diary):
    meeting = planned(ana, alder, calendar)
    [href] = diary.radicale.hrefs(diary.url, diary.user, PASSWORD)
    there = diary.radicale.get(href, diary.user, PASSWORD)
    assert "SUMMARY:Kick-off" in there
    assert "SCHEDULE-AGENT=CLIENT" in there.replace("\r\n ", "")
    [(subject, found)] = letters_to("maya@alder.example")
    assert subject == "Invitation: Kick-off"
    assert found.method is Method.REQUEST
    assert found.events[0].uid == meeting.uid
    assert found.events[0].organiser.address == mailbox.address


def test_the_same_form_sent_twice_plans_one_meeting_and_one_letter(ana, alder, calendar, mailbox, diary):
    assert planned(ana, alder, calendar).pk == planned(ana, alder, calendar).pk
    assert len(diary.radicale.hrefs(diary.url, diary.user, PASSWORD)) == 1
    assert OutgoingMail.objects.count() == 1


def test_a_calendar_that_does_not_answer_plans_nothing_and_asks_nobody(ana, alder, mailbox):
    dead = a_calendar(ana)
    with pytest.raises(CalendarTrouble, match="doesn’t answer"):
        planned(ana, alder, dead)
    assert not Meeting.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_calendar_that_is_looked_at_next_makes_no_second_meeting(ana, alder, calendar, mailbox):
    meeting = planned(ana, alder, calendar)
    before = Meeting.objects.values().get()
    look(calendar, at=AT)
    assert Meeting.objects.values().get() == before
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.WAITING


def test_an_invitation_is_accepted_in_the_calendar_by_another_program_and_we_see_it(
    ana, alder, calendar, mailbox, diary
):
    meeting = planned(ana, alder, calendar)
    [href] = diary.radicale.hrefs(diary.url, diary.user, PASSWORD)
    there = diary.radicale.get(href, diary.user, PASSWORD)
    diary.radicale.put(href, diary.user, PASSWORD, there.replace("NEEDS-ACTION", "ACCEPTED"))
    look(calendar, at=AT)
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.ACCEPTED


def test_what_we_accept_is_accepted_in_the_calendar_and_the_organiser_hears(ana, alder, calendar, mailbox, diary):
    diary.put(theirs())
    look(calendar, at=AT)
    meeting = Meeting.objects.get()
    meeting_answers.answer(meeting, GuestAnswer.ACCEPTED, words="Bringing the plan", by=ana, at=AT)
    there = diary.radicale.get(f"{diary.url}one.ics", diary.user, PASSWORD).replace("\r\n ", "")
    mine = next(line for line in there.split("\r\n") if "mailto:ana.reyes" in line)
    assert "PARTSTAT=ACCEPTED" in mine
    [(subject, found)] = letters_to("maya@alder.example")
    assert subject == "Accepted: Kick-off"
    assert found.method is Method.REPLY
    [guest] = found.events[0].guests
    assert (guest.address, guest.answer, guest.said) == (ana.email, Answer.YES, "Bringing the plan")
    look(calendar, at=AT)
    assert meeting.guests.get(member=ana).answer == GuestAnswer.ACCEPTED


def test_an_invitation_that_came_by_mail_goes_into_the_calendar_when_it_is_accepted(
    ana, alder, calendar, mailbox, diary
):
    [meeting] = take_letter(write.request(theirs(), at=AT).decode(), "maya@alder.example", zone=UTC_ZONE, at=AT)
    assert meeting.client == alder
    assert meeting in Meeting.objects.visible_to(ana)
    meeting_answers.answer(meeting, GuestAnswer.ACCEPTED, by=ana, at=AT)
    [href] = diary.radicale.hrefs(diary.url, diary.user, PASSWORD)
    assert "Kick-off" in diary.radicale.get(href, diary.user, PASSWORD)
    look(calendar, at=AT)
    assert Meeting.objects.count() == 1


def test_a_reply_by_mail_shows_who_comes(ana, alder, mailbox):
    meeting = planned(ana, alder)
    [(_subject, found)] = letters_to("maya@alder.example")
    reply = write.reply(found.events[0], Guest("maya@alder.example", "Maya", Answer.NO, said="On holiday"), at=AT)
    take_letter(reply.decode(), "maya@alder.example", zone=UTC_ZONE, at=AT)
    guest = meeting.guests.get(address="maya@alder.example")
    assert (guest.answer, guest.said) == (GuestAnswer.DECLINED, "On holiday")


def test_nobody_answers_for_somebody_else(ana, alder, mailbox):
    meeting = planned(ana, alder)
    [(_subject, found)] = letters_to("maya@alder.example")
    reply = write.reply(found.events[0], Guest("maya@alder.example", "Maya", Answer.NO), at=AT)
    take_letter(reply.decode(), "evil@example.com", zone=UTC_ZONE, at=AT)
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.WAITING


def test_an_answer_that_comes_late_does_not_undo_a_newer_one(ana, alder, mailbox):
    meeting = planned(ana, alder)
    [(_subject, found)] = letters_to("maya@alder.example")
    event = found.events[0]
    for answer, at in ((Answer.YES, AT + timedelta(hours=2)), (Answer.NO, AT + timedelta(hours=1))):
        reply = write.reply(event, Guest("maya@alder.example", "Maya", answer), at=at)
        take_letter(reply.decode(), "maya@alder.example", zone=UTC_ZONE, at=AT + timedelta(hours=3))
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.ACCEPTED


def test_nobody_changes_or_calls_off_our_meeting_by_mail(ana, alder, mailbox):
    meeting = planned(ana, alder)
    [(_subject, found)] = letters_to("maya@alder.example")
    event = found.events[0]
    for letter in (write.request(event, at=AT).replace(b"Kick-off", b"Hijacked"), write.cancel(event, at=AT)):
        take_letter(letter.decode(), "maya@alder.example", zone=UTC_ZONE, at=AT)
    meeting.refresh_from_db()
    assert (meeting.title, meeting.state) == ("Kick-off", MeetingState.PLANNED)


def test_only_its_organiser_calls_off_an_invitation(ana, alder, mailbox):
    [meeting] = take_letter(write.request(theirs(), at=AT).decode(), "maya@alder.example", zone=UTC_ZONE, at=AT)
    off = write.cancel(theirs(sequence=1), at=AT).decode()
    take_letter(off, "evil@example.com", zone=UTC_ZONE, at=AT)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    take_letter(off, "maya@alder.example", zone=UTC_ZONE, at=AT)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_an_invitation_to_nobody_of_us_is_not_kept(ana, alder):
    event = theirs(guests=(Guest("jo@alder.example"),))
    assert not take_letter(write.request(event, at=AT).decode(), "maya@alder.example", zone=UTC_ZONE, at=AT)


@pytest.mark.parametrize(
    "invitation", ["", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n", "\0" * 50]
)
def test_a_broken_invitation_changes_nothing(ana, invitation):
    assert take_letter(invitation, "maya@alder.example", zone=UTC_ZONE, at=AT) == []


def moved(meeting: Meeting, ana, **facts) -> Meeting:
    return meetings.move(meeting, a_plan(**facts), version=meeting.version, by=ana, at=AT)


def test_a_moved_meeting_moves_in_the_calendar_and_asks_again(ana, alder, calendar, mailbox, diary):
    meeting = planned(ana, alder, calendar)
    meeting.guests.filter(address="maya@alder.example").update(answer=GuestAnswer.ACCEPTED)
    moved(meeting, ana, starts_at=TEN + timedelta(days=1))
    [href] = diary.radicale.hrefs(diary.url, diary.user, PASSWORD)
    there = diary.radicale.get(href, diary.user, PASSWORD)
    assert "DTSTART:20261125T090000Z" in there
    assert "SEQUENCE:1" in there
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.WAITING
    subject, found = letters_to("maya@alder.example")[-1]
    assert subject == "Changed: Kick-off"
    assert (found.events[0].sequence, found.events[0].starts) == (1, TEN + timedelta(days=1))


def test_another_place_asks_nobody_again(ana, alder, calendar, mailbox):
    meeting = planned(ana, alder, calendar)
    meeting.guests.filter(address="maya@alder.example").update(answer=GuestAnswer.ACCEPTED)
    moved(meeting, ana, place="Quay 4")
    assert meeting.guests.get(address="maya@alder.example").answer == GuestAnswer.ACCEPTED


def test_who_is_no_longer_asked_is_told(ana, alder, mailbox):
    jo = Asked("jo@alder.example", "Jo")
    meeting = planned(ana, alder, asked=(MAYA, jo))
    moved(meeting, ana, asked=(MAYA,))
    assert [found.method for _subject, found in letters_to("jo@alder.example")] == [Method.REQUEST, Method.CANCEL]
    assert not meeting.guests.filter(address="jo@alder.example").exists()


def test_a_change_in_the_calendar_meanwhile_is_not_overwritten(ana, alder, calendar, mailbox, diary):
    meeting = planned(ana, alder, calendar)
    [href] = diary.radicale.hrefs(diary.url, diary.user, PASSWORD)
    there = diary.radicale.get(href, diary.user, PASSWORD)
    diary.radicale.put(href, diary.user, PASSWORD, there.replace("SUMMARY:Kick-off", "SUMMARY:Moved by phone"))
    with pytest.raises(CalendarChanged, match="nothing was overwritten"):
        moved(meeting, ana, title="Ours")
    assert "Moved by phone" in diary.radicale.get(href, diary.user, PASSWORD)
    assert Meeting.objects.get().title == "Kick-off"
    assert len(letters_to("maya@alder.example")) == 1
    look(calendar, at=AT)
    assert Meeting.objects.get().title == "Moved by phone"


def test_two_members_who_change_one_meeting_are_told(ana, pim, alder, mailbox):
    meeting = planned(ana, alder)
    moved(meeting, ana, title="Ana’s")
    with pytest.raises(ChangedSince):
        meetings.move(meeting, a_plan(title="Pim’s"), version=meeting.version, by=pim, at=AT)
    assert Meeting.objects.get().title == "Ana’s"


def test_called_off_it_leaves_the_calendar_and_is_told(ana, alder, calendar, mailbox, diary):
    meeting = planned(ana, alder, calendar)
    meetings.cancel(meeting, by=ana, at=AT)
    assert diary.radicale.hrefs(diary.url, diary.user, PASSWORD) == []
    assert letters_to("maya@alder.example")[-1][1].method is Method.CANCEL
    with pytest.raises(meetings.AlreadyCancelled):
        meetings.cancel(meeting.__class__.objects.get(), by=ana, at=AT)
    look(calendar, at=AT)
    assert Meeting.objects.get().state == MeetingState.CANCELLED


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " \r\n"},
        {"minutes": 0},
        {"minutes": 100_000},
        {"starts_at": TEN.replace(year=2199)},
        {"link": "javascript:x"},
    ],
)
def test_refuses_what_no_calendar_should_hold(ana, alder, wrong):
    with pytest.raises(Invalid):
        planned(ana, alder, **wrong)
    assert not Meeting.objects.exists()


def test_words_that_look_like_headers_stay_words(ana, alder, mailbox):
    evil = "Talk\r\nBcc: evil@example.com\r\n\r\n<h1>{{ x }}</h1>\u202egnp"
    planned(
        ana, alder, title=evil, place=evil, agenda=evil, asked=(Asked("maya@alder.example", 'Maya"\r\nBcc: a@b.c'),)
    )
    posted = OutgoingMail.objects.get()
    with files.opened(posted.letter_key) as lines:
        letter = message_from_bytes(lines.read(), policy=policy.default)
    assert letter["Bcc"] is None
    assert "\n" not in letter["Subject"]
    assert posted.recipients == ["maya@alder.example"]
    [(_subject, found)] = letters_to("maya@alder.example")
    assert "\u202e" not in found.events[0].title


def test_a_maker_plans_no_meeting_and_nobody_moves_what_others_made(ana, alder):
    dee = a_member("Dee", Role.MAKER)
    with pytest.raises(NotPermitted):
        planned(dee, alder)
    theirs_here = a_meeting(alder, organiser="maya@alder.example")
    with pytest.raises(NotPermitted, match="maya@alder"):
        moved(theirs_here, ana)


def test_a_client_elsewhere_reads_their_own_time(ana, alder, mailbox):
    alder.time_zone = "America/New_York"
    alder.save()
    planned(ana, alder)
    with files.opened(OutgoingMail.objects.get().letter_key) as lines:
        text = message_from_bytes(lines.read(), policy=policy.default).get_body(("plain",)).get_content()
    assert re.search(r"24 November 2026, 04:00, 1 h \(time in New York\)", text)
    assert "10:00" in text


def test_an_ended_meeting_is_taken_for_held_once_and_told(ana, alder):
    meeting = a_meeting(alder, by=ana, starts_at=TEN)
    a_guest(meeting, "maya@alder.example")
    for _again in range(2):
        meeting_ends.settle_ended(at=TEN + timedelta(hours=2))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.settled_by) == (MeetingState.HELD, None)
    assert meeting.responsibility.key == "scheduled"
    assert EventRecord.objects.filter(name="MeetingHeld", subject_id=meeting.pk).count() == 1


def test_a_meeting_to_which_nobody_came_was_not_held(ana, alder):
    meeting = a_meeting(alder, by=ana, starts_at=TEN)
    a_guest(meeting, "maya@alder.example", GuestAnswer.DECLINED)
    meeting_ends.settle_ended(at=TEN + timedelta(hours=2))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.NOT_HELD
    assert not EventRecord.objects.filter(name="MeetingHeld").exists()


def test_what_is_not_over_or_with_nobody_we_know_is_not_taken_for_held(ana, alder):
    a_meeting(alder, by=ana, starts_at=TEN)
    a_meeting(None, by=ana, starts_at=TEN - timedelta(days=1))
    assert meeting_ends.settle_ended(at=TEN + timedelta(minutes=30)) == 0


def test_somebody_says_it_was_not_held_after_all(ana, alder):
    meeting = a_meeting(alder, by=ana, starts_at=TEN)
    with pytest.raises(NotYetOver):
        meeting_ends.say_held(meeting, is_held=True, by=ana, at=AT)
    meeting_ends.settle_ended(at=TEN + timedelta(hours=2))
    said = meeting_ends.say_held(meeting, is_held=False, by=ana, at=TEN + timedelta(hours=3))
    assert (said.state, said.settled_by) == (MeetingState.NOT_HELD, ana)
    assert EventRecord.objects.filter(name="MeetingChanged", subject_id=meeting.pk).count() == 1


def test_notes_of_two_people_never_overwrite_each_other(ana, pim, alder):
    meeting = a_meeting(alder, by=ana)
    seen = mark_of("", "")
    meeting_ends.write_down(meeting, Written(notes="They want Sundays"), seen=seen, by=ana, at=AT)
    with pytest.raises(ChangedSince):
        meeting_ends.write_down(meeting, Written(notes="Pim’s"), seen=seen, by=pim, at=AT)
    assert Meeting.objects.get().notes == "They want Sundays"
    meeting_ends.write_down(meeting, Written(notes="They want Sundays"), seen=seen, by=ana, at=AT)
