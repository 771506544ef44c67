"""A mailbox on a real Dovecot."""

import socket
import ssl
import threading
import time
from dataclasses import replace

import pytest

from twinhelm.letters import (
    Box,
    Broken,
    NoAnswer,
    NoSuchFolder,
    NotSecure,
    NumberedAnew,
    Role,
    Security,
    WrongPassword,
    box,
    read,
)
from twinhelm.letters.testing import a_mail


@pytest.fixture
def server(dovecot, mail_user):
    return dovecot.add_user(mail_user)


@pytest.fixture
def opened(dovecot, server):
    with Box.connect(server, context=dovecot.context) as opened:
        yield opened


def subjects(arrivals):
    return [read(arrival.raw()).subject for arrival in arrivals]


@pytest.mark.parametrize("security", list(Security))
def test_connects_in_each_way_that_a_server_offers(dovecot, server, security):
    with Box.connect(dovecot.server(server.user, security), context=dovecot.context) as opened:
        assert opened.status("INBOX").messages == 0


def test_a_wrong_password_says_so(dovecot, server):
    with pytest.raises(WrongPassword, match="refuses this name and password"):
        Box.connect(replace(server, password="cake"), context=dovecot.context)


def test_a_password_changed_on_the_server_is_wrong_from_then_on(dovecot, server):
    dovecot.change_password(server.user, "cake")
    with pytest.raises(WrongPassword):
        Box.connect(server, context=dovecot.context)
    Box.connect(dovecot.server(server.user), context=dovecot.context).close()


def test_a_password_with_umlauts_gets_in(dovecot, server):
    with Box.connect(dovecot.add_user(server.user, "bröd"), context=dovecot.context) as opened:
        assert opened.folders()


@pytest.mark.parametrize("password", ["a\r\nA1 DELETE INBOX", "a\0b", "a\nb"])
def test_a_password_can_not_carry_commands(dovecot, server, password):
    with pytest.raises(WrongPassword):
        Box.connect(replace(server, password=password), context=dovecot.context)


def test_a_certificate_of_another_name_is_refused_before_the_password_is_sent(dovecot, server):
    for security in (Security.TLS, Security.STARTTLS):
        with pytest.raises(NotSecure):
            Box.connect(
                replace(dovecot.server(server.user, security), host="elsewhere.example"), context=dovecot.context
            )


def test_a_certificate_of_an_unknown_authority_is_refused(server):
    with pytest.raises(NotSecure):
        Box.connect(server, context=ssl.create_default_context())


def test_nobody_at_the_address_is_no_answer(server, unused_port):
    with pytest.raises(NoAnswer):
        Box.connect(replace(server, port=unused_port))


def test_a_server_that_never_says_a_word_is_no_answer(server, monkeypatch):
    monkeypatch.setattr("twinhelm.letters.connection.TIMEOUT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(NoAnswer, match="in time"):
        Box.connect(replace(server, port=silent.getsockname()[1], security=Security.PLAIN))


def test_an_answer_without_end_is_not_held(server, monkeypatch):
    monkeypatch.setattr("twinhelm.letters.connection.LONGEST_ANSWER", 1000)
    with socket.create_server(("127.0.0.1", 0)) as greedy:
        threading.Thread(target=say, args=(greedy, b"* OK hello {999999999}\r\n"), daemon=True).start()
        with pytest.raises(Broken, match="999999999 bytes"):
            Box.connect(replace(server, port=greedy.getsockname()[1], security=Security.PLAIN))


def say(listening, words):
    taken, _address = listening.accept()
    taken.sendall(words)
    time.sleep(2)
    taken.close()


@pytest.mark.parametrize(
    ("security", "says", "problem", "words"),
    [
        (Security.PLAIN, b"NO [UNAVAILABLE] Temporary trouble", Broken, "Temporary trouble"),
        (Security.PLAIN, b"NO [PRIVACYREQUIRED] Not like this", NotSecure, "Not like this"),
        (Security.PLAIN, b"NO Go away", WrongPassword, "Go away"),
        (Security.PLAIN, b"BAD What", WrongPassword, "What"),
        (Security.STARTTLS, b"OK done", NotSecure, "offers no encryption"),
    ],
)
def test_what_a_server_says_at_the_door_is_told_by_its_case(server, security, says, problem, words):
    with socket.create_server(("127.0.0.1", 0)) as odd:
        threading.Thread(target=answer, args=(odd, says), daemon=True).start()
        with pytest.raises(problem, match=words):
            Box.connect(replace(server, port=odd.getsockname()[1], security=security))


def answer(listening, says):
    """A server that knows CAPABILITY and says one thing to everything else."""
    taken, _address = listening.accept()
    with taken, taken.makefile("rb") as lines:
        taken.sendall(b"* OK hello\r\n")
        for line in lines:
            tag, command = line.split()[:2]
            if command == b"CAPABILITY":
                taken.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            else:
                taken.sendall(tag + b" " + says + b"\r\n")


@pytest.fixture
def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_folders_have_their_roles(dovecot, server, opened):
    dovecot.create_folder(server.user, "Kunden")
    roles = {folder.name: folder.role for folder in opened.folders()}
    assert roles == {
        "INBOX": Role.INBOX,
        "Sent": Role.SENT,
        "Drafts": Role.DRAFTS,
        "Junk": Role.JUNK,
        "Trash": Role.TRASH,
        "Archive": Role.ARCHIVE,
        "Kunden": Role.OTHER,
    }


def test_fetches_in_order_and_goes_on_where_it_stopped(dovecot, server, opened):
    dovecot.deliver(server.user, *(a_mail(Subject=f"Number {number}") for number in range(5)))
    first = list(opened.fetch("INBOX", 0, 2))
    assert subjects(first) == ["Number 0", "Number 1"]
    assert subjects(opened.fetch("INBOX", first[-1].uid, 100)) == ["Number 2", "Number 3", "Number 4"]
    assert list(opened.fetch("INBOX", opened.status("INBOX").uidnext - 1, 100)) == []
    assert first[0].internal_at is not None


def test_fetching_leaves_mails_unread(dovecot, server, opened):
    dovecot.deliver(server.user, a_mail())
    assert subjects(opened.fetch("INBOX", 0, 9)) == ["The oven"]
    assert [arrival.flags for arrival in opened.fetch("INBOX", 0, 9) if "\\Seen" in arrival.flags] == []


def test_what_was_delivered_meanwhile_is_fetched_on_the_same_connection(dovecot, server, opened):
    dovecot.deliver(server.user, a_mail())
    [first] = opened.fetch("INBOX", 0, 9)
    dovecot.deliver(server.user, a_mail(Subject="The second oven"))
    assert subjects(opened.fetch("INBOX", first.uid, 9)) == ["The second oven"]


def test_a_mail_that_has_gone_meanwhile_has_no_bytes(dovecot, server, opened):
    dovecot.deliver(server.user, a_mail())
    [arrival] = opened.fetch("INBOX", 0, 9)
    dovecot.delete_all(server.user)
    assert arrival.raw() is None


def test_of_a_mail_over_the_bound_only_the_beginning_comes(dovecot, server, opened, monkeypatch):
    monkeypatch.setattr(box, "LARGEST", 1000)
    monkeypatch.setattr(box, "BEGINNING", 500)
    dovecot.deliver(server.user, a_mail("x" * 70 + "\n" + "y" * 3000))
    [arrival] = opened.fetch("INBOX", 0, 9)
    raw = arrival.raw()
    assert not arrival.is_whole
    assert len(raw) == 500
    letter = read(raw, is_whole=arrival.is_whole)
    assert letter.subject == "The oven"
    assert letter.is_partial


def test_wide_gaps_between_numbers_are_crossed(dovecot, server, opened, monkeypatch):
    monkeypatch.setattr(box, "_NUMBERS_AT_ONCE", 2)
    dovecot.deliver(server.user, *(a_mail(Subject=f"Number {number}") for number in range(12)))
    dovecot.delete_all(server.user)
    dovecot.deliver(server.user, a_mail(Subject="After the gap"), a_mail(Subject="And one more"))
    assert subjects(opened.fetch("INBOX", 0, 100)) == ["After the gap", "And one more"]


def test_a_folder_numbered_anew_is_noticed(dovecot, server, opened):
    dovecot.deliver(server.user, a_mail())
    before = opened.status("INBOX")
    assert list(opened.fetch("INBOX", 0, 9, uidvalidity=before.uidvalidity))
    opened.close()
    dovecot.number_anew(server.user, uidvalidity=before.uidvalidity + 1000)
    with Box.connect(server, context=dovecot.context) as again, pytest.raises(NumberedAnew, match="INBOX"):
        list(again.fetch("INBOX", 1, 9, uidvalidity=before.uidvalidity))


@pytest.mark.parametrize("name", ["Nowhere", "", "a\r\nb", 'quo"ted', "Bäckerei"])
def test_a_folder_that_is_not_there_says_so(opened, name):
    with pytest.raises(NoSuchFolder):
        opened.status(name)
    with pytest.raises(NoSuchFolder):
        list(opened.fetch(name, 0, 9))
    with pytest.raises(NoSuchFolder):
        opened.append(name, a_mail())


def test_a_folder_with_umlauts_is_read(dovecot, server, opened):
    dovecot.create_folder(server.user, "B&AOQ-ckerei")
    opened.append("Bäckerei", a_mail(Subject="Brot"))
    assert subjects(opened.fetch("Bäckerei", 0, 9)) == ["Brot"]


def test_a_copy_of_what_was_sent_lies_in_sent_and_is_read(opened):
    opened.append("Sent", a_mail())
    [copy] = opened.fetch("Sent", 0, 9)
    assert "\\Seen" in copy.flags


def test_idle_wakes_when_a_mail_arrives(dovecot, server, opened):
    timer = threading.Timer(0.5, dovecot.deliver, [server.user, a_mail()])
    timer.start()
    began = time.monotonic()
    assert opened.idle("INBOX", 20, lambda: False)
    assert time.monotonic() - began < 10
    timer.join()
    assert subjects(opened.fetch("INBOX", 0, 9)) == ["The oven"]


def test_a_server_that_can_not_call_is_asked(dovecot, server, opened, monkeypatch):
    monkeypatch.setattr(box, "_ASK_EVERY_SECONDS", 0.2)
    monkeypatch.setattr(box, "_LOOK_EVERY_SECONDS", 0.1)
    opened._connection.client.capabilities = ("IMAP4REV1",)
    timer = threading.Timer(0.5, dovecot.deliver, [server.user, a_mail()])
    timer.start()
    assert opened.idle("INBOX", 20, lambda: False)
    timer.join()
    assert not opened.idle("INBOX", 0.3, lambda: False)


def test_idle_notices_at_once_what_arrived_before_it_began(dovecot, server, opened):
    known = opened.status("INBOX").uidnext
    dovecot.deliver(server.user, a_mail())
    assert opened.idle("INBOX", 20, lambda: False, known_uidnext=known)


def test_idle_ends_after_its_time_and_when_asked_to_stop(opened):
    assert not opened.idle("INBOX", 0.2, lambda: False)
    began = time.monotonic()
    assert not opened.idle("INBOX", 60, lambda: time.monotonic() - began > 0.1)
    assert time.monotonic() - began < 5


def test_a_server_that_stops_during_idle_is_no_answer(dovecot, server):
    opened = Box.connect(server, context=dovecot.context)
    timer = threading.Timer(0.5, dovecot.stop)
    timer.start()
    try:
        with pytest.raises(NoAnswer):
            opened.idle("INBOX", 20, lambda: False)
            opened.status("INBOX")
    finally:
        timer.join()
        dovecot.start()
    with Box.connect(server, context=dovecot.context) as again:
        assert again.status("INBOX").messages == 0


def test_the_password_is_not_in_what_is_logged(server):
    assert server.password not in repr(server)
