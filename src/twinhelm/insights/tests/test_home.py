"""The first page of owners."""

from datetime import timedelta
from re import sub

import pytest
from django.urls import reverse

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.foundation import clock
from twinhelm.insights.queries.health import days_apart, health_of, pulse_trend
from twinhelm.insights.queries.home import home_of
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import JointReview, Pulse, Worry
from twinhelm.transition.testing import a_programme, a_transition
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim():
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


def words(answer):
    assert answer.status_code == 200
    return sub(r"\s+", " ", sub(r"<[^>]+>", " ", answer.content.decode()))


def ago(**span):
    return clock.now() - timedelta(**span)


def a_change(oda, through=3, under_way=2):
    programme = a_programme(began_by=oda)
    for number in range(through):
        client = a_client(f"Through {number}", yearly_cents=100_000_00, weekly_minutes=60)
        a_transition(client, Step.STABLE, state=TransitionState.THROUGH, ended_at=ago(days=9 * number + 1))
    for number in range(under_way):
        a_transition(a_client(f"Going {number}"), Step.SHADOW, account=oda)
    return programme


def test_more_than_half_way_is_the_first_thing_that_an_owner_reads(oda, signed_in):
    a_change(oda)
    page = words(signed_in(oda).get("/"))
    assert "More than half-way. 3 of 5 clients are through." in page
    assert page.index("More than half-way") < page.index("The split")


def test_an_empty_house_teaches_the_first_step(oda, signed_in):
    page = words(signed_in(oda).get("/"))
    assert "Import what was done" in page
    assert "Load" not in page.partition("Import what was done")[2]


def test_everybody_else_keeps_the_overview_of_hours(oda, ana, signed_in):
    a_change(oda)
    page = words(signed_in(ana).get("/"))
    assert "More than half-way" not in page
    assert words(signed_in(oda).get(reverse("worklog:overview"))).count("Hello Oda") == 1


def test_without_a_change_it_says_who_does_two_jobs(oda, signed_in):
    jonas = a_member("Jonas Kerr", Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
    for day in range(5):
        for number in range(8):
            at = ago(days=7 + day) + timedelta(minutes=40 * number)
            line = ("real-time", "assign")[number % 2]
            an_entry(jonas, f"Work {number}", responsibility=line, minutes=40, at=at)
    page = words(signed_in(oda).get("/"))
    assert "One person does two jobs at once, and no change is under way." in page
    assert "No change is under way" in page


def test_names_whoever_is_worried_and_leads_there(oda, signed_in):
    a_change(oda)
    moving = a_transition(a_client("Alder Bakery"), Step.TELL)
    marta = a_contact(moving.client, "Marta Lindgaard")
    Worry.objects.create(transition=moving, contact=marta, text="Who knows our ovens now?", at=ago(days=1), key="k")
    answer = signed_in(oda).get("/")
    assert "Marta Lindgaard of Alder Bakery is worried Who knows our ovens now?" in words(answer)
    assert reverse("transition:transition", args=[moving.pk]) in answer.content.decode()


def test_the_pulse_is_a_mean_only_once_five_have_answered(oda):
    moving = a_transition(a_client("Alder Bakery"), Step.STABLE)
    for number, (days, score) in enumerate([(1, 4)] * 4 + [(100, 3)] * 5):
        contact = a_contact(moving.client, f"Contact {number}")
        at = ago(days=days)
        Pulse.objects.create(transition=moving, contact=contact, asked_at=at, answered_at=at, score=score)
    found = pulse_trend(oda, clock.now())
    assert (found.lately, found.before, found.n, found.course) == (None, 3.0, 4, "")
    more = a_contact(moving.client, "One more")
    Pulse.objects.create(transition=moving, contact=more, asked_at=ago(days=2), answered_at=ago(days=2), score=5)
    assert pulse_trend(oda, clock.now()).course == "up"


def test_two_leads_who_have_not_looked_together_are_counted_and_one_person_is_not(oda, ana, pim):
    today = clock.now().date()
    apart, together, alone = (a_client(name) for name in ("Apart", "Together", "Alone"))
    for client in (apart, together):
        a_lead(client, Part.ACCOUNT, ana, from_on=today - timedelta(days=90))
        a_lead(client, Part.PRODUCTION, pim, from_on=today - timedelta(days=90))
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        a_lead(alone, part, ana, from_on=today - timedelta(days=90))
    JointReview.objects.create(client=together, on=today - timedelta(days=3), by=ana, other=pim, at=ago(days=3))
    assert days_apart(oda, today) == {apart.pk: 90, together.pk: 3}
    found = health_of(oda, at=clock.now())
    assert (found.apart, found.longest_apart) == (1, 90)
    assert not found.is_quiet


def test_costs_the_same_for_any_number_of_clients(oda, ana, pim, django_assert_num_queries):
    def add(number):
        client = a_client(f"Client {number}")
        a_lead(client, Part.ACCOUNT, ana)
        a_lead(client, Part.PRODUCTION, pim)
        a_transition(client, Step.SHADOW, account=ana, production=pim)

    a_change(oda)
    add(1)
    home_of(oda, at=clock.now())
    with django_assert_num_queries(QUERIES):
        home_of(oda, at=clock.now())
    for number in range(2, 12):
        add(number)
    with django_assert_num_queries(QUERIES):
        home_of(oda, at=clock.now())


QUERIES = 31
