"""The timer: one for each member, right over midnight, never silently fourteen hours."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import OperationalError, connections

from twinhelm.conversations.testing import a_call
from twinhelm.foundation.answers import Invalid, NotPermitted, Refusal
from twinhelm.people.testing import a_member, an_agency
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import keeping, timing
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.choices import TimedBy, WeekState
from twinhelm.tasks.models import Task, TimeEntry, Timer, WeekSheet
from twinhelm.tasks.testing import a_task

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def dee(db):
    an_agency()
    return a_member("Dee Okafor", "maker")


def later(**time):
    return AT + timedelta(**time)


def spent(task):
    return Task.objects.get(pk=task.pk).spent_minutes


def test_what_was_timed_becomes_an_entry_on_its_task_project_and_client(dee):
    task = a_task(responsibility=Responsibility.objects.get(key="qa"))
    timing.start(Aim(task=task), key="k", by=dee, at=AT)
    [entry] = timing.stop(by=dee, at=later(minutes=42, seconds=31))
    assert (entry.minutes, entry.on, entry.timed_by) == (43, date(2026, 11, 23), TimedBy.TIMER)
    assert (entry.task, entry.project, entry.client) == (task, task.project, task.project.client)
    assert entry.responsibility.key == "qa"
    assert spent(task) == 43
    assert not Timer.objects.exists()


def test_starting_another_stops_the_first_and_keeps_it(dee):
    first = a_task()
    second = a_task(first.project, "Draw the basket")
    timing.start(Aim(task=first), key="a", by=dee, at=AT)
    timing.start(Aim(task=second), key="b", by=dee, at=later(minutes=30))
    assert (spent(first), spent(second)) == (30, 0)
    assert Timer.objects.get().task == second


def test_starting_what_runs_already_goes_on(dee):
    task = a_task()
    timing.start(Aim(task=task), key="a", by=dee, at=AT)
    timer = timing.start(Aim(task=task), key="b", by=dee, at=later(minutes=30))
    assert (timer.started_at, timer.key) == (AT, "a")
    assert not TimeEntry.objects.exists()


def test_stopped_twice_there_is_one_entry(dee):
    timing.start(Aim(text="Tidy up"), key="a", by=dee, at=AT)
    first = timing.stop(key="a", by=dee, at=later(minutes=30))
    assert timing.stop(key="a", by=dee, at=later(minutes=31)) == first
    assert TimeEntry.objects.get().minutes == 30


def test_over_midnight_there_are_two_and_stopping_again_finds_both(dee):
    night = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    task = a_task()
    timing.start(Aim(task=task), key="a", by=dee, at=night)
    made = timing.stop(key="a", by=dee, at=night + timedelta(hours=1))
    assert [(one.on.day, one.minutes) for one in made] == [(23, 30), (24, 30)]
    assert timing.stop(key="a", by=dee, at=night + timedelta(hours=2)) == made
    assert spent(task) == 60


def test_the_hour_that_comes_twice_is_counted_twice(dee):
    evening = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    timing.start(Aim(text="Move the servers"), key="a", by=dee, at=evening)
    [entry] = timing.stop(by=dee, at=evening + timedelta(hours=3))
    assert entry.minutes == 180


def test_a_timer_that_was_forgotten_is_asked_for_its_end(dee):
    task = a_task()
    timing.start(Aim(task=task), key="a", by=dee, at=AT)
    with pytest.raises(timing.TimerForgotten, match="when the work really ended"):
        timing.stop(by=dee, at=later(hours=14))
    with pytest.raises(timing.TimerForgotten):
        timing.start(Aim(text="Next"), key="b", by=dee, at=later(hours=14))
    assert not TimeEntry.objects.exists()
    [entry] = timing.stop(ended_at=later(hours=2), by=dee, at=later(hours=14))
    assert (entry.minutes, spent(task)) == (120, 120)


def test_an_end_before_the_start_is_refused(dee):
    timing.start(Aim(text="Next"), key="b", by=dee, at=AT)
    with pytest.raises(Invalid, match="Say an end between then and now"):
        timing.stop(ended_at=later(hours=-1), by=dee, at=later(hours=1))


def test_nothing_of_a_discarded_timer_is_kept(dee):
    timing.start(Aim(text="Next"), key="b", by=dee, at=AT)
    timing.discard(by=dee, at=later(hours=1))
    assert not Timer.objects.exists()
    assert not TimeEntry.objects.exists()
    with pytest.raises(timing.NoTimer, match="another window"):
        timing.stop(by=dee, at=later(hours=1))


def test_what_is_timed_can_be_said_while_it_runs(dee):
    task = a_task()
    timing.start(Aim(), key="b", by=dee, at=AT)
    timing.retime(task=task, text="  The first   sketch ", by=dee, at=later(minutes=1))
    [entry] = timing.stop(by=dee, at=later(minutes=20))
    assert (entry.task, entry.client, entry.text) == (task, task.project.client, "The first sketch")
    assert spent(task) == 20


def test_a_call_is_timed_as_real_time_work_for_its_client(dee):
    call = a_call(dee)
    timing.start(Aim(call=call), key="b", by=dee, at=AT)
    [entry] = timing.stop(by=dee, at=later(minutes=20))
    assert (entry.client, entry.responsibility.key) == (call.client, "real-time")


def test_a_week_that_is_handed_in_takes_no_timer(dee):
    a_member("Pim de Wit", "production_manager")
    timing.start(Aim(text="Tidy"), key="b", by=dee, at=AT)
    WeekSheet.objects.create(member=dee, week=date(2026, 11, 23), state=WeekState.HANDED_IN)
    with pytest.raises(keeping.WeekIsSettled, match=r"handed in.*ask Pim"):
        timing.stop(by=dee, at=later(minutes=20))
    assert Timer.objects.exists()


def test_who_only_reads_times_nothing(db):
    with pytest.raises(NotPermitted, match="books no time"):
        timing.start(Aim(text="Tidy"), key="b", by=a_member("Fay", "finance"), at=AT)


def both(*acts):
    """Starts them at the same moment; what each said."""
    begin = Barrier(len(acts))

    def one(act):
        try:
            begin.wait(timeout=60)
            for _attempt in range(500):  # the tables of a database in memory don't queue as those in a file do
                try:
                    return act()
                except Refusal as refusal:
                    return refusal
                except OperationalError as problem:
                    if "locked" not in str(problem):
                        raise
                    sleep(0.02)
        finally:
            connections.close_all()
        raise AssertionError("the tables stayed locked")

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.django_db(transaction=True)
def test_of_windows_that_start_at_once_one_timer_runs():
    dee, task = a_member("Dee Okafor", "maker"), a_task()
    acts = [lambda key=key: timing.start(Aim(task=task), key=key, by=dee, at=AT) for key in "abcd"]
    assert len({timer.pk for timer in both(*acts)}) == 1
    assert Timer.objects.count() == 1
    assert not TimeEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_windows_that_stop_at_once_one_entry_comes():
    dee, task = a_member("Dee Okafor", "maker"), a_task()
    timing.start(Aim(task=task), key="a", by=dee, at=AT)
    found = both(*[lambda: timing.stop(key="a", by=dee, at=later(minutes=30)) for _ in range(4)])
    assert len({one.pk for entries in found for one in entries}) == 1
    assert (TimeEntry.objects.count(), spent(task)) == (1, 30)
