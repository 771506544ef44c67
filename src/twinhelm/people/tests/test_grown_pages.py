"""The pages about skills, presence, opening hours and people from a file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.people import queries
from twinhelm.people.choices import AbsenceKind, Role
from twinhelm.people.models import Absence, Agency, DryRun, Invitation, Member, Skill
from twinhelm.people.testing import a_member, a_member_skill, a_skill, an_absence, an_agency, an_owner
from twinhelm.ui import panels

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
OPENING = {f"{edge}_{day}": time for day in range(5) for edge, time in (("opens", "08:00"), ("closes", "16:30"))}


@pytest.fixture(autouse=True)
def monday(monkeypatch, tmp_path):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    monkeypatch.setattr(settings, "FILES", tmp_path)


def person(browser, member):
    return browser.get(reverse("people:person", args=[member.pk])).content.decode()


def test_who_is_here_says_it_in_words_and_counts_each_day(signed_in):
    dee = a_member("Dee", Role.MAKER)
    an_absence(dee, TODAY, kind=AbsenceKind.ILLNESS, reason="operation")
    a_member("Kim", Role.MAKER)
    page = signed_in(an_owner()).get(reverse("people:here")).content.decode()
    assert "<b>2 of 3</b> are here today" in page
    assert '<span class="vh">away</span>' in page
    assert "operation" not in page


def test_who_is_here_costs_the_same_for_few_and_many(django_assert_num_queries):
    oda = an_owner()
    for letter in "abcdefgh":
        an_absence(a_member(f"Person {letter}"), TODAY)
    with django_assert_num_queries(4):
        queries.who_is_here(oda, first=TODAY, weeks=8)


def test_what_nobody_offers_narrows_nothing(signed_in):
    browser = signed_in(an_owner())
    for strange in ("first=9999-99-99", "first=0001-01-01", "first=2300-01-01", "weeks=99999", "role=king"):
        assert browser.get(f"{reverse('people:here')}?{strange}").status_code == 200


def test_weekends_are_shown_when_somebody_works_on_them(signed_in):
    an_agency()
    oda = an_owner()
    assert len(queries.who_is_here(oda, first=TODAY, weeks=1).days) == 5
    dee = a_member("Dee")
    dee.patterns.create(from_on=TODAY, minutes=[0, 0, 480, 480, 480, 480, 0], agreed_at=clock.now())
    assert len(queries.who_is_here(oda, first=TODAY, weeks=1).days) == 6


def test_who_is_here_is_taken_along_as_csv(signed_in):
    an_absence(a_member("Dee"), TODAY)
    table = signed_in(an_owner()).get(reverse("people:here_csv")).getvalue().decode()
    assert "Dee,away,here,here" in table


def test_a_colleague_reads_that_somebody_is_away_and_not_why(signed_in):
    dee, kim = a_member("Dee", Role.MAKER), a_member("Kim", Role.ACCOUNT_MANAGER)
    an_absence(dee, TODAY, TODAY + timedelta(days=4), kind=AbsenceKind.ILLNESS, reason="operation")
    page = person(signed_in(kim), dee)
    assert "Away until 27 November" in page
    assert "Illness:" not in page
    assert "operation" not in page
    for reader in (dee, an_owner()):
        assert "Illness: operation" in person(signed_in(reader), dee)


def test_a_member_enters_changes_and_takes_back_an_absence(signed_in):
    dee = a_member("Dee", Role.MAKER)
    browser = signed_in(dee)
    said = {"kind": "holiday", "first_on": "2026-12-01", "last_on": "2026-12-03", "ends_at_midday": "on"}
    assert browser.post(reverse("people:enter_absence", args=[dee.pk]), said).status_code == 302
    absence = Absence.objects.get()
    assert browser.get(reverse("people:absence", args=[absence.pk])).status_code == 200
    browser.post(reverse("people:absence", args=[absence.pk]), {**said, "last_on": "2026-12-04"})
    absence.refresh_from_db()
    assert absence.last_on == date(2026, 12, 4)
    browser.post(reverse("people:take_back_absence", args=[absence.pk]))
    assert "1 December" not in person(browser, dee)
    browser.post(reverse("people:put_back_absence", args=[absence.pk]))
    assert "Tue 1 December" in person(browser, dee)


def test_an_overlap_is_said_beside_the_form(signed_in):
    dee = a_member("Dee", Role.MAKER)
    an_absence(dee, date(2026, 12, 1))
    said = {"kind": "holiday", "first_on": "2026-12-01"}
    answer = signed_in(dee).post(reverse("people:enter_absence", args=[dee.pk]), said)
    assert answer.status_code == 422
    assert "is away from 1 December 2026" in answer.content.decode()


def test_an_owner_agrees_on_a_week_in_hours_and_halves(signed_in):
    dee = a_member("Dee", Role.MAKER)
    browser = signed_in(an_owner())
    week = {"from_on": "2026-11-23", "day_0": "8", "day_1": "7:30", "day_2": "half", "day_3": ""}
    browser.post(reverse("people:working_time", args=[dee.pk]), week)
    dee.refresh_from_db()
    assert dee.weekly_minutes == 480 + 450 + 240
    wrong = browser.post(reverse("people:working_time", args=[dee.pk]), {**week, "day_4": "lots"})
    assert wrong.status_code == 422
    assert "Write hours, such as 8" in wrong.content.decode()


def test_an_owner_sets_opening_hours_region_and_promise(signed_in):
    browser = signed_in(an_owner())
    browser.post(reverse("people:opening"), {**OPENING, "country": "NL", "response_hours": "2.5"})
    agency = Agency.objects.get()
    assert agency.opening == [[480, 990]] * 5 + [None, None]
    assert (agency.country, agency.response_minutes) == ("NL", 150)
    page = browser.get(reverse("people:agency")).content.decode()
    assert "25 December 2026 (Christmas Day)" in page
    assert 'value="08:00"' in page


def test_a_day_with_half_an_opening_is_said(signed_in):
    browser = signed_in(an_owner())
    answer = browser.post(reverse("people:opening"), {**OPENING, "closes_2": "", "response_hours": "4"})
    assert answer.status_code == 422
    assert "Write both times" in answer.content.decode()
    answer = browser.post(reverse("people:opening"), {"response_hours": "4"})
    assert "open on one day of the week" in answer.content.decode()


def test_the_parts_of_a_country_appear_once_it_is_saved_and_go_with_it(signed_in):
    browser = signed_in(an_owner())
    browser.post(reverse("people:opening"), {**OPENING, "country": "DE", "response_hours": "4"})
    assert "Bayern" in browser.get(reverse("people:agency")).content.decode()
    browser.post(reverse("people:opening"), {**OPENING, "country": "DE", "subdivision": "BY", "response_hours": "4"})
    assert Agency.objects.get().subdivision == "BY"
    browser.post(reverse("people:opening"), {**OPENING, "country": "NL", "subdivision": "BY", "response_hours": "4"})
    assert (Agency.objects.get().country, Agency.objects.get().subdivision) == ("NL", "")


def test_skills_are_said_on_the_persons_page_and_read_in_the_matrix(signed_in):
    dee = a_member("Dee", Role.MAKER)
    browser = signed_in(dee)
    browser.post(reverse("people:rate", args=[dee.pk]), {"name": "Figma", "level": "4"})
    a_member_skill(a_member("Kim Adler"), "Figma", 2)
    assert "level 4 of 5" in person(browser, dee)
    page = browser.get(reverse("people:skills")).content.decode()
    assert '<td class="heat-4">4</td>' in page
    narrowed = browser.get(reverse("people:skills"), {"skill": Skill.objects.get().pk, "least": "3"}).content.decode()
    assert "<b>1 person</b> fits" in narrowed
    assert "Kim Adler" not in narrowed
    assert "Dee,4" in browser.get(reverse("people:skills_csv")).getvalue().decode()


def test_a_level_that_is_none_is_said_beside_the_form(signed_in):
    dee = a_member("Dee", Role.MAKER)
    answer = signed_in(dee).post(reverse("people:rate", args=[dee.pk]), {"name": "Figma", "level": "9"})
    assert answer.status_code == 422
    assert not Skill.objects.exists()


def test_skills_are_renamed_and_merged_on_their_page(signed_in):
    browser = signed_in(a_member("Pim", Role.PRODUCTION_MANAGER))
    figma, sketch = a_skill("Figma"), a_skill("Sketch")
    answer = browser.post(reverse("people:rename_skill", args=[sketch.pk]), {"name": "figma"})
    assert "Merge the two instead" in answer.content.decode()
    browser.post(reverse("people:merge_skill", args=[sketch.pk]), {"into": figma.pk})
    assert [skill.name for skill in Skill.objects.all()] == ["Figma"]


def test_areas_above_show_pieces_on_a_persons_page(signed_in, monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])
    panels.shows("member.main", "people/_refusal.html", position=1)(
        lambda request, member: {"refusal": {"reason": f"{member.name} leads Alder Bakery."}}
    )
    dee = a_member("Dee")
    assert "Dee leads Alder Bakery." in person(signed_in(dee), dee)


def test_what_a_deactivated_person_holds_stays_listed(signed_in, monkeypatch):
    monkeypatch.setattr(queries.members, "holdings", [lambda member: f"{member.name} leads Alder Bakery."])
    oda, dee = an_owner(), a_member("Dee")
    browser = signed_in(oda)
    assert "Dee leads Alder Bakery." in browser.get(reverse("people:deactivate", args=[dee.pk])).content.decode()
    browser.post(reverse("people:deactivate", args=[dee.pk]))
    page = person(browser, dee)
    assert "Still waits for somebody else" in page
    assert "Dee leads Alder Bakery." in page
    assert "Alder Bakery" not in person(signed_in(a_member("Kim")), dee)


def bring(browser, text):
    file = SimpleUploadedFile("people.csv", text.encode())
    return browser.post(reverse("people:bring"), {"file": file})


PEOPLE = (
    "Name;Email;Roles;Skills;Weekly hours;Region;Time zone\n"
    "Dee;dee@northlight.example;Maker, Finance;Figma 5;32;NL;\n"
    "Nora Feld;nora@x.example;Maker;Illustration (4), Copywriting;24;DE-BY;Europe/Berlin\n"
    "Boss;boss@x.example;Boss;;;;\n"
    "Leo;leo(at)x;;Copywriting 9;lots;Atlantis;Moon\n"
    ";;;;;;\n"
    "nora feld;nora@x.example;;;;;\n"
)


def test_people_come_in_from_a_file_after_a_dry_run_that_names_the_bad_rows(signed_in):
    dee, browser = a_member("Dee", Role.MAKER), signed_in(an_owner())
    answer = bring(browser, PEOPLE)
    run = DryRun.objects.get()
    assert answer["Location"] == reverse("people:dry_run", args=[run.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "<b>1 new</b>, <b>1 changed</b>, <b>3 left out</b>" in page
    for said in ("“Boss” is no role", "no email address", "“lots” is no number", "Atlantis", "Row 3 is about the same"):
        assert said in page
    assert "C (Roles)" in page
    assert Member.objects.count() == 2
    table = browser.get(reverse("people:faults_csv", args=[run.pk])).getvalue().decode()
    assert "4,Boss,C (Roles)" in table

    browser.post(reverse("people:confirm_people", args=[run.pk]))
    nora = Member.objects.get(name="Nora Feld")
    assert (nora.email, nora.weekly_minutes) == ("nora@x.example", 24 * 60)
    assert (nora.country, nora.subdivision, nora.time_zone) == ("DE", "BY", "Europe/Berlin")
    assert nora.roles == {Role.MAKER}
    assert dict(nora.skills.values_list("skill__name", "level")) == {"Illustration": 4, "Copywriting": 3}
    dee = Member.objects.get(pk=dee.pk)
    assert dee.roles == {Role.MAKER, Role.FINANCE}
    assert dee.weekly_minutes == 32 * 60


def test_nobody_is_invited_by_a_file_and_nobody_can_sign_in_by_it(signed_in):
    browser = signed_in(an_owner())
    bring(browser, "Name,Email,Roles\nNora,nora@x.example,Owner\n")
    browser.post(reverse("people:confirm_people", args=[DryRun.objects.get().pk]))
    assert not Invitation.objects.exists()
    assert not Member.objects.get(name="Nora").can_sign_in


def test_todays_people_brought_in_again_change_nothing(signed_in):
    dee = a_member("Dee", Role.MAKER)
    a_member_skill(dee, "Figma", 4)
    a_member("=1+1", Role.FINANCE, email=None)
    browser = signed_in(an_owner())
    file = browser.get(reverse("people:people_file")).getvalue().decode()
    bring(browser, file)
    assert queries.findings_of(DryRun.objects.get()).counts == {"new": 0, "changed": 0, "same": 3, "bad": 0}


def test_two_of_the_same_name_are_told_apart_by_email_or_not_guessed(signed_in):
    a_member("Jan de Vries", email=None)
    a_member("Jan de Vries", email="jan@x.example")
    browser = signed_in(an_owner())
    bring(browser, "Name,Email,Weekly hours\nJan de Vries,jan@x.example,20\nJan de Vries,,30\n")
    found = queries.findings_of(DryRun.objects.get())
    assert found.counts["changed"] == 1
    assert "2 people here are called so" in found.bad[0].why


def test_the_email_of_somebody_who_is_here_is_never_moved_by_a_file(signed_in):
    dee = a_member("Dee")
    browser = signed_in(an_owner())
    bring(browser, "Name,Email\nDee,thief@x.example\n")
    assert "is here with another email" in queries.findings_of(DryRun.objects.get()).bad[0].why
    dee.refresh_from_db()
    assert dee.email == "dee@northlight.example"


def test_first_and_last_name_make_a_name(signed_in):
    bring(signed_in(an_owner()), "First name,Last name\nNora,Feld\n")
    assert queries.findings_of(DryRun.objects.get()).new[0]["name"] == "Nora Feld"


def test_a_file_that_is_no_table_is_refused_beside_the_form(signed_in):
    browser = signed_in(an_owner())
    for text, why in (("", "nothing in it"), ("Colour\nred\n", "No column is called")):
        answer = bring(browser, text)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert browser.post(reverse("people:bring")).status_code == 422
    assert not DryRun.objects.exists()


def test_five_hundred_people_are_planned_in_three_queries(django_assert_num_queries):
    from io import BytesIO

    from twinhelm.reading import read_listing

    oda = an_owner()
    text = "Name,Email,Skills\n" + "".join(f"Person {n},p{n}@x.example,Figma 3\n" for n in range(500))
    listing = read_listing("people.csv", BytesIO(text.encode()), queries.PEOPLE_COLUMNS)
    with django_assert_num_queries(3):
        assert len([*queries.planned_people(listing, oda)]) == 500
