"""Weeks that are handed in, approved, sent back and opened again; cells; suggestions."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.conversations.testing import a_call, a_meeting
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.tasks.actions import entering, filling, suggesting, weeks
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.actions.filling import Cell
from twinhelm.tasks.choices import WeekState
from twinhelm.tasks.models import Task, TimeEntry, WeekSheet
from twinhelm.tasks.queries.suggesting import suggestions
from twinhelm.tasks.queries.timesheet import empty_rows, keys_of_week, week_of
from twinhelm.tasks.testing import a_task, a_time_entry

AT = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def oda(db):
    an_agency()
    return an_owner()


@pytest.fixture
def dee(oda):
    return a_member("Dee Okafor", "maker")


@pytest.fixture
def pim(oda):
    return a_member("Pim de Wit", "production_manager")


def test_a_week_goes_from_handed_in_to_approved_and_opens_with_a_reason(dee, pim):
    sheet = weeks.hand_in(MONDAY, by=dee, at=AT)
    assert weeks.hand_in(MONDAY, by=dee, at=AT) == sheet
    weeks.approve([sheet], by=pim, at=AT)
    with pytest.raises(weeks.AlreadyApproved, match="Pim"):
        weeks.take_back(MONDAY, by=dee, at=AT)
    with pytest.raises(Invalid, match="Say why"):
        weeks.open_again(sheet, "  ", by=pim, at=AT)
    weeks.open_again(sheet, "Tuesday is missing", by=pim, at=AT)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.note, sheet.settled_by) == (WeekState.OPEN, "Tuesday is missing", pim)


def test_taken_back_it_can_be_changed_and_not_approved(dee, pim):
    sheet = weeks.hand_in(MONDAY, by=dee, at=AT)
    weeks.take_back(MONDAY, by=dee, at=AT)
    entering.log_time(Aim(text="Tidy"), entering.Spent(MONDAY, 30), by=dee, at=AT)
    with pytest.raises(weeks.NotHandedIn, match="Dee, week from 23 November"):
        weeks.approve([sheet], by=pim, at=AT)


def test_of_several_weeks_all_are_approved_or_none(dee, pim):
    first, second = weeks.hand_in(MONDAY, by=dee, at=AT), weeks.hand_in(date(2026, 11, 16), by=dee, at=AT)
    weeks.take_back(MONDAY, by=dee, at=AT)
    with pytest.raises(weeks.NotHandedIn):
        weeks.approve([first, second], by=pim, at=AT)
    assert not WeekSheet.objects.filter(state=WeekState.APPROVED).exists()


def test_sent_back_it_says_what_is_wrong(dee, pim):
    sheet = weeks.send_back(weeks.hand_in(MONDAY, by=dee, at=AT), "Where is Tuesday?", by=pim, at=AT)
    assert (sheet.state, sheet.note) == (WeekState.RETURNED, "Where is Tuesday?")


def test_makers_approve_nothing(dee):
    sheet = weeks.hand_in(MONDAY, by=dee, at=AT)
    with pytest.raises(NotPermitted, match="Owners and production managers"):
        weeks.approve([sheet], by=dee, at=AT)


def test_a_cell_comes_to_what_is_typed(dee):
    task = a_task()
    for minutes in (90, 120, 30, 0):
        filling.fill([Cell(Aim(task=task), MONDAY, minutes)], by=dee, at=AT)
        assert Task.objects.get(pk=task.pk).spent_minutes == minutes
    assert TimeEntry.objects.visible_to(dee).count() == 0


def test_a_cell_takes_nothing_from_what_was_timed(dee):
    task = a_task()
    span = entering.Spent(started_at=NINE, ended_at=NINE + timedelta(hours=1))
    entering.log_time(Aim(task=task), span, by=dee, at=AT)
    filling.fill([Cell(Aim(task=task), MONDAY, 90)], by=dee, at=AT)
    with pytest.raises(Invalid, match="1 h of this on Monday have times of day"):
        filling.fill([Cell(Aim(task=task), MONDAY, 30)], by=dee, at=AT)
    filling.fill([Cell(Aim(task=task), MONDAY, 60)], by=dee, at=AT)
    assert Task.objects.get(pk=task.pk).spent_minutes == 60


def test_of_cells_all_are_filled_or_none(dee):
    with pytest.raises(Invalid):
        filling.fill([Cell(Aim(text="A"), MONDAY, 60), Cell(Aim(text="B"), TUESDAY, 1501)], by=dee, at=AT)
    assert not TimeEntry.objects.exists()


def test_a_week_has_rows_days_and_what_was_agreed(dee, django_assert_num_queries):
    task = a_task()
    a_time_entry(dee, 90, MONDAY, task=task)
    a_time_entry(dee, 30, MONDAY, task=task)
    a_time_entry(dee, 60, TUESDAY, text="Tidy")
    dee.zone  # noqa: B018  read once by every page
    with django_assert_num_queries(5):
        week = week_of(dee, MONDAY)
    assert [(row.title, row.cells[:2]) for row in week.rows] == [("Tidy", ["", "1:00"]), (task.title, ["2:00", ""])]
    assert (week.booked, week.there, week.days[0].booked) == (180, 40 * 60, 120)
    assert [row.title for row in empty_rows(keys_of_week(dee, MONDAY), dee)] == ["Tidy"]


def test_own_calls_and_meetings_are_suggested_until_they_are_booked_or_waved_away(oda):
    alder = a_client(made_by=oda)
    call = a_call(oda, alder, at=NINE)
    a_meeting(alder, by=oda, starts_at=NINE + timedelta(hours=1))
    first, second = suggestions(oda, MONDAY, MONDAY, at=AT)
    assert (first.title, first.minutes, second.title, second.minutes) == (
        "Call with Alder Bakery",
        12,
        "Weekly update",
        60,
    )
    [entry] = suggesting.accept(first.key, MONDAY, by=oda, at=AT)
    assert (entry.call, entry.minutes, entry.client, entry.started_at) == (call, 12, alder, NINE)
    said = suggesting.wave_away(second.key, MONDAY, by=oda, at=AT)
    assert suggestions(oda, MONDAY, MONDAY, at=AT) == []
    with pytest.raises(suggesting.NothingSuggested):
        suggesting.accept(first.key, MONDAY, by=oda, at=AT)
    entering.delete_time(entry, by=oda, at=AT)
    suggesting.ask_again(said, by=oda)
    assert len(suggestions(oda, MONDAY, MONDAY, at=AT)) == 2


def test_a_day_is_accepted_as_a_whole(oda):
    alder = a_client(made_by=oda)
    a_call(oda, alder, at=NINE)
    a_meeting(alder, by=oda, starts_at=NINE + timedelta(hours=1))
    assert sum(one.minutes for one in suggesting.accept_day(MONDAY, by=oda, at=AT)) == 72
    assert suggesting.accept_day(MONDAY, by=oda, at=AT) == []


def test_a_suggestion_can_be_shortened_before(oda):
    a_meeting(a_client(made_by=oda), by=oda, starts_at=NINE)
    [one] = suggestions(oda, MONDAY, MONDAY, at=AT)
    [entry] = suggesting.accept(one.key, MONDAY, minutes=45, by=oda, at=AT)
    assert (entry.minutes, entry.ended_at) == (45, NINE + timedelta(minutes=45))
