"""One mail comes in: into the right conversation, once, and nobody can pretend to be somebody else."""

from datetime import timedelta

import pytest

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.actions.receiving import Received, receive
from twinhelm.conversations.choices import ConversationState, Direction, FolderRole, Trust, Written
from twinhelm.conversations.models import Attachment, Conversation, FilingMemory, Message, MessageCopy
from twinhelm.conversations.queries.directory import directory
from twinhelm.conversations.queries.judging import Place
from twinhelm.conversations.testing import NINE, a_mailbox, numbers, raw_mail
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.letters import read

PASS = "mx.northlight.example; dmarc=pass header.from=alder.example"
FAIL = "mx.northlight.example; dmarc=fail header.from=alder.example"
OURS_PASS = "mx.northlight.example; dmarc=pass header.from=northlight.example"


def come(raw: bytes, mailbox, folder: str = "INBOX", *, at=NINE) -> Received:
    found = mailbox.folders.get(name=folder)
    servers = [one.strip() for one in mailbox.trusted_servers.split(",") if one.strip()]
    place = Place(mailbox=mailbox, folder=found, uid=next(numbers), came_at=at)
    return receive(read(raw, trusted_servers=servers), place, directory=directory(), at=at)


@pytest.fixture
def trusting(house):
    house.mailbox.trusted_servers = "mx.northlight.example"
    house.mailbox.save()
    return house


def test_a_contacts_mail_begins_a_conversation_of_their_client_that_the_account_lead_answers(house):
    message = come(raw_mail(), house.mailbox).message
    conversation = message.conversation
    assert (conversation.client, conversation.assigned_to, message.contact) == (house.alder, house.ana, house.rosa)
    assert conversation.waiting_since == NINE
    assert conversation.answer_due_at > NINE
    assert (conversation.last_words, conversation.message_count) == ("Could we open on Sundays too?", 1)
    assert message.responsibility.key == "real-time"
    assert EventRecord.objects.get(name="MessageReceived").subject_id == conversation.pk


def test_a_colleague_is_recognised_by_domain_and_a_stranger_by_what_somebody_said(house):
    assert come(raw_mail(sender="ben@alder.example"), house.mailbox).message.client == house.alder
    stranger = come(raw_mail(sender="joe@gmail.example"), house.mailbox).message
    assert stranger.client is None
    FilingMemory.objects.create(address="joe@gmail.example", client=house.alder, by=house.ana, at=NINE)
    assert come(raw_mail(sender="joe@gmail.example", text="Again"), house.mailbox).message.client == house.alder


def test_mail_that_is_no_clients_bothers_nobody(house):
    FilingMemory.objects.create(address="offers@paper.example", client=None, by=house.ana, at=NINE)
    conversation = come(raw_mail(sender="offers@paper.example"), house.mailbox).message.conversation
    assert (conversation.state, conversation.waiting_since) == (ConversationState.DONE, None)


def test_a_contact_of_two_clients_is_left_to_a_person(house):
    other = a_client("Birch Books")
    a_contact(other, "Rosa Alder", email="rosa@alder.example")
    conversation = come(raw_mail(), house.mailbox).message.conversation
    assert conversation.client is None
    assert sorted(conversation.candidates) == sorted([house.alder.pk, other.pk])


def test_an_answer_found_in_sent_ends_the_waiting(house):
    asked = come(raw_mail(message_id="q@alder.example"), house.mailbox).message
    answer = come(
        raw_mail(
            sender=house.ana.email,
            to="rosa@alder.example",
            in_reply_to="<q@alder.example>",
            text="Yes.",
            at=NINE + timedelta(hours=1),
        ),
        house.mailbox,
        "Sent",
        at=NINE + timedelta(hours=1),
    ).message
    assert answer.conversation == asked.conversation
    assert (answer.direction, answer.member, answer.responsibility.key) == (Direction.OUT, house.ana, "real-time")
    assert Conversation.objects.get().waiting_since is None


def test_an_answer_that_is_found_before_its_question_still_answers_it(house):
    later = NINE + timedelta(hours=1)
    references = {"in_reply_to": "<q@alder.example>", "references": "<q@alder.example>"}
    come(
        raw_mail(sender=house.ana.email, to="rosa@alder.example", at=later, **references),
        house.mailbox,
        "Sent",
        at=later,
    )
    come(raw_mail(message_id="q@alder.example"), house.mailbox, at=later)
    conversation = Conversation.objects.get()
    assert (conversation.message_count, conversation.waiting_since) == (2, None)
    assert conversation.last_direction == Direction.OUT


def test_the_third_mail_of_a_thread_finds_the_first_when_the_second_never_came(house):
    come(raw_mail(message_id="1@alder.example"), house.mailbox)
    come(
        raw_mail(message_id="3@alder.example", references="<1@alder.example> <2@x.example>", text="So?"), house.mailbox
    )
    assert Conversation.objects.get().message_count == 2


def test_a_beginning_of_ours_is_proactive(house):
    sent = come(raw_mail(sender=house.ana.email, to="rosa@alder.example"), house.mailbox, "Sent").message
    assert (sent.responsibility.key, sent.client, sent.conversation.waiting_since) == ("proactive", house.alder, None)


def test_f05_the_same_mail_in_two_folders_is_one_message_with_two_copies(house):
    raw = raw_mail()
    house.mailbox.folders.create(name="Archive", role=FolderRole.ARCHIVE)
    assert come(raw, house.mailbox).is_new
    assert not come(raw, house.mailbox, "Archive").is_new
    assert (Message.objects.count(), MessageCopy.objects.count()) == (1, 2)
    assert Conversation.objects.get().message_count == 1


def test_f05_two_different_mails_under_one_name_are_both_kept(house):
    come(raw_mail(message_id="same@alder.example", text="One"), house.mailbox)
    come(raw_mail(message_id="same@alder.example", text="Two"), house.mailbox)
    assert Message.objects.count() == 2


def test_f05_mails_without_a_name_are_told_apart_by_what_they_say(house):
    for text in ("One", "Two", "One"):
        come(raw_mail(message_id=None, text=text), house.mailbox)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("results", [FAIL, "mx.northlight.example; dmarc=none", None, "evil.example; dmarc=pass"])
def test_f01_a_mail_that_may_be_forged_is_held_and_nobody_waits_for_it(trusting, results):
    genuine = come(raw_mail(message_id="q@alder.example", authentication_results=PASS), trusting.mailbox).message
    headers = {"authentication_results": results} if results else {}
    forged = come(
        raw_mail(cc="mallory@evil.example", in_reply_to="<q@alder.example>", text="Pay here instead.", **headers),
        trusting.mailbox,
    ).message
    assert forged.is_held
    assert (forged.contact, forged.client, forged.responsibility) == (None, None, None)
    assert forged.conversation != genuine.conversation
    assert forged.conversation.candidates == [trusting.alder.pk]
    assert forged.conversation.waiting_since is None


def test_f01_whoever_a_forger_names_in_copy_does_not_get_into_the_thread(trusting):
    come(raw_mail(message_id="q@alder.example", authentication_results=PASS), trusting.mailbox)
    come(raw_mail(cc="mallory@evil.example", in_reply_to="<q@alder.example>", text="x"), trusting.mailbox)
    theirs = "mx.northlight.example; dmarc=pass header.from=evil.example"
    intruder = come(
        raw_mail(sender="mallory@evil.example", in_reply_to="<q@alder.example>", authentication_results=theirs),
        trusting.mailbox,
    ).message
    assert intruder.client is None
    assert Conversation.objects.get(client=trusting.alder).message_count == 1


def test_f01_who_was_written_to_may_answer(trusting):
    come(raw_mail(message_id="q@alder.example", cc="dan@print.example", authentication_results=PASS), trusting.mailbox)
    theirs = "mx.northlight.example; dmarc=pass header.from=print.example"
    come(
        raw_mail(sender="dan@print.example", in_reply_to="<q@alder.example>", authentication_results=theirs),
        trusting.mailbox,
    )
    assert Conversation.objects.get().message_count == 2


def test_f01_nobody_can_speak_as_one_of_us(trusting):
    come(raw_mail(message_id="q@alder.example", authentication_results=PASS), trusting.mailbox)
    forged = come(
        raw_mail(sender=trusting.ana.email, to="rosa@alder.example", in_reply_to="<q@alder.example>"), trusting.mailbox
    ).message
    assert (forged.is_held, forged.member, forged.direction) == (True, None, Direction.IN)
    assert Conversation.objects.get(client=trusting.alder).waiting_since == NINE
    genuine = raw_mail(
        sender=trusting.ana.email,
        to="rosa@alder.example",
        in_reply_to="<q@alder.example>",
        text="Yes.",
        authentication_results=OURS_PASS,
    )
    assert come(genuine, trusting.mailbox).message.member == trusting.ana


def test_f01_an_agency_whose_server_confirms_nobody_can_work_but_knows_it(house):
    message = come(raw_mail(), house.mailbox).message
    assert (message.is_held, message.trust, message.conversation.client) == (False, Trust.UNKNOWN, house.alder)
    as_ana = come(raw_mail(sender=house.ana.email, to="rosa@alder.example", text="As Ana"), house.mailbox).message
    assert (as_ana.direction, as_ana.member) == (Direction.IN, None)
    assert as_ana.conversation.waiting_since is None


@pytest.mark.parametrize(
    ("headers", "written"),
    [
        ({"auto_submitted": "auto-replied"}, Written.AUTO_REPLY),
        ({"precedence": "bulk"}, Written.BULK),
        ({"list_unsubscribe": "<https://list.example>"}, Written.BULK),
        ({"return_path": "<>"}, Written.BOUNCE),
    ],
)
def test_f03_nobody_waits_for_an_answer_to_a_machine(house, headers, written):
    message = come(raw_mail(**headers), house.mailbox).message
    assert (message.written, message.conversation.waiting_since, message.responsibility) == (written, None, None)


def test_f02_f03_whatever_comes_in_nothing_goes_out_by_itself(house):
    for number in range(30):
        come(raw_mail(sender=f"victim{number}@else.example", text=f"{number}"), house.mailbox)
        come(raw_mail(auto_submitted="auto-replied", text=f"Away {number}"), house.mailbox)
    assert not OutgoingMail.objects.exists()


def test_f03_a_returned_mail_is_shown_at_the_mail_that_came_back(house):
    sent = come(
        raw_mail(sender=house.ana.email, to="roza@alder.example", message_id="mine@northlight.example"),
        house.mailbox,
        "Sent",
    ).message
    report = "Reporting-MTA: dns; mx.alder.example\r\n\r\nStatus: 5.1.1\r\n\r\nMessage-ID: <mine@northlight.example>"
    bounce = come(
        raw_mail(sender="MAILER-DAEMON@mx.alder.example", text=report, return_path="<>"), house.mailbox
    ).message
    sent.refresh_from_db()
    assert sent.returned == "Came back: there is no such mailbox."
    assert (bounce.conversation, bounce.written) == (sent.conversation, Written.BOUNCE)


def test_old_mail_that_is_brought_in_makes_nobody_wait(house):
    long_ago = NINE - timedelta(days=60)
    message = come(raw_mail(at=long_ago), house.mailbox, at=long_ago).message
    assert message.conversation.waiting_since is not None
    place = Place(mailbox=house.mailbox, folder=house.mailbox.folders.first(), uid=99, came_at=long_ago)
    old = receive(read(raw_mail(at=long_ago, text="Old")), place, directory=directory(), at=NINE).message
    assert (old.at, old.conversation.waiting_since) == (long_ago, None)


def test_a_done_conversation_comes_back_when_the_contact_writes_again(house):
    come(raw_mail(message_id="q@alder.example"), house.mailbox)
    Conversation.objects.update(state=ConversationState.DONE, snoozed_until=NINE + timedelta(days=9))
    come(raw_mail(in_reply_to="<q@alder.example>", text="And Mondays?"), house.mailbox)
    conversation = Conversation.objects.get()
    assert (conversation.state, conversation.snoozed_until) == (ConversationState.OPEN, None)


def test_a_thread_in_ones_personal_mailbox_stays_ones_own(house):
    anas, odas = a_mailbox(house.ana), a_mailbox(house.oda)
    come(raw_mail(sender="doc@health.example", message_id="d@health.example"), anas)
    come(raw_mail(sender="doc@health.example", in_reply_to="<d@health.example>", text="2"), odas)
    assert set(Conversation.objects.values_list("mailbox", flat=True)) == {anas.pk, odas.pk}


def test_files_are_kept_and_known_by_their_content(house, settings, tmp_path):
    settings.FILES = tmp_path
    body = (
        '--x\r\nContent-Type: text/plain\r\n\r\nSee it.\r\n--x\r\nContent-Type: application/pdf; name="../../plan.pdf"\r\n'
        "Content-Disposition: attachment\r\n\r\n%PDF-1.4 hello\r\n--x--\r\n"
    )
    come(raw_mail(text=body, content_type="multipart/mixed; boundary=x", mime_version="1.0"), house.mailbox)
    attachment = Attachment.objects.get()
    assert (attachment.media_type, "/" in attachment.name) == ("application/pdf", False)
    assert (tmp_path / attachment.key).read_bytes().startswith(b"%PDF-1.4 hello")
