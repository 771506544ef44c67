"""Six months on: opened on its day, compared with the baseline, commented, decided."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.measuring import ask_for_baseline, measure
from twinhelm.transition.actions.reviews import (
    DecidedMeanwhile,
    NotDue,
    NotInWave,
    NotMeasuredYet,
    NotStarted,
    comment,
    decide,
    open_review,
    take_back_comment,
    take_back_decision,
)
from twinhelm.transition.actions.staff_answers import AnswersClosed, answer
from twinhelm.transition.choices import MeasurementState, ReviewDecision, Step
from twinhelm.transition.models import Figure, Measurement, Programme, Review, StaffAnswer, Transition, Wave
from twinhelm.transition.queries.measurements import due_days, waves_due
from twinhelm.transition.queries.needed import needed
from twinhelm.transition.queries.staff_answers import single_answers, staff_told, turnout
from twinhelm.transition.queries.waiting_words import what_waits
from twinhelm.transition.rules.measures import QUESTIONS
from twinhelm.transition.testing import a_programme, a_transition
from twinhelm.transition.tests.test_measuring import STARTED, answered, monday

pytestmark = pytest.mark.django_db
SIX_MONTHS_ON = datetime(2027, 6, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def oda() -> Member:
    return an_owner()


@pytest.fixture
def ana() -> Member:
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim() -> Member:
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def programme(oda: Member) -> Programme:
    return a_programme(began_by=oda, started_at=STARTED)


@pytest.fixture
def alder(programme: Programme, ana: Member, pim: Member) -> Transition:
    return a_transition(
        a_client(), Step.REVIEW, programme=programme, account=ana, production=pim, handed_over_on=date(2026, 12, 14)
    )


def done(measurement: Measurement | None, at: datetime = STARTED) -> Measurement:
    assert measurement
    return measure(measurement, at=at, tell=lambda done, total: None)


def reviewed(programme: Programme) -> Review:
    review = open_review(programme.waves.get(number=1), by=None, at=SIX_MONTHS_ON)
    done(review.measurement, SIX_MONTHS_ON)
    return Review.objects.get()


def test_is_due_six_months_after_the_last_hand_over_of_the_wave(alder: Transition, programme: Programme) -> None:
    later = Wave.objects.create(programme=programme, number=2, first_on=date(2026, 8, 31))
    a_transition(a_client("Birch"), programme=programme, handed_over_on=date(2026, 12, 1))
    waves = list(Wave.objects.select_related("programme"))
    assert due_days(waves) == {alder.wave_id: date(2027, 6, 14), later.pk: date(2027, 2, 28)}


def test_opens_on_its_day_and_not_before(alder: Transition) -> None:
    assert waves_due(SIX_MONTHS_ON - timedelta(days=1)) == []
    assert waves_due(SIX_MONTHS_ON) == [alder.wave]
    with pytest.raises(NotDue):
        open_review(alder.wave, by=None, at=SIX_MONTHS_ON - timedelta(days=1))
    review = open_review(alder.wave, by=None, at=SIX_MONTHS_ON)
    assert review.measurement
    assert (review.measurement.first_on, review.measurement.last_on) == (date(2027, 3, 15), date(2027, 6, 13))
    assert open_review(alder.wave, by=None, at=SIX_MONTHS_ON) == review
    assert waves_due(SIX_MONTHS_ON) == []


def test_an_owner_may_know_early_and_nobody_else(alder: Transition, oda: Member, ana: Member) -> None:
    with pytest.raises(NotPermitted):
        open_review(alder.wave, by=ana, at=STARTED + timedelta(days=90))
    assert open_review(alder.wave, by=oda, at=STARTED + timedelta(days=90)).due_on == date(2027, 6, 14)


def test_refuses_to_look_back_at_what_has_not_started(alder: Transition, oda: Member) -> None:
    Programme.objects.update(started_at=None)
    with pytest.raises(NotStarted):
        open_review(alder.wave, by=oda, at=SIX_MONTHS_ON)


def test_a_faster_answer_is_told_from_chance(alder: Transition, programme: Programme) -> None:
    for week in range(13):
        answered(alder.client, monday(week), 200 + week)
        answered(alder.client, date(2027, 3, 15) + timedelta(weeks=week), 30 + week)
    done(ask_for_baseline(programme, by=None, at=STARTED))
    review = reviewed(programme)
    figures = {one.key: one for one in Figure.objects.filter(measurement=review.measurement, wave=review.wave)}
    change = figures["response_change"]
    assert figures["response"].value == 36
    assert change.value == pytest.approx(36 - 205, abs=6)
    assert change.high is not None
    assert change.high < 0
    assert figures["on_time_change"].value is None
    mine = Figure.objects.get(measurement=review.measurement, client=alder.client, key="response_change")
    assert mine.value == change.value


def test_without_a_baseline_nothing_is_compared(alder: Transition, programme: Programme) -> None:
    review = reviewed(programme)
    assert not Figure.objects.filter(measurement=review.measurement, key__endswith="_change").exists()


def test_is_decided_by_an_owner_once_it_is_measured(
    alder: Transition, programme: Programme, oda: Member, ana: Member
) -> None:
    review = open_review(alder.wave, by=None, at=SIX_MONTHS_ON)
    keep = ReviewDecision.KEEP
    with pytest.raises(NotMeasuredYet):
        decide(review, keep, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON)
    done(review.measurement, SIX_MONTHS_ON)
    with pytest.raises(NotPermitted, match="Owners decide"):
        decide(review, keep, why="Calmer", version=1, by=ana, at=SIX_MONTHS_ON)
    with pytest.raises(Invalid):
        decide(review, keep, why=" ", version=1, by=oda, at=SIX_MONTHS_ON)
    decided = decide(review, keep, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON)
    assert decide(review, keep, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON).version == decided.version == 2
    with pytest.raises(DecidedMeanwhile, match="Oda Lindqvist decided meanwhile: keep"):
        decide(review, ReviewDecision.ADJUST, why="Not so calm", version=1, by=oda, at=SIX_MONTHS_ON)
    assert take_back_decision(review, version=2, by=oda, at=SIX_MONTHS_ON).decision == ""
    with pytest.raises(DecidedMeanwhile, match="took the decision back"):
        decide(review, keep, why="Calmer", version=2, by=oda, at=SIX_MONTHS_ON)


def test_leads_comment_on_single_clients_of_the_wave(
    alder: Transition, programme: Programme, oda: Member, ana: Member, pim: Member
) -> None:
    review = reviewed(programme)
    said = comment(review, alder.client, " They call me first now. ", by=ana, at=SIX_MONTHS_ON)
    assert comment(review, alder.client, "They call me first now.", by=ana, at=SIX_MONTHS_ON) == said
    with pytest.raises(NotInWave, match="Birch does not belong"):
        comment(review, a_client("Birch"), "Fine", by=ana, at=SIX_MONTHS_ON)
    with pytest.raises(NotPermitted, match="Only whoever wrote"):
        take_back_comment(said, by=oda, at=SIX_MONTHS_ON)
    with pytest.raises(NotPermitted):
        comment(review, None, "Me too", by=a_member("Dee", Role.MAKER), at=SIX_MONTHS_ON)
    with pytest.raises(Invalid):
        comment(review, None, " \0 ", by=pim, at=SIX_MONTHS_ON)
    assert take_back_comment(said, by=ana, at=SIX_MONTHS_ON).deleted_at


def test_the_step_is_left_when_both_leads_have_commented_and_it_is_decided(
    alder: Transition, programme: Programme, oda: Member, ana: Member, pim: Member
) -> None:
    def met() -> list[bool]:
        return [line.is_met for line in needed(alder, Step.REVIEW, oda, SIX_MONTHS_ON)]

    assert met() == [False, False, False]
    review = reviewed(programme)
    comment(review, alder.client, "They call me first now.", by=ana, at=SIX_MONTHS_ON)
    mine = comment(review, None, "Quieter.", by=pim, at=SIX_MONTHS_ON)
    assert met() == [True, True, False]
    decide(review, ReviewDecision.KEEP, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON)
    assert met() == [True, True, True]
    take_back_comment(mine, by=pim, at=SIX_MONTHS_ON)
    assert met() == [True, False, True]


def test_the_bell_names_whose_word_is_waited_for(
    alder: Transition, programme: Programme, oda: Member, ana: Member, pim: Member
) -> None:
    nils = a_member("Nils", Role.ACCOUNT_MANAGER)
    review = reviewed(programme)
    later = SIX_MONTHS_ON + timedelta(days=20)

    def told() -> list[bool]:
        return [any(row.review for row in what_waits(one, later)) for one in (oda, ana, pim, nils)]

    assert told() == [True, True, True, False]
    comment(review, alder.client, "They call me first now.", by=ana, at=later)
    assert told() == [True, False, True, False]
    decide(review, ReviewDecision.KEEP, why="Calmer", version=1, by=oda, at=later)
    assert told() == [False, False, False, False]


def fives(score: int = 5) -> dict[str, int]:
    return dict.fromkeys(QUESTIONS, score)


def test_leads_and_makers_are_asked_how_their_work_is(
    alder: Transition, programme: Programme, oda: Member, ana: Member
) -> None:
    dee, fin = a_member("Dee", Role.MAKER), a_member("Fin", Role.FINANCE)
    made = ask_for_baseline(programme, by=None, at=STARTED)
    assert [any(row.asks_how for row in what_waits(one, STARTED)) for one in (ana, dee, fin, oda)] == [
        True,
        True,
        False,
        False,
    ]
    answer(made, fives(), by=dee, at=STARTED)
    assert list(what_waits(dee, STARTED)) == []
    with pytest.raises(NotPermitted):
        answer(made, fives(), by=fin, at=STARTED)
    with pytest.raises(Invalid, match="five questions"):
        answer(made, {"calm": 3}, by=dee, at=STARTED)
    with pytest.raises(Invalid):
        answer(made, fives(6), by=dee, at=STARTED)


def test_who_came_later_is_not_asked_about_before(programme: Programme) -> None:
    made = ask_for_baseline(programme, by=None, at=STARTED)
    new = a_member("Nils", Role.MAKER)
    new.joined_at = STARTED + timedelta(days=1)
    new.save()
    with pytest.raises(NotPermitted, match="who were there"):
        answer(made, fives(), by=new, at=STARTED + timedelta(days=2))


def test_a_mean_is_told_from_three_people_on_and_only_when_all_is_in(programme: Programme, ana: Member) -> None:
    team = [a_member(name, Role.MAKER) for name in ("Dee", "Noor", "Sam")]
    made = ask_for_baseline(programme, by=None, at=STARTED)
    for number, one in enumerate(team):
        answer(made, fives(number + 2), by=one, at=STARTED)
    assert staff_told(made, STARTED)["staff_calm"].interval is None
    assert (turnout(made, STARTED).answered, turnout(made, STARTED).asked) == (3, 4)
    after = STARTED + timedelta(days=14)
    told = staff_told(made, after)["staff_calm"]
    assert told.interval
    assert (told.interval.value, told.n) == (3, 3)
    with pytest.raises(AnswersClosed, match="added up"):
        answer(made, fives(), by=ana, at=after)
    StaffAnswer.objects.filter(member=team[0]).delete()
    assert staff_told(made, after)["staff_calm"].interval is None


def test_answers_can_be_changed_until_everybody_has_answered(programme: Programme, ana: Member, pim: Member) -> None:
    made = ask_for_baseline(programme, by=None, at=STARTED)
    answer(made, fives(1), by=ana, at=STARTED)
    answer(made, fives(4), "Better on Fridays", by=ana, at=STARTED)
    assert StaffAnswer.objects.filter(member=ana).count() == 5
    answer(made, fives(4), by=pim, at=STARTED)
    with pytest.raises(AnswersClosed):
        answer(made, fives(2), by=pim, at=STARTED)


def test_what_one_person_said_only_they_and_owners_read(
    programme: Programme, oda: Member, ana: Member, pim: Member
) -> None:
    made = ask_for_baseline(programme, by=None, at=STARTED)
    answer(made, fives(4), "Better on Fridays", by=ana, at=STARTED)
    assert [one.words for one in single_answers(made, ana)] == ["Better on Fridays"]
    assert [one.member for one in single_answers(made, oda)] == [ana]
    assert single_answers(made, pim) == []


def test_a_review_that_is_stopped_is_not_decided_on(alder: Transition, oda: Member) -> None:
    review = open_review(alder.wave, by=None, at=SIX_MONTHS_ON)
    Measurement.objects.update(state=MeasurementState.FAILED)
    with pytest.raises(NotMeasuredYet):
        decide(review, ReviewDecision.KEEP, why="Calmer", version=1, by=oda, at=SIX_MONTHS_ON)
