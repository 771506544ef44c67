"""Booked time in the laundry list: each minute once, with its responsibility, as long as it stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse

from twinhelm.clients.testing import a_client
from twinhelm.conversations.choices import MeetingState
from twinhelm.conversations.testing import a_call, a_guest, a_meeting
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import entering, timing
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.actions.entering import Spent
from twinhelm.tasks.testing import a_task, a_time_entry
from twinhelm.worklog.actions.feed import follow, follow_times
from twinhelm.worklog.choices import Origin, SortedBy
from twinhelm.worklog.jobs.feed import follow_all
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.testing import an_entry, week_load

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AT = NINE + timedelta(hours=6)


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
def oda():
    an_agency()
    return an_owner()


@pytest.fixture
def dee(oda):
    return a_member("Dee Okafor", Role.MAKER)


def hours(member):
    return WorkEntry.objects.counted().filter(member=member).aggregate(sum=Sum("minutes"))["sum"] or 0


def test_the_hours_of_the_timer_are_in_the_split_of_step_one(follow_up, signed_in, oda, dee):
    task = a_task(responsibility=Responsibility.objects.get(key="qa"))
    timing.start(Aim(task=task, text="On three phones"), key="k", by=dee, at=NINE)
    follow_up(timing.stop, by=dee, at=NINE + timedelta(minutes=90))
    entry = WorkEntry.objects.get()
    assert (entry.minutes, entry.responsibility.key, entry.sorted_by) == (90, "qa", SortedBy.KNOWN)
    assert entry.text == "Draw the order page: On three phones"
    assert (entry.client_name, entry.project_name) == (task.project.client.name, task.project.name)
    assert week_load(dee, MONDAY)
    page = signed_in(oda).get(reverse("worklog:split"), {"from": "2026-11-23", "to": "2026-11-29"})
    assert page.status_code == 200
    assert "Dee" in page.content.decode()
    assert "1 h 30" in page.content.decode() or "1.5" in page.content.decode()


def test_what_nobody_chose_keeps_its_words_to_be_sorted_by_and_is_alike(follow_up, dee):
    follow_up(entering.log_time, Aim(text="Deploy the release"), Spent(MONDAY, 30), by=dee, at=AT)
    follow_up(entering.log_time, Aim(text="deploy the release"), Spent(MONDAY, 40), by=dee, at=AT)
    first, second = WorkEntry.objects.order_by("pk")
    assert first.text == "Deploy the release"
    assert first.text_key == second.text_key
    assert first.sorted_by != SortedBy.KNOWN


def test_changed_deleted_and_put_back_it_follows(follow_up, dee):
    [entry] = follow_up(entering.log_time, Aim(text="Deploy"), Spent(MONDAY, 30), by=dee, at=AT)
    qa = Responsibility.objects.get(key="qa")
    follow_up(entering.change_time, entry, spent=Spent(MONDAY, 50), responsibility=qa, by=dee, at=AT)
    assert (hours(dee), WorkEntry.objects.get().responsibility) == (50, qa)
    follow_up(entering.delete_time, entry, by=dee, at=AT)
    assert hours(dee) == 0
    follow_up(entering.put_time_back, entry, by=dee, at=AT)
    assert hours(dee) == 50


def test_time_on_a_call_counts_in_place_of_the_call(follow_up, oda):
    call = a_call(oda, a_client(made_by=oda), at=NINE)
    follow(Origin.CALL, [call.pk], at=AT)
    assert hours(oda) == 12
    [entry] = follow_up(entering.log_time, Aim(call=call), Spent(MONDAY, 20), by=oda, at=AT)
    assert (hours(oda), WorkEntry.objects.get().origin_kind) == (20, Origin.TIME)
    follow_up(entering.delete_time, entry, by=oda, at=AT)
    assert (hours(oda), WorkEntry.objects.get().origin_kind) == (12, Origin.CALL)


def test_time_on_a_meeting_takes_the_place_of_that_members_part_alone(follow_up, oda, dee):
    meeting = a_meeting(a_client(made_by=oda), starts_at=NINE, by=oda, state=MeetingState.HELD)
    a_guest(meeting, dee)
    follow(Origin.MEETING, [meeting.pk], at=AT)
    assert (hours(oda), hours(dee)) == (60, 60)
    [entry] = follow_up(entering.log_time, Aim(meeting=meeting), Spent(MONDAY, 75), by=dee, at=AT)
    assert (hours(oda), hours(dee)) == (60, 75)
    follow_up(entering.change_time, entry, meeting=None, text="Something else", by=dee, at=AT)
    assert (hours(oda), hours(dee)) == (60, 60 + 75)


def test_an_imported_calendar_that_stood_for_the_meeting_stands_for_the_time(follow_up, oda):
    meeting = a_meeting(a_client(made_by=oda), starts_at=NINE, by=oda, state=MeetingState.HELD)
    words = f"Weekly with {meeting.client.name}"
    an_entry(oda, text=words, started_at=NINE, ended_at=NINE + timedelta(hours=1), minutes=60, on=MONDAY)
    follow(Origin.MEETING, [meeting.pk], at=AT)
    [entry] = follow_up(entering.log_time, Aim(meeting=meeting), Spent(MONDAY, 60), by=oda, at=AT)
    assert (hours(oda), WorkEntry.objects.get().origin_kind) == (60, Origin.TIME)
    follow_up(entering.delete_time, entry, by=oda, at=AT)
    assert (hours(oda), WorkEntry.objects.get().origin_kind) == (60, Origin.MEETING)


def test_an_imported_time_log_of_the_same_stretch_is_not_counted_twice(follow_up, dee):
    task = a_task()
    end = NINE + timedelta(hours=1)
    words = f"{task.project.client.name}: order page"
    an_entry(dee, text=words, started_at=NINE, ended_at=end, minutes=60, on=MONDAY)
    follow_up(entering.log_time, Aim(task=task), Spent(started_at=NINE, ended_at=end), by=dee, at=AT)
    assert hours(dee) == 60


def test_followed_twice_it_counts_once(dee):
    entry = a_time_entry(dee, 30, text="Deploy")
    follow_times([entry.pk], at=AT)
    follow_times([entry.pk], at=AT)
    assert hours(dee) == 30


def test_what_was_missed_is_found_within_the_hour(follow_up, dee, oda):
    call = a_call(oda, a_client(made_by=oda), at=NINE)
    follow(Origin.CALL, [call.pk], at=AT)
    a_time_entry(oda, 30, call=call, client=call.client)
    gone = a_time_entry(dee, 30, text="Deploy")
    follow_times([gone.pk], at=AT)
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=AT)
    follow_up(follow_all.enqueue)
    assert (hours(oda), hours(dee)) == (30, 0)


def test_only_who_reads_the_time_finds_the_way_to_it(oda, dee):
    from twinhelm.worklog.queries.origins import times_seen

    entry = a_time_entry(dee, 30, text="Deploy")
    assert set(times_seen(dee, {entry.pk})) == {entry.pk}
    assert times_seen(a_member("Lio", Role.MAKER), {entry.pk}) == {}
    assert set(times_seen(oda, {entry.pk})) == {entry.pk}
