"""A letter leaves once, by its mailbox's own server, and never behind somebody's back."""

from datetime import timedelta

import pytest
from tests.parts.mail_sink import Mode

from twinhelm.conversations.actions.mailboxes import connect
from twinhelm.conversations.actions.sending import AnsweredMeanwhile, NoMailbox, post_letter, take_back
from twinhelm.conversations.choices import Direction, Security
from twinhelm.conversations.jobs import look
from twinhelm.conversations.models import Attachment, Conversation, Draft, Message, MessageCopy
from twinhelm.conversations.queries.servers import Account, try_account
from twinhelm.conversations.testing import NINE, a_message, raw_mail
from twinhelm.foundation import clock, files
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.mail import AlreadySettled
from twinhelm.foundation.models import OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.letters import read


@pytest.fixture
def post(house, dovecot, mail_sink, mail_user, settings, tmp_path):
    """A mailbox that reads from Dovecot and sends to the sink, with a question of Rosa's in it."""
    settings.INSIDE_HOSTS, settings.FILES = frozenset({"localhost"}), tmp_path
    dovecot.add_user(mail_user)
    account = Account(
        address=mail_user,
        imap_host="localhost",
        imap_port=dovecot.plain_port,
        imap_security=Security.PLAIN,
        imap_user=mail_user,
        imap_password="bread",
        smtp_host="localhost",
        smtp_port=mail_sink.port,
        smtp_security=Security.PLAIN,
        signature="Northlight, on the quay",
    )
    house.mailbox = connect(account, try_account(account).folders, by=house.oda, at=NINE)
    house.server, house.user, house.sink = dovecot, mail_user, mail_sink
    dovecot.deliver(mail_user, raw_mail(at=clock.now(), message_id="q@alder.example", to=mail_user))
    look(house.mailbox)
    run_jobs()
    house.conversation = Conversation.objects.get()
    return house


def a_draft(post, **fields) -> Draft:
    at = clock.now()
    defaults = {
        "conversation": post.conversation,
        "mailbox": post.mailbox,
        "by": post.ana,
        "recipients": {"to": [["Rosa Alder", "rosa@alder.example"]], "cc": [["", "ben@alder.example"]]},
        "subject": "Re: New opening times",
        "text": "Sundays are fine.",
        "seen_version": post.conversation.version if post.conversation else 0,
        "began_at": at,
        "changed_at": at,
        "written_seconds": 130,
    }
    return Draft.objects.create(**(defaults | fields))


def send(post, draft, key="one"):
    return post_letter(draft, by=post.ana, at=clock.now(), key=key)


def test_an_answer_reaches_everybody_in_one_mail_and_ends_the_waiting(post):
    message = send(post, a_draft(post))
    run_jobs()
    [taken] = post.sink.mails
    assert taken.recipients == ("rosa@alder.example", "ben@alder.example")
    letter = read(taken.content)
    assert (letter.in_reply_to, letter.sender.address) == ("q@alder.example", post.user)
    assert letter.text.rstrip().endswith("-- \nNorthlight, on the quay")
    message.refresh_from_db()
    post.conversation.refresh_from_db()
    assert (message.outgoing.state, message.minutes, message.member) == (MailState.SENT, 3, post.ana)
    assert (post.conversation.waiting_since, post.conversation.last_direction) == (None, Direction.OUT)
    assert message.responsibility.key == "real-time"


def test_the_same_key_posts_once(post):
    draft = a_draft(post)
    first = send(post, draft)
    draft.refresh_from_db()
    assert send(post, draft) == first
    run_jobs()
    assert len(post.sink.mails) == 1


def test_a_copy_lies_in_the_folder_of_sent_mail_once_and_is_no_second_message(post):
    message = send(post, a_draft(post))
    for _round in range(3):
        run_jobs()
        look(post.mailbox)
    run_jobs()
    [copy] = post.server.mails(post.user, "Sent")
    assert read(copy).message_id == message.message_id
    assert Message.objects.filter(direction=Direction.OUT).count() == 1
    assert MessageCopy.objects.filter(message=message).count() == 1


def test_a_server_that_files_sent_mail_itself_gets_no_second_copy(post):
    message = send(post, a_draft(post))
    with files.opened(message.outgoing.letter_key) as kept:
        post.server.deliver(post.user, kept.read(), folder="Sent")
    run_jobs()
    look(post.mailbox)
    run_jobs()
    assert len(post.server.mails(post.user, "Sent")) == 1


def test_whoever_answers_second_is_stopped_and_may_go_on_knowingly(post):
    draft = a_draft(post)
    a_message(post.conversation, Direction.OUT, sender=post.oda, at=clock.now())
    with pytest.raises(AnsweredMeanwhile, match="Oda Lindqvist answered"):
        send(post, draft)
    assert not OutgoingMail.objects.exists()
    draft.seen_version = post.conversation.version
    assert send(post, draft)


def test_whoever_answers_while_the_contact_writes_again_is_stopped(post):
    draft = a_draft(post)
    a_message(post.conversation, at=clock.now(), text="And Mondays?")
    with pytest.raises(AnsweredMeanwhile, match="wrote again"):
        send(post, draft)


def test_taken_back_in_time_it_never_leaves_and_the_contact_waits_as_before(post):
    waiting_since = post.conversation.waiting_since
    later = clock.now() + timedelta(seconds=20)
    message = post_letter(a_draft(post), by=post.ana, at=clock.now(), key="one", not_before=later)
    take_back(message, by=post.ana, at=clock.now())
    run_jobs()
    post.conversation.refresh_from_db()
    assert post.sink.mails == []
    assert post.conversation.waiting_since == waiting_since


def test_what_has_left_can_not_be_taken_back(post):
    message = send(post, a_draft(post))
    run_jobs()
    message.refresh_from_db()
    with pytest.raises(AlreadySettled):
        take_back(message, by=post.ana, at=clock.now())


def test_one_refused_recipient_and_nobody_gets_it_and_the_contact_still_waits(post):
    post.sink.mode = Mode.REJECT_RECIPIENTS
    draft = a_draft(post, recipients={"to": [["", "rosa@alder.example"], ["", "nobody@alder.example"]]})
    message = send(post, draft)
    run_jobs()
    message.refresh_from_db()
    post.conversation.refresh_from_db()
    assert message.outgoing.state == MailState.FAILED
    assert "nobody@alder.example" in message.outgoing.reason
    assert post.sink.mails == []
    assert post.conversation.waiting_since


def test_files_of_the_draft_go_with_it(post):
    draft = a_draft(post)
    kept = files.keep([b"%PDF-1.4 plan"], folder="mail", most_bytes=1000)
    Attachment.objects.create(draft=draft, name="plan.pdf", media_type="application/pdf", size=13, key=kept.key)
    message = send(post, draft)
    run_jobs()
    assert [one.name for one in read(post.sink.mails[0].content).attachments] == ["plan.pdf"]
    assert message.attachments.count() == 1


def test_a_beginning_is_a_conversation_of_the_recipients_client(post):
    post.conversation = None
    message = send(post, a_draft(post, subject="An idea", text="Bread by post?"))
    assert (message.client, message.conversation.assigned_to) == (post.alder, post.ana)
    assert message.responsibility.key == "proactive"


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Hello\r\nBcc: everybody@else.example"},
        {"recipients": {"to": [["", "rosa@alder.example\r\nBcc: x@y.example"]]}},
        {"recipients": {"to": []}},
    ],
)
def test_what_would_add_readers_or_lines_is_refused_and_nothing_is_stored(post, fields):
    with pytest.raises(Invalid):
        send(post, a_draft(post, **fields))
    assert not OutgoingMail.objects.exists()
    assert Message.objects.filter(direction=Direction.OUT).count() == 0


def test_nobody_writes_from_another_members_mailbox(post):
    post.mailbox.kind, post.mailbox.owner = "personal", post.oda
    post.mailbox.save()
    with pytest.raises(NoMailbox):
        send(post, a_draft(post))
