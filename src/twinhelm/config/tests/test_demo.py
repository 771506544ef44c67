"""The demo agency tells the same story to everybody on the same day, and only in a database of its own."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum

from twinhelm.clients.models import Client, ClientLead
from twinhelm.config.demo import story
from twinhelm.config.demo.logins import LOGINS, PASSWORD
from twinhelm.config.demo.phrasebook import load
from twinhelm.config.demo.weeks import all_lines
from twinhelm.conversations.models import Calendar, Call, Conversation, Mailbox, Meeting, Message
from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.models import OutgoingMail
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import Decision, Kickoff, Overrule, Relook, Round
from twinhelm.inventory.queries.needs import seen_of
from twinhelm.people.models import Member
from twinhelm.people.queries.opening import business_hours
from twinhelm.projects.models import Project
from twinhelm.tasks.choices import Clarity
from twinhelm.tasks.models import Task
from twinhelm.transition.models import JointReview, Programme, Pulse, Stage, Transition
from twinhelm.transition.queries.progress import progress_of
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.models import DaySwitches, Liking, WeekLoad, WorkEntry
from twinhelm.worklog.queries import facts

pytestmark = pytest.mark.django_db
LED = ("client", "part", "member", "from_on")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def northlight(django_db_setup, django_db_blocker):
    """Told once for all tests that only read it."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            story.tell(at=AT)
            yield
            transaction.set_rollback(True)


def client_share(name):
    loads = WeekLoad.objects.filter(member__name=name)
    both = loads.aggregate(all=Sum("minutes"))["all"]
    return loads.filter(responsibility__family="CLIENT").aggregate(client=Sum("minutes"))["client"] / both


def switches_a_day(name):
    days = DaySwitches.objects.filter(member__name=name)
    return days.aggregate(sum=Sum("switches"))["sum"] / days.count()


def test_is_the_same_for_everybody_on_the_same_day():
    today = date(2026, 11, 23)
    assert list(all_lines(today, load())) == list(all_lines(today, load()))


@pytest.mark.parametrize("today", [date(2026, 2, 14), date(2027, 1, 1), date(2027, 5, 31)])
def test_tells_the_story_on_any_day(today):
    lines = list(all_lines(today, load()))
    assert 11000 < len(lines) < 15000
    assert max(line.starts.date() for line in lines) < today
    assert not [line for line in lines if line.starts.weekday() > 4]


def test_ana_leans_client_and_pim_leans_project(northlight):
    assert 0.74 < client_share("Ana Reyes") < 0.82
    assert 0.22 < client_share("Pim de Wit") < 0.30
    assert 0.45 < client_share("Jonas Kerr") < 0.55
    assert 0.49 < client_share("Mirela Popa") < 0.58


def test_jonas_switches_most(northlight):
    others = ("Ana Reyes", "Pim de Wit", "Mirela Popa", "Oda Lindqvist", "Dee Okafor")
    assert switches_a_day("Jonas Kerr") > 1.3 * max(switches_a_day(name) for name in others)


def test_sixty_four_entries_wait_in_the_queue(northlight):
    unsure = WorkEntry.objects.unsure()
    assert unsure.count() == 64
    assert 17 * 60 < unsure.aggregate(sum=Sum("minutes"))["sum"] < 20 * 60
    assert unsure.by_hours_at_stake()[0].text == "Alder: menu PDF again, talked it through"


def test_every_entry_says_what_it_was_sorted_by(northlight):
    assert not WorkEntry.objects.filter(responsibility=None).exists()
    assert set(WorkEntry.objects.values_list("sorted_by", flat=True).distinct()) == {
        "text",
        "metadata",
        "rule",
        "memory",
        "known",
    }


def test_mirela_was_away_for_a_week(northlight):
    weeks = set(WeekLoad.objects.filter(member__name="Mirela Popa").values_list("week", flat=True))
    assert monday_of(AT.date()) - timedelta(weeks=9) not in weeks
    assert len(weeks) == 25


def test_dee_has_not_answered_the_questionnaire_yet(northlight):
    assert set(Liking.objects.values_list("member__name", flat=True).distinct()) == {
        "Oda Lindqvist",
        "Ana Reyes",
        "Pim de Wit",
        "Jonas Kerr",
        "Mirela Popa",
        "Noor Aziz",
        "Timo Berg",
    }


def test_everybody_can_sign_in_with_the_printed_password(northlight):
    for _, email, _ in LOGINS:
        assert Member.objects.get(email=email).check_password(PASSWORD)


def test_telling_it_again_changes_nothing(northlight):
    before = WorkEntry.objects.count()
    told = story.tell(at=AT + timedelta(days=3))
    assert (told.entries, told.is_new) == (before, False)


def test_everything_said_with_clients_is_an_entry_already_so_no_hour_counts_twice(northlight):
    assert not [fact for kind in Origin for fact in facts.missing(kind)]
    assert not [fact for kind in Origin for fact in facts.left_over(kind)]
    assert Message.objects.count() > 3500
    assert Call.objects.count() > 500
    assert Meeting.objects.filter(state="held").count() > 200


def test_five_people_wait_for_ana_and_rupert_is_late(northlight):
    ana = Member.objects.get(name="Ana Reyes")
    waiting = Conversation.objects.visible_to(ana).waiting().filter(assigned_to=ana).most_urgent_first()
    hours = business_hours()
    left = [(one.last_from, hours.minutes_between(AT, one.answer_due_at)) for one in waiting]
    assert left == [
        ("Rupert Hollis", 0),
        ("Marta Lindgaard", 12),
        ("Ingrid Fjord", 130),
        ("Theo Sable", 165),
        ("June Barr", 200),
    ]
    assert hours.minutes_between(waiting[0].answer_due_at, AT) == 40
    assert all(hours.minutes_between(one.waiting_since, one.answer_due_at) == 240 for one in waiting)


def test_three_strangers_wait_for_a_place_and_one_mail_is_held(northlight):
    assert Conversation.objects.unfiled().count() == 3
    assert Message.objects.get(is_held=True).from_name == "Marta Lindgaard"


def test_nineteen_clients_are_through_the_change_and_alder_is_told(northlight):
    today = AT.date()
    new = ClientLead.objects.filter(part="account", to_on=None).exclude(reason="Had time when the client came.")
    assert new.filter(from_on__lte=today).count() == 19
    assert new.filter(from_on__gt=today).count() == 11
    alder = new.get(client__name="Alder Bakery")
    assert (alder.member.name, alder.from_on) == ("Ana Reyes", date(2026, 12, 1))
    assert (
        ClientLead.objects.get(client=alder.client, part="account", to_on=date(2026, 11, 30)).member.name
        == "Jonas Kerr"
    )


def test_the_programme_is_more_than_half_way_and_one_client_is_late(northlight):
    oda = Member.objects.get(name="Oda Lindqvist")
    found = progress_of(Programme.objects.get(), oda, at=AT)
    assert found.is_half_way
    assert (found.clients.through, found.clients.under_way, found.clients.to_come) == (19, 12, 3)
    assert found.revenue.unknown == 1
    assert AT.date() < found.earliest_on < found.latest_on
    late = Transition.objects.under_way().filter(due_on__lt=AT.date())
    assert [one.client.name for one in late] == ["Pallas"]
    steps = Counter(Transition.objects.under_way().values_list("step", flat=True))
    assert steps == {
        "assess": 3, "decide": 1, "brief": 2, "tell": 2, "introduce": 2, "shadow": 3, "hand_over": 2,
    }  # fmt: skip


def test_nothing_of_the_change_lies_ahead_of_today_or_before_what_it_follows(northlight):
    for stage in Stage.objects.select_related("transition__client"):
        assert stage.left_at is None or stage.entered_at <= stage.left_at <= AT, stage.transition.client
    assert not Pulse.objects.filter(answered_at__gt=AT).exists()
    assert not JointReview.objects.filter(at__gt=AT).exists()
    assert not OutgoingMail.objects.exists()


def test_projects_stand_in_all_four_states(northlight):
    states = Counter(Project.objects.values_list("state", flat=True))
    assert set(states) == {"proposed", "active", "back_burner", "closed"}
    assert 20 < states["active"] < 32


def test_what_clients_need_is_counted_from_the_story_and_tells_them_apart(northlight):
    """By mail, meetings, technical facts and hours alone; one that came three weeks ago says too little."""
    seen = seen_of(Client.objects.standing()).values()
    quarters = Counter(one.quarter for one in seen)
    assert [one.name for one in seen if one.quarter == Quarter.UNKNOWN] == ["Nova"]
    assert 10 <= quarters[Quarter.ACCOUNT] <= 12
    assert 8 <= quarters[Quarter.PRODUCTION] <= 10
    assert 3 <= quarters[Quarter.TWO] <= 5
    assert 8 <= quarters[Quarter.HYBRID] <= 11
    alder = next(one for one in seen if one.name == "Alder Bakery")
    assert (alder.communication > 75, 25 < alder.complexity < 40) == (True, True)


def test_what_was_decided_in_spring_are_the_leads_since(northlight):
    held = Round.objects.get()
    decisions = Decision.objects.filter(round=held).accepted()
    assert (held.name, held.state, held.proposals.count()) == ("Round of March", "closed", 3)
    dated = set(ClientLead.objects.filter(part__in=["account", "production"]).values_list(*LED))
    assert set(decisions.values_list("client", "hat", "member", "from_on")) <= dated
    assert decisions.count() == 40
    assert Kickoff.objects.waiting().filter(state="waiting").count() == 3
    assert Overrule.objects.standing().get().reason


def test_what_drifted_since_spring_has_come_back_by_itself(northlight):
    causes = {one.cause: one.client.name for one in Relook.objects.open().select_related("client")}
    assert causes["more_communication"] == "Cobalt Cycles"
    assert causes["due"] == "Juno Theatre"
    assert set(causes) <= {"more_communication", "due", "overloaded"}


def test_mailboxes_and_calendars_rest_where_no_server_is(northlight):
    assert not Mailbox.objects.filter(is_paused=False).exists()
    assert not Calendar.objects.filter(is_paused=False).exists()


def test_makers_have_work_that_they_see_and_most_of_it_is_understood(northlight):
    for name in ("Dee Okafor", "Lio Hartmann", "Marek Zielinski", "Suri Patel"):
        maker = Member.objects.get(name=name)
        mine = Task.objects.standing_open().of_member(maker)
        assert mine.count() > 5
        assert mine.count() == mine.visible_to(maker).count()
    under_way = Task.objects.standing_open().exclude(assignee=None)
    unclear = Task.objects.not_understood().count()
    assert 5 < unclear < under_way.count() / 2
    assert set(under_way.values_list("understanding", flat=True)) == set(Clarity.values)
