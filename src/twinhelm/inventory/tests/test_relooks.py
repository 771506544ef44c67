"""Decisions come back: on their day, when facts drift, when a lead leaves or has too much, and when nobody leads."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.jobs import Work
from twinhelm.foundation.models import EventRecord
from twinhelm.inventory.actions.relooks import SettledMeanwhile, keep_as_it_is, look_again
from twinhelm.inventory.choices import Cause, DecisionState, Hat
from twinhelm.inventory.jobs.relooks import look_again as job
from twinhelm.inventory.models import InventorySettings, Need, Relook
from twinhelm.inventory.queries.marks import Wanted, marks_of
from twinhelm.inventory.testing import a_decision, a_need
from twinhelm.people.models import Agency, Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ON = AT.date()


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim


@pytest.fixture
def alder(cast):
    _oda, ana, pim = cast
    client = a_client()
    a_lead(client, Part.ACCOUNT, ana)
    a_lead(client, Part.PRODUCTION, pim)
    return client


def decided(client, member, hat=Hat.ACCOUNT, **fields):
    """In March, with needs of 4.1 and 3.1 then; it comes back in a year."""
    usual = {
        "state": DecisionState.ACCEPTED,
        "from_on": date(2026, 3, 1),
        "settled_at": datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        "settled_by": member,
        "communication": 41,
        "complexity": 31,
        "review_on": date(2027, 3, 1),
    }
    return a_decision(client, member, hat, **(usual | fields))


def look(days: int = 0) -> list[str]:
    """The causes that are open afterwards."""
    at = AT + timedelta(days=days)
    look_again(on=at.date(), at=at)
    return list(Relook.objects.open().order_by("cause").values_list("cause", flat=True))


def need(client, communication, complexity=31):
    Need.objects.filter(client=client).delete()
    return a_need(client, communication, complexity)


def test_it_comes_back_on_its_day_and_once(cast, alder) -> None:
    decision = decided(alder, cast[1], review_on=ON)
    decided(alder, cast[2], Hat.PRODUCTION, review_on=ON)
    assert look(-1) == []
    assert look() == [Cause.DUE]
    assert look(1) == [Cause.DUE]
    assert Relook.objects.get().decision == decision
    assert EventRecord.objects.filter(name="RelookRaised").count() == 1


def test_the_day_is_that_of_the_agency(cast, alder) -> None:
    Agency.objects.update(time_zone="Pacific/Auckland")
    decided(alder, cast[1], review_on=date(2026, 11, 24))
    with time_machine.travel(datetime(2026, 11, 23, 10, 30, tzinfo=UTC), tick=False):
        job.function(Work(job_id=1, attempt=1))
        assert not Relook.objects.exists()
    with time_machine.travel(datetime(2026, 11, 23, 11, 30, tzinfo=UTC), tick=False):
        job.function(Work(job_id=1, attempt=2))
        assert Relook.objects.get().cause == Cause.DUE


def test_what_was_decided_since_counts_and_not_what_was_before(cast, alder) -> None:
    decided(alder, cast[1], review_on=ON)
    decided(alder, cast[2], settled_at=AT - timedelta(days=3))
    assert look() == []


def test_decided_anew_it_is_settled_by_who_decided(cast, alder) -> None:
    decided(alder, cast[1], review_on=ON)
    assert look() == [Cause.DUE]
    decided(alder, cast[2], settled_at=AT + timedelta(hours=1))
    assert look(1) == []
    row = Relook.objects.get()
    assert (row.settled_by, row.facts["note"]) == (cast[2], "decided")


def test_communication_that_doubled_brings_it_back_and_goes_by_itself(cast, alder) -> None:
    decided(alder, cast[1])
    need(alder, 83)
    assert look() == [Cause.MORE_COMMUNICATION]
    assert Relook.objects.get().facts == {"then": 41, "now": 83, "decided_on": "2026-03-01"}
    need(alder, 70)
    assert look(1) == [Cause.MORE_COMMUNICATION], "it doesn’t flap"
    need(alder, 50)
    assert look(2) == []
    row = Relook.objects.get()
    assert (row.settled_by, row.facts["note"]) == (None, "returned")


def test_where_too_little_is_known_nothing_is_raised_and_nothing_settled(cast, alder) -> None:
    decided(alder, cast[1])
    need(alder, None, None)
    assert look() == []
    need(alder, 83)
    assert look() == [Cause.MORE_COMMUNICATION]
    need(alder, None, None)
    assert look(1) == [Cause.MORE_COMMUNICATION]


def test_halved_and_far_more_technical_bring_it_back_too(cast, alder) -> None:
    decided(alder, cast[1])
    need(alder, 20, 60)
    assert look() == [Cause.LESS_COMMUNICATION, Cause.MORE_COMPLEX]


def test_a_lead_with_too_much_brings_back_the_one_client_that_would_relieve_them(cast, alder) -> None:
    _oda, ana, _pim = cast
    InventorySettings.objects.create(room=100)
    quill = a_client("Quill Press")
    for client, talk in ((alder, 90), (quill, 20)):
        a_need(client, talk, 10)
    a_lead(quill, Part.ACCOUNT, ana)
    assert look() == [Cause.OVERLOADED]
    row = Relook.objects.get()
    assert (row.client, row.facts["member"]) == (quill, ana.pk)
    assert row.facts["percent"] > 100 >= row.facts["after"]
    InventorySettings.objects.update(room=800)
    assert look(1) == []


def test_a_lead_who_left_and_a_client_without_any(cast, alder) -> None:
    _oda, ana, _pim = cast
    a_client("Fjord Hotels")
    Member.objects.filter(pk=ana.pk).update(is_active=False)
    assert look() == [Cause.LEAD_GONE, Cause.UNDECIDED]
    gone = Relook.objects.get(cause=Cause.LEAD_GONE)
    assert (gone.client, gone.facts["members"]) == (alder, [ana.pk])
    alder.leads.filter(member=ana).delete()
    assert look(1) == [Cause.UNDECIDED]


def test_decisions_of_former_clients_and_closed_projects_stay_away(cast, alder) -> None:
    decided(alder, cast[1], review_on=ON, project=a_project(alder, state="closed"))
    former = a_client("Moss & Co", state="former")
    decided(former, cast[1], review_on=ON)
    assert look() == []


def test_it_stays_until_a_day_and_comes_back_then(cast, alder) -> None:
    _oda, ana, pim = cast
    decision = decided(alder, ana, review_on=ON)
    look()
    row = keep_as_it_is(Relook.objects.get(), until=date(2027, 2, 1), why="Marta likes Ana", by=pim, at=AT)
    decision.refresh_from_db()
    assert (row.settled_by, row.reason, decision.review_on) == (pim, "Marta likes Ana", date(2027, 2, 1))
    assert look(1) == []
    assert look((date(2027, 2, 1) - ON).days) == [Cause.DUE]


def test_drift_that_stays_is_not_raised_again_before_that_day(cast, alder) -> None:
    decided(alder, cast[1])
    need(alder, 83)
    look()
    keep_as_it_is(Relook.objects.get(), until=ON + timedelta(days=30), why="A launch", by=cast[1], at=AT)
    assert look(29) == []
    assert look(30) == [Cause.MORE_COMMUNICATION]


def test_two_people_at_once_hear_of_each_other(cast, alder) -> None:
    _oda, ana, pim = cast
    decided(alder, ana, review_on=ON)
    look()
    row, until = Relook.objects.get(), ON + timedelta(days=90)
    for _twice in range(2):
        keep_as_it_is(row, until=until, why="Fits", by=ana, at=AT)
    assert EventRecord.objects.filter(name="RelookSettled").count() == 1
    with pytest.raises(
        SettledMeanwhile, match="Ana Reyes said meanwhile that it stays as it is until 21 February 2027"
    ):
        keep_as_it_is(row, until=ON + timedelta(days=10), why="Not sure", by=pim, at=AT)


@pytest.mark.parametrize("days", [0, -1, 800])
def test_refuses_a_day_that_is_over_or_far_off(days, cast, alder) -> None:
    decided(alder, cast[1], review_on=ON)
    look()
    with pytest.raises(Invalid, match="from tomorrow on"):
        keep_as_it_is(Relook.objects.get(), until=ON + timedelta(days=days), why="Fits", by=cast[1], at=AT)
    assert Relook.objects.open().count() == 1


class TestWhoSees:
    """What drifts at a client is for its two leads first."""

    def seen_by(self, member) -> int:
        return Relook.objects.visible_to(Member.objects.get(pk=member.pk)).count()

    def test_the_two_leads_at_once_and_others_after_a_week(self, cast, alder) -> None:
        oda, ana, pim = cast
        mirela = a_member("Mirela Popa", "account_manager")
        row = Relook.objects.create(client=alder, cause=Cause.MORE_COMMUNICATION, raised_at=clock.now())
        assert [self.seen_by(one) for one in (ana, pim, mirela, oda)] == [1, 1, 0, 0]
        row.raised_at = clock.now() - timedelta(days=7, minutes=1)
        row.save()
        assert [self.seen_by(one) for one in (mirela, oda)] == [1, 1]

    def test_owners_see_too_much_load_at_once(self, cast, alder) -> None:
        mirela = a_member("Mirela Popa", "account_manager")
        Relook.objects.create(client=alder, cause=Cause.OVERLOADED, raised_at=clock.now())
        assert [self.seen_by(one) for one in (*cast, mirela)] == [1, 1, 1, 0]

    def test_everybody_who_leads_work_sees_the_rest_and_makers_nothing(self, cast, alder) -> None:
        dee, mirela = a_member("Dee Okafor", "maker"), a_member("Mirela Popa", "account_manager")
        for cause in (Cause.DUE, Cause.LEAD_GONE, Cause.UNDECIDED):
            Relook.objects.create(client=alder, cause=cause, raised_at=clock.now())
        assert [self.seen_by(one) for one in (mirela, dee)] == [3, 0]

    def test_where_nobody_leads_everybody_sees_it(self, cast) -> None:
        fjord = a_client("Fjord Hotels")
        Relook.objects.create(client=fjord, cause=Cause.MORE_COMPLEX, raised_at=clock.now())
        assert self.seen_by(cast[1]) == 1


class TestPages:
    @pytest.fixture
    def row(self, cast, alder):
        decided(alder, cast[1])
        need(alder, 83)
        look()
        return Relook.objects.get()

    def test_says_why_what_was_needed_then_and_now_and_who_leads(self, cast, row, signed_in) -> None:
        page = signed_in(cast[1]).get("/inventory/relooks/").content.decode()
        assert "Communication rose from 4.1 to 8.3 of 10 since it was decided on 1 March 2026." in page
        assert "4.1 × 3.1 →" in page
        assert "8.3 × 3.1" in page
        assert "<b>1 client</b> asks to be looked at again" in page

    def test_it_stays_with_a_reason(self, cast, row, signed_in) -> None:
        browser, address = signed_in(cast[1]), f"/inventory/relooks/{row.pk}/"
        assert browser.get(address).status_code == 200
        refused = browser.post(address, {"why": "Fits", "until": "2020-01-01"})
        assert refused.status_code == 422
        assert "from tomorrow on" in refused.content.decode()
        until = (clock.now() + timedelta(days=90)).date().isoformat()
        assert browser.post(address, {"why": "Fits", "until": until}).headers["Location"] == "/inventory/relooks/"
        page = browser.get("/inventory/relooks/").content.decode()
        assert "Nothing asks to be looked at again." in page
        assert "Ana Reyes: it stays as it is until" in page

    def test_who_may_not_see_it_yet_finds_nothing(self, cast, row, signed_in) -> None:
        Relook.objects.update(raised_at=clock.now())
        mirela = a_member("Mirela Popa", "account_manager")
        assert signed_in(mirela).get(f"/inventory/relooks/{row.pk}/").status_code == 404
        assert "Alder Bakery" not in signed_in(mirela).get("/inventory/relooks.csv").getvalue().decode()

    def test_the_quadrant_tells_nobody_sooner(self, cast, alder, row) -> None:
        Relook.objects.update(raised_at=clock.now())
        mirela = a_member("Mirela Popa", "account_manager")
        told = [[mark.relooks for mark in marks_of(one, Wanted(), on=ON)] for one in (cast[1], mirela)]
        assert told == [[1], [0]]

    def test_a_round_can_be_asked_about_this_client_alone(self, cast, alder, row, signed_in) -> None:
        a_client("Fjord Hotels")
        page = signed_in(cast[1]).get(f"/inventory/rounds/new/?client={alder.pk}").content.decode()
        assert page.count('name="clients"') >= 2
        assert page.count("checked") >= 1

    @pytest.mark.parametrize("many", [2, 12])
    def test_the_list_costs_the_same_for_any_number(self, many, cast, signed_in, django_assert_max_num_queries) -> None:
        for number in range(many):
            client = a_client(f"Client {number}")
            a_lead(client, Part.ACCOUNT, cast[1])
            Relook.objects.create(client=client, cause=Cause.DUE, raised_at=AT)
        browser = signed_in(cast[1])
        with django_assert_max_num_queries(45):
            browser.get("/inventory/relooks/")
