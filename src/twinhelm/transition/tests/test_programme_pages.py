"""Programmes, the plan of one client and the calendar, as somebody at a browser meets them."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import RequestFactory

from twinhelm.clients.actions.leads import set_lead
from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.choices import DecisionState, Hat
from twinhelm.inventory.testing import a_decision, a_round
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_absence, an_owner
from twinhelm.transition.actions.blackouts import Days, add_blackout
from twinhelm.transition.actions.programmes import create, start
from twinhelm.transition.choices import ProgrammeState, Step, TransitionState
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.navigation.programme import leads_that_left, what_stands_in_the_way
from twinhelm.transition.queries.candidates import by_hand
from twinhelm.transition.queries.planning import Setup

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 9)
FORM = {
    "name": "Two helms", "first_on": "2026-11-09", "waves": 1, "weeks_between": 8, "starts": "", "pace": 2,
    "silence_days": 7, "shadow_days": 14, "check_in_days": 30, "stable_days": 45, "copied_days": 60,
    "review_months": 6, "key": "k",
}  # fmt: skip


@pytest.fixture(autouse=True)
def third_of_november():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim, a_member("Jonas Berg", "account_manager")


def led(client, jonas):
    a_lead(client, Part.ACCOUNT, jonas)
    a_lead(client, Part.PRODUCTION, jonas)
    return client


@pytest.fixture
def alder(cast):
    return led(a_client(), cast[3])


@pytest.fixture
def running(cast, alder):
    setup = Setup("Two helms", MONDAY, (MONDAY, MONDAY + timedelta(weeks=8)), by_hand([alder], AT.date()))
    return start(create(setup, key="a", by=cast[0], at=AT), by=cast[0], at=AT)


@pytest.fixture
def moving(running):
    return running.transitions.get()


def words(answer):
    return unescape(answer.content.decode())


def post(browser, address, **fields):
    return browser.post(f"/transition/{address}", fields)


def test_nothing_is_stored_before_somebody_has_seen_every_day(cast, alder, signed_in):
    browser = signed_in(cast[1])
    an_absence(cast[3], MONDAY, date(2026, 11, 13))
    looked = post(browser, "programme/new/?round=hand", **FORM, clients=[alder.pk], act="look")
    assert looked.status_code == 200
    assert "Mon 16 Nov 2026" in words(looked)
    assert "Jonas Berg is away" in words(looked)
    assert not Programme.objects.exists()
    digest = looked.context["plan"].digest
    made = post(browser, "programme/new/?round=hand", **FORM, clients=[alder.pk], act="make", digest=digest)
    assert made.status_code == 302
    assert Transition.objects.get().stages.get(step=Step.TELL).due_on == date(2026, 11, 16)
    again = post(browser, "programme/new/?round=hand", **FORM, clients=[alder.pk], act="make", digest=digest)
    assert Programme.objects.count() == 1
    assert again.status_code in (302, 422)


def test_an_accepted_round_is_offered_with_its_clients_ticked(cast, alder, signed_in):
    oda, ana, pim, jonas = cast
    one, moss = a_round(alder), led(a_client("Moss & Co"), jonas)
    for client, who in ((alder, ana), (moss, jonas)):
        for hat, member in ((Hat.ACCOUNT, who), (Hat.PRODUCTION, pim if who == ana else jonas)):
            a_decision(client, member, hat, round=one, before=jonas, state=DecisionState.ACCEPTED, settled_at=AT)
    set_lead(alder, Part.ACCOUNT, ana, from_on=date(2026, 12, 1), reason="Knows", by=ana, at=AT)
    page = words(signed_in(oda).get("/transition/programme/new/"))
    assert f'value="{alder.pk}" checked' in page
    assert "1 client of the round keeps its leads and needs no change: Moss & Co" in page.replace("\n", " ")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pace": "0"}, "greater than or equal to 1"),
        ({"starts": "next week"}, "Write each day like"),
        ({"first_on": "2040-01-01"}, "within the next three years"),
        ({"clients": "99999999999999999999999"}, "at least one client"),
        ({"name": ""}, "required"),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_stored(cast, alder, signed_in, wrong, says):
    fields = {**FORM, "clients": [alder.pk], **wrong}
    answer = post(signed_in(cast[1]), "programme/new/?round=hand", **fields, act="make")
    assert answer.status_code == 422
    assert says in words(answer)
    assert not Programme.objects.exists()


def test_a_programme_says_what_is_planned_and_only_owners_start_it(cast, alder, signed_in):
    setup = Setup("Two helms", MONDAY, (MONDAY,), by_hand([alder], AT.date()))
    made = create(setup, key="a", by=cast[1], at=AT)
    assert "An owner starts it." in words(signed_in(cast[1]).get(f"/transition/programme/{made.pk}/"))
    assert post(signed_in(cast[1]), f"programme/{made.pk}/start/").status_code == 403
    assert post(signed_in(cast[0]), f"programme/{made.pk}/start/").status_code == 302
    assert Programme.objects.get().state == ProgrammeState.RUNNING
    stopped = post(signed_in(cast[0]), f"programme/{made.pk}/end/")
    assert stopped.status_code == 409
    assert "still under way" in words(stopped)


def test_editing_shows_what_would_move_before_it_does(cast, running, signed_in):
    browser = signed_in(cast[1])
    fields = {**FORM, "version": running.version, "waves": "2026-11-16\n2027-01-04"}
    looked = post(browser, f"programme/{running.pk}/edit/", **fields, act="look")
    assert "Mon 16 Nov 2026" in words(looked)
    assert running.transitions.get().stages.get(step=Step.TELL).due_on == MONDAY
    fields["digest"] = looked.context["plan"].digest
    assert post(browser, f"programme/{running.pk}/edit/", **fields, act="make").status_code == 302
    assert running.transitions.get().stages.get(step=Step.TELL).due_on == date(2026, 11, 16)
    late = post(browser, f"programme/{running.pk}/edit/", **fields, act="make")
    assert late.status_code == 422
    assert "Somebody changed" in words(late)


def test_clients_are_added_from_those_in_no_programme(cast, running, signed_in):
    moss = led(a_client("Moss & Co"), cast[3])
    page = words(signed_in(cast[1]).get(f"/transition/programme/{running.pk}/add/"))
    assert "Moss & Co" in page
    assert "Alder Bakery" not in page
    wave = running.waves.get(number=2)
    post(signed_in(cast[1]), f"programme/{running.pk}/add/", wave=wave.pk, clients=[moss.pk])
    assert Transition.objects.get(client=moss).wave == wave
    none = post(signed_in(cast[1]), f"programme/{running.pk}/add/", clients=[moss.pk])
    assert none.status_code == 422


def test_closed_days_are_said_lifted_and_said_again(cast, running, signed_in):
    browser = signed_in(cast[1])
    fields = {"kind": "other", "from_on": "2026-11-09", "to_on": "2026-11-11", "why": "Trade fair"}
    post(browser, f"programme/{running.pk}/blackouts/", **fields)
    page = words(browser.get(f"/transition/programme/{running.pk}/"))
    assert "From 9 November to 11 November nothing changes: Trade fair." in page
    one = running.blackouts.get()
    post(browser, f"programme/blackouts/{one.pk}/lift/")
    assert "nothing changes: Trade fair" not in words(browser.get(f"/transition/programme/{running.pk}/"))
    post(browser, f"programme/blackouts/{one.pk}/again/")
    assert running.blackouts.get().lifted_at is None
    wrong = post(browser, f"programme/{running.pk}/blackouts/", **(fields | {"to_on": "2026-11-01"}))
    assert wrong.status_code == 422
    assert "ends before it begins" in words(wrong)


def test_moving_a_day_is_refused_with_what_stands_there(cast, moving, signed_in):
    browser = signed_in(cast[1])
    add_blackout(moving.programme, Days(date(2026, 12, 8), date(2026, 12, 8)), why="Fair", by=cast[0], at=AT)
    fields = {"version": moving.version, "step": "effective_on", "day": "2026-12-08", "why": "Asked"}
    refused = post(browser, f"clients/{moving.pk}/plan/day/", **fields)
    assert refused.status_code == 409
    assert "nothing changes: Fair" in words(refused)
    assert post(browser, f"clients/{moving.pk}/plan/day/", **fields, overruled="They insist").status_code == 302
    assert Transition.objects.get().effective_on == date(2026, 12, 8)
    late = post(browser, f"clients/{moving.pk}/plan/day/", **(fields | {"day": "2026-12-09"}))
    assert late.status_code == 409
    assert "in another window" in words(late)


def test_a_client_changes_wave_and_the_toast_takes_it_back(cast, moving, signed_in):
    browser = signed_in(cast[1])
    second = moving.programme.waves.get(number=2)
    post(browser, f"clients/{moving.pk}/plan/wave/", version=moving.version, wave=second.pk)
    moved = Transition.objects.get()
    assert moved.wave == second
    post(browser, f"clients/{moving.pk}/plan/wave/1/{moved.version}/")
    assert Transition.objects.get().wave.number == 1


def test_a_client_is_taken_out_with_a_reason_and_put_back(cast, moving, signed_in):
    browser = signed_in(cast[1])
    assert post(browser, f"clients/{moving.pk}/plan/out/", version=moving.version, why="").status_code == 422
    post(browser, f"clients/{moving.pk}/plan/out/", version=moving.version, why="They merged")
    assert Transition.objects.get().state == TransitionState.TAKEN_OUT
    assert "They merged" in words(browser.get(f"/transition/programme/{moving.programme_id}/"))
    post(browser, f"clients/{moving.pk}/plan/in/")
    assert Transition.objects.get().state == TransitionState.UNDER_WAY


def test_a_lead_who_was_deactivated_is_told_in_the_bell_and_replaced(cast, moving, signed_in):
    oda, ana, pim, _jonas = cast
    Transition.objects.update(account=ana, production=pim)
    Member.objects.filter(pk=ana.pk).update(is_active=False)
    [found] = leads_that_left(oda)
    assert found.name == "Ana Reyes was deactivated and can’t lead Alder Bakery: choose somebody else"
    browser = signed_in(oda)
    assert "Ana Reyes was deactivated" in words(browser.get(f"/transition/clients/{moving.pk}/plan/"))
    eve = a_member("Eve Lund", "account_manager")
    fields = {"version": moving.version, "part": "account", "member": eve.pk, "why": "Ana left"}
    assert post(browser, f"clients/{moving.pk}/plan/lead/", **fields).status_code == 302
    assert list(leads_that_left(oda)) == []
    assert Transition.objects.get().account == eve


def test_what_stands_in_the_way_is_a_panel_and_can_be_overruled(cast, moving, signed_in):
    an_absence(cast[3], MONDAY)
    request = RequestFactory().get("/")
    request.user = cast[1]
    [block] = what_stands_in_the_way(request, moving)["blocks"]
    assert block.sentence == "Jonas Berg is away on 9 November."
    post(signed_in(cast[1]), f"clients/{moving.pk}/overrule/", key=block.key, why="Pim stands in")
    assert what_stands_in_the_way(request, moving)["blocks"][0].overrule.reason == "Pim stands in"
    post(signed_in(cast[1]), f"clients/{moving.pk}/overrule/back/", key=block.key)
    assert what_stands_in_the_way(request, moving)["blocks"][0].overrule is None
    gone = post(signed_in(cast[1]), f"clients/{moving.pk}/overrule/", key="said:99", why="Why not")
    assert gone.status_code == 409


def test_the_calendar_shows_days_closed_days_and_what_is_late(cast, moving, signed_in):
    browser = signed_in(cast[1])
    add_blackout(moving.programme, Days(date(2026, 11, 20), date(2026, 11, 21)), why="Fair", by=cast[0], at=AT)
    page = words(browser.get("/transition/calendar/"))
    assert "Alder Bakery" in page
    assert "nothing changes: Fair" in page
    with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=UTC), tick=False):
        assert "is-late" in words(browser.get("/transition/calendar/"))
    for odd in ("2026-13", "0001-01", "9999-12", "soon", "2026-02"):
        assert browser.get(f"/transition/calendar/?month={odd}&day=x").status_code == 200
    rows = b"".join(browser.get("/transition/calendar.csv")).decode()
    assert "2026-11-09,Alder Bakery,Tell the client" in rows


def test_the_plan_goes_along_as_a_table(cast, moving, signed_in):
    rows = b"".join(signed_in(cast[1]).get(f"/transition/programme/{moving.programme_id}/plan.csv")).decode()
    assert "Alder Bakery,1,Assess,2026-11-09,2026-12-01,2026-12-01" in rows


@pytest.mark.parametrize("page", ["programme/", "programme/{pk}/", "calendar/"])
def test_pages_cost_the_same_for_one_client_and_for_many(cast, running, signed_in, page, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, address = signed_in(cast[1]), f"/transition/{page.format(pk=running.pk)}"
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    more = [led(a_client(f"Client {n}"), cast[3]) for n in range(12)]
    create(Setup("More", MONDAY, (MONDAY,), by_hand(more, AT.date())), key="b", by=cast[0], at=AT)
    Transition.objects.update(programme=running, wave=running.waves.get(number=1))
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


def test_makers_find_nothing_of_it(running, signed_in):
    browser = signed_in(a_member("Dee Okafor", "maker"))
    for address in ("programme/", f"programme/{running.pk}/", "calendar/", "programme/new/", "calendar.csv"):
        assert browser.get(f"/transition/{address}").status_code == 404


def test_a_programme_is_previewed_made_and_moved_over_json(cast, alder, signed_in):
    browser = signed_in(cast[0])
    wanted = {
        "name": "Two helms", "first_on": "2026-11-09", "waves": ["2026-11-09"], "client_ids": [alder.pk], "key": "k",
    }  # fmt: skip
    seen = browser.post("/api/programmes/preview", wanted, "application/json").json()
    assert seen["lines"][0]["tell_on"] == "2026-11-09"
    assert not Programme.objects.exists()
    made = browser.post("/api/programmes", wanted | {"digest": seen["digest"]}, "application/json")
    assert made.status_code == 201
    assert made.json()["clients"][0]["hand_over_on"] == "2026-12-01"
    assert browser.post("/api/programmes", wanted, "application/json").json()["id"] == made.json()["id"]
    moving = Transition.objects.get()
    late = {"step": "effective_on", "day": "2026-12-05", "why": "Asked", "version": 1}
    refused = browser.put(f"/api/transitions/{moving.pk}/days", late, "application/json")
    assert refused.status_code == 422
    assert "Saturday" in refused.json()["detail"]
    moved = browser.put(f"/api/transitions/{moving.pk}/days", late | {"day": "2026-12-07"}, "application/json").json()
    assert moved["effective_on"] == "2026-12-07"
    closed = {"from_on": "2026-12-07", "to_on": "2026-12-07", "why": "Fair"}
    one = browser.post(f"/api/programmes/{made.json()['id']}/blackouts", closed, "application/json").json()
    shown = browser.get(f"/api/programmes/{made.json()['id']}").json()
    assert shown["clients"][0]["in_the_way"] == ["From 7 December to 7 December nothing changes: Fair."]
    assert browser.delete(f"/api/blackouts/{one['id']}").status_code == 204
    assert browser.put(f"/api/programmes/{made.json()['id']}/start").json()["state"] == "running"
    missing = browser.post("/api/programmes/preview", wanted | {"client_ids": [10**9]}, "application/json")
    assert missing.status_code == 404
