"""Nobody reads by any door what is not theirs to read: a maker and finance never see a message's words."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from twinhelm.conversations.actions.drafts import Written, attach, keep
from twinhelm.conversations.models import Attachment, Conversation, InternalNote, MessageBody
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.foundation import files
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

CANARY = "zebrafinch"
AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def secret(house):
    conversation = a_conversation(house.alder, f"{CANARY} subject", mailbox=house.mailbox, assigned_to=house.ana)
    message = a_message(conversation, sender=house.rosa, text=f"{CANARY} words")
    InternalNote.objects.create(conversation=conversation, by=house.ana, at=AT, text=f"{CANARY} note")
    kept = files.keep([b"%PDF-1.7 plan"], folder="mail", most_bytes=1000)
    file = Attachment.objects.create(
        message=message, name=f"{CANARY}.pdf", media_type="application/pdf", size=kept.size, key=kept.key
    )
    return conversation, message, file


@pytest.mark.parametrize("role", [Role.MAKER, Role.FINANCE])
def test_makers_and_finance_never_see_a_messages_words(house, secret, signed_in, role):
    conversation, message, file = secret
    browser = signed_in(a_member("Dee", role))
    doors = [
        *(f"/conversations/?tray={tray}&q={CANARY[:5]}" for tray in ("me", "us", "all", "done", "unfiled", "held")),
        f"/conversations/{conversation.pk}/",
        f"/conversations/messages/{message.pk}/mail/",
        f"/conversations/attachments/{file.pk}/",
        f"/clients/{house.alder.pk}/",
        f"/clients/{house.alder.pk}/?said=messages",
        "/clients/",
        f"/palette/?q={CANARY[:5]}",
        f"/conversations/{conversation.pk}/file/",
        "/",
    ]
    for door in doors:
        page = browser.get(door).content.decode(errors="replace")
        assert CANARY not in page, door


def test_a_file_is_gone_at_once_for_who_lost_sight_of_its_conversation(house, secret, signed_in):
    conversation, _message, file = secret
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    browser = signed_in(pim)
    answer = browser.get(f"/conversations/attachments/{file.pk}/")
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    Conversation.objects.filter(pk=conversation.pk).update(is_private=True)
    assert browser.get(f"/conversations/attachments/{file.pk}/").status_code == 404


def test_a_mails_own_layout_runs_nothing_and_fetches_nothing_unasked(house, secret, signed_in):
    _conversation, message, _file = secret
    MessageBody.objects.filter(message=message).update(
        html='<p>Hello</p><img data-remote-src="https://tracker.example/x.png">'
    )
    browser = signed_in(house.ana)
    plain = browser.get(f"/conversations/messages/{message.pk}/mail/")
    policy = plain["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy
    assert "https:" not in policy
    assert ' src="https://tracker' not in plain.text
    asked = browser.get(f"/conversations/messages/{message.pk}/mail/?pictures=1")
    assert ' src="https://tracker.example/x.png"' in asked.text
    page = browser.get(f"/conversations/{message.conversation_id}/?mail={message.pk}")
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_a_file_of_a_draft_is_its_writers_only(house, secret, signed_in):
    conversation, _message, _file = secret
    written = Written(
        key="k" * 32,
        conversation=conversation,
        mailbox=house.mailbox,
        to=[],
        cc=[],
        subject="",
        text="x",
        seen_version=1,
    )
    draft = keep(written, by=house.ana, at=AT)
    (file,) = attach(draft, [SimpleUploadedFile("../../plan.html", b"<script>1</script>", "image/png")], by=house.ana)
    assert file.name == "plan.html"
    answer = signed_in(house.ana).get(f"/conversations/attachments/{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert signed_in(house.oda).get(f"/conversations/attachments/{file.pk}/").status_code == 404
