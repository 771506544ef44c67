"""Mail of a real Dovecot comes in: once each, in every folder, and nothing stops what comes after it."""

from datetime import timedelta

import pytest

from twinhelm.conversations.actions import mailboxes, receiving
from twinhelm.conversations.actions.mailboxes import AlreadyConnected, connect
from twinhelm.conversations.choices import MailboxKind, Security
from twinhelm.conversations.jobs import look, try_again
from twinhelm.conversations.models import Conversation, Mailbox, Message, MessageCopy, SkippedLetter
from twinhelm.conversations.queries.mailboxes import failing_for, needs_looking_at, states_of
from twinhelm.conversations.queries.servers import Account, try_account
from twinhelm.conversations.testing import NINE, raw_mail
from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member


@pytest.fixture
def post(house, dovecot, mail_user, settings, tmp_path):
    """A connected mailbox on the server; `post.account` says how."""
    settings.INSIDE_HOSTS, settings.FILES = frozenset({"localhost"}), tmp_path
    dovecot.add_user(mail_user)
    house.mailbox.removed_at = NINE
    house.mailbox.save()
    house.server, house.user = dovecot, mail_user
    house.account = Account(
        address=mail_user,
        imap_host="localhost",
        imap_port=dovecot.plain_port,
        imap_security=Security.PLAIN,
        imap_user=mail_user,
        imap_password="bread",
    )
    house.mailbox = connect(house.account, try_account(house.account).folders, by=house.oda, at=NINE)
    return house


def bring_in(post):
    look(post.mailbox)
    run_jobs()
    post.mailbox.refresh_from_db()


def recent(**fields) -> bytes:
    return raw_mail(**({"at": clock.now()} | fields))


def test_a_mail_on_the_server_is_a_conversation_here(post):
    post.server.deliver(post.user, recent())
    bring_in(post)
    conversation = Conversation.objects.get()
    assert (conversation.client, conversation.assigned_to) == (post.alder, post.ana)
    assert conversation.waiting_since
    assert post.mailbox.last_seen_at
    assert [one.behind for one in states_of([post.mailbox])] == [0]


def test_looking_again_adds_nothing(post):
    post.server.deliver(post.user, *(recent(text=f"{number}") for number in range(3)))
    bring_in(post)
    bring_in(post)
    assert (Message.objects.count(), MessageCopy.objects.count()) == (3, 3)


def test_an_answer_in_sent_is_known_as_ours(post):
    post.server.deliver(post.user, recent(message_id="q@alder.example"))
    answer = recent(sender=post.user, to="rosa@alder.example", in_reply_to="<q@alder.example>", text="Yes.")
    post.server.deliver(post.user, answer, folder="Sent")
    bring_in(post)
    conversation = Conversation.objects.get()
    assert (conversation.message_count, conversation.waiting_since) == (2, None)


def test_f05_the_same_mail_in_two_folders_and_read_again_from_the_start_stays_one(post):
    raw = recent()
    post.server.deliver(post.user, raw)
    post.server.deliver(post.user, raw, folder="Archive")
    mailboxes.choose_folders(post.mailbox, ["INBOX", "Sent", "Archive"], by=post.oda, at=NINE)
    bring_in(post)
    assert (Message.objects.count(), MessageCopy.objects.count()) == (1, 2)
    post.mailbox.folders.update(last_uid=0)
    bring_in(post)
    assert (Message.objects.count(), MessageCopy.objects.count()) == (1, 2)


def test_a_server_that_numbers_its_mails_anew_makes_no_doublets(post):
    post.server.deliver(post.user, *(recent(text=f"{number}") for number in range(3)))
    bring_in(post)
    post.server.number_anew(post.user, uidvalidity=77)
    post.server.deliver(post.user, recent(text="New"))
    bring_in(post)
    assert (Message.objects.count(), MessageCopy.objects.count()) == (4, 4)
    assert post.mailbox.folders.get(name="INBOX").uid_validity == 77


def test_a_wrong_password_says_so_rests_and_tells_whoever_connected_it(post):
    post.server.change_password(post.user, "cake")
    bring_in(post)
    assert "refuses this name and password" in post.mailbox.failure
    assert post.mailbox.failed_since
    assert list(failing_for(post.oda)) == [post.mailbox]
    assert not failing_for(post.ana).exists()
    assert not needs_looking_at(clock.now()).exists()
    assert needs_looking_at(clock.now() + timedelta(minutes=3)).exists()
    since = post.mailbox.failed_since
    bring_in(post)
    assert (post.mailbox.failed_since, post.mailbox.failures) == (since, 2)
    assert EventRecord.objects.filter(name="MailboxFailed").count() == 1
    post.server.change_password(post.user, "bread")
    bring_in(post)
    assert (post.mailbox.failure, post.mailbox.failed_since, post.mailbox.rests_until) == ("", None, None)


@pytest.fixture
def poison(monkeypatch):
    """Mails that say “poison” break while they are stored."""
    real = receiving.written_down

    def break_on_poison(judged, *args, **kwargs):
        if "poison" in judged.letter.text:
            raise ValueError("a gap in a library")
        return real(judged, *args, **kwargs)

    monkeypatch.setattr(receiving, "written_down", break_on_poison)
    return lambda: monkeypatch.setattr(receiving, "written_down", real)


def test_f04_a_mail_that_breaks_everything_is_set_aside_and_the_next_one_is_handled(post, poison):
    post.server.deliver(post.user, recent(text="One"), recent(text="poison", subject="Bad"), recent(text="Three"))
    bring_in(post)
    assert set(Message.objects.values_list("words", flat=True)) == {"One", "Three"}
    skipped = SkippedLetter.objects.get()
    assert (skipped.subject, skipped.sender, skipped.tries) == ("Bad", "rosa@alder.example", 3)
    assert "ValueError" in skipped.reason
    assert states_of([post.mailbox])[0].skipped == 1
    assert len(post.server.mails(post.user)) == 3

    try_again.enqueue(skipped_id=skipped.pk)
    run_jobs()
    skipped.refresh_from_db()
    assert (skipped.settled_at, skipped.tries) == (None, 4)
    poison()
    try_again.enqueue(skipped_id=skipped.pk)
    run_jobs()
    skipped.refresh_from_db()
    assert skipped.settled_at
    assert Message.objects.count() == 3


def test_f06_a_bomb_is_bounded_and_says_what_is_missing(post):
    many = ", ".join(f"friend{number}@else.example" for number in range(10_000))
    post.server.deliver(post.user, recent(to=many, text="Bomb"), recent(text="After it"))
    bring_in(post)
    bomb = Message.objects.get(words="Bomb")
    assert bomb.is_partial
    assert "more people than are kept" in bomb.left_out
    assert Message.objects.filter(words="After it").exists()


def test_mail_from_before_the_chosen_day_stays_on_the_server(post):
    post.mailbox.first_on = (clock.now() + timedelta(days=2)).date()
    post.mailbox.save()
    post.server.deliver(post.user, recent())
    bring_in(post)
    assert not Message.objects.exists()
    assert states_of([post.mailbox])[0].behind == 0


def test_a_folder_that_is_gone_does_not_stop_the_others(post):
    post.server.create_folder(post.user, "Alder")
    bring_in(post)
    mailboxes.choose_folders(post.mailbox, ["INBOX", "Alder"], by=post.oda, at=NINE)
    with post.server._client(post.user) as client:
        client.delete("Alder")
    post.server.deliver(post.user, recent())
    bring_in(post)
    assert Message.objects.count() == 1
    assert post.mailbox.folders.get(name="Alder").is_gone


def test_a_paused_or_removed_mailbox_is_left_alone_and_what_was_filed_stays(post):
    post.server.deliver(post.user, recent())
    bring_in(post)
    mailboxes.pause(post.mailbox, by=post.oda, at=NINE)
    post.server.deliver(post.user, recent(text="Later"))
    bring_in(post)
    assert Message.objects.count() == 1
    mailboxes.resume(post.mailbox, by=post.oda, at=NINE)
    bring_in(post)
    mailboxes.remove(post.mailbox, by=post.oda, at=NINE)
    bring_in(post)
    post.mailbox.refresh_from_db()
    assert (Message.objects.count(), post.mailbox.imap_password) == (2, "")


def test_trying_says_which_server_fails_and_why(post):
    from dataclasses import replace

    wrong = replace(post.account, imap_password="cake", smtp_host="localhost", smtp_port=1, smtp_security="plain")
    trial = try_account(wrong)
    assert "refuses this name and password" in trial.imap_problem
    assert "does not answer" in trial.smtp_problem
    assert "inside our own network" in try_account(replace(post.account, imap_host="127.0.0.1")).imap_problem


def test_passwords_are_sealed(post):
    assert "bread" not in Mailbox.objects.get(pk=post.mailbox.pk).imap_password


def test_owners_connect_shared_mailboxes_and_whoever_leads_work_their_own(post):
    with pytest.raises(AlreadyConnected):
        connect(post.account, [], by=post.oda, at=NINE)
    from dataclasses import replace

    other = replace(post.account, address="other@northlight.example")
    with pytest.raises(NotPermitted):
        connect(other, [], by=post.ana, at=NINE)
    with pytest.raises(NotPermitted):
        connect(other, [], by=a_member("Dee Okafor", Role.MAKER), at=NINE)
    mine = connect(replace(other, kind=MailboxKind.PERSONAL), [], by=post.ana, at=NINE)
    assert mine.owner == post.ana
    assert not Mailbox.objects.visible_to(post.oda).filter(pk=mine.pk).exists()
