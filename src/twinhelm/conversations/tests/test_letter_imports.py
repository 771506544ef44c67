"""A file of mail is brought in once, wherever it was stopped, and says what it could not take."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from twinhelm.conversations.actions import letter_imports, receiving
from twinhelm.conversations.actions.letter_imports import call_off, start
from twinhelm.conversations.choices import LetterImportState
from twinhelm.conversations.jobs import bring_in_letters
from twinhelm.conversations.models import Conversation, LetterImport, Message, SkippedLetter
from twinhelm.conversations.testing import NINE, raw_mail
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.testing import run_jobs
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member


@pytest.fixture(autouse=True)
def kept_apart(settings, tmp_path):
    settings.FILES = tmp_path


def a_mailbox_file(*mails: bytes) -> bytes:
    envelope = b"From rosa@alder.example Mon Nov 16 09:00:00 2026\n"
    return b"\n".join(envelope + mail.replace(b"\r\n", b"\n") for mail in mails)


def bring(house, *contents: bytes, mailbox=None) -> LetterImport:
    uploads = [SimpleUploadedFile(f"{number}.eml", content) for number, content in enumerate(contents)]
    brought = start(uploads, mailbox or house.mailbox, by=house.oda, at=NINE)
    bring_in_letters.enqueue(key=f"letters:{brought.pk}", import_id=brought.pk)
    run_jobs()
    brought.refresh_from_db()
    return brought


def three(house) -> list[bytes]:
    return [
        raw_mail(message_id="1@alder.example"),
        raw_mail(
            sender=house.ana.email,
            to="rosa@alder.example",
            message_id="2@northlight.example",
            in_reply_to="<1@alder.example>",
            text="Yes.\nFrom Monday on.",
            at=NINE + timedelta(hours=1),
        ),
        raw_mail(sender="joe@gmail.example", message_id="3@gmail.example", text="Hi"),
    ]


def test_a_mailbox_file_becomes_conversations_of_the_right_clients(house):
    brought = bring(house, a_mailbox_file(*three(house)))
    assert (brought.state, brought.added, brought.known) == (LetterImportState.DONE, 3, 0)
    thread = Conversation.objects.get(client=house.alder)
    assert (thread.message_count, thread.waiting_since) == (2, None)
    assert Message.objects.get(message_id="2@northlight.example").member == house.ana


def test_the_same_file_again_adds_nothing(house):
    content = a_mailbox_file(*three(house))
    bring(house, content)
    again = bring(house, content)
    assert (again.added, again.known, Message.objects.count()) == (0, 3, 3)


def test_several_mails_are_one_import(house):
    brought = bring(house, *three(house))
    assert (brought.added, Message.objects.count()) == (3, 3)
    assert "From Monday on." in Message.objects.get(message_id="2@northlight.example").body.text


def test_a_file_that_is_no_mail_says_so(house):
    brought = bring(house, b"\x89PNG\r\n\x1a\nnot a mail at all")
    assert brought.state == LetterImportState.FAILED
    assert "neither a mailbox file" in brought.failure


def test_it_goes_on_where_it_was_stopped(house, monkeypatch):
    monkeypatch.setattr(letter_imports, "AT_ONCE", 1)
    real, seen = receiving.take_in, []

    def stop_at_the_second(*args, **kwargs):
        seen.append(1)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(letter_imports, "take_in", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        bring(house, a_mailbox_file(*three(house)))
    brought = LetterImport.objects.get()
    assert (brought.state, brought.added) == (LetterImportState.RUNNING, 1)
    monkeypatch.setattr(letter_imports, "take_in", real)
    bring_in_letters.enqueue(import_id=brought.pk)
    run_jobs()
    brought.refresh_from_db()
    assert (brought.state, brought.added, brought.known) == (LetterImportState.DONE, 3, 0)


def test_a_mail_that_breaks_is_set_aside_and_the_others_come_in(house, monkeypatch):
    real = receiving.written_down

    def break_on_joe(judged, *args, **kwargs):
        if judged.letter.sender.address.startswith("joe"):
            raise ValueError("a gap in a library")
        return real(judged, *args, **kwargs)

    monkeypatch.setattr(receiving, "written_down", break_on_joe)
    brought = bring(house, a_mailbox_file(*three(house)))
    assert (brought.state, brought.added) == (LetterImportState.DONE, 2)
    assert SkippedLetter.objects.get().sender == "joe@gmail.example"


def test_called_off_it_stops_and_what_is_in_stays(house):
    brought = start([SimpleUploadedFile("a.mbox", a_mailbox_file(*three(house)))], None, by=house.oda, at=NINE)
    call_off(brought, by=house.oda, at=NINE)
    bring_in_letters.enqueue(import_id=brought.pk)
    run_jobs()
    assert not Message.objects.exists()


def test_what_is_no_clients_in_a_file_of_ones_own_stays_ones_own(house):
    brought = start([SimpleUploadedFile("a.mbox", a_mailbox_file(*three(house)))], None, by=house.ana, at=NINE)
    bring_in_letters.enqueue(import_id=brought.pk)
    run_jobs()
    unfiled = Conversation.objects.get(client=None)
    assert Conversation.objects.visible_to(house.ana).filter(pk=unfiled.pk).exists()
    assert not Conversation.objects.visible_to(house.oda).filter(pk=unfiled.pk).exists()


def test_makers_bring_in_no_mail(house):
    with pytest.raises(NotPermitted):
        start([SimpleUploadedFile("a.mbox", b"x")], None, by=a_member("Dee Okafor", Role.MAKER), at=NINE)
