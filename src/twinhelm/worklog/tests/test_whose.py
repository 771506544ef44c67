"""Hours of a project and of a client: found by name, shown to whom they concern, each figure with its entries."""

import re
from datetime import date

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from twinhelm.clients.models import ClientAlias
from twinhelm.clients.testing import a_client
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.ui import panels
from twinhelm.worklog.queries.whose import hours_of_client, hours_of_project, month_of
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db
NOVEMBER = month_of(date(2026, 11, 23))
WORK = "Order flow"


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def alder(oda):
    return a_client("Alder Bakery", made_by=oda)


@pytest.fixture
def site(alder, oda) -> Project:
    return Project.objects.create(client=alder, name="New ordering site", made_by=oda, made_at=clock.now())


def entry_of(member, client="Alder Bakery", project="New ordering site", **fields):
    return an_entry(member, WORK, client_name=client, project_name=project, **fields)


def test_a_month_ends_on_its_last_day():
    assert (month_of(date(2028, 2, 3)).last, month_of(date(2026, 12, 31)).first) == (
        date(2028, 2, 29),
        date(2026, 12, 1),
    )


def test_counts_what_carries_both_names_in_whatever_case(oda, site):
    entry_of(oda, "ALDER bakery", "new Ordering Site", minutes=90)
    entry_of(oda, "Alder Bakery", "Winter menu", minutes=40)
    entry_of(oda, "Birch Books", "New ordering site", minutes=20)
    assert hours_of_project(site, oda, NOVEMBER).minutes == 90


def test_counts_other_names_of_the_client(oda, alder, site):
    ClientAlias.objects.create(client=alder, name="Alder & Sons")
    entry_of(oda, "alder & sons", minutes=30)
    assert hours_of_project(site, oda, NOVEMBER).minutes == 30
    assert hours_of_client(alder, oda, NOVEMBER).minutes == 30


def test_an_entry_without_a_client_counts_where_only_one_project_has_the_name(oda, site):
    entry_of(oda, "", minutes=25)
    assert hours_of_project(site, oda, NOVEMBER).minutes == 25
    birch = a_client("Birch Books", made_by=oda)
    Project.objects.create(client=birch, name="new ordering site", made_by=oda, made_at=clock.now())
    assert hours_of_project(site, oda, NOVEMBER).minutes == 0


def test_other_months_do_not_count(oda, site):
    entry_of(oda, at=date(2026, 10, 31), minutes=60)
    assert hours_of_project(site, oda, NOVEMBER).minutes == 0


def test_both_families_are_drawn_to_the_same_scale(oda, site):
    line = Responsibility.objects.filter(family="PROJECT").first()
    entry_of(oda, minutes=100)
    entry_of(oda, minutes=50, responsibility=line)
    hours = hours_of_project(site, oda, NOVEMBER)
    longest = {
        side: max(bar.share for bar in bars) for side, bars in (("c", hours.client_bars), ("p", hours.project_bars))
    }
    assert longest["c"] == pytest.approx(2 * longest["p"])
    assert (hours.share.client, hours.share.project) == (100, 50)


def test_everybody_else_sees_their_own_hours_and_is_told_so(oda, site):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    entry_of(oda, minutes=100)
    entry_of(ana, minutes=20)
    assert hours_of_project(site, ana, NOVEMBER).minutes == 20
    assert hours_of_project(site, oda, NOVEMBER).minutes == 120
    assert "These are your own hours" in drawn("project.work", ana, site)
    assert "These are your own hours" not in drawn("project.work", oda, site)


def test_every_figure_leads_to_the_entries_that_made_it(oda, site, signed_in):
    today = clock.now().date()
    entry_of(oda, "alder bakery", minutes=90, at=today)
    entry_of(oda, "Birch Books", minutes=45, at=today)
    [href] = re.findall(r'href="([^"]*line=[^"]*)"', drawn("project.client", oda, site))
    answer = signed_in(oda).get(href.replace("&amp;", "&"))
    assert [entry.client_name for entry in answer.context["page"].entries] == ["alder bakery"]
    assert "of New ordering site" in answer.content.decode()


def test_what_is_not_sorted_is_told(oda, alder, site):
    entry_of(oda, minutes=30, responsibility=None, at=clock.now().date())
    assert "0.5 h more are not sorted yet" in drawn("project.work", oda, site)
    assert "not sorted yet 0.5 h" in drawn("client.side", oda, alder)


def test_who_does_not_see_the_project_finds_no_entries_of_it(oda, site, signed_in):
    dee = a_member("Dee", Role.MAKER)
    entry_of(dee, minutes=30)
    for asked in ("of_project", "of_client"):
        number = site.pk if asked == "of_project" else site.client_id
        answer = signed_in(dee).get(reverse("worklog:entries"), {asked: number})
        assert answer.context["page"].entries == []


def test_a_number_that_is_none_narrows_nothing(oda, site, signed_in):
    entry_of(oda)
    answer = signed_in(oda).get(reverse("worklog:entries"), {"of_project": "x"})
    assert len(answer.context["page"].entries) == 1


def test_costs_the_same_for_any_number_of_entries(oda, site, django_assert_num_queries):
    for number in range(20):
        entry_of(oda, minutes=number)
    assert oda.is_owner
    with django_assert_num_queries(4):
        hours_of_project(site, oda, NOVEMBER)
    with django_assert_num_queries(3):
        hours_of_client(site.client, oda, NOVEMBER)


def drawn(place: str, member, thing) -> str:
    request: HttpRequest = RequestFactory().get("/")
    request.user = member
    return "".join(piece for piece in panels.drawn(place, request, thing) if 'class="hours"' in piece)
