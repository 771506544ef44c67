"""What is said with clients comes to the laundry list by itself: once, exactly, without its words."""

from datetime import date, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.conversations.actions import calls as calling
from twinhelm.conversations.choices import Direction, MeetingState
from twinhelm.conversations.models import Meeting, MeetingGuest
from twinhelm.conversations.testing import a_call, a_conversation, a_message
from twinhelm.foundation import clock
from twinhelm.foundation.models import OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import files, imports
from twinhelm.worklog.actions.corrections import correct
from twinhelm.worklog.actions.feed import follow
from twinhelm.worklog.choices import ImportState, Origin
from twinhelm.worklog.jobs.feed import ask_to_follow_conversation, follow_all
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.queries.facts import MAIL_MINUTES
from twinhelm.worklog.queries.reader import Reader
from twinhelm.worklog.rules.wishes import Wishes
from twinhelm.worklog.testing import NINE, an_entry, day_switches, week_load

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


@pytest.fixture
def follow_up(django_capture_on_commit_callbacks):
    """What happens after an act is stored: listeners and their jobs."""

    def run(act, *given, **wanted):
        with django_capture_on_commit_callbacks(execute=True):
            result = act(*given, **wanted)
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        return result

    return run


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(ana):
    return a_client("Alder Bakery", made_by=ana)


def a_talk(follow_up, ana, alder, minutes=12):
    account = calling.Account(aim=calling.Aim(client=alder), notes="The secret of the sourdough")
    return follow_up(calling.log_call, calling.Span(NINE, minutes), account, by=ana, at=NINE + timedelta(days=1))


def a_meeting(ana, alder, title="Winter pages, second round", **fields):
    defaults = {"starts_at": NINE, "ends_at": NINE + timedelta(hours=1), "state": MeetingState.HELD, "by": ana}
    return Meeting.objects.create(uid=title, client=alder, title=title, **(defaults | fields))


def test_a_call_becomes_one_entry_and_the_sums_know_it(follow_up, ana, alder):
    a_talk(follow_up, ana, alder)
    entry = WorkEntry.objects.get()
    assert (entry.member, entry.on, entry.minutes, entry.client_name) == (ana, MONDAY, 12, "Alder Bakery")
    assert (entry.responsibility.key, entry.sorted_by) == ("real-time", "known")
    assert week_load(ana, MONDAY) == {"real-time": 12}


def test_the_entry_changes_and_goes_with_its_call(follow_up, ana, alder):
    call = a_talk(follow_up, ana, alder)
    account = calling.Account(aim=calling.Aim(client=alder))
    span = calling.Span(NINE + timedelta(days=7), 20)
    follow_up(calling.change, call, account, span=span, by=ana, at=NINE + timedelta(days=8))
    assert week_load(ana, MONDAY) == {}
    assert week_load(ana, MONDAY + timedelta(days=7)) == {"real-time": 20}
    follow_up(calling.delete, call, by=ana, at=NINE + timedelta(days=8))
    assert not WorkEntry.objects.exists()
    assert week_load(ana, MONDAY + timedelta(days=7)) == {}
    follow_up(calling.put_back, call, by=ana, at=NINE + timedelta(days=8))
    assert WorkEntry.objects.count() == 1
    assert Import.objects.get(is_own=True).entries_added == 1


def test_what_was_corrected_in_the_list_stays_when_the_call_changes(follow_up, ana, alder):
    call, other = a_talk(follow_up, ana, alder), a_talk(follow_up, ana, alder)
    entry = WorkEntry.objects.get(origin_id=call.pk)
    advocacy = Responsibility.objects.get(key="advocacy")
    correct(entry, advocacy, by=ana, at=clock.now())
    follow_up(calling.change, call, calling.Account(notes="More"), by=ana, at=NINE + timedelta(days=2))
    entry.refresh_from_db()
    assert entry.responsibility == advocacy
    assert WorkEntry.objects.get(origin_id=other.pk).responsibility.key == "real-time"


def test_what_was_said_of_one_call_teaches_the_sorter_no_words(follow_up, ana, alder):
    a_talk(follow_up, ana, alder)
    correct(WorkEntry.objects.get(), Responsibility.objects.get(key="qa"), by=ana, at=clock.now())
    assert Reader().corrections == 0


def test_a_mail_counts_as_measured_else_as_mailbox_imports_do(ana, alder):
    conversation = a_conversation(alder)
    a_message(conversation, Direction.OUT, sender=ana, minutes=9)
    a_message(conversation, Direction.OUT, sender=ana, at=NINE + timedelta(hours=1))
    a_message(conversation, Direction.IN, at=NINE + timedelta(hours=2))
    run(follow_all)
    assert sorted(WorkEntry.objects.values_list("minutes", flat=True)) == [MAIL_MINUTES, 9]


def test_a_mail_to_nobody_that_we_know_as_a_client_is_nobodys_work(ana):
    a_message(a_conversation(None), Direction.OUT, sender=ana)
    run(follow_all)
    assert not WorkEntry.objects.exists()


def test_a_meeting_is_work_of_all_who_took_part(ana, alder):
    pim, gone = a_member("Pim de Wit"), a_member("Mirela Popa")
    meeting = a_meeting(ana, alder)
    MeetingGuest.objects.create(meeting=meeting, address="pim@x.example", member=pim, answer="accepted")
    MeetingGuest.objects.create(meeting=meeting, address="mirela@x.example", member=gone, answer="declined")
    run(follow_all)
    assert set(WorkEntry.objects.values_list("member__name", "minutes")) == {("Ana Reyes", 60), ("Pim de Wit", 60)}
    assert day_switches(pim, MONDAY)


def run(definition):
    definition.enqueue()
    run_jobs()


def test_counting_what_came_before_changes_nothing_the_second_time(ana, alder):
    a_call(ana, alder)
    a_message(a_conversation(alder), Direction.OUT, sender=ana)
    a_meeting(ana, alder)
    run(follow_all)
    before = list(WorkEntry.objects.order_by("pk").values())
    run(follow_all)
    assert list(WorkEntry.objects.order_by("pk").values()) == before
    assert len(before) == 3


def test_a_call_of_a_client_who_went_is_let_go_when_all_is_counted_again(ana, alder):
    call = a_call(ana, alder)
    run(follow_all)
    type(call).objects.filter(pk=call.pk).update(deleted_at=NINE)
    run(follow_all)
    assert not WorkEntry.objects.exists()
    assert week_load(ana, MONDAY) == {}


def test_an_imported_entry_of_the_same_hour_stands_for_the_meeting(ana, alder):
    imported = an_entry(
        ana, "Winter pages", at=NINE, minutes=60, responsibility="scheduled", client_name="Alder Bakery"
    )
    meeting = a_meeting(ana, alder)
    follow(Origin.MEETING, [meeting.pk], at=NINE)
    entry = WorkEntry.objects.get()
    assert (entry, entry.origin_id) == (imported, meeting.pk)
    assert week_load(ana, MONDAY) == {"scheduled": 60}


def test_taken_back_the_import_leaves_the_meeting_to_count_by_itself_and_put_back_it_stands_for_it(
    follow_up, ana, alder
):
    imported = an_entry(
        ana, "Winter pages", at=NINE, minutes=60, responsibility="scheduled", client_name="Alder Bakery"
    )
    meeting = a_meeting(ana, alder, ends_at=NINE + timedelta(minutes=50))
    follow(Origin.MEETING, [meeting.pk], at=NINE)
    follow_up(imports.take_back, imported.source, by=ana, at=clock.now())
    assert week_load(ana, MONDAY) == {"scheduled": 50}
    follow_up(imports.put_back, imported.source, by=ana, at=clock.now())
    assert week_load(ana, MONDAY) == {"scheduled": 60}


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VEVENT
UID:1@x
DTSTART:20261116T090000Z
DTEND:20261116T100000Z
SUMMARY:Winter pages
END:VEVENT
BEGIN:VEVENT
UID:2@x
DTSTART:20261116T130000Z
DTEND:20261116T140000Z
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_the_dry_run_of_a_calendar_names_what_is_counted_already(follow_up, ana, alder, settings, tmp_path):
    settings.FILES = tmp_path
    meeting = a_meeting(ana, alder)
    follow(Origin.MEETING, [meeting.pk], at=NINE)
    stored = files.put_away([CALENDAR.encode()], "ana.ics")
    imported = follow_up(
        imports.receive, stored, "ana.ics", Wishes(first_on=MONDAY, last_on=MONDAY), by=ana, at=clock.now()
    )
    imported.refresh_from_db()
    assert imported.state == ImportState.CHECKED, imported.failure
    assert imported.findings["twin"]["entries"] == 1
    assert imported.findings["twins"][0]["twin"] == "Meeting with Alder Bakery"


def test_finance_reads_the_hours_and_no_word(follow_up, ana, alder, signed_in):
    a_talk(follow_up, ana, alder)
    sam, oda = a_member("Sam Brandt", Role.FINANCE), an_owner()
    for_sam, for_oda = (signed_in(one).get("/entries/").content.decode() for one in (sam, oda))
    assert "Call with Alder Bakery" in for_sam
    assert "sourdough" not in for_sam
    assert "/calls/" not in for_sam.replace('href="/calls/"', "")
    assert "sourdough" in for_oda
    assert f"/calls/{WorkEntry.objects.get().origin_id}/" in for_oda
    assert "sourdough" not in signed_in(sam).get("/api/entries").content.decode()


def test_what_is_counted_by_itself_stands_apart_and_is_not_taken_back(follow_up, ana, alder, signed_in):
    a_talk(follow_up, ana, alder)
    own, browser = Import.objects.get(is_own=True), signed_in(ana)
    page = browser.get("/imports/").content.decode()
    assert "Counted by itself" in page
    assert "Nothing has been imported yet" in page
    answer = browser.post(f"/imports/{own.pk}/take-back/")
    assert answer.status_code == 403
    assert browser.get(f"/imports/{own.pk}/").url == f"/entries/?source={own.pk}"


def test_filing_a_conversation_counts_what_was_written_in_it(ana, alder):
    conversation = a_conversation(None)
    message = a_message(conversation, Direction.OUT, sender=ana)
    type(conversation).objects.filter(pk=conversation.pk).update(client=alder)
    type(message).objects.filter(pk=message.pk).update(client=alder)
    ask_to_follow_conversation(conversation.pk)
    run_jobs()
    assert WorkEntry.objects.get().client_name == "Alder Bakery"


def test_a_mail_counts_when_it_is_posted_and_no_more_when_it_is_taken_back(ana, alder):
    posted = OutgoingMail.objects.create(
        key="x", kind="client", recipient="m@alder.example", message_id="x@x", created_at=NINE
    )
    message = a_message(a_conversation(alder), Direction.OUT, sender=ana, outgoing=posted)
    follow(Origin.MESSAGE, [message.pk], at=NINE)
    assert WorkEntry.objects.count() == 1
    OutgoingMail.objects.filter(pk=posted.pk).update(state="cancelled")
    follow(Origin.MESSAGE, [message.pk], at=NINE)
    assert not WorkEntry.objects.exists()
    assert week_load(ana, MONDAY) == {}
