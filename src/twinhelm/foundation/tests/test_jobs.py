"""Jobs: asking for them, doing them, and what happens when a worker dies, comes back late or is told to stop."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from twinhelm.foundation import clock, jobs, leases, queries, tidying
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.attempts import carry_out
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Cancelled, Superseded, Work
from twinhelm.foundation.models import Job, Tick
from twinhelm.foundation.testing import run_jobs

pytestmark = pytest.mark.django_db
seen: list[object] = []


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Four kinds of job that only these tests know."""
    before, intervals = dict(jobs.definitions), dict(jobs.intervals)
    seen.clear()

    @jobs.job("test.count")
    def count(work: Work, *, upto: int, by: str = "one") -> None:
        for number in range(upto):
            work.progress(done=number + 1, total=upto, said=f"{number + 1} {by}")
        seen.append((upto, by))

    @jobs.job("test.break", tries=3)
    def break_down(work: Work) -> None:
        raise ZeroDivisionError("secret figures")

    @jobs.job("test.refuse")
    def refuse(work: Work) -> None:
        raise Refusal("The file ends in the middle of row 7.")

    @jobs.job("test.again", again=True)
    def again(work: Work) -> None:
        seen.append("again")

    yield
    jobs.definitions.clear(), jobs.definitions.update(before)
    jobs.intervals.clear(), jobs.intervals.update(intervals)


def ask(name: str, **wanted) -> Job:
    return jobs.definitions[name].enqueue(**wanted)


def claim(at=None) -> Job | None:
    return leases.claim(list(jobs.definitions), worker="here:1", at=at or clock.now())


def test_does_what_was_asked_and_says_how_far_it_came():
    job = ask("test.count", key="count:1", upto=3)
    assert queries.progress_of("count:1").state == JobState.WAITING
    run_jobs()
    assert seen == [(3, "one")]
    progress = queries.progress_of("count:1")
    assert (progress.state, progress.percent, progress.said) == (JobState.DONE, 100, "3 one")
    assert progress.job_id == job.pk


def test_says_nothing_about_a_key_that_was_never_queued():
    assert queries.progress_of("nobody:1") is None
    assert queries.progress_of("") is None


def test_queues_nothing_when_the_act_is_not_stored():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask("test.count", upto=1)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_queues_one_unfinished_job_for_a_key():
    first = ask("test.count", key="count:1", upto=1)
    assert ask("test.count", key="count:1", upto=2) == first
    run_jobs()
    assert ask("test.count", key="count:1", upto=2) != first


def test_the_database_refuses_a_second_unfinished_job_with_the_key():
    ask("test.count", key="count:1", upto=1)
    at = clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name="test.count", key="count:1", run_at=at, created_at=at)


@pytest.mark.parametrize("wrong", [{}, {"upto": "3"}, {"upto": 3, "extra": 1}, {"upto": 3, "by": object()}])
def test_refuses_arguments_that_do_not_fit(wrong):
    with pytest.raises(TypeError):
        ask("test.count", **wrong)
    assert not Job.objects.exists()


def test_does_not_call_a_function_with_arguments_changed_in_the_database():
    job = ask("test.count", upto=1)
    Job.objects.filter(pk=job.pk).update(arguments={"upto": "__import__('os')"})
    job = claim()
    carry_out(job, Work(job.pk, job.attempts))
    job.refresh_from_db()
    assert "TypeError" in job.failure
    assert not seen


def test_a_job_asked_for_while_it_runs_runs_once_more_if_its_kind_wants_that():
    ask("test.again", key="again")
    job = claim()
    ask("test.again", key="again")
    leases.complete(Work(job.pk, job.attempts), at=clock.now())
    assert [one.pk for one in run_jobs()] == [job.pk]
    assert not run_jobs()


def test_tries_again_later_and_gives_up_after_the_last_try():
    job, at = ask("test.break"), clock.now()
    for failures in (1, 2, 3):
        claimed = claim(at)
        carry_out(claimed, Work(claimed.pk, claimed.attempts))
        job.refresh_from_db()
        assert job.failures == failures
        assert claim(clock.now()) is None
        at += timedelta(hours=1)
    assert job.state == JobState.FAILED
    assert "ZeroDivisionError" in job.failure
    assert "secret" not in job.failure


def test_a_refusal_is_final_and_keeps_its_sentence():
    ask("test.refuse", key="refuse")
    run_jobs()
    progress = queries.progress_of("refuse")
    assert (progress.state, progress.failure) == (JobState.FAILED, "The file ends in the middle of row 7.")


def test_a_failed_job_waits_again_when_asked_to():
    job = ask("test.refuse")
    run_jobs()
    assert jobs.retry(job, at=clock.now()).state == JobState.WAITING
    assert len(run_jobs()) == 1


def test_retrying_gives_way_to_a_newer_job_with_the_key():
    old = ask("test.refuse", key="refuse")
    run_jobs()
    new = ask("test.refuse", key="refuse")
    assert jobs.retry(old, at=clock.now()) == new


def test_a_waiting_job_is_cancelled_at_once():
    job = ask("test.count", upto=1)
    assert jobs.cancel(job, at=clock.now()).state == JobState.CANCELLED
    assert not run_jobs()


def test_a_running_job_is_cancelled_at_its_next_step():
    ask("test.count", upto=5)
    job = claim()
    assert jobs.cancel(job, at=clock.now()).state == JobState.RUNNING
    work = Work(job.pk, job.attempts)
    assert leases.asked_to_halt(work) is Cancelled
    work.halt = Cancelled
    carry_out(job, work)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not seen


def test_a_finished_job_stays_finished_when_cancelled():
    job = ask("test.count", upto=1)
    run_jobs()
    assert jobs.cancel(job, at=clock.now()).state == JobState.DONE


def test_two_workers_never_hold_one_job():
    ask("test.count", upto=1)
    assert claim() is not None
    assert claim() is None


def test_a_silent_workers_job_goes_to_another_and_the_first_can_write_no_more():
    ask("test.count", upto=1)
    lost = claim()
    later = clock.now() + timedelta(seconds=61)
    assert leases.reclaim(later) == 1
    taken = claim(later + timedelta(hours=1))
    assert taken.pk == lost.pk
    late = Work(lost.pk, lost.attempts, done=9)
    assert leases.renew(late, jobs.definitions["test.count"], at=later) is Superseded
    leases.complete(late, at=later)
    taken.refresh_from_db()
    assert (taken.state, taken.done) == (JobState.RUNNING, 0)


def test_a_renewed_lease_is_not_taken_away():
    ask("test.count", upto=1)
    job = claim()
    later = clock.now() + timedelta(seconds=50)
    leases.renew(Work(job.pk, job.attempts), jobs.definitions["test.count"], at=later)
    assert leases.reclaim(clock.now() + timedelta(seconds=61)) == 0


def test_a_job_whose_workers_keep_dying_fails_in_the_end():
    job, at = ask("test.break"), clock.now()
    for _try in range(3):
        assert claim(at)
        at += timedelta(hours=1)
        leases.reclaim(at)
        at += timedelta(hours=2)
    job.refresh_from_db()
    assert job.state == JobState.FAILED


def test_stopping_a_worker_does_not_count_as_a_failure():
    ask("test.count", upto=1)
    job = claim()
    leases.hand_back(Work(job.pk, job.attempts), at=clock.now())
    again = claim()
    assert (again.pk, again.failures) == (job.pk, 0)


def test_leaves_jobs_of_a_newer_version_alone():
    at = clock.now()
    Job.objects.create(name="test.unknown", run_at=at, created_at=at)
    assert claim() is None


def test_a_ticking_job_is_queued_once_for_all_workers():
    jobs.every(minutes=5)(jobs.definitions["test.again"])
    at = clock.now()
    leases.tick(at)
    leases.tick(at)
    run_jobs()
    leases.tick(at + timedelta(minutes=4))
    run_jobs()
    leases.tick(at + timedelta(minutes=5))
    run_jobs()
    assert seen == ["again", "again"]
    assert Tick.objects.get(name="test.again").due_at == at + timedelta(minutes=10)


def test_what_ended_long_ago_is_tidied_away_and_the_rest_stays():
    at = clock.now()

    def ended(state: JobState, key: str, days: float) -> None:
        ended_at = at - timedelta(days=days)
        Job.objects.create(name="test.count", state=state, key=key, run_at=at, created_at=at, ended_at=ended_at)

    for key, days in (("tick:a", 0.1), ("tick:b", 1), ("young", 29), ("old", 31)):
        ended(JobState.DONE, key, days)
    for key, days in (("failed", 31), ("failed long ago", 91)):
        ended(JobState.FAILED, key, days)
    ask("test.count", key="waiting", upto=1)
    tidying.tidy_jobs(at)
    assert set(Job.objects.values_list("key", flat=True)) == {"tick:a", "young", "failed", "waiting"}


def test_two_workers_that_look_at_the_same_moment_queue_one_tick():
    jobs.every(minutes=5)(jobs.definitions["test.again"])
    at = clock.now()
    leases.tick(at)
    run_jobs()
    due = at + timedelta(minutes=5)
    for _worker in range(2):
        leases.queue_tick("test.again", timedelta(minutes=5), at=due)
        run_jobs()
    assert seen == ["again", "again"]
