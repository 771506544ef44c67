"""A round becomes a problem, and an answer becomes rows."""

from datetime import date

import pytest

from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.choices import Aim, Hat, LimitKind
from twinhelm.inventory.models import RoundLimit
from twinhelm.inventory.queries.answers import assignments_of, unfillable_of
from twinhelm.inventory.queries.problems import problem_of, sheets_of
from twinhelm.inventory.testing import COUNTED_AT, a_proposal, a_round, an_assignment
from twinhelm.matching.process import ask
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project, a_project_lead


@pytest.fixture
def people(db):
    an_owner()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    return ana, a_member("Pim de Wit", Role.PRODUCTION_MANAGER), a_member("Mirela Popa", Role.ACCOUNT_MANAGER)


def limit(kind, of_round, member, client=None, hat="", other=None):
    asked = of_round.asked.get(client=client) if client else None
    by = Member.objects.first()
    return RoundLimit.objects.create(
        round=of_round, kind=kind, member=member, asked=asked, hat=hat, other=other, by=by, at=COUNTED_AT
    )


def solved(sheet):
    [answer] = ask([sheet.request(seconds=2)], seconds=60)
    return {(row["asked_id"], row["hat"]): row for row in assignments_of(sheet, answer)}


def test_whoever_has_led_for_years_stays_when_relationships_are_kept(people):
    _ana, pim, mirela = people
    alder = a_client()
    a_lead(alder, "account", mirela, from_on=date(2022, 11, 1))
    a_lead(alder, "production", pim, from_on=date(2025, 11, 1))
    one = a_round(alder, leads=people)
    rows = solved(problem_of(one, Aim.KEEP))
    account = rows[one.asked.get().pk, Hat.ACCOUNT]
    assert account["member_id"] == mirela.pk
    assert account["before_id"] == mirela.pk
    assert account["facts"]["breaks"] == []
    assert account["facts"]["other"]["breaks"][0]["member"] == mirela.pk
    assert account["extra_cost"] > 0


def test_a_pin_and_a_never_are_kept_by_every_aim(people):
    ana, pim, _mirela = people
    alder, birch = a_client(), a_client("Birch Bikes")
    one = a_round(alder, birch, leads=people)
    limit(LimitKind.PIN, one, pim, alder, Hat.ACCOUNT)
    limit(LimitKind.NEVER, one, ana, birch)
    for sheet in sheets_of(one).values():
        rows = solved(sheet)
        assert rows[one.asked.get(client=alder).pk, Hat.ACCOUNT]["member_id"] == pim.pk
        assert ana.pk not in {row["member_id"] for key, row in rows.items() if key[0] == one.asked.get(client=birch).pk}


def test_what_was_moved_by_hand_stays_in_its_own_proposal(people):
    _ana, pim, _mirela = people
    alder = a_client()
    one = a_round(alder, leads=people)
    an_assignment(a_proposal(one, Aim.FIT), alder, pim, Hat.ACCOUNT, is_pinned=True)
    rows = solved(problem_of(one, Aim.FIT))
    assert rows[one.asked.get().pk, Hat.ACCOUNT]["member_id"] == pim.pk
    assert rows[one.asked.get().pk, Hat.ACCOUNT]["is_pinned"]
    assert not problem_of(one, Aim.KEEP).by_hand


def test_a_hybrid_client_is_one_post_for_both_hats(people):
    alder = a_client()
    one = a_round(alder, leads=people)
    one.asked.update(is_hybrid=True)
    assert [post.hat for post in problem_of(one, Aim.BALANCED).posts] == [Hat.BOTH]


def test_limits_that_contradict_are_said_before_anything_is_asked(people):
    _ana, pim, _mirela = people
    alder = a_client()
    one = a_round(alder, leads=people)
    limit(LimitKind.PIN, one, pim, alder, Hat.ACCOUNT)
    limit(LimitKind.NEVER, one, pim, alder, Hat.ACCOUNT)
    sheet = problem_of(one, Aim.KEEP)
    assert [row["changes"][0]["kind"] for row in unfillable_of(sheet)] == ["nobody_pin"]


def test_a_lead_who_left_and_a_client_merged_away_are_left_out(people):
    ana, pim, mirela = people
    alder, birch = a_client(), a_client("Birch Bikes")
    one = a_round(alder, birch, leads=people)
    Member.objects.filter(pk=ana.pk).update(is_active=False)
    birch.merged_into = alder
    birch.save()
    sheet = problem_of(one, Aim.KEEP)
    assert sheet.member_ids == (pim.pk, mirela.pk)
    assert {post.client_id for post in sheet.posts} == {alder.pk}


def test_what_leads_carry_outside_the_round_takes_their_room(people):
    ana, pim, mirela = people
    alder, birch = a_client(), a_client("Birch Bikes")
    a_lead(birch, "account", ana)
    a_lead(birch, "production", ana)
    own = a_project(birch)
    a_project_lead(own, "production", pim)
    one = a_round(alder, leads=people)
    sheet = problem_of(one, Aim.BALANCED)
    assert dict(zip(sheet.member_ids, sheet.carried, strict=True)) == {ana.pk: 100, pim.pk: 65, mirela.pk: 0}
    assert sheet.room == (700, 735, 800)


def test_the_digest_changes_with_what_is_asked_and_with_nothing_else(people):
    ana, _pim, _mirela = people
    alder = a_client()
    one = a_round(alder, leads=people)
    first = problem_of(one, Aim.KEEP).digest
    assert problem_of(one, Aim.KEEP).digest == first
    one.leads.filter(member=ana).update(room=500)
    assert problem_of(one, Aim.KEEP).digest != first


def test_two_kept_apart_share_no_client(people):
    ana, pim, _mirela = people
    alder = a_client()
    one = a_round(alder, leads=(ana, pim))
    limit(LimitKind.APART, one, ana, other=pim)
    assert {row["member_id"] for row in solved(problem_of(one, Aim.FIT)).values()} in ({ana.pk}, {pim.pk})


def test_hours_of_single_members_are_never_stored(people):
    from twinhelm.worklog.testing import an_entry

    ana, _pim, _mirela = people
    alder = a_client()
    an_entry(ana, client_name="Alder Bakery", minutes=1200)
    one = a_round(alder, leads=people)
    for row in solved(problem_of(one, Aim.FIT)).values():
        assert not {"hours", "minutes", "liking"} & {
            name for part in row["facts"]["parts"] for name in (*part, part["key"])
        }


def test_whoever_keeps_one_of_two_hats_breaks_no_relationship(people):
    ana, pim, _mirela = people
    alder = a_client()
    a_lead(alder, "account", ana, from_on=date(2022, 11, 1))
    a_lead(alder, "production", ana, from_on=date(2022, 11, 1))
    one = a_round(alder, leads=people)
    limit(LimitKind.PIN, one, ana, alder, Hat.ACCOUNT)
    limit(LimitKind.PIN, one, pim, alder, Hat.PRODUCTION)
    rows = solved(problem_of(one, Aim.KEEP))
    production = rows[one.asked.get().pk, Hat.PRODUCTION]
    assert (production["member_id"], production["before_id"]) == (pim.pk, ana.pk)
    assert production["facts"]["breaks"] == []
    limit(LimitKind.NEVER, one, ana, alder)
    one.limits.filter(kind=LimitKind.PIN, member=ana).delete()
    rows = solved(problem_of(one, Aim.KEEP))
    assert [row["member"] for row in rows[one.asked.get().pk, Hat.PRODUCTION]["facts"]["breaks"]] == [ana.pk]
