"""Pages of decisions: the list, one decision, accepting in a round, comparing rounds."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.clients.models import ClientLead
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.choices import DecisionState, Hat
from twinhelm.inventory.models import Acceptance, Decision
from twinhelm.inventory.testing import a_decision, a_need, a_proposal, a_round, an_assignment
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", "account_manager")


@pytest.fixture
def page(signed_in, oda):
    return signed_in(oda)


@pytest.fixture
def row(ana):
    alder, jonas = a_client(), a_member("Jonas Kerr", "account_manager")
    a_lead(alder, "account", jonas)
    return an_assignment(a_proposal(a_round(alder, leads=(ana, jonas))), alder, ana, before=jonas)


def click(row, **more):
    return {"assignment": row.pk, "version": 1, "key": "a", **more}


def test_accepting_beside_an_assignment_sets_the_lead_and_offers_to_take_it_back(page, row):
    answer = page.post(reverse("inventory:accept", args=[row.proposal.round_id]), click(row))
    assert answer.status_code == 302
    assert ClientLead.objects.get(member=row.member).from_on == date(2026, 12, 1)
    shown = page.get("/inventory/decisions/?shelf=coming").content.decode()
    assert "Decided: Ana Reyes is account lead of Alder Bakery." in shown
    undo = reverse("inventory:take_back_acceptance", args=[Acceptance.objects.get().pk])
    assert undo in shown
    page.post(undo)
    assert not ClientLead.objects.filter(member=row.member).exists()


def test_the_preview_shows_now_and_then_and_decides_nothing(page, row):
    shown = page.get(reverse("inventory:decide", args=[row.proposal.round_id])).content.decode()
    assert "Accept 1 decision?" in shown
    assert "Jonas Kerr" in shown
    assert "1 relationship breaks" in shown
    assert not Decision.objects.exists()


def test_a_bulk_from_an_old_page_is_refused_with_its_sentence(page, row):
    row.proposal.round.__class__.objects.update(version=7)
    answer = page.post(reverse("inventory:decide", args=[row.proposal.round_id]), click(row))
    assert answer.status_code == 409
    assert "proposed anew since you opened it" in answer.content.decode()


def test_choosing_otherwise_asks_for_a_reason(page, row):
    address = reverse("inventory:otherwise", args=[row.proposal.round_id, row.pk])
    assert "recommends <b>Ana Reyes</b>" in page.get(address).content.decode()
    chosen = {"member": row.before_id, "from_on": "2026-12-01", "version": 1, "key": "b"}
    assert page.post(address, chosen).status_code == 422
    assert page.post(address, {**chosen, "why": "Marta asked"}).status_code == 302
    assert Decision.objects.get().recommended == row.member


def test_asking_both_leads_to_the_page_where_they_speak(page, row, signed_in):
    answer = page.post(reverse("inventory:ask", args=[row.proposal.round_id]), click(row))
    decision = Decision.objects.get()
    assert answer.url == reverse("inventory:decision", args=[decision.pk])
    hers = signed_in(row.member)
    assert "Will you lead Alder Bakery?" in hers.get("/notices/").content.decode()
    hers.post(reverse("inventory:comment_decision", args=[decision.pk]), {"stance": "glad", "text": "Yes"})
    shown = hers.get(answer.url).content.decode()
    assert "Glad to" in shown
    assert "Will you lead Alder Bakery?" not in hers.get("/notices/").content.decode()


def test_a_comment_without_words_or_stance_is_refused_on_the_page(page, row):
    decision = a_decision(row.asked.client, row.member)
    answer = page.post(reverse("inventory:comment_decision", args=[decision.pk]), {"text": " "})
    assert answer.status_code == 422
    assert "Say what you think" in answer.content.decode()


def test_dropping_wants_a_reason_and_leaves_who_leads(page, row):
    decision = a_decision(row.asked.client, row.member)
    address = reverse("inventory:drop_decision", args=[decision.pk])
    assert page.post(address, {}).status_code == 422
    assert page.post(address, {"why": "Not now"}).status_code == 302
    decision.refresh_from_db()
    assert decision.state == DecisionState.DROPPED


def test_the_client_page_says_who_decided_why_and_when_it_comes_back(page, row):
    page.post(reverse("inventory:accept", args=[row.proposal.round_id]), click(row))
    shown = page.get(reverse("clients:client", args=[row.asked.client_id])).content.decode()
    assert "Why they lead" in shown
    assert "Round of November: Ana Reyes follows Jonas Kerr" in shown
    assert "comes back on 1 June 2027" in shown


def test_a_maker_finds_no_decisions_and_none_on_a_client_page(signed_in, row):
    a_decision(row.asked.client, row.member)
    sam = signed_in(a_member("Sam Finch", "finance"))
    assert sam.get("/inventory/decisions/").status_code == 404
    assert "Why they lead" not in sam.get(reverse("clients:client", args=[row.asked.client_id])).content.decode()


def test_the_list_narrows_to_mine_and_goes_along_as_csv(page, signed_in, row):
    mine = a_decision(row.asked.client, row.member)
    other = a_decision(a_client("Fjord Hotels"), a_member("Pim de Wit", "production_manager"), Hat.PRODUCTION)
    shown = signed_in(row.member).get("/inventory/decisions/?mine=on").content.decode()
    assert reverse("inventory:decision", args=[mine.pk]) in shown
    assert reverse("inventory:decision", args=[other.pk]) not in shown
    file = b"".join(page.get("/inventory/decisions.csv")).decode()
    assert "Fjord Hotels" in file
    assert "Alder Bakery" in file


def test_the_list_asks_the_database_as_often_for_many_as_for_few(page, ana):
    def queries() -> int:
        page.get("/inventory/decisions/")
        with CaptureQueriesContext(connection) as asked:
            assert page.get("/inventory/decisions/").status_code == 200
        return len(asked)

    a_decision(a_client(), ana)
    few = queries()
    for number in range(8):
        a_decision(a_client(f"Client {number}"), ana)
    assert queries() == few


def test_two_rounds_side_by_side_say_what_changed(page, row, ana):
    march = a_round(row.asked.client, leads=(ana,), name="Round of March", opened_at=datetime(2026, 3, 2, tzinfo=UTC))
    march.asked.update(communication=20, complexity=80)
    a_decision(row.asked.client, row.before, round=march, state="accepted", settled_by=ana, settled_at=AT)
    page.post(reverse("inventory:accept", args=[row.proposal.round_id]), click(row))
    shown = page.get("/inventory/rounds/compare/").content.decode()
    assert "What changed since Round of March" in shown
    assert "1 client moved to another quarter, and 1 changed its lead" in shown
    assert "2.0 → 5.0" in shown
    assert "Alder Bakery" in b"".join(page.get("/inventory/rounds/compare.csv")).decode()


def test_one_round_alone_is_not_compared(page, row):
    assert "One round alone can’t be compared" in page.get("/inventory/rounds/compare/").content.decode()


def test_the_round_and_the_panel_offer_to_accept_and_then_say_that_it_is_accepted(page, row):
    a_need(row.asked.client)
    of_round, panel = (
        reverse("inventory:round", args=[row.proposal.round_id]),
        f"/inventory/?client={row.asked.client_id}",
    )
    assert "Accept: Alder Bakery, Account lead" in page.get(of_round).content.decode()
    assert "Accept: Alder Bakery, Account lead" in page.get(panel).content.decode()
    page.post(reverse("inventory:accept", args=[row.proposal.round_id]), click(row))
    for address in (of_round, panel):
        shown = page.get(address).content.decode()
        assert "Accepted, from 1 Dec 2026" in shown
        assert "Accept: Alder Bakery" not in shown
