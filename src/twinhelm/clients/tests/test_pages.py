"""The list of clients and the page of one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.clients import actions
from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientFile, ClientLead, Contact, Goal, ProfileEntry
from twinhelm.clients.queries.listing import Wanted, page_wanted
from twinhelm.clients.queries.one import known_of
from twinhelm.clients.testing import MADE_AT, a_client, a_contact, a_lead
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(ana):
    return a_client("Alder Bakery", made_by=ana, domains=("alder.example",))


def address(name, *args):
    return reverse(f"clients:{name}", args=args)


def page(browser, name, *args, **query):
    answer = browser.get(address(name, *args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_who_leads_and_how_many_contacts(ana, alder, signed_in):
    a_lead(alder, Part.ACCOUNT, ana)
    a_contact(alder)
    text = page(signed_in(ana), "clients")
    assert "Alder Bakery" in text
    assert "Ana Reyes" in text
    assert "no production lead" in text


def counted(browser, *where):
    with CaptureQueriesContext(connection) as queries:
        page(browser, *where)
    return len(queries)


def test_the_list_costs_the_same_for_any_number_of_clients(ana, signed_in):
    def add(number):
        client = a_client(f"Client {number:02}", made_by=ana)
        a_lead(client, Part.ACCOUNT, ana)
        a_contact(client)

    add(0)
    browser = signed_in(ana)
    counted(browser, "clients")
    before = counted(browser, "clients")
    for number in range(1, 60):
        add(number)
    assert counted(browser, "clients") == before


def test_the_lists_own_answers_cost_three_queries_and_the_viewers_roles_and_zone(ana, alder, django_assert_num_queries):
    with django_assert_num_queries(5):
        page_wanted(ana, Wanted(), "", shown=[], at=MADE_AT)


def test_the_list_goes_on_behind_its_last_line(ana, signed_in):
    for number in range(55):
        a_client(f"Client {number:02}", made_by=ana)
    browser = signed_in(ana)
    first = browser.get(address("clients"))
    after = first.context["page"].after
    second = browser.get(address("clients"), {"after": after})
    assert len(first.context["page"].rows) == 50
    assert [row.client.name for row in second.context["page"].rows] == [f"Client {n:02}" for n in range(50, 55)]


@pytest.mark.parametrize("sort", ["name", "-name", "account", "production", "-contacts", "-made"])
def test_every_order_reaches_every_client_once(sort, ana, signed_in, monkeypatch):
    monkeypatch.setattr("twinhelm.clients.queries.listing.PAGE", 2)
    for number in range(5):
        client = a_client(f"Client {number}", made_by=ana)
        if number % 2:
            a_lead(client, Part.ACCOUNT, ana)
            a_contact(client)
    browser, seen, after = signed_in(ana), [], ""
    while True:
        shown = browser.get(address("clients"), {"sort": sort, **({"after": after} if after else {})}).context["page"]
        seen += [row.client.name for row in shown.rows]
        after = shown.after
        if not after:
            break
    assert sorted(seen) == [f"Client {n}" for n in range(5)]


def test_filters_live_in_the_address(ana, alder, signed_in):
    fjord = a_client("Fjord Hotels", made_by=ana, state="resting")
    a_lead(alder, Part.ACCOUNT, ana)
    browser = signed_in(ana)

    def names(**query):
        return [row.client.name for row in browser.get(address("clients"), query).context["page"].rows]

    assert names(state="resting") == [fjord.name]
    assert names(lead=str(ana.pk)) == [alder.name]
    assert names(mine="on") == [alder.name]
    assert names(q="alder.example") == [alder.name]
    assert names(lead="nobody") == [alder.name, fjord.name]
    assert names(state="no such", after="rubbish", sort="no such") == [alder.name, fjord.name]


def test_a_maker_sees_no_client_they_do_not_work_for_and_no_addresses(alder, signed_in):
    dee = a_member("Dee Okafor", Role.MAKER)
    marta = a_contact(alder, "Marta", email="marta@alder.example")
    browser = signed_in(dee)
    assert browser.get(address("client", alder.pk)).status_code == 404
    a_lead(alder, Part.PRODUCTION, dee)
    text = page(browser, "client", alder.pk)
    assert "Alder Bakery" in text
    assert "marta@alder.example" not in text
    assert browser.get(address("contact", alder.pk, marta.pk)).status_code == 403


def test_one_client_costs_the_same_however_much_is_known_of_it(ana, alder, signed_in):
    def add(number):
        a_contact(alder, f"Person {number}", phone="+31201234567")
        actions.add_goal(alder, name=f"Goal {number}", by=ana, at=MADE_AT)
        actions.write_note(alder, "Call on Mondays", by=ana, at=MADE_AT)

    add(0)
    browser = signed_in(ana)
    counted(browser, "client", alder.pk)
    before = counted(browser, "client", alder.pk)
    for number in range(1, 20):
        add(number)
    assert counted(browser, "client", alder.pk) == before


def test_what_is_known_of_one_client_costs_thirteen_queries(ana, alder, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        known_of(alder, ana, at=MADE_AT)


def test_the_page_says_who_leads_and_who_comes_next(ana, alder, signed_in):
    pim, mirela = a_member("Pim de Wit", Role.PRODUCTION_MANAGER), a_member("Mirela Novak")
    a_lead(alder, Part.PRODUCTION, pim)
    at = clock.now()
    actions.set_lead(alder, Part.ACCOUNT, ana, from_on=date(2026, 3, 2), reason="Knows Marta", by=ana, at=at)
    coming = date(at.year + 1, 12, 1)
    actions.set_lead(alder, Part.ACCOUNT, mirela, from_on=coming, reason="Ana moves on", by=ana, at=at)
    text = page(signed_in(ana), "client", alder.pk)
    assert "<b>Ana</b> leads the conversation, <b>Pim</b> the work." in text
    assert "Mirela becomes account lead on 1 December." in text


def test_a_new_client_is_known_by_its_websites_domain(ana, signed_in):
    signed_in(ana).post(address("new"), {"name": "Fjord Hotels", "state": "active", "website": "www.fjord.example"})
    fjord = Client.objects.get(name="Fjord Hotels")
    assert fjord.website == "https://www.fjord.example"
    assert [one.domain for one in fjord.domains.all()] == ["fjord.example"]


def test_a_name_that_is_taken_is_refused_with_what_was_typed(ana, alder, signed_in):
    answer = signed_in(ana).post(address("new"), {"name": "alder bakery", "state": "active", "industry": "Bread"})
    assert answer.status_code == 422
    assert "There is a client called “alder bakery” already." in answer.content.decode()
    assert 'value="Bread"' in answer.content.decode()


def test_the_second_of_two_editors_hears_what_changed_and_loses_nothing(ana, alder, signed_in):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    seen = {"name": "Alder Bakery", "state": "active", "version": alder.version}
    signed_in(pim).post(address("edit", alder.pk), {**seen, "industry": "Bakeries"})
    browser = signed_in(ana)
    answer = browser.post(address("edit", alder.pk), {**seen, "industry": "Bread and cakes"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Pim de Wit changed this at" in text
    assert "Industry is now “Bakeries”" in text
    assert 'value="Bread and cakes"' in text
    alder.refresh_from_db()
    assert alder.industry == "Bakeries"
    browser.post(address("edit", alder.pk), {**seen, "industry": "Bread and cakes", "version": alder.version})
    alder.refresh_from_db()
    assert alder.industry == "Bread and cakes"


def test_a_profile_topic_keeps_its_history_and_tells_the_second_editor(ana, alder, signed_in):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    browser = signed_in(ana)
    browser.post(address("topic", alder.pk, "sells"), {"text": "Bread", "version": ""})
    first = ProfileEntry.objects.get()
    signed_in(pim).post(address("topic", alder.pk, "sells"), {"text": "Bread and cakes", "version": first.pk})
    answer = browser.post(address("topic", alder.pk, "sells"), {"text": "Bread, mostly rye", "version": first.pk})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Pim de Wit wrote at" in text
    assert "Bread, mostly rye" in text
    assert ProfileEntry.objects.get(replaced_at=None).text == "Bread and cakes"
    assert "Bread" in page(browser, "topic", alder.pk, "sells")


def test_what_nobody_confirmed_for_half_a_year_asks_to_be_confirmed(ana, alder, signed_in):
    actions.say_profile(alder, "sells", "Bread", by=ana, at=MADE_AT)
    browser = signed_in(ana)
    assert "half a year old" in page(browser, "client", alder.pk)
    browser.post(address("confirm_topic", alder.pk, "sells"))
    assert "half a year old" not in page(browser, "client", alder.pk)


def test_a_goal_shows_its_measure_and_who_confirmed_it(ana, alder, signed_in):
    browser = signed_in(ana)
    browser.post(
        address("new_goal", alder.pk),
        {
            "name": "Fewer orders by phone",
            "measure": "orders by phone a week",
            "begin": "120",
            "target": "20",
            "state": "open",
        },
    )
    goal = Goal.objects.get()
    browser.post(address("goal", alder.pk, goal.pk), {"name": goal.name, "now": "80", "state": "open", "version": 1})
    text = page(browser, "client", alder.pk)
    assert "Fewer orders by phone" in text
    assert "80" in text
    assert "Ana," in text


def test_a_contact_keeps_several_addresses_in_one_form(ana, alder, signed_in):
    browser = signed_in(ana)
    typed = {
        "name": "Marta",
        "role": "daily",
        "emails": "Marta@Alder.example\nm@home.example",
        "phones": "+45 33 12 34 56",
    }
    browser.post(address("new_contact", alder.pk), typed)
    marta = Contact.objects.get()
    assert [row.value for row in marta.addresses.order_by("pk")] == [
        "marta@alder.example",
        "m@home.example",
        "+4533123456",
    ]
    answer = browser.post(address("contact", alder.pk, marta.pk), {**typed, "emails": "no address", "version": 1})
    assert answer.status_code == 422
    assert "“no address” is no email address." in answer.content.decode()


def test_html_in_names_is_text_everywhere(ana, signed_in):
    client = a_client('<img src=x onerror="alert(1)">', made_by=ana)
    a_contact(client, "<script>alert(1)</script>")
    for text in (page(signed_in(ana), "clients"), page(signed_in(ana), "client", client.pk)):
        assert "<img src=x" not in text
        assert "<script>alert(1)" not in text
        assert "&lt;img src=x" in text


def test_line_breaks_and_direction_marks_do_not_get_into_names(ana, signed_in):
    signed_in(ana).post(address("new"), {"name": "Alder\r\nBcc: all@x.example \u202eyrekab", "state": "active"})
    assert Client.objects.get().name == "Alder Bcc: all@x.example yrekab"


def test_a_file_is_what_its_content_says_and_nothing_runs(ana, alder, signed_in, settings, tmp_path):
    settings.FILES = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = signed_in(ana)
    bad = SimpleUploadedFile("../../page.html", b"<html><script>1</script>", content_type="text/html")
    browser.post(address("add_file", alder.pk), {"file": bad})
    file = ClientFile.objects.get()
    assert (file.name, file.media_type) == ("page.html", "application/octet-stream")
    assert tmp_path in (tmp_path / file.key).resolve().parents
    answer = browser.get(address("file", alder.pk, file.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["..\\..\\x.png", "/etc/passwd", "CON", ".", "a" * 300, "x\u2215y.txt", "a\nb.txt"])
def test_no_name_leads_a_file_elsewhere(name, ana, alder, settings, tmp_path):
    settings.FILES = tmp_path
    file = actions.add_file(alder, [b"hello"], name=name, claimed="text/plain", by=ana, at=MADE_AT)
    assert file.name
    assert not set("/\\\n") & set(file.name)
    assert len(file.name) <= 160
    assert (tmp_path / file.key).read_bytes() == b"hello"


def test_a_file_too_large_is_refused_and_nothing_stays(ana, alder, settings, tmp_path):
    settings.FILES = tmp_path
    with pytest.raises(Invalid, match="25 MB"):
        actions.add_file(alder, [b"x" * 1_000_000] * 26, name="big.bin", by=ana, at=MADE_AT)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_files_door_is_the_clients_door(ana, alder, signed_in, settings, tmp_path):
    settings.FILES = tmp_path
    file = actions.add_file(alder, [b"secret"], name="offer.txt", claimed="text/plain", by=ana, at=MADE_AT)
    dee = a_member("Dee Okafor", Role.MAKER)
    other = a_client("Fjord Hotels", made_by=ana)
    a_lead(other, Part.PRODUCTION, dee)
    a_lead(alder, Part.PRODUCTION, dee)
    for path in (address("file", alder.pk, file.pk), address("file", other.pk, file.pk)):
        assert signed_in(dee).get(path).status_code == 404
    assert signed_in(ana).get(address("file", other.pk, file.pk)).status_code == 404
    signed_in(ana).post(address("delete_file", alder.pk, file.pk))
    assert signed_in(ana).get(address("file", alder.pk, file.pk)).status_code == 404
    signed_in(ana).post(address("put_back_file", alder.pk, file.pk))
    assert signed_in(ana).get(address("file", alder.pk, file.pk)).status_code == 200


def test_a_deleted_client_is_gone_from_everywhere_until_it_is_taken_back(ana, alder, signed_in):
    browser = signed_in(ana)
    assert "Nothing is lost" in page(browser, "delete", alder.pk)
    browser.post(address("delete", alder.pk))
    assert browser.get(address("client", alder.pk)).status_code == 404
    browser.post(address("put_back", alder.pk))
    assert browser.get(address("client", alder.pk)).status_code == 200


def test_the_palette_finds_clients_and_contacts_but_tells_no_address(ana, alder, signed_in):
    a_contact(alder, "Marta", email="secret@alder.example")
    found = signed_in(ana).get("/palette/", {"q": "mar"}).json()["found"]
    assert any(one["name"] == "Marta, Alder Bakery" for one in found)
    assert "secret@" not in signed_in(ana).get("/palette/", {"q": "secret@"}).content.decode()
    dee = a_member("Dee Okafor", Role.MAKER)
    assert not any("Alder" in one["name"] for one in signed_in(dee).get("/palette/", {"q": "al"}).json()["found"])


def test_the_owner_deciding_by_the_page_can_take_it_back(ana, alder, signed_in):
    browser = signed_in(an_owner())
    browser.post(
        address("leads", alder.pk), {"part": "account", "member": ana.pk, "from_on": "2026-03-02", "why": "Knows Marta"}
    )
    lead = ClientLead.objects.get()
    assert (lead.member, lead.reason) == (ana, "Knows Marta")
    assert "Knows Marta" in page(browser, "leads", alder.pk)
    browser.post(address("take_back_lead", alder.pk, lead.pk))
    assert not ClientLead.objects.exists()
