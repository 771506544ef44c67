"""Booking time by hand."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.projects.testing import a_project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import entering, keeping
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.actions.entering import Spent
from twinhelm.tasks.choices import WeekState
from twinhelm.tasks.models import Task, TimeEntry, WeekSheet
from twinhelm.tasks.testing import a_task

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def dee(db):
    an_agency()
    return a_member("Dee Okafor", "maker")


def booked(dee, aim, minutes=90, on=MONDAY, **more):
    [entry] = entering.log_time(aim, Spent(on, minutes), by=dee, at=AT, **more)
    return entry


def spent(task):
    return Task.objects.get(pk=task.pk).spent_minutes


def test_a_second_click_books_nothing_twice(dee):
    task = a_task()
    assert booked(dee, Aim(task=task), key="k") == booked(dee, Aim(task=task), key="k")
    assert spent(task) == 90


def test_from_when_to_when_becomes_two_over_midnight(dee):
    span = Spent(
        started_at=datetime(2026, 11, 23, 22, 0, tzinfo=UTC), ended_at=datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    )
    made = entering.log_time(Aim(text="Launch night"), span, by=dee, at=AT)
    assert [(one.on, one.minutes) for one in made] == [(MONDAY, 60), (TUESDAY, 60)]


def test_another_task_takes_the_minutes_along(dee):
    first = a_task()
    second = a_task(first.project, "Other", responsibility=Responsibility.objects.get(key="qa"))
    entry = booked(dee, Aim(task=first))
    [entry] = entering.change_time(entry, task=second, spent=Spent(TUESDAY, 60), by=dee, at=AT)
    assert (spent(first), spent(second)) == (0, 60)
    assert (entry.project, entry.responsibility.key, entry.on) == (second.project, "qa", TUESDAY)


def test_of_two_windows_the_older_one_is_stopped(dee):
    entry = booked(dee, Aim(text="Tidy"))
    entering.change_time(entry, text="Tidy up", version=1, by=dee, at=AT)
    with pytest.raises(entering.ChangedMeanwhile, match="another window"):
        entering.change_time(entry, text="Clean", version=1, by=dee, at=AT)


def test_deleted_time_counts_nowhere_and_comes_back_whole(dee):
    task = a_task()
    entry = booked(dee, Aim(task=task))
    entering.delete_time(entry, by=dee, at=AT)
    entering.delete_time(entry, by=dee, at=AT)
    assert (spent(task), TimeEntry.objects.visible_to(dee).count()) == (0, 0)
    entering.put_time_back(entry, by=dee, at=AT)
    assert (spent(task), TimeEntry.objects.visible_to(dee).count()) == (90, 1)
    with pytest.raises(entering.NotDeleted):
        entering.put_time_back(entry, by=dee, at=AT)


def test_split_it_is_together_as_before(dee):
    task = a_task()
    first, second = entering.split_time(booked(dee, Aim(task=task)), 30, by=dee, at=AT)
    assert (first.minutes, second.minutes, spent(task)) == (60, 30, 90)
    with pytest.raises(Invalid, match="between 1 and 29"):
        entering.split_time(second, 30, by=dee, at=AT)


def test_copied_it_stands_on_another_day(dee):
    task = a_task()
    [copy] = entering.copy_time(booked(dee, Aim(task=task)), TUESDAY, by=dee, at=AT)
    assert (copy.on, copy.minutes, spent(task)) == (TUESDAY, 90, 180)


@pytest.mark.parametrize(
    ("minutes", "on", "sentence"),
    [
        (0, MONDAY, "between one minute and a day"),
        (1501, MONDAY, "between one minute and a day"),
        (60, date(2062, 1, 1), "Check the year"),
    ],
)
def test_what_cant_have_been_is_refused(dee, minutes, on, sentence):
    with pytest.raises(Invalid, match=sentence):
        entering.log_time(Aim(text="Tidy"), Spent(on, minutes), by=dee, at=AT)


def test_a_day_has_no_more_than_its_hours(dee):
    booked(dee, Aim(text="Tidy"), 20 * 60)
    with pytest.raises(Invalid, match="26 h on Monday"):
        booked(dee, Aim(text="Tidy"), 6 * 60)


def test_time_for_nothing_is_asked_what_for(dee):
    with pytest.raises(Invalid, match="Say what the time was spent on"):
        booked(dee, Aim())


def test_a_project_of_another_client_is_refused(dee):
    with pytest.raises(Invalid, match="belongs to Alder Bakery"):
        booked(dee, Aim(project=a_project(a_client(made_by=an_owner())), client=a_client("Fjord Hotels")))


def test_a_retired_line_takes_nothing_new_and_keeps_what_it_has(dee):
    line = Responsibility.objects.get(key="qa")
    entry = booked(dee, Aim(text="Click through", responsibility=line))
    line.retired_at = AT
    line.save()
    [entry] = entering.change_time(entry, spent=Spent(MONDAY, 30), by=dee, at=AT)
    assert entry.responsibility == line
    with pytest.raises(Invalid, match="retired"):
        booked(dee, Aim(text="Click through", responsibility=line))


def test_nobody_changes_time_of_others(dee):
    entry = booked(dee, Aim(text="Tidy"))
    with pytest.raises(NotPermitted, match="only Dee changes it"):
        entering.change_time(entry, text="Sleep", by=an_owner(), at=AT)


@pytest.mark.parametrize("state", [WeekState.HANDED_IN, WeekState.APPROVED])
def test_a_settled_week_stands_still_for_every_act(dee, state):
    oda = an_owner()
    entry, other = booked(dee, Aim(text="Tidy")), booked(dee, Aim(text="Next week"), on=date(2026, 11, 30))
    gone = entering.delete_time(booked(dee, Aim(text="Gone")), by=dee, at=AT)
    WeekSheet.objects.create(member=dee, week=MONDAY, state=state, settled_by=oda)
    acts = [
        lambda: booked(dee, Aim(text="More")),
        lambda: entering.change_time(entry, text="Else", by=dee, at=AT),
        lambda: entering.change_time(other, spent=Spent(MONDAY, 5), by=dee, at=AT),
        lambda: entering.delete_time(entry, by=dee, at=AT),
        lambda: entering.put_time_back(gone, by=dee, at=AT),
        lambda: entering.split_time(entry, 5, by=dee, at=AT),
        lambda: entering.copy_time(other, MONDAY, by=dee, at=AT),
    ]
    for act in acts:
        with pytest.raises(keeping.WeekIsSettled, match=r"stands still.*Oda"):
            act()
