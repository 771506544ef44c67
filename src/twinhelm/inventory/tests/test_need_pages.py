"""What a client needs is told fact by fact, and a person can say otherwise."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.testing import a_client
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord, Job
from twinhelm.foundation.testing import run_jobs
from twinhelm.inventory.actions.needs import (
    NothingOverruled,
    OverruledMeanwhile,
    WorkGone,
    count_needs,
    overrule,
    overrule_both,
    take_back_overrule,
)
from twinhelm.inventory.actions.reckoning import (
    NothingToUndo,
    ReckonedMeanwhile,
    Reckoning,
    change_reckoning,
    undo_reckoning,
)
from twinhelm.inventory.models import FactorWeight, InventorySettings, Overrule
from twinhelm.inventory.queries.needs import seen_of, settings
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TALK, TECHNICAL = NeedKind.COMMUNICATION, NeedKind.COMPLEXITY


@pytest.fixture
def alder():
    client = a_client()
    a_need(client, 80, 30)
    return client


@pytest.fixture
def oda(alder):
    return alder.made_by


@pytest.fixture
def ana(alder):
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


def standing(thing):
    return {one.kind: one.tenths for one in Overrule.objects.standing().filter(client=thing)}


def test_what_somebody_says_stands_with_its_reason_and_what_was_counted(alder, ana):
    said = overrule(alder, TALK, 40, why="  Marta is on leave ", by=ana, at=NOW)
    assert (said.tenths, said.counted_tenths, said.reason) == (40, 80, "Marta is on leave")
    record = EventRecord.objects.get(name="NeedOverruled")
    assert (record.by_name, record.facts["before"], record.facts["tenths"]) == ("Ana Reyes", 80, 40)


def test_said_again_it_replaces_what_was_said(alder, ana, oda):
    overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW)
    overrule(alder, TALK, 60, why="Back", by=oda, at=NOW)
    assert standing(alder) == {"communication": 60}
    ended = Overrule.objects.exclude(ended_at=None).get()
    assert (ended.tenths, ended.ended_by) == (40, oda)


def test_sent_twice_it_is_stored_once(alder, ana):
    once = overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW)
    assert overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW) == once
    assert Overrule.objects.count() == 1


@pytest.mark.parametrize("why", [" \n ", "\u200b\u2060", "\u202e"])
def test_a_reason_is_asked_for_that_somebody_can_read(alder, ana, why):
    with pytest.raises(Invalid, match="Say why"):
        overrule(alder, TALK, 40, why=why, by=ana, at=NOW)


@pytest.mark.parametrize("tenths", [-1, 101])
def test_refuses_what_is_off_the_scale(alder, ana, tenths):
    with pytest.raises(Invalid, match="from 0 to 10"):
        overrule(alder, TALK, tenths, why="So", by=ana, at=NOW)
    assert not Overrule.objects.exists()


def test_makers_say_nothing_of_needs(alder):
    with pytest.raises(NotPermitted):
        overrule(alder, TALK, 40, why="So", by=a_member("Dee", Role.MAKER), at=NOW)


def test_of_two_who_say_something_at_once_the_second_hears_of_the_first(alder, ana, oda):
    overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW, instead_of=0)
    with pytest.raises(OverruledMeanwhile, match=r"Ana Reyes said 4\.0"):
        overrule(alder, TALK, 60, why="Busy", by=oda, at=NOW, instead_of=0)
    assert standing(alder) == {"communication": 40}


def test_a_drag_moves_both_needs_or_none(alder, ana, oda):
    overrule(alder, TECHNICAL, 50, why="New shop", by=oda, at=NOW)
    with pytest.raises(OverruledMeanwhile):
        overrule_both(alder, {TALK: 20, TECHNICAL: 90}, why="So", seen={TECHNICAL: 0}, by=ana, at=NOW)
    assert standing(alder) == {"complexity": 50}
    overrule_both(alder, {TALK: 20, TECHNICAL: 90}, why="So", by=ana, at=NOW)
    assert standing(alder) == {"communication": 20, "complexity": 90}


def test_dragged_sideways_the_height_is_left_alone(alder, ana):
    overrule_both(alder, {TALK: 20, TECHNICAL: 30}, why="So", by=ana, at=NOW)
    assert standing(alder) == {"communication": 20}
    assert overrule_both(alder, {TALK: 20, TECHNICAL: 30}, why="So", by=ana, at=NOW) == []


def test_taken_back_what_is_counted_counts_again(alder, ana, oda):
    said = overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW)
    take_back_overrule(said, by=oda, at=NOW)
    take_back_overrule(said, by=oda, at=NOW)
    assert seen_of([alder])[alder.pk].communication == 80
    assert EventRecord.objects.filter(name="OverruleTakenBack").count() == 1


def test_what_was_replaced_can_not_be_taken_back(alder, ana, oda):
    first = overrule(alder, TALK, 40, why="On leave", by=ana, at=NOW)
    overrule(alder, TALK, 60, why="Back", by=oda, at=NOW)
    with pytest.raises(NothingOverruled):
        take_back_overrule(first, by=ana, at=NOW)


def test_of_a_client_that_was_merged_away_nobody_says_anything(alder, ana):
    other = a_client("Birch")
    type(alder).objects.filter(pk=alder.pk).update(merged_into=other)
    with pytest.raises(WorkGone, match="merged or deleted"):
        overrule(alder, TALK, 40, why="So", by=ana, at=NOW)


def test_a_project_is_overruled_apart_from_its_client(alder, ana):
    shop = a_project(alder)
    overrule(shop, TECHNICAL, 90, why="SAP", by=ana, at=NOW)
    overrule(alder, TECHNICAL, 10, why="Only a shop", by=ana, at=NOW)
    assert Overrule.objects.standing().count() == 2


def test_the_page_tells_each_fact_and_where_its_rows_are(alder, ana, signed_in):
    conversation = a_conversation(alder, at=datetime(2026, 8, 24, 9, tzinfo=UTC))
    for week in range(13):
        a_message(conversation, at=datetime(2026, 8, 24 if week == 0 else 25, 9, week, tzinfo=UTC))
    count_needs(by=None, at=NOW)
    page = signed_in(ana).get(f"/inventory/clients/{alder.pk}/").content.decode()
    assert "not known yet" in page
    assert f"/clients/{alder.pk}/?said=messages" in page
    assert "1 a week" in page


def test_overruling_on_the_page_leads_back_to_it_and_can_be_undone(alder, ana, signed_in):
    browser = signed_in(ana)
    sent = {"communication": "4.5", "why": "Marta is on leave", "seen_communication": "0"}
    answer = browser.post(f"/inventory/clients/{alder.pk}/overrule/", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/inventory/clients/{alder.pk}/", 302)]
    assert "Marta is on leave" in page
    assert "4.5" in page
    said = Overrule.objects.get()
    browser.post(f"/inventory/overrules/{said.pk}/take-back/")
    assert standing(alder) == {}


def test_what_was_typed_stays_when_somebody_else_was_first(alder, ana, oda, signed_in):
    overrule(alder, TALK, 40, why="On leave", by=oda, at=NOW)
    sent = {"communication": "6", "why": "Busy autumn", "seen_communication": "0"}
    answer = signed_in(ana).post(f"/inventory/clients/{alder.pk}/overrule/", sent)
    assert answer.status_code == 422
    assert "Busy autumn" in answer.content.decode()
    assert "On leave" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"communication": "11", "why": "x"}, {"communication": "abc", "why": "x"}])
def test_what_can_not_be_used_gets_a_sentence(alder, ana, signed_in, sent):
    assert signed_in(ana).post(f"/inventory/clients/{alder.pk}/overrule/", sent).status_code == 422
    assert not Overrule.objects.exists()


def test_the_way_back_leads_nowhere_else(alder, ana, signed_in):
    sent = {"communication": "4", "why": "So", "next": "https://elsewhere.example/"}
    answer = signed_in(ana).post(f"/inventory/clients/{alder.pk}/overrule/", sent)
    assert answer["Location"] == f"/inventory/clients/{alder.pk}/"


def test_the_page_costs_the_same_whatever_was_said(alder, ana, signed_in, django_assert_max_num_queries):
    for tenths in range(10, 60, 10):
        overrule(alder, TALK, tenths, why="So", by=ana, at=NOW)
    browser = signed_in(ana)
    browser.get(f"/inventory/clients/{alder.pk}/")
    with django_assert_max_num_queries(30):
        browser.get(f"/inventory/clients/{alder.pk}/")


def test_takes_the_facts_along_as_a_table(alder, ana, signed_in):
    count_needs(by=None, at=NOW)
    answer = signed_in(ana).get(f"/inventory/clients/{alder.pk}/need.csv")
    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert rows[0].lstrip("\ufeff").startswith("need,fact,value")
    assert any("Messages" in row for row in rows)


def test_counting_again_is_asked_for_once(alder, ana, signed_in):
    browser = signed_in(ana)
    browser.post("/inventory/count/")
    browser.post("/inventory/count/")
    assert Job.objects.filter(name="inventory.count_needs").count() == 1


def test_while_it_is_counted_the_page_says_how_far_and_then_comes_anew(alder, ana, signed_in):
    browser = signed_in(ana)
    browser.post("/inventory/count/", {"next": f"/inventory/clients/{alder.pk}/"})
    assert "Needs are being counted" in browser.get(f"/inventory/clients/{alder.pk}/").content.decode()
    assert "HX-Refresh" not in browser.get("/inventory/count/", headers={"HX-Request": "true"})
    run_jobs()
    assert browser.get("/inventory/count/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


USUAL = {"weeks": 13, "middle": 50, "room": 800, "review_months": 6}


def test_owners_change_what_counts_and_needs_are_counted_anew(alder, oda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        change_reckoning(Reckoning(**{**USUAL, "weeks": 8}, weights={"messages": (5, 20.0)}), version=1, by=oda, at=NOW)
    assert (settings().weeks, settings().version) == (8, 2)
    assert FactorWeight.objects.get().weight == 5
    assert Job.objects.get().name == "inventory.count_needs"
    run_jobs()


def test_nobody_else_changes_what_counts(alder, ana):
    with pytest.raises(NotPermitted, match="Only owners"):
        change_reckoning(Reckoning(**USUAL), version=1, by=ana, at=NOW)


def test_nothing_changed_is_no_change(alder, oda):
    assert change_reckoning(Reckoning(**USUAL), version=1, by=oda, at=NOW) is None


def test_of_two_owners_the_second_hears_of_the_first(alder, oda):
    change_reckoning(Reckoning(**{**USUAL, "weeks": 8}), version=1, by=oda, at=NOW)
    with pytest.raises(ReckonedMeanwhile, match=oda.name):
        change_reckoning(Reckoning(**{**USUAL, "weeks": 26}), version=1, by=oda, at=NOW)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"weeks": 3}, "4 to 52"),
        ({"middle": 100}, "between 1 and 9"),
        ({"weights": {"messages": (11, 5)}}, "from 0 to 10"),
        ({"weights": {"messages": (1, 0)}}, "more than nought"),
        ({"weights": {"weather": (1, 1)}}, "no fact called"),
    ],
)
def test_refuses_a_reckoning_that_makes_no_sense(alder, oda, wanted, sentence):
    with pytest.raises(Invalid, match=sentence):
        change_reckoning(Reckoning(**(USUAL | wanted)), version=1, by=oda, at=NOW)
    assert not InventorySettings.objects.exists()


def test_refuses_a_need_of_which_nothing_counts(alder, oda):
    keys = ("messages", "talks", "contacts", "answer", "swing", "client_hours")
    with pytest.raises(Invalid, match="Nothing would count"):
        change_reckoning(Reckoning(**USUAL, weights=dict.fromkeys(keys, (0, 1.0))), version=1, by=oda, at=NOW)


def test_the_last_change_can_be_taken_back_once(alder, oda):
    change_reckoning(Reckoning(**USUAL, weights={"messages": (5, 20.0)}), version=1, by=oda, at=NOW)
    undo_reckoning(version=2, by=oda, at=NOW)
    assert not FactorWeight.objects.exists()
    with pytest.raises(NothingToUndo):
        undo_reckoning(version=3, by=oda, at=NOW)


def sent_with(page, **changed):
    form = page.context["form"]
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()} | changed


def test_what_would_change_is_said_before_it_is_saved(alder, oda, signed_in):
    browser = signed_in(oda)
    page = browser.get("/inventory/reckoning/")
    sent = sent_with(page, middle="9")
    count_needs(by=None, at=NOW)
    a_client("Birch")
    alder_need = seen_of([alder])[alder.pk].counted
    type(alder_need).objects.filter(pk=alder_need.pk).update(communication=80, complexity=30)
    answer = browser.post("/inventory/reckoning/preview/", sent).content.decode()
    assert "One client would change its quarter" in answer
    assert "Alder Bakery" in answer
    assert not InventorySettings.objects.exists()


def test_saving_the_page_changes_only_what_was_changed(alder, oda, signed_in):
    browser = signed_in(oda)
    sent = sent_with(browser.get("/inventory/reckoning/"), middle="6.5")
    answer = browser.post("/inventory/reckoning/", sent, follow=True)
    assert answer.status_code == 200
    assert settings().middle == 65
    assert "Middle: 5 → 6.5" in answer.content.decode()


def test_account_managers_read_how_it_is_reckoned(alder, ana, signed_in):
    page = signed_in(ana).get("/inventory/reckoning/").content.decode()
    assert "Only owners change" in page
    assert 'name="weeks"' not in page


def test_the_clients_page_says_what_it_wants_to_whoever_leads(alder, ana, signed_in):
    assert "Strong account lead" in signed_in(ana).get(f"/clients/{alder.pk}/").content.decode()
    fin = a_member("Fin", Role.FINANCE)
    assert "Strong account lead" not in signed_in(fin).get(f"/clients/{alder.pk}/").content.decode()


def test_the_list_of_clients_says_what_each_wants(alder, ana, signed_in):
    assert "Strong account lead" in signed_in(ana).get("/clients/").content.decode()
    fin = a_member("Fin", Role.FINANCE)
    assert "Strong account lead" not in signed_in(fin).get("/clients/").content.decode()


def test_the_projects_page_says_what_it_wants(alder, ana, signed_in):
    shop = a_project(alder)
    a_need(alder, 10, 90, project=shop)
    assert "Strong production lead" in signed_in(ana).get(f"/projects/{shop.pk}/").content.decode()


def test_programs_read_and_overrule_needs_like_pages(alder, ana, signed_in):
    browser = signed_in(ana)
    (row,) = browser.get("/api/needs").json()["rows"]
    assert (row["communication"], row["quarter"], row["wanted_mode"]) == (80, "account", "client_led")
    sent = {"complexity": 70, "why": "SAP"}
    answer = browser.post(f"/api/needs/clients/{alder.pk}/overrules", sent, content_type="application/json")
    assert answer.status_code == 201
    full = browser.get(f"/api/needs/clients/{alder.pk}").json()
    assert (full["complexity"], full["counted_complexity"], full["quarter"]) == (70, 30, "two")
    taken = browser.post(f"/api/overrules/{answer.json()[0]['id']}/take-back").json()
    assert taken["ended_at"]


def test_programs_of_owners_weigh_facts(alder, oda, ana, signed_in):
    sent = {"version": 1, "weights": {"messages": {"weight": 7, "full_at": 25}}}
    refused = signed_in(ana).patch("/api/reckoning", sent, content_type="application/json")
    assert refused.status_code == 403
    answer = signed_in(oda).patch("/api/reckoning", sent, content_type="application/json").json()
    assert next(one for one in answer["weights"] if one["key"] == "messages")["weight"] == 7
    again = signed_in(oda).patch("/api/reckoning", sent, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "ReckonedMeanwhile")


def test_says_what_is_missing_where_there_is_time_enough_but_nothing_written_down(alder, ana, signed_in):
    a_project(alder)
    conversation = a_conversation(alder, at=datetime(2026, 8, 24, 9, tzinfo=UTC))
    a_message(conversation, at=datetime(2026, 8, 24, 9, tzinfo=UTC))
    count_needs(by=None, at=NOW)
    page = signed_in(ana).get(f"/inventory/clients/{alder.pk}/").content.decode()
    assert "Too little is written down: Hours of project work, Systems and integrations" in page
