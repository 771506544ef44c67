"""The page that explains a fit."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.testing import a_client, a_lead
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, a_member_skill, an_absence, an_owner
from twinhelm.projects.models import TechnicalFact
from twinhelm.projects.testing import a_project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Liking
from twinhelm.worklog.testing import an_entry

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(ana):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(ana):
    alder = a_client(industry="Food", language="da")
    a_lead(alder, "account", ana, from_on=date(2022, 11, 1))
    talk = a_conversation(alder)
    for _number in range(3):
        a_message(talk, Direction.OUT, sender=ana, at=AT)
    an_entry(ana, client_name="Alder Bakery", minutes=7777, at=date(2026, 11, 9))
    a_member_skill(ana, "Danish", 4)
    return alder


def page_of(browser, alder, member, hat="account"):
    return browser.get(f"/inventory/fit/?client={alder.pk}&hat={hat}&member={member.pk}")


def test_a_number_says_what_it_is_made_of(signed_in, alder, ana, pim):
    page = page_of(signed_in(pim), alder, ana).content.decode()
    assert "Wrote 3 of our 3 letters in a year" in page
    assert "Danish, level 4 of 5" in page
    assert "The industry isn’t known, or no other client is of it" in page
    assert "÷" in page


def test_hours_of_others_are_only_for_owners_and_themselves(signed_in, alder, oda, ana, pim):
    for viewer, sees in ((pim, False), (oda, True), (ana, True)):
        page = page_of(signed_in(viewer), alder, ana).content.decode()
        assert ("130 h" in page) == sees
        assert ("Hours on their work" in page) == sees


def test_what_somebody_likes_is_seen_by_them_and_owners_and_never_changes_the_number(signed_in, alder, oda, ana, pim):
    def value():
        page = page_of(signed_in(pim), alder, ana).content.decode()
        assert "Liking" not in page
        return page.partition("fits best")[2][:80]

    before = value()
    for line in Responsibility.objects.filter(family="CLIENT"):
        Liking.objects.create(member=ana, responsibility=line, score=-2, said_at=AT)
    assert value() == before
    assert "-2.0 in the questionnaire" in page_of(signed_in(oda), alder, ana).content.decode()
    assert "-2.0 in the questionnaire" in page_of(signed_in(ana), alder, ana).content.decode()


def test_skills_that_a_project_needs_are_told_with_their_levels(signed_in, alder, ana, pim):
    TechnicalFact.objects.create(project=a_project(alder), kind="skill", name="Shopware", level=4)
    a_member_skill(pim, "Shopware", 2)
    page = page_of(signed_in(ana), alder, pim, "production").content.decode()
    assert "Shopware 2 of 4" in page


def test_whoever_is_away_at_first_fits_less(signed_in, alder, ana, pim):
    an_absence(ana, date(2026, 11, 16), date(2026, 12, 31))
    page = page_of(signed_in(pim), alder, ana).content.decode()
    assert "Here for 0 % of the first four weeks" in page


def test_a_client_that_is_gone_is_asked_for_again(signed_in, alder, ana):
    answer = signed_in(ana).get("/inventory/fit/?client=999999&hat=account")
    assert answer.status_code == 422


def test_without_a_question_it_asks_for_one(signed_in, ana):
    assert signed_in(ana).get("/inventory/fit/").status_code == 200


def test_a_maker_finds_nothing(signed_in, alder, ana):
    assert page_of(signed_in(a_member("Dee Olsen", Role.MAKER)), alder, ana).status_code == 404


def test_the_same_comes_as_json_and_hours_stay_private_there_too(signed_in, alder, oda, ana, pim):
    browser = signed_in(pim)
    [fit, other] = browser.get(f"/api/clients/{alder.pk}/fits").json()
    assert (fit["member_id"], fit["leads_now"], other["member_id"]) == (ana.pk, True, pim.pk)
    parts = browser.get(f"/api/clients/{alder.pk}/fits/{ana.pk}").json()["parts"]
    assert {part["key"] for part in parts} >= {"relationship", "language"}
    assert "liking" not in {part["key"] for part in parts}
    [row] = browser.get(f"/api/clients/{alder.pk}/relationships").json()
    assert (row["member_id"], row["letters"], row["hours"]) == (ana.pk, 3, None)
    assert signed_in(oda).get(f"/api/clients/{alder.pk}/relationships").json()[0]["hours"] == 130
    assert browser.get("/api/loads").json()[0]["points"] == 65
    assert browser.get(f"/api/loads/{ana.pk}").json()["rows"][0]["hat"] == "account"


def test_the_page_costs_the_same_however_many_clients_there_are(
    signed_in, alder, ana, pim, django_assert_max_num_queries
):
    browser = signed_in(pim)
    for number in range(5):
        a_lead(a_client(f"Client {number}", industry="Food"), "account", ana)
    with django_assert_max_num_queries(70) as first:
        page_of(browser, alder, ana)
    for number in range(5, 25):
        a_lead(a_client(f"Client {number}", industry="Food"), "account", pim)
    with django_assert_max_num_queries(len(first.captured_queries)):
        page_of(browser, alder, ana)


def test_the_page_of_a_client_leads_to_who_fits(signed_in, alder, pim):
    assert f"/inventory/fit/?client={alder.pk}" in signed_in(pim).get(f"/clients/{alder.pk}/").content.decode()
