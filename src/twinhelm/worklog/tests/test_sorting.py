"""What decides an entry: memory before rules before metadata before words, and what is left to the queue."""

import pytest

from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import rules, sorting
from twinhelm.worklog.actions.catalogue import merge_line
from twinhelm.worklog.actions.corrections import correct, unlearn
from twinhelm.worklog.models import SortingRun, WorkEntry
from twinhelm.worklog.queries.desk import set_up_desk
from twinhelm.worklog.queries.reader import Reader
from twinhelm.worklog.queries.rules import reach
from twinhelm.worklog.rules.patterns import Rule
from twinhelm.worklog.testing import NINE, an_entry, week_load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """The light sorter: the same answers on any machine, in a tenth of the time."""
    monkeypatch.setattr("twinhelm.sorting.solve.best_installed", lambda: "light")


def line(key: str) -> Responsibility:
    return Responsibility.objects.get(key=key)


def unsorted(member, text, **fields) -> WorkEntry:
    return an_entry(member, text, responsibility=None, **fields)


def sort_all() -> None:
    sorting.sort(sorting.open_entries(), Reader(), at=clock.now(), say=lambda **_: None)


def standing(entry) -> tuple[str, str]:
    entry.refresh_from_db()
    return entry.sorted_by, entry.responsibility.key


def test_leaves_alone_what_was_unlearned_while_it_sorted():
    oda, ana = an_owner(), a_member("Ana Reyes")
    correction = correct(unsorted(ana, "Alder weekly"), line("relationship"), by=oda, at=clock.now())
    like = unsorted(ana, "Alder weekly")
    desk = set_up_desk()
    unlearn(correction, by=oda, at=clock.now())
    sorting.sort_batch([like], desk, Reader())
    like.refresh_from_db()
    assert (like.sorted_by, like.responsibility) == ("", None)
    sort_all()
    like.refresh_from_db()
    assert like.sorted_by == "text"


def test_puts_nothing_into_a_line_that_was_merged_while_it_sorted():
    oda, ana = an_owner(), a_member("Ana Reyes")
    rules.make_rule(Rule("project", "equals", "care plan", line("scope").pk), by=oda, at=clock.now())
    entry = unsorted(ana, "Walked through it", project_name="Care plan")
    desk = set_up_desk()
    merge_line(line("scope"), line("settings"), by=oda, at=clock.now())
    sorting.sort_batch([entry], desk, Reader())
    entry.refresh_from_db()
    assert entry.responsibility is None
    sort_all()
    assert standing(entry) == ("rule", "settings")


def test_memory_comes_before_rules_and_rules_before_metadata():
    oda, ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    known = unsorted(ana, "Alder weekly", kind="event", attendees=["mila@alder.example"], project_name="Care plan")
    correct(known, line("relationship"), by=oda, at=clock.now())
    rule = Rule("project", "equals", "care plan", line("scope").pk)
    rules.make_rule(rule, by=oda, at=clock.now())
    like = unsorted(ana, "Alder weekly", kind="event", attendees=["mila@alder.example"], project_name="Care plan")
    by_rule = unsorted(
        ana, "Walked through it", kind="event", attendees=["mila@alder.example"], project_name="CARE plan"
    )
    by_metadata = unsorted(ana, "Walked through it all", kind="event", attendees=["mila@alder.example"])
    sort_all()
    assert standing(like) == ("memory", "relationship")
    assert standing(by_rule) == ("rule", "scope")
    assert standing(by_metadata) == ("metadata", "scheduled")
    assert by_metadata.reasons["who"] == "mila@alder.example"
    assert not by_metadata.is_unsure


def test_words_give_a_guess_two_alternatives_a_confidence_and_three_examples():
    ana = a_member("Ana Reyes")
    entry = unsorted(ana, "testing the checkout form in all browsers")
    sort_all()
    assert standing(entry) == ("text", "qa")
    assert len(entry.alternatives) == 2
    assert len(entry.reasons["examples"]) == 3
    assert entry.confidence + sum(chance for _pk, chance in entry.alternatives) <= 1.001
    assert entry.family_confidence >= entry.confidence
    assert week_load(ana, NINE.date()) == {"qa": 30}


def test_what_words_can_not_tell_waits_in_the_queue():
    ana = a_member("Ana Reyes")
    empty, vague = unsorted(ana, "12:30"), unsorted(ana, "stuff")
    sort_all()
    for entry in (empty, vague):
        entry.refresh_from_db()
        assert (entry.sorted_by, entry.is_unsure) == ("text", True)
    assert empty.responsibility is None


def test_a_meeting_among_colleagues_is_not_talk_with_a_client():
    an_agency()
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    inside = unsorted(ana, "weekly status call", kind="event", attendees=[ana.email, pim.email])
    outside = unsorted(ana, "weekly status call", kind="event", attendees=[ana.email, "mila@alder.example"])
    sort_all()
    assert standing(outside) == ("metadata", "scheduled")
    inside.refresh_from_db()
    assert inside.reasons["why"] == "only inside"
    assert inside.responsibility is None or inside.responsibility.key not in {"real-time", "scheduled"}


def test_a_members_correction_speaks_for_their_own_entries_only():
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    correct(unsorted(ana, "zzz kwartaal"), line("capacity"), by=ana, at=clock.now())
    hers, his = unsorted(ana, "zzz kwartaal"), unsorted(pim, "zzz kwartaal")
    sort_all()
    assert standing(hers) == ("memory", "capacity")
    his.refresh_from_db()
    assert his.sorted_by == "text"


def test_what_a_person_said_is_never_sorted_anew():
    oda, ana = an_owner(), a_member("Ana Reyes")
    entry = unsorted(ana, "testing the checkout form")
    correct(entry, line("relationship"), by=oda, at=clock.now())
    rules.make_rule(Rule("text", "contains", "checkout", line("qa").pk), by=oda, at=clock.now())
    sort_all()
    assert standing(entry) == ("person", "relationship")


def test_an_unlearned_correction_and_a_removed_rule_leave_no_trace():
    oda, ana = an_owner(), a_member("Ana Reyes")
    entry, ruled = unsorted(ana, "testing the checkout form"), unsorted(ana, "testing the order form")
    correction = correct(entry, line("relationship"), by=oda, at=clock.now())
    rule = rules.make_rule(Rule("text", "contains", "order form", line("scope").pk), by=oda, at=clock.now())
    sort_all()
    assert standing(ruled) == ("rule", "scope")
    unlearn(correction, by=oda, at=clock.now())
    rules.remove_rule(rule, by=oda, at=clock.now())
    sort_all()
    assert standing(entry) == standing(ruled) == ("text", "qa")


def test_sorting_twice_changes_nothing():
    ana = a_member("Ana Reyes")
    entry = unsorted(ana, "testing the checkout form")
    sort_all()
    first = WorkEntry.objects.filter(pk=entry.pk).values().get()
    sort_all()
    assert WorkEntry.objects.filter(pk=entry.pk).values().get() == first
    assert SortingRun.objects.count() == 2


def test_a_rule_says_beforehand_what_it_would_match():
    oda, ana = an_owner(), a_member("Ana Reyes")
    an_entry(ana, "ÜBERGABE an das Team", minutes=45)
    unsorted(ana, "Übergabe, zweiter Teil", minutes=15)
    unsorted(oda, "something else")
    found = reach(Rule("text", "contains", "übergabe", line("assign").pk))
    assert (found.entries, found.minutes, found.decided_already) == (2, 60, 1)
    assert found.samples == ("Übergabe, zweiter Teil", "ÜBERGABE an das Team")
