"""Clients and contacts from a spreadsheet, and as one."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twinhelm.clients import actions
from twinhelm.clients.models import Client, ClientDomain, ClientLead, Contact, ContactAddress
from twinhelm.clients.queries import leads_of
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.foundation.answers import Refusal
from twinhelm.people import actions as people
from twinhelm.people.choices import Role
from twinhelm.people.queries import findings_of
from twinhelm.people.testing import a_member

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TABLE = """Client,Domain,Website,Industry,Contact name,Email,Phone,Role,Account lead,Production lead
Alder Bakery,alder.example,https://alder.example,Bakeries,Marta Lindgaard,Marta@Alder.example,+45 33 12 34 56,Decides,Ana Reyes,Pim de Wit
Alder Bakery,,,,Tomas Holm,tomas@alder.example,,,Ana Reyes,
Fjord Hotels,fjord.example,,Hotels,Ingrid,ingrid@fjord.example,,,ana.reyes@northlight.example,
,broken.example,,,Nobody,nobody@broken.example,,,,
Kestrel Rail,gmail.com,,,Owen,owen at kestrel,,,,
Tern Energy,,,,Anouk,anouk@tern.example,,,Anna Rayes,
"""


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FILES", tmp_path)


@pytest.fixture
def ana():
    a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


def look(text, by, name="clients.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return people.try_out(actions.CLIENTS_TABLE, [content], name=name, by=by, at=AT)


def bring(text, by):
    return people.bring_in(actions.CLIENTS_TABLE, look(text, by), by=by, at=AT)


def test_three_broken_rows_are_named_with_line_column_and_why(ana):
    found = findings_of(look(TABLE, ana))
    assert found.counts == {"new": 3, "changed": 0, "same": 0, "bad": 3}
    assert [(row.number, row.place, row.why) for row in found.bad] == [
        (5, "A (Client)", "The client’s name is missing."),
        (6, "B (Domain)", "Anybody can have an address at gmail.com, so it tells no client."),
        (6, "F (Email)", "“owen at kestrel” is no email address."),
        (7, "I (Account lead)", "No member is called Anna Rayes."),
    ]
    assert not Client.objects.exists()


def test_confirmed_it_brings_clients_contacts_domains_and_leads(ana):
    bring(TABLE, ana)
    alder = Client.objects.get(name="Alder Bakery")
    assert set(Client.objects.values_list("name", flat=True)) == {"Alder Bakery", "Fjord Hotels"}
    assert {one.name for one in alder.contacts.all()} == {"Marta Lindgaard", "Tomas Holm"}
    assert set(ContactAddress.objects.filter(contact__client=alder).values_list("value", flat=True)) == {
        "marta@alder.example", "+4533123456", "tomas@alder.example",
    }  # fmt: skip
    assert set(ClientDomain.objects.values_list("domain", flat=True)) == {"alder.example", "fjord.example"}
    assert leads_of([alder.pk], AT.date())[alder.pk].production.name == "Pim de Wit"
    assert Contact.objects.get(name="Marta Lindgaard").role == "decides"


def test_the_same_file_again_changes_and_doubles_nothing(ana):
    bring(TABLE, ana)
    before = [model.objects.count() for model in (Client, Contact, ContactAddress, ClientDomain, ClientLead)]
    found = findings_of(look(TABLE, ana))
    assert found.counts == {"new": 0, "changed": 0, "same": 3, "bad": 3}
    with pytest.raises(Refusal):
        bring(TABLE, ana)
    assert before == [model.objects.count() for model in (Client, Contact, ContactAddress, ClientDomain, ClientLead)]


def test_a_changed_row_says_what_was_and_what_comes(ana):
    bring(TABLE, ana)
    found = findings_of(
        look(
            "Client,Industry,Contact,Email,Phone\nalder bakery,Bread,Marta Lindgaard,marta@alder.example,020 123\n", ana
        )
    )
    assert found.counts["bad"] == 1
    text = "Client,Industry,Contact,Email,Phone\nalder bakery,Bread,Marta Lindgaard,marta@alder.example,+31201234567\n"
    [row] = findings_of(look(text, ana)).changed
    assert {"what": "Industry", "before": "Bakeries", "after": "Bread"} in row["changes"]
    bring(text, ana)
    marta = Contact.objects.get(name="Marta Lindgaard")
    assert set(marta.addresses.values_list("value", flat=True)) == {
        "marta@alder.example", "+4533123456", "+31201234567",
    }  # fmt: skip


def test_another_lead_takes_over_today_and_the_history_stays(ana):
    alder = a_client("Alder Bakery", made_by=ana)
    a_lead(alder, "account", ana)
    bring("Client,Account lead\nAlder Bakery,Pim de Wit\n", ana)
    rows = ClientLead.objects.order_by("from_on")
    assert [row.member.name for row in rows] == ["Ana Reyes", "Pim de Wit"]
    assert rows[0].to_on is not None


def test_rows_that_contradict_each_other_are_named(ana):
    found = findings_of(look("Client,Account lead\nFjord,Ana Reyes\nFjord,Pim de Wit\n", ana))
    assert [(row.number, row.why) for row in found.bad] == [(3, "Row 2 says “Ana Reyes” of the same client.")]


def test_a_domain_of_another_client_is_refused(ana):
    a_client("Alder Bakery", made_by=ana, domains=("alder.example",))
    found = findings_of(look("Client,Domain\nFjord,alder.example\n", ana))
    assert found.bad[0].why == "Mail from alder.example belongs to Alder Bakery."


def test_a_change_meanwhile_is_shown_before_anything_is_stored(ana):
    run = look("Client,Industry\nFjord,Hotels\n", ana)
    a_client("Fjord", made_by=ana)
    with pytest.raises(people.PlanChanged):
        people.bring_in(actions.CLIENTS_TABLE, run, by=ana, at=AT)
    assert Client.objects.get().industry == ""


def test_nothing_is_half_imported_when_one_row_breaks(ana, monkeypatch):
    from twinhelm.clients.actions import bringing

    def breaks(*_values):
        raise RuntimeError

    monkeypatch.setattr(bringing, "added_leads", breaks)
    with pytest.raises(RuntimeError):
        bring(TABLE, ana)
    assert not Client.objects.exists()
    assert not Contact.objects.exists()


def test_the_csv_comes_back_unchanged_and_runs_no_formula(ana, signed_in):
    alder = a_client('=HYPERLINK("x")', made_by=ana, industry="@SUM(1)", domains=("alder.example",))
    a_contact(alder, "+Marta", email="marta@alder.example", phone="+4533123456", role="daily", job_title="-1+1")
    a_lead(alder, "account", ana)
    a_client("Fjord Hotels", made_by=ana, state="resting", website="https://fjord.example")
    answer = signed_in(ana).get(reverse("clients:clients_csv"))
    content = b"".join(answer.streaming_content)
    cells = [cell.strip('"') for line in content.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert findings_of(look(content, ana)).counts == {"new": 0, "changed": 0, "same": 2, "bad": 0}


def test_a_workbook_is_read_as_well(ana):
    book = openpyxl.Workbook()
    book.active.append(["Company", "Contact", "Email"])
    book.active.append(["Fjord Hotels", "Ingrid", "ingrid@fjord.example"])
    kept = io.BytesIO()
    book.save(kept)
    assert findings_of(look(kept.getvalue(), ana, "clients.xlsx")).counts["new"] == 1


def test_the_dry_run_costs_the_same_queries_for_any_number_of_rows(ana, django_assert_max_num_queries):
    rows = "".join(f"Client {n},contact{n}@c{n}.example,Ana Reyes\n" for n in range(300))
    with django_assert_max_num_queries(22):
        look(f"Client,Email,Account lead\n{rows}", ana)


def test_tried_by_the_page_as_a_new_user_would(ana, signed_in):
    browser = signed_in(ana)
    sent = SimpleUploadedFile("clients.csv", TABLE.encode(), content_type="text/csv")
    answer = browser.post(reverse("clients:bring"), {"file": sent}, follow=True)
    text = answer.content.decode()
    assert "3 new rows" in text
    assert "No member is called Anna Rayes." in text
    pk = answer.resolver_match.kwargs["pk"]
    bad = b"".join(browser.get(reverse("clients:problems_csv", args=[pk])).streaming_content).decode("utf-8-sig")
    assert bad.splitlines()[1].startswith("5,")
    done = browser.post(reverse("clients:confirm_table", args=[pk]), follow=True).content.decode()
    assert "<b>3 rows</b> are in." in done
    assert Client.objects.count() == 2


def test_a_file_that_is_no_table_is_refused_with_a_sentence(ana, signed_in):
    sent = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(500))
    answer = signed_in(ana).post(reverse("clients:bring"), {"file": sent})
    assert answer.status_code == 422
    assert signed_in(ana).post(reverse("clients:bring")).status_code == 422
