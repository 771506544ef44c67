"""Calendars of members: connected to a real server, looked at, and never telling what they shouldn't."""

import http.server
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from tests.parts.radicale import Radicale

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.actions import calendars
from twinhelm.conversations.actions.calendar_servers import CalendarTrouble, WrongPassword, as_web_address
from twinhelm.conversations.actions.calendar_sync import look
from twinhelm.conversations.actions.calendars import Account
from twinhelm.conversations.choices import GuestAnswer, MeetingState
from twinhelm.conversations.models import Calendar, Meeting, MeetingCopy
from twinhelm.diaries import write
from twinhelm.diaries.events import Answer, Event, Guest
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PASSWORD = "cinnamon"
numbers = count()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loopback_is_ours(settings):
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder():
    client = a_client("Alder Bakery", domains=("alder.example",))
    a_contact(client, "Maya Alder", email="maya@alder.example")
    return client


class Diary:
    """A calendar on the server, of a user of its own."""

    def __init__(self, radicale: Radicale) -> None:
        self.user = f"member{next(numbers)}"
        self.radicale = radicale
        radicale.add_user(self.user, PASSWORD)
        self.url = radicale.add_calendar(self.user, PASSWORD, "Work")

    def account(self, password: str = PASSWORD) -> Account:
        return Account(self.radicale.url, self.user, password)

    def connected(self, member) -> Calendar:
        places = calendars.offered(self.account(), by=member)
        return calendars.connect(self.account(), places, by=member, at=AT)[0]

    def put(self, event: Event, name: str = "one", content: bytes = b"") -> None:
        text = (content or write.stored(event, at=AT)).decode()
        self.radicale.put(f"{self.url}{name}.ics", self.user, PASSWORD, text)

    def delete(self, name: str = "one") -> None:
        self.radicale.delete(f"{self.url}{name}.ics", self.user, PASSWORD)


@pytest.fixture
def diary(radicale):
    return Diary(radicale)


def an_event(**facts) -> Event:
    usual = {
        "uid": "kick-off@alder.example",
        "title": "Kick-off",
        "starts": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "ends": datetime(2026, 11, 24, 10, tzinfo=UTC),
        "organiser": Guest("maya@alder.example", "Maya"),
        "guests": (Guest("maya@alder.example", "Maya", Answer.YES), Guest("ana.reyes@northlight.example", "Ana")),
    }
    return Event(**{**usual, **facts})


def test_finds_the_calendars_of_an_account_and_keeps_the_password_sealed(ana, diary):
    calendar = diary.connected(ana)
    assert (calendar.name, calendar.may_be_written) == ("Work", True)
    assert PASSWORD not in calendar.password
    calendar.refresh_from_db()
    assert calendar.is_main


def test_a_wrong_password_says_so_and_connects_nothing(ana, diary):
    with pytest.raises(WrongPassword, match="password"):
        calendars.offered(diary.account("guess"), by=ana)
    assert not Calendar.objects.exists()


def test_connecting_again_makes_no_second_calendar(ana, diary):
    assert diary.connected(ana).pk == diary.connected(ana).pk
    assert Calendar.objects.count() == 1


def test_a_server_inside_our_network_is_not_asked(ana, diary, settings):
    settings.INSIDE_HOSTS = frozenset()
    with pytest.raises(Invalid, match="encrypted"):
        calendars.offered(diary.account(), by=ana)
    with pytest.raises(Invalid, match="inside our own network"):
        calendars.offered(Account("https://127.0.0.1:9", "a", "b"), by=ana)


@pytest.mark.parametrize("address", ["ftp://a.example", "https://", "https://a.example:99999/", "javascript:alert(1)"])
def test_an_odd_address_gets_a_sentence(address):
    with pytest.raises((Invalid, CalendarTrouble)):
        as_web_address(address)


def test_a_meeting_with_a_contact_stands_on_their_client(ana, alder, diary):
    diary.put(an_event())
    look(diary.connected(ana), at=AT)
    meeting = Meeting.objects.get()
    assert (meeting.client, meeting.title, meeting.minutes) == (alder, "Kick-off", 60)
    guests = {one.address: one for one in meeting.guests.all()}
    assert guests["maya@alder.example"].contact.name == "Maya Alder"
    assert guests["ana.reyes@northlight.example"].member == ana


def test_a_colleague_of_the_contact_is_known_by_the_domain(ana, alder, diary):
    diary.put(an_event(organiser=None, guests=(Guest("new@shop.alder.example"),)))
    look(diary.connected(ana), at=AT)
    assert Meeting.objects.get().client == alder


def test_what_is_with_nobody_we_know_stays_private(ana, pim, alder, diary):
    diary.put(an_event(title="Dentist", organiser=None, guests=(Guest("desk@dentist.example"),)))
    look(diary.connected(ana), at=AT)
    assert Meeting.objects.visible_to(ana).count() == 1
    assert Meeting.objects.visible_to(pim).count() == 0


def test_what_is_marked_private_is_nobodys_meeting(ana, pim, alder, diary):
    text = write.stored(an_event(), at=AT).replace(b"END:VEVENT", b"CLASS:PRIVATE\r\nEND:VEVENT")
    diary.put(an_event(), content=text)
    look(diary.connected(ana), at=AT)
    assert Meeting.objects.get().client is None
    assert not Meeting.objects.visible_to(pim).exists()


def test_a_meeting_among_ourselves_is_not_with_a_client(ana, pim, alder, diary):
    diary.put(an_event(organiser=Guest("pim.de.wit@northlight.example"), guests=(Guest(ana.email),)))
    look(diary.connected(ana), at=AT)
    assert Meeting.objects.get().client is None


def test_the_same_meeting_in_two_calendars_stands_here_once(ana, pim, alder, radicale):
    both = (Guest(ana.email), Guest(pim.email), Guest("maya@alder.example"))
    for member in (ana, pim):
        diary = Diary(radicale)
        diary.put(an_event(guests=both))
        look(diary.connected(member), at=AT)
    assert Meeting.objects.count() == 1
    assert MeetingCopy.objects.count() == 2


def test_an_identity_alone_opens_nobody_elses_calendar(ana, pim, alder, radicale):
    one, other = Diary(radicale), Diary(radicale)
    one.put(an_event(title="Dentist", organiser=None, guests=()))
    look(one.connected(ana), at=AT)
    other.put(an_event(title="Guess", organiser=None, guests=()))
    look(other.connected(pim), at=AT)
    assert [meeting.title for meeting in Meeting.objects.visible_to(pim)] == ["Guess"]
    assert [meeting.title for meeting in Meeting.objects.visible_to(ana)] == ["Dentist"]


def test_hears_what_changed_and_what_went(ana, alder, diary):
    diary.put(an_event())
    calendar = look(diary.connected(ana), at=AT)
    diary.put(
        an_event(
            title="Kick-off, moved",
            starts=datetime(2026, 11, 25, 9, tzinfo=UTC),
            ends=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
            sequence=1,
        )
    )
    calendar = look(calendar, at=AT)
    meeting = Meeting.objects.get()
    assert (meeting.title, meeting.minutes) == ("Kick-off, moved", 30)
    diary.delete()
    look(calendar, at=AT)
    assert not Meeting.objects.visible_to(ana).exists()


def test_looking_again_changes_nothing(ana, alder, diary):
    diary.put(an_event())
    calendar = look(diary.connected(ana), at=AT)
    before = Meeting.objects.values().get()
    look(calendar, at=AT + timedelta(minutes=5))
    calendar.sync_token = ""
    look(calendar, at=AT + timedelta(minutes=10))
    assert Meeting.objects.values().get() == before


def test_notes_of_ours_outlive_the_entry_in_the_calendar(ana, alder, diary):
    diary.put(an_event())
    calendar = look(diary.connected(ana), at=AT)
    Meeting.objects.update(notes="They want Sundays")
    diary.delete()
    look(calendar, at=AT)
    meeting = Meeting.objects.visible_to(ana).get()
    assert (meeting.state, meeting.notes) == (MeetingState.CANCELLED, "They want Sundays")


def test_an_answer_that_is_known_is_not_taken_back_by_a_calendar_that_has_not_heard(ana, alder, diary):
    diary.put(an_event())
    calendar = look(diary.connected(ana), at=AT)
    Meeting.objects.get().guests.filter(member=ana).update(answer=GuestAnswer.ACCEPTED)
    diary.put(an_event(location="Quay 4"))
    calendar = look(calendar, at=AT)
    assert Meeting.objects.get().guests.get(member=ana).answer == GuestAnswer.ACCEPTED
    diary.put(
        an_event(sequence=1, starts=datetime(2026, 11, 24, 14, tzinfo=UTC), ends=datetime(2026, 11, 24, 15, tzinfo=UTC))
    )
    look(calendar, at=AT)
    assert Meeting.objects.get().guests.get(member=ana).answer == GuestAnswer.WAITING


def test_a_series_is_laid_out_and_follows_when_it_moves(ana, alder, diary):
    weekly = write.stored(an_event(), at=AT).replace(b"END:VEVENT", b"RRULE:FREQ=WEEKLY;COUNT=4\r\nEND:VEVENT")
    diary.put(an_event(), content=weekly)
    calendar = look(diary.connected(ana), at=AT)
    assert Meeting.objects.visible_to(ana).with_clients().count() == 4
    diary.put(an_event(), content=weekly.replace(b"COUNT=4", b"COUNT=2"))
    look(calendar, at=AT)
    assert Meeting.objects.visible_to(ana).count() == 2


def test_a_series_without_end_reaches_further_as_days_go_by(ana, alder, diary):
    weekly = write.stored(an_event(), at=AT).replace(b"END:VEVENT", b"RRULE:FREQ=WEEKLY\r\nEND:VEVENT")
    diary.put(an_event(), content=weekly)
    calendar = look(diary.connected(ana), at=AT)
    last = Meeting.objects.latest("starts_at").starts_at
    look(calendar, at=AT + timedelta(days=8))
    assert Meeting.objects.latest("starts_at").starts_at > last


def test_a_poisoned_event_is_set_aside_with_a_reason_and_the_next_is_kept(ana, alder, diary):
    folder = diary.radicale.folder / "collections" / "collection-root" / diary.user / "work"
    diary.put(an_event(), "good")
    poison = write.stored(an_event(uid="poison@alder.example", title="Poison"), at=AT)
    diary.put(an_event(), "poison", content=poison.replace(b"END:VEVENT", b"RRULE:FREQ=MINUTELY\r\nEND:VEVENT"))
    assert (folder / "poison.ics").exists()
    calendar = look(diary.connected(ana), at=AT)
    assert [one.title for one in Meeting.objects.all()] == ["Kick-off"]
    assert [(one["title"], bool(one["why"])) for one in calendar.skipped] == [("Poison", True)]


def test_a_password_that_became_wrong_is_said_and_not_tried_again_and_again(ana, diary):
    calendar = diary.connected(ana)
    (diary.radicale.folder / "users").write_text(
        (diary.radicale.folder / "users").read_text().replace(f"{diary.user}:{PASSWORD}", f"{diary.user}:other")
    )
    calendar = look(calendar, at=AT)
    assert calendar.is_paused
    assert "password" in calendar.failure
    assert calendar.failed_since == AT


def test_looks_by_itself_every_few_minutes(ana, alder, diary):
    from twinhelm.conversations.jobs.calendars import sync_calendars

    diary.connected(ana)
    diary.put(an_event())
    sync_calendars.enqueue()
    run_jobs()
    assert Calendar.objects.get().last_seen_at


def test_a_file_is_brought_in_once_however_often(ana, alder):
    content = write.stored(an_event(), at=AT)
    for _again in range(2):
        calendars.import_file(name="export.ics", content=content, by=ana, at=AT)
    assert Meeting.objects.count() == 1
    assert Meeting.objects.get().client == alder


def test_a_file_that_is_no_calendar_brings_nothing(ana):
    with pytest.raises(Invalid, match="not a calendar"):
        calendars.import_file(name="a.pdf", content=b"%PDF", by=ana, at=AT)
    assert not Calendar.objects.exists()


def test_letting_a_calendar_go_leaves_the_clients_story(ana, alder, diary):
    diary.put(an_event())
    diary.put(an_event(uid="dentist@x.example", title="Dentist", organiser=None, guests=()), "two")
    calendar = look(diary.connected(ana), at=AT)
    calendars.remove(calendar, by=ana, at=AT)
    assert [one.title for one in Meeting.objects.filter(deleted_at=None)] == ["Kick-off"]
    assert not Calendar.objects.visible_to(ana).exists()
    assert Calendar.objects.get().password == ""


def test_nobody_changes_the_calendar_of_somebody_else(ana, pim, diary):
    calendar = diary.connected(ana)
    for act in (calendars.make_main, calendars.pause, calendars.resume, calendars.remove):
        with pytest.raises(NotPermitted):
            act(calendar, by=pim, at=AT)


def test_an_entry_that_can_no_longer_be_read_is_said_and_its_meeting_stays(ana, alder, diary):
    diary.put(an_event())
    calendar = look(diary.connected(ana), at=AT)
    broken = write.stored(an_event(), at=AT).replace(b"END:VEVENT", b"RRULE:FREQ=SECONDLY\r\nEND:VEVENT")
    diary.put(an_event(), content=broken)
    calendar = look(calendar, at=AT)
    assert Meeting.objects.visible_to(ana).count() == 1
    assert len(calendar.skipped) == 1


def test_a_file_that_was_cut_off_takes_no_meeting_away(ana, alder):
    both = write.stored(an_event(), at=AT).replace(b"END:VCALENDAR\r\n", b"")
    other = write.stored(an_event(uid="two@alder.example"), at=AT).partition(b"BEGIN:VEVENT")[2]
    whole = both + b"BEGIN:VEVENT" + other
    calendars.import_file(name="export.ics", content=whole, by=ana, at=AT)
    assert Meeting.objects.visible_to(ana).count() == 2
    calendars.import_file(name="export.ics", content=both, by=ana, at=AT)
    assert Meeting.objects.visible_to(ana).count() == 2


def test_an_address_that_shows_a_web_page_instead_takes_no_meeting_away(ana, alder, radicale, tmp_path):
    served = tmp_path / "work.ics"
    served.write_bytes(write.stored(an_event(), at=AT))
    with a_web_server(tmp_path) as port:
        calendar = calendars.connect_address(name="Work", address=f"http://127.0.0.1:{port}/work.ics", by=ana, at=AT)
        calendar = look(calendar, at=AT)
        assert Meeting.objects.get().client == alder
        served.write_text("<!doctype html><title>Sign in</title>")
        calendar = look(calendar, at=AT)
    assert "no calendar" in calendar.failure
    assert Meeting.objects.visible_to(ana).count() == 1


@contextmanager
def a_web_server(folder):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
