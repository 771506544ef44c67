"""The board, the table, and the page of one client."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.transition.choices import BlackoutKind, Step, TransitionState
from twinhelm.transition.models import Blackout, BlackoutOverrule, Confirmation, Transition
from twinhelm.transition.queries.stuck import stuck_of
from twinhelm.transition.testing import a_programme, a_transition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ana():
    an_agency()
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(ana):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


def on(step, ana, pim, name="Alder Bakery", **fields):
    client = a_client(name)
    a_lead(client, Part.ACCOUNT, ana)
    return a_transition(client, step, **({"account": ana, "production": pim, "former_account": ana} | fields))


def test_without_a_programme_the_page_teaches_the_first_step(signed_in, ana):
    page = signed_in(ana).get("/transition/").content.decode()
    assert "No programme yet" in page
    assert "Go to the rounds" in page


def test_the_lede_says_how_far_it_is_and_who_is_stuck(signed_in, ana, pim):
    for number in range(3):
        on(Step.STABLE, ana, pim, f"Through {number}", state=TransitionState.THROUGH, ended_at=NOW)
    on(Step.HAND_OVER, ana, pim, "Pallas", due_on=date(2026, 11, 11))
    page = signed_in(ana).get("/transition/").content.decode()
    assert "More than half-way." in page
    assert "3 of 4 clients are through." in page
    assert "1 is stuck." in page
    assert "12 days" in page
    assert "should have left this step by 11 November" in page


def test_a_cell_shows_three_and_how_many_more(signed_in, ana, pim):
    for number in range(6):
        on(Step.STABLE, ana, pim, f"Through {number}", state=TransitionState.THROUGH, ended_at=NOW)
    page = signed_in(ana).get("/transition/").content.decode()
    assert "Through 2" in page
    assert "Through 3" not in page
    assert "and 3 more" in page


def test_the_chosen_client_opens_below(signed_in, ana, pim):
    transition = on(Step.BRIEF, ana, pim)
    page = signed_in(ana).get(f"/transition/?client={transition.client_id}").content.decode()
    assert "Brief inside · step 3 of 10" in page
    assert "Pim knows, and has said yes" in page
    assert "Go on all the same…" in page


def test_ticking_my_own_yes_keeps_me_on_the_board(signed_in, ana, pim):
    transition = on(Step.BRIEF, ana, pim)
    here = f"/transition/?client={transition.client_id}"
    sent = {"key": "yes", "about": ana.pk, "next": here}
    answer = signed_in(ana).post(f"/transition/clients/{transition.pk}/confirm/", sent)
    assert answer.url == here
    assert Confirmation.objects.get().by == ana
    answer = signed_in(ana).post(f"/transition/confirmations/{Confirmation.objects.get().pk}/take-back/")
    assert not Confirmation.objects.exists()


def test_nobody_is_sent_elsewhere_after_an_act(signed_in, ana, pim):
    transition = on(Step.SHADOW, ana, pim)
    sent = {"why": "Launch week", "next": "https://elsewhere.example/"}
    answer = signed_in(ana).post(f"/transition/clients/{transition.pk}/stop/", sent)
    assert answer.url == f"/transition/clients/{transition.pk}/"


def test_going_on_can_be_taken_back_from_the_toast(signed_in, ana, pim):
    transition = on(Step.SHADOW, ana, pim)
    browser = signed_in(ana)
    sent = {"version": 1, "why": "They know each other"}
    page = browser.post(f"/transition/clients/{transition.pk}/go-on/", sent, follow=True).content.decode()
    assert f"/transition/clients/{transition.pk}/take-back/2/" in page
    browser.post(f"/transition/clients/{transition.pk}/take-back/2/")
    assert Transition.objects.get().step == Step.SHADOW


def test_a_stale_page_hears_who_moved_it(signed_in, ana, pim):
    transition = on(Step.SHADOW, ana, pim)
    sent = {"version": 1, "why": "They know each other"}
    signed_in(ana).post(f"/transition/clients/{transition.pk}/go-on/", sent)
    answer = signed_in(pim).post(f"/transition/clients/{transition.pk}/go-on/", sent)
    assert answer.status_code == 409
    assert "Ana Reyes moved Alder Bakery on from “Shadow” to “Hand over”" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": 1, "why": "a" * 501}])
def test_an_incomplete_form_moves_nothing(signed_in, ana, pim, sent):
    transition = on(Step.SHADOW, ana, pim)
    assert signed_in(ana).post(f"/transition/clients/{transition.pk}/go-on/", sent).status_code == 422
    assert Transition.objects.get().version == 1


def test_the_page_of_one_client_tells_its_story(signed_in, ana, pim):
    transition = on(Step.SHADOW, ana, pim)
    signed_in(pim).post(f"/transition/clients/{transition.pk}/stop/", {"why": "Launch week"})
    page = signed_in(ana).get(f"/transition/clients/{transition.pk}/").content.decode()
    assert "Pim de Wit stopped Alder Bakery." in page
    assert "Let it go on" in page


def test_who_leads_is_said_on_a_page_of_its_own(signed_in, ana, pim):
    transition = on(Step.DECIDE, ana, None)
    address = f"/transition/clients/{transition.pk}/leads/"
    browser = signed_in(ana)
    assert "Who will lead Alder Bakery?" in browser.get(address).content.decode()
    assert browser.post(address, {"version": 1}).status_code == 422
    sent = {"account": ana.pk, "production": pim.pk, "effective_on": "2026-12-01", "version": 1}
    assert browser.post(address, sent).status_code == 302
    transition.refresh_from_db()
    assert transition.production == pim


def test_several_go_on_after_a_preview(signed_in, ana, pim):
    ready = on(Step.SHADOW, ana, pim, "Ready", step_since=NOW - timedelta(days=20))
    not_ready = on(Step.SHADOW, ana, pim, "Not ready", step_since=NOW)
    chosen = [f"{ready.pk}.1", f"{not_ready.pk}.1"]
    browser = signed_in(ana)
    page = browser.post("/transition/together/", {"chosen": chosen}).content.decode()
    assert "from “Shadow” to “Hand over”" in page
    assert "The new leads have listened for 14 days" in page
    page = browser.post("/transition/together/", {"chosen": chosen, "then": "go-on"})
    assert page.status_code == 409
    assert "Not ready can’t go on yet" in page.content.decode()
    assert Transition.objects.get(pk=ready.pk).step == Step.HAND_OVER


def test_the_table_is_narrowed_by_its_address(signed_in, ana, pim):
    on(Step.SHADOW, ana, pim, "Orbital Labs", stopped_at=NOW, stopped_why="Launch week")
    on(Step.TELL, ana, pim, "Alder Bakery")
    browser = signed_in(ana)
    for narrowed in ("step=shadow", "stuck=on", "q=orb", "sort=due&step=shadow"):
        page = browser.get(f"/transition/table/?{narrowed}").content.decode()
        assert "Orbital Labs" in page
        assert ">Alder Bakery<" not in page
    for odd in ("step=nowhere&after=x", "wave=99999999999999999999", "lead=0&sort=zz", "client=x"):
        assert browser.get(f"/transition/table/?{odd}").status_code == 200


def test_the_table_goes_along_as_csv(signed_in, ana, pim):
    on(Step.SHADOW, ana, pim, "=Orbital", stopped_at=NOW, stopped_why="Launch week")
    text = b"".join(signed_in(ana).get("/transition/table.csv")).decode()
    assert "'=Orbital" in text
    assert "stopped: Launch week" in text


def test_why_somebody_is_stuck(ana, pim):
    programme = a_programme()
    gone = a_member("Tom Adeyemi", Role.PRODUCTION_MANAGER, is_active=False)
    on(Step.SHADOW, ana, gone, "Gone lead", due_on=date(2026, 12, 1))
    on(Step.TELL, ana, pim, "Late", due_on=date(2026, 11, 20))
    on(Step.BRIEF, ana, pim, "No day", step_since=NOW - timedelta(days=30))
    on(Step.TELL, ana, pim, "Fine", due_on=date(2026, 12, 1))
    whys = {one.row.name: one.why for one in stuck_of(programme, ana, at=NOW)}
    assert whys == {
        "Gone lead": "Tom Adeyemi was deactivated: somebody else has to lead",
        "Late": "should have left this step by 20 November",
        "No day": "on this step since 24 October, and nobody set a day",
    }


def test_the_bell_tells_the_owner_of_a_step(signed_in, ana, pim):
    transition = on(Step.TELL, ana, pim)
    transition.stages.filter(step=Step.TELL).update(owner=ana)
    assert "Alder Bakery waits for you: tell the client" in signed_in(ana).get("/notices/").content.decode()
    assert "waits for you" not in signed_in(pim).get("/notices/").content.decode()


def test_the_client_page_says_where_it_stands(signed_in, ana, pim):
    transition = on(Step.TELL, ana, pim)
    page = signed_in(ana).get(f"/clients/{transition.client_id}/").content.decode()
    assert f'href="/transition/clients/{transition.pk}/"' in page


def test_for_makers_there_is_no_change(signed_in, ana, pim):
    transition = on(Step.TELL, ana, pim)
    dee = signed_in(a_member("Dee", Role.MAKER))
    for address in ("/transition/", "/transition/table/", f"/transition/clients/{transition.pk}/"):
        assert dee.get(address).status_code == 404
    assert "/transition/" not in dee.get("/").content.decode()


def test_who_waits_for_better_days_stands_dashed_with_the_day(signed_in, ana, pim):
    transition = on(Step.BRIEF, ana, pim, "Kestrel Rail")
    blackout = {"kind": BlackoutKind.OTHER, "from_on": date(2026, 11, 20), "to_on": date(2026, 12, 7)}
    Blackout.objects.create(programme=transition.programme, **blackout, reason="Trade fair", by=ana, at=NOW)
    page = signed_in(ana).get("/transition/").content.decode()
    assert "1 waits for better days" in page
    assert 'title="Kestrel Rail: Trade fair"' in page
    assert "8 Dec" in page
    BlackoutOverrule.objects.create(
        transition=transition, key=f"said:{Blackout.objects.get().pk}", reason="They asked for it", by=ana, at=NOW
    )
    assert "waits for better days" not in signed_in(ana).get("/transition/").content.decode()


def queries_of(browser, address):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/transition/", "/transition/table/"])
def test_more_clients_ask_no_more(signed_in, pim, address):
    oda = an_owner()
    browser = signed_in(oda)
    on(Step.TELL, oda, pim, "One", due_on=date(2026, 12, 2))
    queries_of(browser, address)  # signing in and what is asked once
    first = queries_of(browser, address)
    for number, step in enumerate(list(Step) * 2):
        on(step, oda, pim, f"Client {number}", due_on=date(2026, 12, 2))
    assert queries_of(browser, address) == first
