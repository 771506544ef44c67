"""The questionnaire: everybody answers for themselves."""

from datetime import date, timedelta

import pytest

from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.foundation.periods import Period
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog import policies
from twinhelm.worklog.actions.likings import LineRetired, say_liking
from twinhelm.worklog.models import Liking
from twinhelm.worklog.queries.likings import likings_of, waiting_for
from twinhelm.worklog.rules.likings import Said, energy
from twinhelm.worklog.testing import NINE, an_entry

MONDAY = date(2026, 11, 16)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))


def line(key="real-time"):
    return Responsibility.objects.get(key=key)


@pytest.mark.django_db
def test_an_answer_can_be_changed():
    ana = a_member()
    say_liking(ana, line(), 2, by=ana, at=NINE)
    say_liking(ana, line(), -1, by=ana, at=NINE + timedelta(days=1))
    assert list(Liking.objects.values_list("score", flat=True)) == [-1]


@pytest.mark.django_db
def test_saying_the_same_again_leaves_no_second_trace():
    ana = a_member()
    say_liking(ana, line(), 2, by=ana, at=NINE)
    say_liking(ana, line(), 2, by=ana, at=NINE + timedelta(days=1))
    assert Liking.objects.get().said_at == NINE
    assert EventRecord.objects.filter(name="LikingSaid").count() == 1


@pytest.mark.django_db
def test_the_trail_does_not_tell_the_answer():
    ana = a_member()
    say_liking(ana, line(), -2, by=ana, at=NINE)
    assert EventRecord.objects.get(name="LikingSaid").facts == {"responsibility_id": line().pk}


@pytest.mark.django_db
def test_refuses_to_answer_for_somebody_else():
    with pytest.raises(NotPermitted, match="answers for themselves"):
        say_liking(a_member(), line(), 1, by=an_owner(), at=NINE)


@pytest.mark.django_db
def test_refuses_an_answer_off_the_scale():
    ana = a_member()
    with pytest.raises(Invalid, match="−2 to 2"):
        say_liking(ana, line(), 3, by=ana, at=NINE)


@pytest.mark.django_db
def test_refuses_a_retired_line():
    ana, retired = a_member(), line("settings")
    retired.retired_at = NINE
    with pytest.raises(LineRetired):
        say_liking(ana, retired, 1, by=ana, at=NINE)


@pytest.mark.django_db
def test_only_the_owner_and_oneself_read_likings():
    oda, ana, pim, sam = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit"), a_member("Sam Brandt", Role.FINANCE)
    assert policies.may_read_likings(oda, ana)
    assert policies.may_read_likings(ana, ana)
    assert not policies.may_read_likings(pim, ana)
    assert not policies.may_read_likings(sam, ana)


@pytest.mark.django_db
def test_stand_beside_the_hours_of_the_log():
    ana = a_member()
    say_liking(ana, line(), 2, by=ana, at=NINE)
    an_entry(ana, minutes=90)
    found = likings_of(ana, WEEK)
    assert found.lines[0].said == Said(2, 90)
    assert (found.answered, found.next_line.responsibility.key) == (1, "scheduled")


@pytest.mark.django_db
def test_waits_for_those_who_have_hours_and_a_way_to_sign_in():
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    a_member("Sam Brandt")
    ghost = a_member("Old Freelancer", email=None)
    for member in (ana, pim, ghost):
        an_entry(member)
    for one in Responsibility.objects.all():
        say_liking(pim, one, 0, by=pim, at=NINE)
    assert waiting_for() == [ana]


def test_energy_is_the_mean_score_of_an_hour():
    assert energy([Said(2, 60), Said(-2, 20), Said(None, 500)]) == 1
    assert energy([Said(None, 60)]) is None
