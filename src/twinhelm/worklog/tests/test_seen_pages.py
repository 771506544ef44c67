"""The pages that show what gets done: who may open them, what they say, what they cost."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Correction, Liking
from twinhelm.worklog.testing import NINE, an_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_after")]
MONDAY = date(2026, 11, 16)


@pytest.fixture
def monday_after():
    with time_machine.travel("2026-11-23T09:00:00Z", tick=False):
        yield


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def a_working_week(member, lines=("real-time", "assign"), minutes=40):
    for day in range(5):
        for number in range(8):
            at = NINE + timedelta(days=day, minutes=number * minutes)
            an_entry(member, f"Work {number}", responsibility=lines[number % len(lines)], minutes=minutes, at=at)


def test_an_empty_agency_is_shown_the_way(signed_in):
    page = words(signed_in(an_owner()).get("/"))
    assert "Four steps" in page
    assert "Import what was done" in page


def test_the_split_of_an_empty_agency_says_what_is_missing(signed_in):
    assert "Nothing is known yet" in words(signed_in(an_owner()).get(reverse("worklog:split")))


def test_the_owner_is_told_who_does_two_jobs(signed_in):
    oda, jonas = an_owner(), a_member("Jonas Kerr", Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
    a_working_week(jonas)
    page = words(signed_in(oda).get(reverse("worklog:split")))
    assert "One person does two jobs at once. 50 % of their hours are conversation" in page
    assert "7 times a day" in page


def test_nobody_outside_the_split_is_counted_among_those_with_two_jobs(signed_in):
    oda = an_owner()
    jonas, mirela = (
        a_member(name, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER) for name in ("Jonas Kerr", "Mirela Popa")
    )
    for member in (oda, jonas, mirela):
        a_working_week(member)
    browser = signed_in(oda)
    for url in ("/", reverse("worklog:split")):
        assert "Two people do two jobs at once" in words(browser.get(url)), url
    assert "outside the split" in words(browser.get(reverse("worklog:split")))


def test_an_owner_and_one_name_are_both_in_the_split(signed_in):
    oda, tom = an_owner(), a_member("Tom Reed")
    for member in (oda, tom):
        a_working_week(member)
    page = words(signed_in(oda).get(reverse("worklog:split")))
    assert "Two people do two jobs at once" in page
    assert "outside the split" not in page


def test_a_member_sees_their_own_row_and_only_sums_of_the_others(signed_in):
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_working_week(ana)
    a_working_week(pim)
    page = words(signed_in(ana).get(reverse("worklog:split")))
    assert "of your hours are conversation" in page
    assert "The whole agency" in page
    assert "Pim" not in page


def test_another_members_page_is_not_found(signed_in):
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    browser = signed_in(ana)
    assert browser.get(reverse("worklog:member", args=[pim.pk])).status_code == 404
    assert browser.get(reverse("worklog:week_csv", args=[pim.pk])).status_code == 404
    a_working_week(ana)
    assert browser.get(reverse("worklog:member", args=[ana.pk])).status_code == 200


def test_finance_reads_everybody_but_not_what_they_like(signed_in):
    sam, ana = a_member("Sam Brandt", Role.FINANCE), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    a_working_week(ana)
    page = words(signed_in(sam).get(reverse("worklog:member", args=[ana.pk])))
    assert "between them and the owner" in page


def test_little_is_called_little(signed_in):
    oda = an_owner()
    an_entry(oda, minutes=30)
    assert "Too little is sorted" in words(signed_in(oda).get(reverse("worklog:split")))


def test_entries_without_times_leave_switches_unknown(signed_in):
    oda = an_owner()
    for day in range(5):
        an_entry(oda, at=MONDAY + timedelta(days=day), minutes=240)
    page = words(signed_in(oda).get(reverse("worklog:split")))
    assert "no times" in page
    assert "has a time of day, so how often the families changed is not known" in page


def test_a_period_that_ends_before_it_begins_is_said(signed_in):
    oda = an_owner()
    a_working_week(oda)
    page = signed_in(oda).get(reverse("worklog:split"), {"first": "2026-11-20", "last": "2026-11-01"})
    assert "lies before the first" in words(page)


def test_every_picture_has_its_table(signed_in):
    oda = an_owner()
    a_working_week(oda)
    browser = signed_in(oda)
    for name, args in (("worklog:split", []), ("worklog:member", [oda.pk])):
        assert "<table" in browser.get(reverse(name, args=args), {"as": "table"}).content.decode()


def test_files_hold_the_figures_of_the_page(signed_in):
    oda = an_owner()
    a_working_week(oda)
    browser = signed_in(oda)
    people = b"".join(browser.get(reverse("worklog:people_csv"))).decode("utf-8-sig").splitlines()
    assert people[1].startswith("Oda Lindqvist,CLIENT,Real-time calls and emails,13.33,800,1,20,0.5,")
    lines = b"".join(browser.get(reverse("worklog:lines_csv"))).decode("utf-8-sig").splitlines()
    assert len(lines) == 15
    week = b"".join(browser.get(reverse("worklog:week_csv", args=[oda.pk]), {"week": "2026-11-16"})).decode()
    assert "2026-11-16,10:00,10:40,CLIENT,40,7" in week


def test_an_entry_that_looks_like_a_formula_stays_text_in_the_file(signed_in):
    oda = an_owner()
    an_entry(oda, '=HYPERLINK("http://evil.example")')
    rows = b"".join(signed_in(oda).get(reverse("worklog:entries_csv"))).decode()
    assert "'=HYPERLINK" in rows


def test_pages_cost_the_same_for_one_and_for_many(signed_in, django_assert_max_num_queries):
    oda = an_owner()
    for name in ("Ana", "Pim", "Jonas", "Mirela"):
        a_working_week(a_member(name, Role.ACCOUNT_MANAGER))
    browser = signed_in(oda)
    pages = ((reverse("worklog:overview"), 41), (reverse("worklog:split"), 34), (reverse("worklog:entries"), 27))
    for url, most in pages:
        with django_assert_max_num_queries(most):
            browser.get(url)


def test_lists_own_entries_only(signed_in):
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(ana, "Alder call")
    an_entry(pim, "Secret of Pim")
    page = words(signed_in(ana).get(reverse("worklog:entries"), {"member": pim.pk}))
    assert "Secret of Pim" not in page
    assert "Alder call" in page


def test_filters_narrow_by_day_line_and_words(signed_in):
    oda = an_owner()
    an_entry(oda, "Alder call")
    an_entry(oda, "Fjord board", responsibility="assign", at=NINE + timedelta(days=1))
    browser = signed_in(oda)

    def found(**chosen):
        return words(browser.get(reverse("worklog:entries"), chosen))

    assert "Fjord board" not in found(last="2026-11-16")
    assert "Fjord board" in found(line="assign")
    assert "Alder call" not in found(line="assign")
    assert "Alder call" in found(q="alder")
    assert "Fjord board" not in found(q="alder")
    assert "No entry is like that" in found(client="Nobody")


def test_turns_pages_without_losing_or_repeating_an_entry(signed_in):
    oda = an_owner()
    for number in range(120):
        an_entry(oda, f"No {number}.", at=None if number < 10 else NINE + timedelta(days=number % 3))
    browser = signed_in(oda)
    seen, after = [], ""
    for _ in range(3):
        page = browser.get(reverse("worklog:entries"), {"after": after} if after else {})
        seen += [entry.text for entry in page.context["page"].entries]
        after = page.context["page"].after
    assert (len(seen), len(set(seen)), after) == (120, 120, "")


def test_sets_the_chosen_entries_and_takes_it_back(signed_in):
    oda = an_owner()
    entries = [an_entry(oda, text) for text in ("Alder menu", "Fjord tickets")]
    browser = signed_in(oda)
    browser.post(reverse("worklog:set_entries"), {"entry": [one.pk for one in entries], "line": "qa"})
    for one in entries:
        one.refresh_from_db()
        assert one.responsibility.key == "qa"
    query = "&".join(f"correction={one.pk}" for one in Correction.objects.all())
    browser.post(reverse("worklog:take_back_entries") + "?" + query)
    entries[0].refresh_from_db()
    assert entries[0].responsibility.key == "real-time"


def test_setting_nothing_changes_nothing_and_says_so(signed_in):
    response = signed_in(an_owner()).post(reverse("worklog:set_entries"), {"line": "qa"})
    assert response.status_code == 422
    assert "Choose at least one entry" in words(response)


def test_others_entries_cannot_be_set(signed_in):
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit")
    entry = an_entry(pim)
    response = signed_in(ana).post(reverse("worklog:set_entries"), {"entry": [entry.pk], "line": "qa"})
    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_an_answer_is_saved_at_once_with_and_without_script(signed_in):
    ana, line = a_member(), Responsibility.objects.get(key="qa")
    browser = signed_in(ana)
    assert browser.post(reverse("worklog:answer", args=[line.pk]), {"score": 2}).status_code == 302
    head = browser.post(reverse("worklog:answer", args=[line.pk]), {"score": -1}, headers={"HX-Request": "true"})
    assert "1 of 14 answered" in words(head)
    assert Liking.objects.get().score == -1


def test_an_answer_off_the_scale_is_refused_in_words(signed_in):
    line = Responsibility.objects.get(key="qa")
    response = signed_in(a_member()).post(reverse("worklog:answer", args=[line.pk]), {"score": 5})
    assert response.status_code == 422
    assert "from −2 to 2" in words(response)


def test_no_guess_from_words_reads_as_certain(signed_in):
    oda = an_owner()
    an_entry(oda, "Call", sorted_by="text", confidence=0.999)
    page = signed_in(oda).get("/entries/").content.decode()
    assert "the words, 99" in page


def test_the_table_of_entries_says_times_by_the_readers_clock(signed_in):
    oda = an_owner()
    an_entry(oda)
    assert "2026-11-16 10:00:00+01:00" in signed_in(oda).get("/entries.csv").getvalue().decode()
