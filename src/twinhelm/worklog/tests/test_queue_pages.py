"""The unsure queue and its neighbours, as somebody uses them."""

import pytest
from django.contrib.messages import get_messages

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.corrections import correct
from twinhelm.worklog.actions.rules import make_rule
from twinhelm.worklog.models import Correction, SortingRule, WorkEntry
from twinhelm.worklog.queries import queue
from twinhelm.worklog.queries.rules import rules_with_reach
from twinhelm.worklog.rules.letters import letters
from twinhelm.worklog.rules.patterns import Rule
from twinhelm.worklog.testing import NINE, an_entry
from twinhelm.worklog.tests.test_corrections import a_guess, line

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


def waiting(member) -> list[queue.Waiting]:
    return queue.waiting(member, queue.lines())


def test_the_group_with_most_hours_comes_first():
    ana = a_member("Ana Reyes", Role.MAKER)
    a_guess(ana, "one long one", minutes=50)
    a_guess(ana, "many short ones", minutes=30)
    a_guess(ana, "many short ones", minutes=30)
    assert [(one.entry.text, one.entries, one.minutes) for one in waiting(ana)] == [
        ("many short ones", 2, 60),
        ("one long one", 1, 50),
    ]


def test_a_guess_comes_with_its_alternatives_its_examples_and_its_likes():
    oda, ana = an_owner(), a_member("Ana Reyes")
    a_guess(ana, "Alder phone call", reasons={"examples": [["seed:1", "a phone call with them"]]})
    an_entry(ana, "Alder phone call")
    (row,) = waiting(oda)
    assert [choice.line.short_name for choice in row.choices] == ["Reviewing", "Real-time", "Scheduled"]
    assert row.examples == (queue.Example("a phone call with them", is_own=False),)
    assert [piece.text for piece in row.pieces if piece.is_strong] == ["phone", "call"]
    assert (row.likes, row.people) == (1, ("Ana",))


def test_what_a_colleague_wrote_is_never_shown_as_an_example():
    oda, ana, pim = an_owner(), a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    said = correct(a_guess(pim, "fire the printer quietly"), line("capacity"), by=pim, at=NINE)
    a_guess(ana, "printer again", reasons={"examples": [[f"c{said.pk}", ""]]})
    assert waiting(ana)[0].examples == ()
    assert waiting(oda)[0].examples == (queue.Example("fire the printer quietly", is_own=True),)


def test_members_see_their_own_queue_only(signed_in):
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    a_guess(pim, "secret of Pim")
    page = signed_in(ana).get("/unsure/").content.decode()
    assert "secret of Pim" not in page
    assert "Nothing waits" in page


def test_one_press_sorts_an_entry_and_its_likes_and_can_be_taken_back(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    entry, _like = a_guess(ana), a_guess(ana)
    browser = signed_in(oda)
    answer = browser.post(f"/entries/{entry.pk}/correct/", {"responsibility": line("real-time").pk}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "and 1 like it are Real-time calls and emails" in answer.headers["HX-Trigger"]
    assert "Nothing waits" in answer.content.decode()
    assert set(WorkEntry.objects.values_list("responsibility__key", flat=True)) == {"real-time"}
    undo = f"/corrections/{Correction.objects.get().pk}/undo/"
    assert undo in answer.headers["HX-Trigger"]
    browser.post(undo, headers=FRAGMENT)
    assert set(WorkEntry.objects.values_list("responsibility__key", flat=True)) == {"review"}
    assert WorkEntry.objects.unsure().count() == 2


def test_the_queue_works_by_plain_forms(signed_in):
    ana = a_member("Ana Reyes", Role.MAKER)
    entry = a_guess(ana)
    answer = signed_in(ana).post(f"/entries/{entry.pk}/correct/", {"other": line("scope").pk})
    assert (answer.status_code, answer.url) == (302, "/unsure/")
    assert WorkEntry.objects.get().responsibility.key == "scope"


def test_taking_back_after_somebody_else_says_why_not(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes", Role.MAKER)
    entry = a_guess(ana)
    first = correct(entry, line("real-time"), by=ana, at=NINE)
    correct(entry, line("scope"), by=oda, at=NINE)
    answer = signed_in(ana).post(f"/corrections/{first.pk}/undo/")
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said[0].startswith("Oda sorted 1 of these entries again")
    assert WorkEntry.objects.get().responsibility.key == "scope"


def test_a_colleagues_entry_does_not_exist_and_finance_may_only_look(signed_in):
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    entry = a_guess(pim)
    said = {"responsibility": line("scope").pk}
    assert signed_in(ana).post(f"/entries/{entry.pk}/correct/", said).status_code == 404
    fen = a_member("Fen Aalto", Role.FINANCE)
    assert signed_in(fen).post(f"/entries/{entry.pk}/correct/", said).status_code == 403
    correction = correct(entry, line("scope"), by=pim, at=NINE)
    assert signed_in(ana).post(f"/corrections/{correction.pk}/undo/").status_code == 404
    assert signed_in(fen).post(f"/corrections/{correction.pk}/unlearn/").status_code == 403


def test_refuses_a_line_that_does_not_exist_with_a_sentence(signed_in):
    ana = a_member("Ana Reyes", Role.MAKER)
    answer = signed_in(ana).post(f"/entries/{a_guess(ana).pk}/correct/", {"responsibility": 99999}, headers=FRAGMENT)
    assert answer.status_code == 422
    assert "retired or does not exist" in answer.content.decode()


def test_the_next_entries_leave_out_what_is_on_the_page(signed_in):
    ana = a_member("Ana Reyes", Role.MAKER)
    entry = a_guess(ana, "on the page")
    a_guess(ana, "comes next")
    page = signed_in(ana).get("/unsure/more/", {"skip": entry.text_key}).content.decode()
    assert "comes next" in page
    assert "on the page" not in page


@pytest.mark.parametrize("entries", [2, 40])
def test_the_queue_costs_the_same_however_long_it_is(signed_in, entries, django_assert_max_num_queries):
    oda, ana = an_owner(), a_member("Ana Reyes")
    for number in range(entries):
        a_guess(ana, f"work {chr(97 + number % 26)}{chr(97 + number // 26)}")
    browser = signed_in(oda)
    browser.get("/unsure/")
    with django_assert_max_num_queries(29):
        browser.get("/unsure/")


def test_corrections_are_listed_found_and_unlearned(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    correction = correct(a_guess(ana, "=SUM(A1) call"), line("real-time"), by=oda, at=NINE)
    browser = signed_in(oda)
    assert "=SUM(A1) call" in browser.get("/corrections/").content.decode()
    assert "No correction says that" in browser.get("/corrections/?q=zebra").content.decode()
    csv = b"".join(browser.get("/corrections.csv").streaming_content).decode()
    assert csv.splitlines() == ["\ufefftext,responsibility", "'=SUM(A1) call,real-time"]
    browser.post(f"/corrections/{correction.pk}/unlearn/")
    assert "Nobody has corrected anything yet" in browser.get("/corrections/").content.decode()


def test_a_rule_is_tried_made_moved_changed_and_removed(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes")
    an_entry(ana, "DNS for Alder", responsibility=None)
    browser = signed_in(oda)
    said = {"field": "text", "match": "contains", "pattern": "dns", "responsibility": line("settings").pk}
    page = browser.post("/rules/", {**said, "try": "1"}).content.decode()
    assert "Would match 1 entry, 30 min." in page
    assert not SortingRule.objects.exists()
    browser.post("/rules/", said)
    browser.post("/rules/", {**said, "pattern": "mail records"})
    first, second = SortingRule.objects.all()
    browser.post("/rules/order/", {"order": f"{second.pk},{first.pk}"})
    assert list(SortingRule.objects.values_list("pattern", flat=True)) == ["mail records", "dns"]
    browser.post(f"/rules/{first.pk}/", {**said, "pattern": "nameserver"})
    browser.post(f"/rules/{second.pk}/remove/")
    assert list(SortingRule.objects.values_list("pattern", flat=True)) == ["nameserver"]


def test_only_an_owner_makes_rules(signed_in):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    browser = signed_in(ana)
    assert "only an owner makes them" in browser.get("/rules/").content.decode()
    said = {"field": "text", "match": "contains", "pattern": "dns", "responsibility": line("settings").pk}
    assert browser.post("/rules/", said).status_code == 403


def test_every_line_has_a_key_of_its_own():
    keys = letters(Responsibility.objects.current().in_order().values_list("short_name", flat=True))
    assert len(set(keys)) == len(keys) == 14
    assert not set(keys) & set("gjksu")
    assert letters(["Real-time"]) == ["r"]


def test_a_rule_counts_only_the_entries_that_the_reader_may_see(signed_in):
    oda, ana, pim = an_owner(), a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    rule = make_rule(Rule("text", "contains", "illness", line("capacity").pk), by=oda, at=NINE)
    an_entry(pim, "illness of Pim", sorted_by="rule", reasons={"rule": rule.pk})
    assert [one.entries for one in rules_with_reach(oda)] == [1]
    assert [one.entries for one in rules_with_reach(ana)] == [0]


def test_says_that_entries_are_still_being_sorted_instead_of_nothing_waits(signed_in):
    oda = an_owner()
    an_entry(oda, "Alder phone call", responsibility=None)
    page = signed_in(oda).get("/unsure/").content.decode()
    assert "1 entry is being sorted" in page
    assert "<b>Nothing waits.</b>" not in page
