"""What clients bring in: owners and finance say and read it; nobody else meets it on any way."""

import json
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from twinhelm.clients import actions
from twinhelm.clients.models import Client
from twinhelm.clients.rules.money import cents_of, written
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people import actions as people
from twinhelm.people.choices import Role
from twinhelm.people.queries import findings_of
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CANARY = "77731"
CENTS = 7773100


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def sam():
    return a_member("Sam", Role.FINANCE)


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(oda):
    client = a_client("Alder Bakery", made_by=oda)
    return actions.set_revenue(client, CENTS, was=None, by=oda, at=AT)


def page(name, *args):
    return reverse(f"clients:{name}", args=args)


def content(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def has_canary(text):
    return CANARY in "".join(sign for sign in text if sign not in ",.\u202f\u00a0")


def look(text, by):
    return people.try_out(actions.CLIENTS_TABLE, [text.encode()], name="clients.csv", by=by, at=AT)


def addresses_of(client):
    """Every address of the product that takes nothing, or the client alone."""

    def walk(patterns, before=""):
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route)
            else:
                yield route

    for route in walk(get_resolver().url_patterns):
        plain = route.replace("^", "").replace("$", "")
        if plain.startswith(("clients/", "api/clients/")):
            plain = plain.replace("<int:pk>", str(client.pk), 1).replace("<client_id>", str(client.pk), 1)
        if "<" not in plain and "(" not in plain and "\\" not in plain:
            yield f"/{plain}"


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER])
def test_no_page_api_or_table_shows_it_to_others(oda, alder, signed_in, role):
    member = a_member("Somebody", role)
    a_lead(alder, "production", member)
    browser, asked = signed_in(member), 0
    for address in addresses_of(alder):
        answer = browser.get(address)
        asked += answer.status_code == 200
        assert not has_canary(content(answer)), address
    assert asked > 20


def test_owners_and_finance_read_it_on_page_api_and_table(oda, sam, alder, signed_in):
    for member in (oda, sam):
        browser = signed_in(member)
        assert "77,731" in content(browser.get(page("client", alder.pk)))
        assert browser.get(f"/api/clients/{alder.pk}").json()["yearly_cents"] == CENTS
        assert f",{CANARY}" in content(browser.get(page("clients_csv")))


def test_finance_says_it_on_the_page(sam, oda, signed_in):
    fjord = a_client("Fjord Hotels", made_by=oda)
    browser = signed_in(sam)
    assert browser.get(page("revenue", fjord.pk)).status_code == 200
    done = browser.post(page("revenue", fjord.pk), {"yearly": "120,000.50", "was": ""}, follow=True)
    assert "120,000.50" in content(done)
    assert Client.objects.get(pk=fjord.pk).yearly_cents == 12000050


def test_what_is_no_amount_comes_back_with_a_sentence(oda, alder, signed_in):
    answer = signed_in(oda).post(page("revenue", alder.pk), {"yearly": "a lot", "was": CANARY})
    assert answer.status_code == 422
    assert "Write an amount, for instance 120000" in content(answer)
    assert Client.objects.get(pk=alder.pk).yearly_cents == CENTS


def test_two_people_saying_it_stop_each_other_once(oda, sam, alder, signed_in):
    actions.set_revenue(alder, 9_000_000, was=CENTS, by=sam, at=AT)
    browser = signed_in(oda)
    late = browser.post(page("revenue", alder.pk), {"yearly": "80000", "was": CANARY})
    assert late.status_code == 422
    assert "it is 90000 now" in content(late)
    assert 'name="was" value="90000"' in content(late)
    browser.post(page("revenue", alder.pk), {"yearly": "80000", "was": "90000"})
    assert Client.objects.get(pk=alder.pk).yearly_cents == 8_000_000


def test_others_are_refused_at_the_act_and_over_json(ana, alder, signed_in):
    with pytest.raises(NotPermitted):
        actions.set_revenue(alder, 1, was=CENTS, by=ana, at=AT)
    body = json.dumps({"yearly_cents": 1})
    answer = signed_in(ana).put(f"/api/clients/{alder.pk}/revenue", body, content_type="application/json")
    assert answer.status_code == 403
    assert not has_canary(content(answer))


def test_over_json_it_is_set_and_forgotten(sam, alder, signed_in):
    browser = signed_in(sam)
    for wanted in (123, None):
        body = json.dumps({"yearly_cents": wanted})
        answer = browser.put(f"/api/clients/{alder.pk}/revenue", body, content_type="application/json")
        assert answer.json()["yearly_cents"] == wanted
    body = json.dumps({"yearly_cents": 10**19})
    assert browser.put(f"/api/clients/{alder.pk}/revenue", body, content_type="application/json").status_code == 422


def test_the_trail_and_a_late_change_of_somebody_else_tell_nothing_of_it(oda, ana, alder, signed_in):
    seen = alder.version
    actions.set_revenue(alder, CENTS + 100, was=CENTS, by=oda, at=AT)
    assert not has_canary(json.dumps(list(EventRecord.objects.values_list("facts", flat=True))))
    actions.change_client(alder, industry="Bakeries", by=oda, at=AT)
    body = json.dumps({"industry": "Bread", "version": seen})
    late = signed_in(ana).patch(f"/api/clients/{alder.pk}", body, content_type="application/json")
    assert late.status_code == 409
    assert "evenue" not in content(late)
    assert "early" not in content(late)
    assert not has_canary(content(late))


def test_a_file_from_somebody_else_is_refused_alike_whatever_amount_it_guesses(ana, alder):
    told = set()
    for guess in (CANARY, "1", "nothing"):
        found = findings_of(look(f"Client,Revenue a year\nAlder Bakery,{guess}\n", ana))
        assert found.counts["bad"] == 1
        told |= {row.why for row in found.bad}
    assert told == {"What clients bring in is for owners and finance: leave the column out."}


def test_a_file_of_an_owner_brings_it_and_the_table_comes_back_unchanged(oda, alder, signed_in):
    table = "Client,Revenue a year\nAlder Bakery,90.000\nFjord Hotels,120000.50\nTern Energy,lots\n"
    found = findings_of(look(table, oda))
    assert [row.why for row in found.bad] == ["“lots” is no amount of money; write 120000."]
    assert {"what": "Revenue a year", "before": CANARY, "after": "90000"} in found.changed[0]["changes"]
    people.bring_in(actions.CLIENTS_TABLE, look(table, oda), by=oda, at=AT)
    kept = dict(Client.objects.values_list("name", "yearly_cents"))
    assert kept == {"Alder Bakery": 9_000_000, "Fjord Hotels": 12_000_050}
    again = look(content(signed_in(oda).get(page("clients_csv"))).removeprefix("\ufeff"), oda)
    assert findings_of(again).counts == {"new": 0, "changed": 0, "same": 2, "bad": 0}


def test_a_merge_keeps_it_and_tells_nobody(ana, oda, alder, signed_in):
    twin = a_client("Alder", made_by=oda)
    browser = signed_in(ana)
    shown = browser.get(page("merge", alder.pk), {"other": twin.pk})
    assert not has_canary(content(shown))
    merge = actions.merge_clients(alder, twin, by=ana, at=AT)
    assert Client.objects.get(pk=twin.pk).yearly_cents == CENTS
    assert not has_canary(json.dumps(merge.moved))
    assert not has_canary(content(browser.get(page("client", twin.pk))))
    actions.undo_merge(merge, by=ana, at=AT)
    assert dict(Client.objects.values_list("name", "yearly_cents")) == {"Alder Bakery": CENTS, "Alder": None}


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("120000", 12_000_000),
        ("120,000", 12_000_000),
        ("120.000", 12_000_000),
        ("120 000", 12_000_000),
        ("1’200’000.5", 120_000_050),
        ("1.234,56", 123_456),
        ("1,234.56", 123_456),
        ("0", 0),
        ("", None),
        ("-5", None),
        ("1,2,3", None),
        ("12.34.56", None),
        ("1e9", None),
        ("٣", None),
        ("9" * 40, None),
    ],
)
def test_reads_money_as_people_write_it(text, cents):
    assert cents_of(text) == cents
    assert cents is None or cents_of(written(cents)) == cents
