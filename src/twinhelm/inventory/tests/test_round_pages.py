"""The pages of rounds, through the door."""

import csv
import io
import re
from datetime import date

import pytest
from django.urls import reverse

from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.choices import Aim, Hat, ProposalState, RoundState
from twinhelm.inventory.models import Assignment, Proposal, Round
from twinhelm.inventory.queries.strip import strip_of
from twinhelm.inventory.testing import a_need, a_proposal, a_round, an_assignment
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
NOON = "2026-11-23 12:00:00+00:00"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(oda):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(oda, ana):
    client = a_client("Alder Bakery", made_by=oda)
    a_need(client, 20, 20)
    a_lead(client, "account", ana)
    return client


@pytest.fixture
def page(signed_in, oda):
    return signed_in(oda)


def url(name, *args):
    return reverse(f"inventory:{name}", args=args)


def words_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def proposed(alder, ana, pim, *more):
    """Balanced keeps Ana; best fit gives the bakery to Pim, which breaks four years."""
    one = a_round(alder, *more, leads=(ana, pim), state=RoundState.PROPOSED)
    breaks = [{"member": ana.pk, "months": 48, "led_months": 48, "letters": 212, "strength": 80, "cost": 90}]
    for client in (alder, *more):
        for aim, member, facts in ((Aim.BALANCED, ana, {}), (Aim.FIT, pim, {"breaks": breaks})):
            proposal = one.proposals.filter(aim=aim).first() or a_proposal(one, aim)
            an_assignment(proposal, client, member, before=ana, facts=facts, runner_up=pim, extra_cost=18)
    return one


def test_without_rounds_the_list_teaches_what_one_is(page):
    said = words_of(page.get(url("rounds")))
    assert "Nobody has asked who should lead yet" in said
    assert "Start the first round" in said


def test_the_list_says_how_much_is_decided(page, alder, ana):
    a_round(alder, leads=(ana,))
    said = words_of(page.get(url("rounds")))
    assert "Round of November" in said
    assert "0 of 1" in said


def test_a_new_round_begins_with_all_active_clients_and_who_leads_by_role(page, alder, ana, pim):
    answer = page.get(url("round_new"))
    form = answer.context["form"]
    assert (form["name"].value(), form["clients"].value()) == ("Round of November", [alder.pk])
    assert form["hybrid"].value() == [alder.pk]
    assert (form["account"].value(), form["production"].value()) == ([ana.pk], [pim.pk])


def test_a_new_round_can_begin_with_those_that_want_a_change_only(page, alder, ana, pim):
    settled = a_client("Otter Print", mode="hybrid")
    a_need(settled, 20, 20)
    for part in ("account", "production"):
        a_lead(settled, part, ana)
    assert page.get(url("round_new") + "?which=change").context["form"]["clients"].value() == [alder.pk]
    assert page.get(url("round_new") + "?which=due").context["form"]["clients"].value() == []


def test_a_round_is_started_from_the_page_and_its_draft_shows_what_it_asks(page, alder, ana, pim):
    sent = {
        "name": "Winter",
        "from_on": "2026-12-01",
        "hats": ["account", "production"],
        "clients": [alder.pk],
        "account": [ana.pk],
        "production": [pim.pk],
        f"room_{ana.pk}": "6.5",
    }
    answer = page.post(url("round_new"), sent, follow=True)
    assert "1 client and 2 people are chosen." in words_of(answer)
    assert Round.objects.get().leads.get(member=ana).room == 650


def test_what_is_wrong_stands_above_the_form_and_nothing_is_stored(page, alder, ana):
    sent = {"name": "Winter", "from_on": "2026-11-22", "hats": ["account"], "clients": [alder.pk], "account": [ana.pk]}
    answer = page.post(url("round_new"), sent)
    assert answer.status_code == 422
    assert "22 November 2026 is over" in words_of(answer)
    assert not Round.objects.exists()


def test_a_limit_that_contradicts_is_refused_on_the_page(page, alder, ana, pim):
    one = a_round(alder, leads=(ana, pim))
    asked = one.asked.get().pk
    sent = {"version": 1, "kind": "pin", "asked": asked, "hat": "account", "member": ana.pk}
    assert "goes to Ana as account lead" in words_of(page.post(url("round_limit", one.pk), sent, follow=True))
    refused = page.post(url("round_limit", one.pk), {**sent, "version": 2, "kind": "never"})
    assert refused.status_code == 422
    assert "is to go to Ana, and also never to Ana" in words_of(refused)


def test_three_proposals_stand_side_by_side_with_their_figures(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    said = words_of(page.get(url("round", one.pk)))
    assert "By “Balanced” everybody stays where they are." in said
    columns = {column.aim: column for column in strip_of(one).columns}
    assert (columns[Aim.FIT].broken, columns[Aim.FIT].changes, columns[Aim.BALANCED].changes) == (1, 1, 0)
    assert columns[Aim.FIT].fullest.lead.member == pim
    assert "Nothing better exists for this aim." in said


def test_a_gap_is_said_honestly(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    Proposal.objects.filter(round=one).update(cost=1010, bound=1000, is_proven=False)
    assert "At most 1.0 % from the best, as far as is proven." in words_of(page.get(url("round", one.pk)))


def test_looking_at_another_proposal_shows_its_assignments_and_what_breaks(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    answer = page.post(url("round_look_at", one.pk), {"aim": "fit"}, follow=True)
    said = words_of(answer)
    assert "By “Best fit” 1 client gets another lead; 1 relationship would break." in said
    assert "Breaks 4 years with Ana, who wrote 212 letters in a year." in said


def test_the_table_can_be_narrowed_ordered_and_taken_along(page, alder, ana, pim):
    otter = a_client("Otter Print")
    one = proposed(alder, ana, pim, otter)
    assert [row.asked_name for row in page.get(url("round", one.pk) + "?q=otter").context["rows"]] == ["Otter Print"]
    assert not page.get(url("round", one.pk) + "?only=breaks").context["rows"]
    page.get(url("round", one.pk) + "?sort=nonsense&lead=x&rows=-1")
    taken = b"".join(page.get(url("round_csv", one.pk) + "?aim=fit&q=alder").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(taken)))
    assert len(rows) == 2
    assert rows[1][0] == "Alder Bakery"


def test_while_proposals_are_made_the_page_asks_again_by_itself_and_can_stop_it(page, alder, ana, pim):
    one = a_round(alder, leads=(ana, pim))
    said = page.post(url("round_propose", one.pk), {"version": 1}, follow=True).content.decode()
    assert 'hx-trigger="every' in said
    part = page.get(url("round", one.pk), headers={"HX-Request": "true", "HX-Target": "round"}).content.decode()
    assert part.lstrip().startswith('<div id="round"')
    stopped = words_of(page.post(url("round_call_off", one.pk), follow=True))
    assert "The last proposing was stopped" in stopped


def test_who_else_could_take_it_stands_by_cost_and_is_chosen_there(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    one.asked.update(is_hybrid=False)
    row = Assignment.objects.get(proposal__aim=Aim.BALANCED)
    answer = page.get(url("round_post", one.pk, row.pk))
    assert next(taker.lead.member for taker in answer.context["takers"]) == ana
    page.post(url("round_move", one.pk, row.pk), {"version": 1, "member": pim.pk})
    row.refresh_from_db()
    assert (row.member, row.is_pinned) == (pim, True)
    assert Round.objects.get().state == RoundState.PROPOSING


def test_two_people_at_once_the_second_is_told_and_nothing_is_stored(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    row = Assignment.objects.get(proposal__aim=Aim.BALANCED)
    Round.objects.update(version=7)
    answer = page.post(url("round_move", one.pk, row.pk), {"version": 1, "member": pim.pk})
    assert answer.status_code == 409
    assert "while you had it open. Nothing of yours was stored." in words_of(answer)
    assert Assignment.objects.get(pk=row.pk).member == ana


def test_where_nothing_fits_the_page_says_what_would_have_to_give_way(page, alder, ana, pim):
    one = a_round(alder, leads=(ana, pim), state=RoundState.PROPOSED)
    ways = [{"price": 3, "changes": [{"kind": "room", "member": ana.pk, "by": 120}]}]
    a_proposal(one, state=ProposalState.IMPOSSIBLE, relaxations=ways)
    said = words_of(page.get(url("round", one.pk)))
    assert "Nothing fits all limits." in said
    assert "Give Ana room for 120 points more" in said
    page.post(url("round_relax", one.pk), {"version": 1, "aim": "balanced", "way": 0})
    assert one.leads.get(member=ana).room == 920


def test_the_round_says_who_left_what_went_and_what_was_counted_anew(page, alder, ana, pim):
    gone = a_client("Gone Home")
    one = proposed(alder, ana, pim, gone)
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=NOON)
    type(pim).objects.filter(pk=pim.pk).update(is_active=False)
    said = words_of(page.get(url("round", one.pk)))
    assert "Gone Home was deleted since, so it is left out." in said
    assert "Pim has left the agency since." in said
    assert "What Alder Bakery needs was counted anew since." in said


def test_deleted_by_mistake_it_is_put_back_from_the_toast(page, alder, ana):
    one = a_round(alder, leads=(ana,))
    page.post(url("round_delete", one.pk))
    assert page.get(url("round", one.pk)).status_code == 404
    page.post(url("round_put_back", one.pk))
    assert page.get(url("round", one.pk)).status_code == 200


def test_a_closed_round_can_be_read_and_not_worked_on(page, alder, ana, pim):
    one = proposed(alder, ana, pim)
    page.post(url("round_close", one.pk), {"version": 1})
    said = words_of(page.get(url("round", one.pk)))
    assert "Every assignment" in said
    assert "Propose again" not in said
    assert page.post(url("round_propose", one.pk), {"version": 2}).status_code == 403


def queries_of(page, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(80) as asked:
        assert page.get(address).status_code == 200
    return len(asked)


def test_a_client_whose_leads_change_after_the_day_of_the_round_is_not_chosen_at_first(page, alder, ana, pim):
    moss = a_client("Moss & Co", made_by=ana)
    a_lead(moss, "production", pim, from_on=date(2026, 12, 15))
    answer = page.get(url("round_new"))
    chosen = {row.candidate.client.name: row.is_chosen for row in answer.context["rows"]}
    assert chosen == {"Alder Bakery": True, "Moss & Co": False}
    assert "changes on 15 Dec" in words_of(answer)


@pytest.mark.parametrize("name", ["round", "rounds", "round_new", "round_edit"])
def test_many_clients_cost_no_more_queries_than_few(name, page, alder, ana, pim, django_assert_max_num_queries):
    one = proposed(alder, ana, pim)
    address = url(name) if name in ("rounds", "round_new") else url(name, one.pk)
    page.get(address)
    few = queries_of(page, address, django_assert_max_num_queries)
    for number in range(12):
        client = a_client(f"Client {number}")
        a_need(client, 60, 30)
        a_lead(client, "account", ana)
        row = one.asked.create(client=client, communication=60, complexity=30)
        for proposal in one.proposals.all():
            proposal.assignments.create(asked=row, hat=Hat.ACCOUNT, member=ana, load=100, fit=70, before=pim)
        a_round(client, leads=(ana,))
    assert queries_of(page, address, django_assert_max_num_queries) == few
