"""The pages of mailboxes: connecting one as a person would, and the truth about it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twinhelm.conversations.models import LetterImport, Mailbox, Message, SkippedLetter
from twinhelm.conversations.testing import NINE, a_mailbox, raw_mail
from twinhelm.foundation import clock
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member


@pytest.fixture
def servers(house, dovecot, mail_sink, mail_user, settings, tmp_path):
    settings.INSIDE_HOSTS, settings.FILES = frozenset({"localhost"}), tmp_path
    dovecot.add_user(mail_user)
    house.typed = {
        "kind": "shared",
        "address": mail_user,
        "imap_password": "bread",
        "imap_host": "localhost",
        "imap_port": dovecot.plain_port,
        "imap_security": "plain",
        "smtp_host": "localhost",
        "smtp_port": mail_sink.port,
        "smtp_security": "plain",
    }
    house.server, house.user = dovecot, mail_user
    return house


def test_a_mailbox_is_connected_and_its_mail_stands_on_the_right_client(servers, signed_in):
    servers.server.deliver(servers.user, raw_mail(at=clock.now()))
    browser = signed_in(servers.oda)
    answer = browser.post(reverse("conversations:connect_mailbox"), servers.typed, follow=True)
    assert servers.user in answer.content.decode()
    run_jobs()
    assert Message.objects.get().client == servers.alder
    page = browser.get(reverse("conversations:mailbox", args=[Mailbox.objects.last().pk])).content.decode()
    assert "Up to date" in page
    assert "bread" not in page


def test_trying_stores_nothing_and_says_which_server_fails(servers, signed_in):
    browser = signed_in(servers.oda)
    wrong = servers.typed | {"imap_password": "cake", "try": "1"}
    answer = browser.post(reverse("conversations:connect_mailbox"), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "refuses this name and password" in page
    assert "cake" not in page
    assert browser.post(reverse("conversations:connect_mailbox"), servers.typed | {"try": "1"}).status_code == 200
    assert Mailbox.objects.count() == 1


def test_a_wrong_password_is_not_connected(servers, signed_in):
    answer = signed_in(servers.oda).post(
        reverse("conversations:connect_mailbox"), servers.typed | {"imap_password": "cake"}
    )
    assert (answer.status_code, Mailbox.objects.count()) == (422, 1)


def test_servers_inside_our_network_are_refused_unless_allowed(servers, signed_in, settings):
    settings.INSIDE_HOSTS = frozenset()
    answer = signed_in(servers.oda).post(reverse("conversations:connect_mailbox"), servers.typed)
    assert "inside our own network" in answer.content.decode()


def test_the_bell_tells_whoever_can_mend_it(house, signed_in):
    house.mailbox.failure, house.mailbox.failed_since = "mail.example refuses this name and password: no", NINE
    house.mailbox.save()
    assert "can’t be looked at" in signed_in(house.oda).get(reverse("conversations:mailboxes")).content.decode()
    page = signed_in(house.ana).get(reverse("conversations:mailbox", args=[house.mailbox.pk])).content.decode()
    assert "refuses this name and password" in page


def test_what_was_set_aside_is_shown_and_can_be_left(house, signed_in):
    skipped = SkippedLetter.objects.create(
        folder=house.mailbox.folders.first(), place=4, subject="Bad one", sender="x@y.example", reason="Broke.", at=NINE
    )
    browser = signed_in(house.ana)
    assert "Bad one" in browser.get(reverse("conversations:mailbox", args=[house.mailbox.pk])).content.decode()
    browser.post(reverse("conversations:give_up_skipped", args=[skipped.pk]))
    assert "Bad one" not in browser.get(reverse("conversations:mailbox", args=[house.mailbox.pk])).content.decode()


def test_another_members_mailbox_is_not_there(house, signed_in):
    mine = a_mailbox(house.ana)
    assert signed_in(house.oda).get(reverse("conversations:mailbox", args=[mine.pk])).status_code == 404


def test_makers_are_told_why_not(house, signed_in):
    answer = signed_in(a_member("Dee Okafor", Role.MAKER)).get(reverse("conversations:mailboxes"))
    assert answer.status_code == 403


def test_more_mailboxes_ask_no_more_questions(house, signed_in, django_assert_num_queries):
    browser, address = signed_in(house.oda), reverse("conversations:mailboxes")
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(8):
        a_mailbox(address=f"box{number}@northlight.example")
    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_a_file_of_mail_is_brought_in_from_the_page(house, signed_in, settings, tmp_path):
    settings.FILES = tmp_path
    files = [SimpleUploadedFile(f"{number}.eml", raw_mail(text=f"{number}")) for number in range(2)]
    browser = signed_in(house.oda)
    answer = browser.post(reverse("conversations:letter_imports"), {"mailbox": house.mailbox.pk, "files": files})
    brought = LetterImport.objects.get()
    assert answer.url == reverse("conversations:letter_import", args=[brought.pk])
    run_jobs()
    page = browser.get(answer.url).content.decode()
    assert "<b>2</b> mails are new" in page


def test_programs_learn_how_mailboxes_are_doing_and_no_secrets(house, signed_in):
    [row] = signed_in(house.ana).get("/api/mailboxes").json()["rows"]
    assert (row["address"], row["behind"], row["skipped"]) == ("hello@northlight.example", 0, 0)
    assert not any("password" in name or "user" in name for name in row)
