"""The catalogue: naming, ordering, adding, splitting, merging, and undoing exactly."""

import pytest

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities import actions as lines
from twinhelm.responsibilities.actions import Wording
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import catalogue
from twinhelm.worklog.actions.catalogue import Part, merge_line, split_line, undo_change
from twinhelm.worklog.actions.corrections import SORTING, correct
from twinhelm.worklog.actions.rules import make_rule
from twinhelm.worklog.models import Correction, SortingRule, WorkEntry
from twinhelm.worklog.queries.reader import root_keys
from twinhelm.worklog.rules.patterns import Rule
from twinhelm.worklog.testing import NINE, week_load
from twinhelm.worklog.tests.test_corrections import a_guess, line

pytestmark = pytest.mark.django_db


def everything() -> tuple:
    return (
        list(WorkEntry.objects.order_by("pk").values_list("pk", *SORTING)),
        list(Correction.objects.standing().order_by("pk").values_list("pk", "responsibility")),
        list(SortingRule.objects.order_by("pk").values_list("pk", "responsibility")),
        list(Responsibility.objects.current().in_order().values_list("pk", "name")),
    )


def by_name(name: str) -> Responsibility:
    return Responsibility.objects.current().get(name=name)


def test_an_owner_renames_a_line_and_its_key_stays():
    lines.change_line(line("qa"), Wording("Trying it out", "Trying"), by=an_owner(), at=clock.now())
    assert (line("qa").name, line("qa").short_name) == ("Trying it out", "Trying")


def test_a_further_line_stands_last_in_its_family_with_a_key_of_its_own():
    oda = an_owner()
    first = lines.add_line(Family.CLIENT, Wording("Prüfen & Öl", ""), by=oda, at=clock.now())
    assert (first.key, first.short_name) == ("prufen-ol", "Prüfen & Öl")
    assert list(Responsibility.objects.current().in_order())[6] == first
    lines.retire(first, by=oda, at=clock.now())
    assert lines.add_line(Family.CLIENT, Wording("Prüfen & Öl", ""), by=oda, at=clock.now()).key == "prufen-ol-2"


def test_refuses_a_name_that_another_line_has():
    with pytest.raises(Invalid, match="Another line is called"):
        lines.change_line(line("qa"), Wording("reviewing DELIVERABLES", "x"), by=an_owner(), at=clock.now())


def test_refuses_everybody_but_an_owner():
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
    with pytest.raises(NotPermitted, match="only an owner"):
        lines.add_line(Family.CLIENT, Wording("Mine", ""), by=ana, at=clock.now())
    with pytest.raises(NotPermitted, match="only an owner"):
        merge_line(line("qa"), line("review"), by=ana, at=clock.now())


def test_refuses_to_retire_the_last_line_of_a_family():
    oda = an_owner()
    for one in Responsibility.objects.filter(family="CLIENT").exclude(key="scheduled"):
        lines.retire(one, by=oda, at=clock.now())
    with pytest.raises(lines.LastOfItsFamily):
        merge_line(line("scheduled"), line("qa"), by=oda, at=clock.now())


def test_a_merge_moves_entries_corrections_and_rules_and_undo_puts_all_back():
    oda, ana = an_owner(), a_member("Ana Reyes")
    a_guess(ana, "regression round", guess="qa")
    correct(a_guess(ana, "click through"), line("qa"), by=oda, at=NINE)
    make_rule(Rule("text", "contains", "uat", line("qa").pk), by=oda, at=NINE)
    before, sums = everything(), week_load(ana, NINE.date())
    change = merge_line(line("qa"), line("review"), by=oda, at=clock.now())
    assert set(WorkEntry.objects.values_list("responsibility__key", flat=True)) == {"review"}
    assert set(Correction.objects.values_list("responsibility__key", flat=True)) == {"review"}
    assert week_load(ana, NINE.date()) == {"review": 60}
    undo_change(change, by=oda, at=clock.now())
    assert everything() == before
    assert week_load(ana, NINE.date()) == sums
    with pytest.raises(catalogue.AlreadyUndone):
        undo_change(change, by=oda, at=clock.now())


def test_a_split_sends_chosen_texts_to_their_part_and_undo_puts_all_back():
    oda, ana = an_owner(), a_member("Ana Reyes")
    wire, copy = a_guess(ana, "wireframes for Alder"), a_guess(ana, "proofread the copy")
    correct(a_guess(ana, "looked at the logo"), line("review"), by=oda, at=NINE)
    before, sums = everything(), week_load(ana, NINE.date())
    parts = [Part(Wording("Reviewing design", "Design")), Part(Wording("Reviewing text", "Text"), (copy.text_key,))]
    change = split_line(line("review"), parts, by=oda, at=clock.now())
    assert WorkEntry.objects.get(pk=copy.pk).responsibility == by_name("Reviewing text")
    assert WorkEntry.objects.get(pk=wire.pk).responsibility == by_name("Reviewing design")
    assert Correction.objects.standing().filter(text_key=copy.text_key).get().responsibility.name == "Reviewing text"
    assert not Responsibility.objects.current().filter(key="review").exists()
    undo_change(change, by=oda, at=clock.now())
    assert everything() == before
    assert week_load(ana, NINE.date()) == sums


def test_what_was_sorted_into_a_part_since_survives_the_undo():
    oda, ana = an_owner(), a_member("Ana Reyes")
    parts = [Part(Wording("Reviewing design", "Design")), Part(Wording("Reviewing text", "Text"))]
    change = split_line(line("review"), parts, by=oda, at=clock.now())
    correct(a_guess(ana, "headlines", guess="scope"), by_name("Reviewing text"), by=oda, at=clock.now())
    a_guess(ana, "guessed since", guess=by_name("Reviewing design").key)
    undo_change(change, by=oda, at=clock.now())
    rows = dict(WorkEntry.objects.values_list("text", "responsibility__key"))
    assert rows == {"headlines": "review", "guessed since": None}
    assert Correction.objects.get().responsibility.key == "review"


def test_refuses_to_undo_a_split_whose_parts_were_split_again():
    oda = an_owner()
    parts = [Part(Wording("Reviewing design", "Design")), Part(Wording("Reviewing text", "Text"))]
    change = split_line(line("review"), parts, by=oda, at=clock.now())
    merge_line(by_name("Reviewing text"), line("qa"), by=oda, at=clock.now())
    with pytest.raises(catalogue.ChangedSince, match="Undo that first"):
        undo_change(change, by=oda, at=clock.now())


def test_parts_of_parts_learn_from_the_phrases_of_the_first_line():
    oda = an_owner()
    split_line(line("review"), [Part(Wording("Design", "")), Part(Wording("Text", ""))], by=oda, at=clock.now())
    split_line(by_name("Design"), [Part(Wording("Logos", "")), Part(Wording("Pages", ""))], by=oda, at=clock.now())
    assert root_keys()[by_name("Logos").pk] == "review"


def test_the_pages_of_the_catalogue(signed_in):
    oda, ana = an_owner(), a_member("Ana Reyes", Role.MAKER)
    entry = a_guess(ana, "wireframes for Alder")
    browser = signed_in(oda)
    assert "Real-time calls and emails" in browser.get("/catalogue/").content.decode()
    browser.post("/catalogue/", {"family": "CLIENT", "name": "Sales calls", "short_name": "Sales"})
    added = by_name("Sales calls")
    browser.post(f"/catalogue/{added.pk}/", {"name": "Sales talk", "short_name": "Sales"})
    review = line("review")
    page = browser.get(f"/catalogue/{review.pk}/split/").content.decode()
    assert "wireframes for Alder" in page
    said = {"name-1": "Reviewing design", "name-2": "Reviewing text", "text-0": "2"}
    browser.post(f"/catalogue/{review.pk}/split/", said)
    assert WorkEntry.objects.get(pk=entry.pk).responsibility.name == "Reviewing text"
    browser.post(f"/catalogue/{added.pk}/merge/", {"into": line("real-time").pk})
    assert "Sales talk" in browser.get("/catalogue/").content.decode()
    page = browser.post(f"/catalogue/{line('qa').pk}/split/", {"name-1": "One"})
    assert page.status_code == 422


def test_others_read_the_catalogue_and_are_told_who_changes_it(signed_in):
    browser = signed_in(a_member("Ana Reyes", Role.MAKER))
    page = browser.get("/catalogue/").content.decode()
    assert "only an owner changes it" in page
    assert "Add the line" not in page
    assert browser.post("/catalogue/", {"family": "CLIENT", "name": "x"}).status_code == 403
    for act in ("split", "merge"):
        assert browser.get(f"/catalogue/{line('qa').pk}/{act}/").status_code == 403
    assert browser.post("/catalogue/order/", {"order": "1,2"}).status_code == 403
    assert browser.get("/catalogue/99999/").status_code == 404
