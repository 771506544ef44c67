"""Needs are counted from facts, and say so where there are too few."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.actions.merging import merge_clients
from twinhelm.clients.choices import ClientState
from twinhelm.clients.models import ClientAlias
from twinhelm.clients.queries.factors import Asked, factors
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.choices import Direction, MeetingState, Written
from twinhelm.conversations.testing import a_call, a_conversation, a_meeting, a_message
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.models import EventRecord, Job
from twinhelm.foundation.periods import Period
from twinhelm.foundation.testing import run_jobs
from twinhelm.inventory.actions.needs import NobodyToCount, count_needs
from twinhelm.inventory.jobs.needs import ask_to_count
from twinhelm.inventory.models import FactorWeight, InventorySettings, Need
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency
from twinhelm.people.testing import a_member
from twinhelm.projects.choices import FactKind, ProjectState
from twinhelm.projects.models import TechnicalFact
from twinhelm.projects.testing import a_milestone, a_project, a_scope_item
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FIRST = datetime(2026, 8, 24, 9, 0, tzinfo=UTC)
"""Monday of the first of thirteen whole weeks before NOW."""
THIRTEEN = Period(date(2026, 8, 24), date(2026, 11, 22))


@pytest.fixture
def alder():
    return a_client()


def weeks(*numbers):
    return [FIRST + timedelta(weeks=number) for number in numbers]


def wrote(client, moments, **fields):
    conversation = a_conversation(client, at=moments[0], project=fields.pop("project", None))
    return [a_message(conversation, at=at, **fields) for at in moments]


def read(key, *clients, projects=()):
    reader = next(read for factor, read in factors() if factor.key == key)
    found = reader(Asked(THIRTEEN, [one.pk for one in clients], [one.pk for one in projects]))
    return [found[one.pk].value if one.pk in found else None for one in (projects or clients)]


def needed(client, **project):
    return Need.objects.get(client=client, **(project or {"project": None}))


def test_messages_count_in_both_directions_by_the_week(alder):
    wrote(alder, weeks(*range(13)))
    wrote(alder, weeks(*range(13)), direction=Direction.OUT)
    assert read("messages", alder) == [2]


def test_what_no_person_wrote_or_nobody_should_see_is_no_message(alder):
    wrote(alder, weeks(*range(13)))
    wrote(alder, weeks(1), written=Written.BULK)
    wrote(alder, weeks(1), is_held=True)
    wrote(alder, weeks(1), dropped_at=NOW)
    assert read("messages", alder) == [1]


def test_what_lies_outside_the_weeks_is_not_counted(alder):
    wrote(alder, [FIRST - timedelta(days=3), *weeks(*range(13)), NOW])
    assert read("messages", alder) == [1]


def test_a_week_begins_at_midnight_where_the_agency_is(alder):
    late_sunday = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already Monday in Copenhagen
    wrote(alder, [FIRST, late_sunday])
    Agency.objects.update(time_zone="Europe/Copenhagen")
    count_needs(by=None, at=NOW)
    rows = {row["key"]: row for row in needed(alder).factors}
    assert rows["messages"]["value"] == pytest.approx(1 / 13, abs=0.01)


def test_who_was_silent_is_known_to_be_silent_and_a_stranger_is_not_known(alder):
    wrote(alder, [FIRST - timedelta(weeks=8)])
    birch, cedar = a_client("Birch"), a_client("Cedar")
    wrote(birch, weeks(*range(13)))
    assert read("messages", alder, birch, cedar) == [0, 1, None]


def test_a_new_client_is_measured_by_the_weeks_since_the_first_word(alder):
    wrote(alder, weeks(11, 11, 12, 12))
    reader = next(read for factor, read in factors() if factor.key == "messages")
    reading = reader(Asked(THIRTEEN, [alder.pk]))[alder.pk]
    assert (reading.value, reading.weeks) == (2, 2)


def test_calls_that_ended_and_meetings_that_took_place_count(alder):
    for at in weeks(*range(13)):
        a_call(alder.made_by, alder, at=at)
        a_meeting(alder, starts_at=at, state=MeetingState.HELD)
    a_meeting(alder, starts_at=FIRST, state=MeetingState.CANCELLED)
    assert read("talks", alder) == [2]


def test_contacts_count_once_however_they_take_part(alder):
    marta, rosa = a_contact(alder), a_contact(alder, "Rosa Alder")
    wrote(alder, weeks(*range(6)), sender=marta)
    wrote(alder, weeks(3), sender="new@alder.example")
    a_call(alder.made_by, alder, contact=rosa, at=FIRST)
    a_call(alder.made_by, alder, contact=marta, at=FIRST)
    assert read("contacts", alder) == [3]


def test_an_answer_is_expected_as_soon_as_it_was_promised(alder):
    birch = a_client("Birch", response_minutes=60)
    for client in (alder, birch):
        wrote(client, weeks(*range(13)))
    assert read("answer", alder, birch) == [4, 1]


def test_an_even_flow_does_not_swing_and_a_rare_one_is_not_judged(alder):
    birch, cedar = a_client("Birch"), a_client("Cedar")
    wrote(alder, [at for at in weeks(*range(13)) for _ in range(4)])
    wrote(birch, [at for number, at in enumerate(weeks(*range(13))) for _ in range(1 + 3 * (number % 5))])
    wrote(cedar, weeks(0, 5, 9))
    even, wild, rare = read("swing", alder, birch, cedar)
    assert (even, rare) == (0, None)
    assert wild > 50


def test_hours_find_their_client_by_any_of_its_names(alder):
    ana = alder.made_by
    ClientAlias.objects.create(client=alder, name="Alder GmbH")
    for at in weeks(*range(13)):
        an_entry(ana, minutes=60, at=at, client_name="ALDER BAKERY")
        an_entry(ana, minutes=120, at=at, client_name="alder gmbh", responsibility="qa")
    assert read("client_hours", alder) == [1]
    assert read("project_hours", alder) == [2]


def test_mostly_unsorted_hours_say_nothing_of_the_families(alder):
    for at in weeks(*range(13)):
        an_entry(alder.made_by, minutes=60, at=at, client_name="Alder Bakery", responsibility=None)
    assert read("client_hours", alder) == [None]
    count_needs(by=None, at=NOW)
    assert needed(alder).weekly_minutes == 60


def test_systems_and_skills_of_open_projects_count_once_each(alder):
    shop, site = a_project(alder, "Shop"), a_project(alder, "Site")
    old = a_project(alder, "Old", state=ProjectState.CLOSED)
    for project, kind, name, level in (
        (shop, FactKind.SYSTEM, "Stripe", None),
        (site, FactKind.INTEGRATION, "stripe", None),
        (site, FactKind.INTEGRATION, "SAP", None),
        (site, FactKind.SKILL, "Python", 4),
        (old, FactKind.SYSTEM, "Fax", None),
        (old, FactKind.SKILL, "COBOL", 5),
    ):
        TechnicalFact.objects.create(project=project, kind=kind, name=name, level=level)
    assert [read(key, alder)[0] for key in ("systems", "skills", "level")] == [2, 1, 4]
    assert read("systems", projects=[shop, site]) == [1, 2]


def test_a_project_of_which_nobody_said_what_it_touches_is_not_known_to_touch_nothing(alder):
    a_project(alder)
    idle = a_client("Idle")
    assert read("systems", alder, idle) == [None, 0]


def test_agreed_effort_and_milestones_ahead_count(alder):
    shop = a_project(alder)
    a_scope_item(shop, minutes=90 * 60)
    a_scope_item(shop, name="Gone", minutes=999, deleted_at=NOW)
    a_milestone(shop)
    a_milestone(shop, "Begun", reached_on=date(2026, 10, 1))
    assert [read(key, alder)[0] for key in ("scope", "milestones")] == [90, 1]


def test_a_project_counts_what_is_filed_with_it(alder):
    shop, site = a_project(alder, "Shop"), a_project(alder, "Site")
    wrote(alder, weeks(*range(13)), project=shop)
    for at in weeks(*range(13)):
        an_entry(alder.made_by, minutes=60, at=at, client_name="Alder Bakery", project_name="shop")
    assert read("messages", projects=[shop, site]) == [1, None]
    assert read("client_hours", projects=[shop, site]) == [1, None]
    count_needs(by=None, at=NOW)
    assert needed(alder, project=shop).client == alder


def busy(client, per_week=30):
    wrote(client, [at for at in weeks(*range(13)) for _ in range(per_week)])
    for at in weeks(*range(13)):
        a_call(client.made_by, client, at=at)
        an_entry(client.made_by, minutes=60, at=at, client_name=client.name)


def test_counts_a_need_from_everything_that_is_known(alder):
    busy(alder)
    count = count_needs(by=None, at=NOW)
    need = needed(alder)
    assert (count.clients, need.weeks_known, need.first_on, need.last_on) == (
        1,
        13,
        date(2026, 8, 24),
        date(2026, 11, 22),
    )
    # messages 10 × 3, talks 3.3 × 3, one writer 1.7 × 2, answer 5 × 1, no swing 0 × 1, hours 1.7 × 2
    assert need.communication == round((3 * 100 + 3 * 33 + 2 * 17 + 50 + 0 + 2 * 17) / 12)
    assert need.complexity is None


def test_three_weeks_are_not_enough_to_say(alder):
    wrote(alder, [at for at in weeks(10, 11, 12) for _ in range(30)])
    count_needs(by=None, at=NOW)
    need = needed(alder)
    assert (need.communication, need.weeks_known) == (None, 3)


def test_a_client_without_any_fact_has_no_needs_rather_than_none(alder):
    count_needs(by=None, at=NOW)
    need = needed(alder)
    assert (need.communication, need.complexity, need.weekly_minutes, need.weeks_known) == (None, None, None, 0)


def test_the_agency_weighs_as_it_likes(alder):
    busy(alder)
    FactorWeight.objects.create(key="messages", weight=0, full_at=10)
    InventorySettings.objects.create(weeks=8)
    count_needs(by=None, at=NOW)
    need = needed(alder)
    assert need.communication == round((3 * 33 + 2 * 17 + 50 + 0 + 2 * 17) / 9)
    assert need.first_on == date(2026, 9, 28)


def test_counting_again_changes_nothing_but_the_day(alder):
    busy(alder, 4)
    count_needs(by=None, at=NOW)
    before = needed(alder)
    count_needs(by=None, at=NOW + timedelta(hours=1))
    after = needed(alder)
    assert (after.communication, after.factors) == (before.communication, before.factors)
    assert Need.objects.count() == 1


def test_former_merged_and_deleted_clients_and_closed_projects_are_left_out(alder):
    a_client("Former", state=ClientState.FORMER)
    a_client("Deleted", deleted_at=NOW)
    gone = a_client("Gone")
    a_project(alder, state=ProjectState.CLOSED)
    merge_clients(gone, alder, by=alder.made_by, at=NOW)
    count_needs(by=None, at=NOW)
    assert [need.client for need in Need.objects.all()] == [alder]


def test_costs_the_same_queries_for_any_number_of_clients(alder, django_assert_num_queries):
    busy(alder, 2)
    with django_assert_num_queries(QUERIES):
        count_needs(by=None, at=NOW)
    for number in range(4):
        busy(a_client(f"Client {number}"), 2)
    with django_assert_num_queries(QUERIES):
        count_needs(by=None, at=NOW)


QUERIES = 69


def test_somebody_asks_and_the_trail_says_so(alder):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    ask_to_count(ana)
    ask_to_count(ana)
    assert Job.objects.count() == 1
    (job,) = run_jobs()
    assert (job.state, job.done) == ("done", job.total)
    record = EventRecord.objects.get(name="NeedsCounted")
    assert (record.by_name, record.facts["clients"], record.facts["unknown"]) == ("Ana Reyes", 1, 1)


def test_makers_do_not_count(alder):
    with pytest.raises(NotPermitted):
        count_needs(by=a_member("Dee", Role.MAKER), at=NOW)


def test_without_clients_there_is_nothing_to_count():
    with pytest.raises(NobodyToCount):
        count_needs(by=a_member("Ana", Role.ACCOUNT_MANAGER), at=NOW)


def test_after_a_merge_the_client_that_stays_is_counted_with_everything(alder, django_capture_on_commit_callbacks):
    other = a_client("Alder old")
    wrote(alder, weeks(*range(13)))
    wrote(other, weeks(*range(13)))
    with django_capture_on_commit_callbacks(execute=True):
        merge_clients(other, alder, by=alder.made_by, at=NOW)
    assert Job.objects.filter(name="inventory.count_needs").exists()
    assert read("messages", alder) == [2]
