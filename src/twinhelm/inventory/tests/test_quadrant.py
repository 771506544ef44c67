"""Who should lead: the quadrant, what narrows it, the panel, and the same as table and file."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.clients.choices import ClientState, Mode, Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.inventory.choices import Cause, Hat, RoundState
from twinhelm.inventory.models import Overrule, Relook
from twinhelm.inventory.testing import COUNTED_AT, a_need, a_proposal, a_round, an_assignment
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(oda):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(oda, ana, pim):
    client = a_client("Alder Bakery", mode=Mode.CLIENT_LED)
    a_lead(client, Part.ACCOUNT, ana)
    a_lead(client, Part.PRODUCTION, pim)
    a_need(client, 82, 31, weekly_minutes=660)
    return client


@pytest.fixture
def kestrel(oda, pim):
    client = a_client("Kestrel Rail", mode=Mode.PRODUCTION_LED)
    a_lead(client, Part.PRODUCTION, pim)
    a_need(client, 30, 86, weekly_minutes=120)
    return client


@pytest.fixture
def nova(oda):
    client = a_client("Nova")
    a_need(client, None, 20, weeks_known=3, weekly_minutes=60)
    return client


def overruled(client, by, kind="communication", tenths=40, counted=82, **fields):
    more = {"reason": "The shop closes", "at": COUNTED_AT} | fields
    return Overrule.objects.create(client=client, kind=kind, tenths=tenths, counted_tenths=counted, by=by, **more)


def page(browser, **query):
    answer = browser.get(reverse("inventory:inventory"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def names(text):
    return re.findall(r'class="qm"[^>]*data-name="([^"]+)"', text)


def test_the_lede_says_what_the_clients_want(oda, alder, kestrel, nova, signed_in):
    text = said(page(signed_in(oda)))
    assert "3 clients, looked at afresh. 1 wants a strong account lead, 1 a strong production lead." in text
    assert "Of 1 too little is known to say." in text


def test_a_mark_stands_where_its_needs_put_it_and_has_the_shape_of_its_mode(oda, alder, kestrel, signed_in):
    marks = {one["name"]: one for one in drawn(page(signed_in(oda)))}
    assert (marks["Alder Bakery"]["x"], marks["Alder Bakery"]["y"]) == pytest.approx(
        (56 + 82 * 6.9, 640 - 31 * 6.1), abs=0.1
    )
    assert (marks["Alder Bakery"]["shape"], marks["Kestrel Rail"]["shape"]) == ("c", "p")
    assert marks["Alder Bakery"]["side"] > marks["Kestrel Rail"]["side"]


def drawn(text):
    pattern = r'data-name="(?P<name>[^"]+)".*?data-spot="(?P<spot>[^"]+)"[^>]*>(?P<shape>.*?)</a>'
    for found in re.finditer(pattern, text):
        x, y, radius = map(float, found["spot"].split())
        yield {"name": found["name"], "shape": shape_in(found["shape"]), "x": x, "y": y, "side": 2 * radius}


def shape_in(markup):
    if "q-open" in markup:
        return "n"
    return "".join(letter for letter, name in (("c", "q-client"), ("p", "q-project")) if name in markup)


def test_the_area_of_a_mark_is_its_hours(oda, signed_in):
    for name, minutes in (("Four", 4 * 60), ("Nine", 9 * 60)):
        a_need(a_client(name), 50 + len(name), 50, weekly_minutes=minutes)
    four, nine = sorted(one["side"] for one in drawn(page(signed_in(oda))))
    assert nine / four == pytest.approx(1.5, abs=0.02)


def test_what_cannot_be_said_is_dashed_and_stands_outside_the_field(oda, nova, alder, signed_in):
    mark = next(one for one in drawn(page(signed_in(oda))) if one["name"] == "Nova")
    assert mark["shape"] == "n"
    assert mark["y"] > 640


def test_a_client_that_nobody_leads_is_dashed_at_its_place(oda, signed_in):
    a_need(a_client("Alone"), 70, 70)
    mark = next(iter(drawn(page(signed_in(oda)))))
    assert mark["shape"] == "n"
    assert mark["y"] < 640


def test_an_overruled_mark_stands_where_the_person_put_it_with_a_trace(oda, alder, signed_in):
    overruled(alder, oda)
    text = page(signed_in(oda))
    assert next(iter(drawn(text)))["x"] == pytest.approx(56 + 40 * 6.9, abs=0.1)
    assert f'd="M{56 + 82 * 6.9:.1f} {640 - 31 * 6.1:.1f}L' in text


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"quarter": "account"}, ["Alder Bakery"]),
        ({"quarter": "unknown"}, ["Nova"]),
        ({"mode": "production_led"}, ["Kestrel Rail"]),
        ({"q": "kestr"}, ["Kestrel Rail"]),
        ({"lead": "nobody"}, ["Kestrel Rail", "Nova"]),
        ({"overruled": "on"}, ["Kestrel Rail"]),
        ({"due": "on"}, ["Alder Bakery"]),
        ({"state": "former"}, ["Old Mill"]),
        ({"state": "any"}, ["Alder Bakery", "Kestrel Rail", "Nova", "Old Mill"]),
        ({"quarter": "nonsense", "lead": "x"}, ["Alder Bakery", "Kestrel Rail", "Nova"]),
    ],
)
def test_what_is_asked_for_narrows_picture_table_and_file_alike(query, left, oda, alder, kestrel, nova, signed_in):
    a_need(a_client("Old Mill", state=ClientState.FORMER), 20, 20, weekly_minutes=0)
    overruled(kestrel, oda)
    Relook.objects.create(client=alder, cause=Cause.DUE, raised_at=COUNTED_AT)
    browser = signed_in(oda)
    assert sorted(names(page(browser, **query))) == left
    assert (
        sorted(
            row.name
            for row in browser.get(reverse("inventory:inventory"), query | {"as": "table"}).context["page"].rows
        )
        == left
    )
    assert [row[0] for row in rows_of_file(browser, **query)] == left


def rows_of_file(browser, **query):
    answer = browser.get(reverse("inventory:inventory_csv"), query)
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))[1:]


def test_a_lead_finds_their_own(oda, ana, alder, kestrel, signed_in):
    assert names(page(signed_in(oda), lead=ana.pk)) == ["Alder Bakery"]


def test_the_panel_of_a_client_has_its_facts_leads_and_neighbours(oda, alder, kestrel, signed_in):
    overruled(alder, oda)
    text = page(signed_in(oda), client=alder.pk)
    panel = said(text[text.index('id="quad-panel"') :])
    assert "Alder Bakery" in panel
    assert "11 h a week" in panel
    assert "Ana Reyes" in panel
    assert "The shop closes" in panel
    assert f"client={kestrel.pk}" in text
    assert 'aria-current="true"' in text


def test_htmx_gets_the_panel_alone(oda, alder, signed_in):
    headers = {"HX-Request": "true", "HX-Target": "quad-panel"}
    answer = signed_in(oda).get(reverse("inventory:inventory"), {"client": alder.pk}, headers=headers)
    text = answer.content.decode()
    assert "Alder Bakery" in text
    assert "quad-chart" not in text


def test_whom_the_newest_round_recommends_stands_in_the_panel(oda, ana, pim, alder, signed_in):
    made = a_round(alder, leads=(ana, pim))
    an_assignment(a_proposal(made), alder, pim, Hat.BOTH, before=ana, runner_up=ana, extra_cost=18, facts={})
    text = said(page(signed_in(oda), client=alder.pk))
    assert "Round of November" in text
    assert "Fit 7.0" in text
    assert "Runner-up Ana; choosing Ana costs 1.8." in text


def test_who_is_led_otherwise_than_needed_is_worth_a_look(oda, alder, signed_in):
    alder.mode = Mode.HYBRID
    alder.save()
    assert "1 is led otherwise than it needs." in said(page(signed_in(oda)))


def test_a_client_that_is_not_there_is_not_found(oda, alder, signed_in):
    assert signed_in(oda).get(reverse("inventory:inventory"), {"client": 10**6}).status_code == 404


def test_a_chosen_client_shows_though_the_filter_leaves_it_out(oda, alder, kestrel, signed_in):
    assert "11 h a week" in page(signed_in(oda), client=alder.pk, quarter="production")


@pytest.mark.parametrize("role", [Role.MAKER, Role.FINANCE])
def test_for_makers_and_finance_there_is_no_inventory(role, oda, signed_in):
    browser = signed_in(a_member("Dee Okafor", role))
    for name in ("inventory", "inventory_csv"):
        assert browser.get(reverse(f"inventory:{name}")).status_code == 404


def test_projects_stand_in_the_same_picture(oda, alder, signed_in):
    a_need(alder, 60, 90, project=a_project(alder, "New ordering site"))
    a_need(alder, 60, 90, project=a_project(alder, "Old site", state=ProjectState.CLOSED))
    browser = signed_in(oda)
    text = page(browser, of="projects")
    assert names(text) == ["New ordering site"]
    assert "1 project, looked at afresh." in said(text)
    assert [row[1] for row in rows_of_file(browser, of="projects")] == ["New ordering site"]


def test_before_anything_is_counted_the_page_teaches(oda, signed_in):
    a_client("Alder Bakery")
    assert "What they need isn’t counted yet" in page(signed_in(oda))


def test_without_clients_the_page_teaches(oda, signed_in):
    assert "No active client yet" in page(signed_in(oda))


def test_nothing_that_fits_says_so(oda, alder, signed_in):
    assert "Nothing fits" in page(signed_in(oda), q="zzz")


def test_no_cell_of_the_file_runs_as_a_formula(oda, signed_in):
    a_need(a_client("=1+1"), 20, 20)
    assert not rows_of_file(signed_in(oda))[0][0].startswith("=")


@pytest.mark.parametrize(
    "sort",
    ["name", "-name", "communication", "-complexity", "-hours", "hours", "quarter", "mode", "account", "-production"],
)
def test_the_table_goes_on_behind_its_last_row_in_every_order(sort, oda, ana, signed_in):
    for number in range(120):
        client = a_client(f"Client {number:03}")
        a_need(client, None if number % 7 == 0 else number % 90, number % 40, weekly_minutes=number % 5 * 60)
        if number % 3:
            a_lead(client, Part.ACCOUNT, ana)
    browser, seen, after = signed_in(oda), [], ""
    for _page in range(3):
        answer = browser.get(reverse("inventory:inventory"), {"as": "table", "sort": sort, "after": after})
        seen += [row.pk for row in answer.context["page"].rows]
        after = answer.context["page"].after
    assert len(seen) == len(set(seen)) == 120
    assert not after


@pytest.mark.parametrize("after", ["x", "bnVsbA", "WzEsMiwzXQ", "WyJhIiwiYSIsMV0", "[" * 900])
def test_a_place_that_is_none_is_the_beginning(after, oda, alder, signed_in):
    assert "Alder Bakery" in page(signed_in(oda), **{"as": "table", "sort": "communication", "after": after})


@pytest.mark.parametrize("query", [{}, {"as": "table"}, {"of": "projects"}, {"of": "projects", "as": "table"}])
def test_the_page_costs_the_same_for_few_and_many(query, oda, ana, signed_in):
    def add(number):
        client = a_client(f"Client {number:02}")
        a_lead(client, Part.ACCOUNT, ana)
        a_need(client, number, number)
        overruled(client, oda)
        a_need(client, number, number, project=a_project(client))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(browser, **query)
        return len(queries)

    add(1)
    browser = signed_in(oda)
    cost()
    before = cost()
    for number in range(2, 60):
        add(number)
    assert cost() == before


def test_a_move_of_both_needs_is_taken_back_with_one_click(oda, alder, signed_in):
    browser = signed_in(oda)
    here = reverse("inventory:inventory") + f"?quarter=hybrid&client={alder.pk}"
    sent = {"communication": "4.0", "complexity": "2.5", "why": "The shop closes", "next": here}
    assert browser.post(reverse("inventory:overrule", args=[alder.pk]), sent).url == here
    undo = re.search(r'action="(/inventory/overrules/[^"]+)"', browser.get(here).content.decode())[1].replace(
        "&amp;", "&"
    )
    assert browser.post(undo).url == here
    assert not Overrule.objects.standing().exists()


def test_whoever_takes_back_names_only_what_they_see(oda, alder, signed_in):
    made = overruled(alder, oda)
    address = reverse("inventory:take_back_overrule", args=[made.pk])
    assert signed_in(oda).post(f"{address}?with=999999").status_code == 404
    assert Overrule.objects.standing().count() == 1


def test_the_newest_round_shows_its_proposals_below_and_is_compared_with_the_one_before(oda, ana, alder, signed_in):
    march = a_round(alder, leads=(ana,), name="Round of March", state=RoundState.CLOSED)
    november = a_round(alder, leads=(ana,), opened_at=COUNTED_AT + timedelta(days=1))
    an_assignment(a_proposal(november), alder, ana)
    text = page(signed_in(oda))
    assert "Three proposals" in text
    assert "Compare with Round of March" in said(text)
    assert f"a={march.pk}&amp;b={november.pk}" in text


def test_what_is_to_be_looked_at_again_says_why_beside_the_mark(oda, alder, signed_in):
    relook = Relook.objects.create(client=alder, cause=Cause.UNDECIDED, raised_at=COUNTED_AT)
    text = page(signed_in(oda), client=alder.pk)
    assert "Nobody leads" in text
    assert reverse("inventory:relook", args=[relook.pk]) in text
