"""Whose client an address belongs to."""

from datetime import date

import pytest

from twinhelm.clients.queries import Known, leads_of, recognise, recogniser
from twinhelm.clients.rules.addresses import is_shared, tidy_domain, tidy_email, tidy_phone
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def alder(oda):
    return a_client("Alder Bakery", domains=("alder.example",))


def test_a_contacts_address_counts_before_the_domain(alder):
    fjord = a_client("Fjord Hotels")
    marta = a_contact(fjord, "Marta", email="marta@alder.example")
    found = recognise(["Marta@Alder.example", "somebody@alder.example"])
    assert (found.client, found.contact, found.by) == (fjord, marta, Known.CONTACT)


def test_the_domain_and_what_lies_below_it_tell_the_client(alder):
    assert recognise(["orders@alder.example"]).client == alder
    assert recognise(["robot@mail.alder.example"]).client == alder
    assert recognise(["x@notalder.example"]).client is None


def test_an_address_of_two_clients_is_ambiguous_with_both_named(alder):
    fjord = a_client("Fjord Hotels")
    for client in (alder, fjord):
        a_contact(client, "Marta", email="marta@freelance.example")
    found = recognise(["marta@freelance.example"])
    assert found.client is None
    assert found.candidates == (alder, fjord)
    assert found.is_ambiguous


def test_who_has_left_counts_only_when_nobody_else_has_the_address(alder):
    fjord = a_client("Fjord Hotels")
    a_contact(alder, "Marta", email="marta@post.example", left_on=date(2026, 1, 1))
    assert recognise(["marta@post.example"]).client == alder
    a_contact(fjord, "Marta", email="marta@post.example")
    assert recognise(["marta@post.example"]).client == fjord


def test_colleagues_and_the_agencys_own_domain_are_never_a_client(alder, oda):
    a_contact(alder, "Oda", email=oda.email)
    assert recognise([oda.email]).client is None
    assert recognise(["info@northlight.example"]).client is None
    assert recognise([oda.email, "marta@alder.example"]).client == alder


def test_free_mail_tells_a_client_only_by_its_contact(alder):
    alder.domains.create(domain="gmail.com")
    assert recognise(["anybody@gmail.com"]).client is None
    a_contact(alder, "Tomas", email="tomas@gmail.com")
    assert recognise(["tomas@gmail.com"]).client == alder


def test_a_deleted_client_is_not_recognised(alder):
    alder.deleted_at = alder.made_at
    alder.save()
    assert recognise(["marta@alder.example"]).client is None


def test_recognising_costs_the_same_for_any_number_of_addresses(alder, django_assert_num_queries):
    with django_assert_num_queries(3):
        recognise(["marta@alder.example"])
    with django_assert_num_queries(3):
        recognise([f"person{n}@part{n}.alder.example" for n in range(200)])
    with django_assert_num_queries(3):
        known = recogniser()
    with django_assert_num_queries(0):
        assert known.of(["marta@alder.example"]).client == alder


def test_leads_are_those_of_the_day_and_the_coming_ones_are_named(alder):
    ana, mirela = a_member("Ana Reyes"), a_member("Mirela Novak")
    a_lead(alder, "account", ana, to_on=date(2026, 11, 30))
    a_lead(alder, "account", mirela, from_on=date(2026, 12, 1))
    today = leads_of([alder.pk], date(2026, 11, 23))[alder.pk]
    assert (today.account, today.first_contact, today.production) == (ana, ana, None)
    assert [row.member for row in today.coming] == [mirela]
    assert leads_of([alder.pk], date(2026, 12, 1))[alder.pk].account == mirela


def test_leads_of_many_clients_cost_one_query(alder, django_assert_num_queries):
    ids = [alder.pk, *(a_client(f"Client {n}").pk for n in range(5)), 10**9]
    with django_assert_num_queries(1):
        assert set(leads_of(ids, date(2026, 11, 23))) == set(ids)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Marta@Alder.Example ", "marta@alder.example"),
        ("marta@alder", ""),
        ("marta@alder.example\r\nBcc: all@x.example", ""),
        ("marta", ""),
        ("marta@münchen.example", "marta@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_is_kept_in_one_form(typed, kept):
    assert tidy_email(typed) == kept


def test_a_website_gives_its_domain():
    assert tidy_domain("https://www.Alder.example/shop?x=1") == "alder.example"
    assert tidy_domain("127.0.0.1") == ""


def test_endings_and_free_mail_belong_to_nobody():
    assert all(map(is_shared, ("co.uk", "gmail.com", "hotmail.nl", "yahoo.co.uk")))
    assert not is_shared("alder.co.uk")


def test_a_number_is_kept_with_its_country():
    assert tidy_phone("020 123 4567", "NL") == "+31201234567"
    assert tidy_phone("+45 33 12 34 56", "NL") == "+4533123456"
    assert tidy_phone("ring me", "NL") == ""
