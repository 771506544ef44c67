"""Baselines: what they measure, of whom, when, and that they stay as they are."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from twinhelm.clients.models import Client
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.choices import ConversationState, Direction
from twinhelm.conversations.models import Message
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.foundation import jobs
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.models import Job
from twinhelm.foundation.periods import Period
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency, Member
from twinhelm.people.queries.opening import hours_of
from twinhelm.people.testing import a_member, an_absence, an_agency, an_owner
from twinhelm.projects.testing import a_milestone, a_project
from twinhelm.transition.actions.measuring import (
    AlreadyMeasured,
    NotStarted,
    ask_for_baseline,
    measure,
    measure_again,
    stop_measuring,
)
from twinhelm.transition.choices import MeasurementState, ProgrammeState, Step
from twinhelm.transition.jobs.measuring import look_after_measuring, measure_in_background
from twinhelm.transition.models import Figure, Measurement, Programme, Pulse, Transition, Wave
from twinhelm.transition.queries.measured_clients import Span
from twinhelm.transition.queries.measurements import job_of
from twinhelm.transition.rules.answering import OpeningMinutes, Said, rounded, waits_of
from twinhelm.transition.testing import a_programme, a_transition
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db
STARTED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""A Monday: the thirteen weeks before it began on 3 August, and the clocks changed in the last but one."""
FIRST, LAST = date(2026, 8, 3), date(2026, 11, 1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def oda() -> Member:
    return an_owner()


@pytest.fixture
def ana() -> Member:
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def programme(oda: Member) -> Programme:
    return a_programme(began_by=oda, started_at=STARTED)


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


def monday(week: int) -> date:
    return FIRST + timedelta(weeks=week)


def answered(client: Client, on: date, minutes: int) -> None:
    talk = a_conversation(client, at=at(on))
    a_message(talk, at=at(on))
    a_message(talk, Direction.OUT, at=at(on) + timedelta(minutes=minutes))


def measured(programme: Programme) -> Measurement:
    made = ask_for_baseline(programme, by=None, at=STARTED)
    return measure(made, at=STARTED, tell=lambda done, total: None)


def of(measurement: Measurement, key: str, **about: object) -> Figure:
    whose = {"wave": None, "client": None, "member": None} | about
    return Figure.objects.get(measurement=measurement, key=key, **whose)


def test_measures_the_thirteen_whole_weeks_before_the_programme_began(programme: Programme, oda: Member) -> None:
    made = ask_for_baseline(programme, by=oda, at=STARTED)
    assert (made.first_on, made.last_on) == (FIRST, LAST)
    assert ask_for_baseline(programme, weeks=26, by=oda, at=STARTED) == made
    assert Measurement.objects.count() == 1


def test_a_longer_baseline_can_be_asked_for(programme: Programme, oda: Member) -> None:
    assert ask_for_baseline(programme, weeks=26, by=oda, at=STARTED).first_on == date(2026, 5, 4)


def test_refuses_a_baseline_of_other_lengths_before_the_start_and_by_others(
    programme: Programme, oda: Member, ana: Member
) -> None:
    with pytest.raises(Invalid, match="13 or 26"):
        ask_for_baseline(programme, weeks=9, by=oda, at=STARTED)
    with pytest.raises(NotPermitted, match="Owners"):
        ask_for_baseline(programme, by=ana, at=STARTED)
    Programme.objects.update(state=ProgrammeState.PLANNED, started_at=None)
    with pytest.raises(NotStarted, match="Start it first"):
        ask_for_baseline(programme, by=oda, at=STARTED)


def test_the_response_time_is_the_median_of_opening_minutes(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    for week in range(11):
        answered(alder, monday(week), 30)
        answered(alder, monday(week) + timedelta(days=1), 90 if week < 10 else 300)
    found = measured(programme)
    one = of(found, "response", client=alder)
    assert (one.value, one.n) == (60, 22)
    assert one.low is not None
    assert one.high is not None
    assert one.low <= 60 <= one.high
    kept = of(found, "promise")
    assert (kept.value, kept.n) == (21 / 22, 22)
    assert of(found, "response", wave=programme.waves.get()).value == 60


def test_nights_and_weekends_count_for_nothing(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    for week in range(12):
        friday = monday(week) + timedelta(days=4)
        talk = a_conversation(alder, at=at(friday, 17))
        a_message(talk, at=at(friday, 16, 50))
        a_message(talk, Direction.OUT, at=at(friday + timedelta(days=3), 9, 30))
    hours = hours_of(Agency.objects.get())
    friday = monday(0) + timedelta(days=4)
    expected = hours.minutes_between(at(friday, 16, 50), at(friday + timedelta(days=3), 9, 30))
    assert of(measured(programme), "response", client=alder).value == expected < 200


def test_of_several_mails_before_an_answer_the_first_counts() -> None:
    one, two, three = (datetime(2026, 10, 5, hour, tzinfo=UTC) for hour in (8, 9, 12))
    waits = list(waits_of([Said(1, one, False), Said(1, two, False), Said(1, three, True), Said(2, two, False)]))
    assert [(wait.conversation, wait.since, wait.until) for wait in waits] == [(1, one, three), (2, two, None)]


def test_a_wait_from_before_the_period_is_not_counted_anew(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    talk = a_conversation(alder)
    a_message(talk, at=at(FIRST - timedelta(days=3)))
    a_message(talk, at=at(FIRST))
    a_message(talk, Direction.OUT, at=at(FIRST, 15))
    assert of(measured(programme), "response", client=alder).n == 0


def test_what_was_closed_without_an_answer_needed_none_and_who_still_waits_counts_as_late(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    closed, open_ = a_conversation(alder), a_conversation(alder)
    for talk in (closed, open_):
        a_message(talk, at=at(LAST - timedelta(days=9)))
    closed.state, closed.waiting_since = ConversationState.DONE, None
    closed.save()
    found = of(measured(programme), "promise", client=alder)
    assert found.n == 1
    assert sum(block[0] for block in found.blocks) == 0


def test_machines_spam_and_held_mail_make_nobody_wait(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    for number, fields in enumerate(({"written": "bulk"}, {"is_held": True}, {"dropped_at": STARTED}, {})):
        talk = a_conversation(alder)
        a_message(talk, at=at(FIRST), **fields)
        a_message(talk, Direction.OUT, at=at(FIRST, 12))
        if number == 3:
            talk.state = ConversationState.SPAM
            talk.save()
    assert of(measured(programme), "response", client=alder).n == 0


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "UTC"])
def test_opening_minutes_agree_with_the_agencys_clock_through_changes_of_clocks(zone: str) -> None:
    an_agency(time_zone=zone)
    Agency.objects.update(country="NL")
    hours = hours_of(Agency.objects.get())
    quick = OpeningMinutes(hours, date(2026, 3, 1), date(2026, 11, 30))
    begin = datetime(2026, 3, 20, tzinfo=UTC)
    for step in range(400):
        first = begin + timedelta(hours=13 * step, minutes=7 * step)
        last = first + timedelta(minutes=97 * step % 9000)
        assert quick.between(first, last) == hours.minutes_between(first, last)


def test_weeks_with_a_change_of_clocks_begin_at_midnight() -> None:
    an_agency()
    span = Span(Period(date(2026, 10, 19), date(2026, 11, 1)), Agency.objects.get(), STARTED)
    lengths = [later - earlier for earlier, later in zip(span.moments, span.moments[1:], strict=False)]
    assert lengths == [7 * 86400 + 3600, 7 * 86400]
    assert span.week_of(datetime(2026, 10, 25, 22, 59, tzinfo=UTC)) == 0
    assert span.week_of(datetime(2026, 10, 25, 23, 0, tzinfo=UTC)) == 1
    assert span.week_of(datetime(2026, 11, 1, 23, 0, tzinfo=UTC)) is None


def test_long_waits_are_rounded_coarser() -> None:
    assert [rounded(minutes) for minutes in (0, 119, 121, 123, 481, 500)] == [0, 119, 120, 125, 480, 510]


def test_milestones_that_were_reached_late_or_never_were_not_in_time(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    project, offer = a_project(alder), a_project(alder, "Offer", state="proposed")
    for number in range(6):
        due_on = monday(number)
        late = timedelta(days=2 if number == 0 else 0)
        a_milestone(project, f"M{number}", due_on, reached_on=due_on + late)
    a_milestone(project, "Never", monday(8))
    a_milestone(project, "Next year", date(2027, 1, 4))
    a_milestone(offer, "Perhaps", monday(8))
    found = of(measured(programme), "on_time", client=alder)
    assert (found.value, found.n) == (5 / 7, 7)


def test_says_nothing_of_thin_facts(programme: Programme) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    answered(alder, FIRST, 20)
    found = measured(programme)
    for key in ("response", "promise", "on_time", "pulse", "evenness", "switches", "load"):
        assert of(found, key).value is None, key


def a_quarter_of_work(member: Member, *, call: int, build: int, weeks: int = 13) -> None:
    for week in range(weeks):
        day = monday(week)
        for hour, line, minutes in ((9, "real-time", call), (13, "assign", build)):
            if minutes:
                an_entry(member, minutes=minutes, at=at(day, hour), responsibility=line)


def test_how_far_each_lead_is_from_half_and_half(programme: Programme, ana: Member) -> None:
    alder, pim = a_client(), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_transition(alder, programme=programme, account=ana, production=pim)
    a_quarter_of_work(ana, call=180, build=60)
    a_quarter_of_work(pim, call=0, build=240)
    found = measured(programme)
    assert of(found, "evenness").value == pytest.approx((25 + 50) / 2)
    assert of(found, "share", member=ana).value == pytest.approx(0.75)
    assert of(found, "share", member=pim).value == 0


def test_switches_are_those_of_the_split(programme: Programme, ana: Member) -> None:
    a_transition(a_client(), programme=programme, account=ana)
    for week in range(13):
        for day in range(2):
            for hour, line in ((9, "real-time"), (10, "assign"), (11, "real-time")):
                an_entry(ana, minutes=60, at=at(monday(week) + timedelta(days=day), hour), responsibility=line)
    found = of(measured(programme), "switches")
    assert (found.value, found.n) == (2, 26)


def test_weeks_over_the_agreed_time_know_absences_and_who_left(programme: Programme, ana: Member) -> None:
    a_transition(a_client(), programme=programme, former_account=ana)
    for week in range(12):
        for day in range(4):
            an_entry(ana, minutes=500, at=at(monday(week) + timedelta(days=day), 8))
    an_absence(ana, monday(3) + timedelta(days=4), monday(3) + timedelta(days=4))
    an_absence(ana, monday(4) + timedelta(days=3), monday(4) + timedelta(days=4))
    ana.is_active = False
    ana.save()
    found = of(measured(programme), "load")
    assert (found.n, found.value) == (12, pytest.approx(2 / 12))


def test_former_leads_count_beside_those_who_will_lead(programme: Programme, ana: Member) -> None:
    alder, jonas = a_client(), a_member("Jonas", Role.ACCOUNT_MANAGER)
    a_lead(alder, "account", jonas, from_on=date(2026, 1, 5), to_on=date(2026, 9, 30))
    a_transition(alder, programme=programme, account=ana)
    a_quarter_of_work(jonas, call=60, build=60)
    assert of(measured(programme), "share", member=jonas).value == pytest.approx(0.5)


def test_pulses_vary_from_client_to_client(programme: Programme) -> None:
    for number in range(5):
        client = a_client(f"Client {number}")
        moving = a_transition(client, programme=programme)
        Pulse.objects.create(
            transition=moving, contact=a_contact(client), asked_at=at(FIRST), answered_at=at(FIRST, 12), score=4
        )
    found = of(measured(programme), "pulse")
    assert (found.value, found.n) == (4, 5)


def test_each_wave_has_its_own_figures(programme: Programme) -> None:
    second = Wave.objects.create(programme=programme, number=2, first_on=date(2027, 1, 4))
    alder, birch = a_client(), a_client("Birch")
    a_transition(alder, programme=programme)
    a_transition(birch, programme=programme, wave=second)
    for week in range(12):
        answered(alder, monday(week), 30)
        answered(birch, monday(week), 120)
    found = measured(programme)
    assert [of(found, "response", wave=wave).value for wave in programme.waves.all()] == [30, 120]
    assert of(found, "response").n == 24


def plain(measurement: Measurement) -> list[tuple[object, ...]]:
    rows = Figure.objects.filter(measurement=measurement)
    columns = ("key", "wave_id", "client_id", "member_id", "value", "low", "high", "n")
    return sorted(rows.values_list(*columns), key=repr)


def test_a_measured_baseline_stays_as_it_is(programme: Programme, oda: Member) -> None:
    alder = a_client()
    a_transition(alder, programme=programme)
    for week in range(12):
        answered(alder, monday(week), 30)
    found = measured(programme)
    before = plain(found)
    Message.objects.filter(direction=Direction.OUT).update(at=at(LAST))
    birch = a_client("Birch")
    a_transition(birch, programme=programme)
    measure(found, at=STARTED, tell=lambda done, total: None)
    with pytest.raises(AlreadyMeasured, match="frozen"):
        measure_again(found, by=oda, at=STARTED)
    with pytest.raises(AlreadyMeasured, match="nothing to stop"):
        stop_measuring(found, by=oda, at=STARTED)
    assert plain(found) == before


def test_what_comes_after_it_was_asked_for_changes_nothing(programme: Programme) -> None:
    """A job may wait for its turn for days."""
    alder = a_client()
    a_transition(alder, programme=programme)
    talk = a_conversation(alder)
    a_message(talk, at=at(LAST - timedelta(days=2)))
    a_message(talk, Direction.OUT, at=STARTED + timedelta(days=3))
    made = ask_for_baseline(programme, by=None, at=STARTED)
    measure(made, at=STARTED + timedelta(days=5), tell=lambda done, total: None)
    assert of(made, "response", client=alder).n == 0


class Killed(BaseException):
    """As if the machine stopped."""


def test_a_killed_job_is_taken_up_where_it_was_and_says_the_same(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twinhelm.transition.actions.measuring.CHUNK", 2)
    for number in range(6):
        client = a_client(f"Client {number}")
        a_transition(client, programme=programme)
        for week in range(12):
            answered(client, monday(week), 10 * (number + 1))
    made = ask_for_baseline(programme, by=None, at=STARTED)
    told: list[tuple[int, int]] = []

    def die(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        measure(made, at=STARTED, tell=die)
    kept = set(plain(made))
    assert len(kept) == 4 * 4
    measure(made, at=STARTED, tell=lambda done, total: told.append((done, total)))
    assert told == [(0, 7), (2, 7), (4, 7), (4, 7), (6, 7), (7, 7)]
    assert kept <= set(plain(made))
    whole = plain(made)
    Measurement.objects.all().delete()
    assert plain(measured(programme)) == whole


def test_called_off_it_can_be_begun_again(programme: Programme, oda: Member, ana: Member) -> None:
    a_transition(a_client(), programme=programme)
    made = ask_for_baseline(programme, by=oda, at=STARTED)
    with pytest.raises(NotPermitted):
        stop_measuring(made, by=ana, at=STARTED)
    stop_measuring(made, by=oda, at=STARTED)
    measure(made, at=STARTED, tell=lambda done, total: None)
    assert not Figure.objects.exists()
    made.refresh_from_db()
    assert (made.state, made.failure) == (MeasurementState.FAILED, "stopped")
    measure_again(made, by=oda, at=STARTED)
    assert measure(made, at=STARTED, tell=lambda done, total: None).state == MeasurementState.DONE


def work_on(job: Job) -> None:
    work = jobs.Work(job.pk, 1)
    definition = jobs.definitions[job.name]
    definition.function(work, **definition.read(job.arguments))
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)


@pytest.mark.django_db(transaction=True)
def test_a_programme_that_began_gets_its_baseline_by_itself(programme: Programme) -> None:
    a_transition(a_client(), programme=programme, step=Step.ASSESS)
    look_after_measuring.function(jobs.Work(0, 1))
    made = Measurement.objects.get()
    job = job_of(made.pk)
    assert job
    assert job.name == measure_in_background.name
    work_on(job)
    made.refresh_from_db()
    assert made.state == MeasurementState.DONE
    look_after_measuring.function(jobs.Work(0, 1))
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(("state", "why"), [(JobState.FAILED, "broke"), (JobState.CANCELLED, "stopped")])
def test_what_nobody_is_at_any_more_says_so(programme: Programme, state: JobState, why: str) -> None:
    made = ask_for_baseline(programme, by=None, at=STARTED)
    Job.objects.create(
        name="transition.measure", key=f"transition.measure:{made.pk}", state=state, run_at=STARTED, created_at=STARTED
    )
    look_after_measuring.function(jobs.Work(0, 1))
    made.refresh_from_db()
    assert (made.state, made.failure) == (MeasurementState.FAILED, why)


def test_clients_that_were_taken_out_are_not_measured(programme: Programme) -> None:
    a_transition(a_client(), programme=programme)
    gone = a_transition(a_client("Birch"), programme=programme)
    Transition.objects.filter(pk=gone.pk).update(state="taken_out")
    found = measured(programme)
    assert not Figure.objects.filter(measurement=found, client=gone.client).exists()
