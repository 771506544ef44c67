"""Writing to clients: a draft that keeps itself, one mail however often it is sent, and nobody answers unseen."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Attachment, CannedReply, Conversation, Draft, Message
from twinhelm.conversations.rules.writing import filled, html_of, recipients_in
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member

TEN = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_at_ten():
    with time_machine.travel(TEN, tick=False):
        yield


@pytest.fixture
def waiting(house):
    conversation = a_conversation(house.alder, "Sunday opening", mailbox=house.mailbox, assigned_to=house.ana)
    a_message(conversation, sender=house.rosa, at=TEN - timedelta(hours=1))
    return conversation


@pytest.fixture
def form(house, waiting):
    return {
        "key": str(uuid.uuid4()),
        "conversation": waiting.pk,
        "seen_version": Conversation.objects.get(pk=waiting.pk).version,
        "mailbox": house.mailbox.pk,
        "to": "Rosa Alder <rosa@alder.example>",
        "subject": "Re: Sunday opening",
        "text": "Yes, **gladly**.",
    }


def test_the_reply_is_filled_in_before_anything_is_typed(house, waiting, signed_in):
    page = signed_in(house.ana).get(f"/conversations/{waiting.pk}/").text
    assert 'value="Rosa Alder &lt;rosa@alder.example&gt;"' in page
    assert 'value="Re: Sunday opening"' in page


def test_an_answer_is_posted_once_however_often_it_is_sent(house, waiting, form, signed_in):
    browser = signed_in(house.ana)
    for _time in range(3):
        assert browser.post("/conversations/send/", form).status_code == 302
    assert OutgoingMail.objects.count() == 1
    assert Message.objects.filter(direction=Direction.OUT).count() == 1
    message = Message.objects.get(direction=Direction.OUT)
    assert "<b>gladly</b>" in message.body.html
    assert message.body.text.startswith("Yes, **gladly**.")
    assert message.body.new_text.strip() == "Yes, **gladly**."
    assert "> Could we open on Sundays too?" in message.body.text
    assert "Sunday opening" not in browser.get("/conversations/").text


def test_it_can_be_had_back_within_ten_seconds_with_its_files(house, waiting, form, signed_in):
    browser = signed_in(house.ana)
    file = SimpleUploadedFile("plan.txt", b"Plan of the week", "text/plain")
    browser.post("/conversations/send/", {**form, "files": file})
    message = Message.objects.get(direction=Direction.OUT)
    assert message.attachments.count() == 1
    browser.post(f"/conversations/messages/{message.pk}/take-back/")
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    page = browser.get(f"/conversations/{waiting.pk}/").text
    assert "Yes, **gladly**." in page
    assert "plan.txt" in page
    assert f'id="message-{message.pk}"' not in page
    assert "Sunday opening" in browser.get("/conversations/").text
    draft = Draft.objects.get()
    again = {**form, "key": draft.key, "seen_version": draft.seen_version}
    browser.post("/conversations/send/", again)
    assert OutgoingMail.objects.filter(state=MailState.WAITING).count() == 1


def test_nobody_else_has_a_mail_back(house, waiting, form, signed_in):
    signed_in(house.ana).post("/conversations/send/", form)
    message = Message.objects.get(direction=Direction.OUT)
    assert signed_in(house.oda).post(f"/conversations/messages/{message.pk}/take-back/").status_code == 409


def test_who_sends_second_is_stopped_sees_why_and_keeps_the_text(house, waiting, form, signed_in):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    signed_in(pim).post("/conversations/send/", {**form, "key": str(uuid.uuid4()), "text": "I will ask the baker."})
    answer = signed_in(house.ana).post("/conversations/send/", form)
    assert answer.status_code == 409
    assert "Pim de Wit answered" in answer.text
    assert "I will ask the baker." in answer.text
    assert "Yes, **gladly**." in answer.text
    assert "Send all the same" in answer.text
    assert OutgoingMail.objects.count() == 1
    version = Conversation.objects.get(pk=waiting.pk).version
    assert signed_in(house.ana).post("/conversations/send/", {**form, "seen_version": version}).status_code == 302
    assert OutgoingMail.objects.count() == 2


def test_others_see_who_is_answering(house, waiting, form, signed_in):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    signed_in(pim).post("/conversations/draft/", {**form, "text": "Dear Rosa"})
    for page in ("/conversations/", f"/conversations/{waiting.pk}/"):
        text = signed_in(house.ana).get(page).text
        assert "Pim is answering since 11:00" in text
        assert "Dear Rosa" not in text


def test_a_draft_is_there_again_on_another_device_and_counts_the_time_it_took(house, waiting, form, signed_in):
    signed_in(house.ana).post("/conversations/draft/", {**form, "seconds": 90}, headers={"X-Island": "letter"})
    other = {**form, "key": str(uuid.uuid4()), "text": "Yes, gladly, and soon.", "seconds": 30}
    signed_in(house.ana).post("/conversations/draft/", other)
    assert "Yes, gladly, and soon." in signed_in(house.ana).get(f"/conversations/{waiting.pk}/").text
    assert Draft.objects.get().written_seconds == 120
    signed_in(house.ana).post("/conversations/send/", other)
    assert Message.objects.get(direction=Direction.OUT).minutes == 3


def test_a_discarded_draft_can_be_put_back(house, waiting, form, signed_in):
    browser = signed_in(house.ana)
    browser.post("/conversations/draft/", form)
    draft = Draft.objects.get()
    browser.post(f"/conversations/drafts/{draft.pk}/discard/")
    assert "gladly" not in browser.get(f"/conversations/{waiting.pk}/").text
    browser.post(f"/conversations/drafts/{draft.pk}/put-back/")
    assert "gladly" in browser.get(f"/conversations/{waiting.pk}/").text


def test_nobody_reads_or_takes_anothers_draft(house, waiting, form, signed_in):
    signed_in(house.ana).post("/conversations/draft/", {**form, "files": SimpleUploadedFile("a.txt", b"secret")})
    draft, file = Draft.objects.get(), Attachment.objects.get()
    other = signed_in(house.oda)
    assert other.post(f"/conversations/drafts/{draft.pk}/discard/").status_code == 404
    assert other.get(f"/conversations/attachments/{file.pk}/").status_code == 404
    assert other.post(f"/conversations/attachments/{file.pk}/detach/").status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": ""}, "Say to whom it goes."),
        ({"text": " "}, "There is nothing in it yet."),
        ({"subject": ""}, "Give it a subject"),
        ({"to": "not an address"}, "address"),
        ({"to": "rosa@alder.example\r\nBcc: all@evil.example"}, ""),
    ],
)
def test_what_can_not_be_sent_is_kept_and_says_why(house, waiting, form, signed_in, change, sentence):
    answer = signed_in(house.ana).post("/conversations/send/", {**form, **change})
    if not sentence:
        assert all("Bcc" not in mail.subject for mail in OutgoingMail.objects.all())
        return
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not OutgoingMail.objects.exists()
    assert Draft.objects.count() == 1


def test_files_of_more_than_twenty_megabytes_are_refused(house, waiting, form, signed_in):
    large = SimpleUploadedFile("film.mp4", b"x" * 20_000_001)
    answer = signed_in(house.ana).post(
        "/conversations/draft/", {**form, "files": large}, headers={"X-Island": "letter"}
    )
    assert answer.status_code == 422
    assert "20 MB together" in answer.text


def test_a_new_conversation_belongs_to_the_client_of_the_address(house, form, signed_in):
    new = {name: value for name, value in form.items() if name not in ("conversation", "seen_version")}
    signed_in(house.ana).post("/conversations/send/", {**new, "subject": "Winter hours"})
    made = Conversation.objects.get(subject="Winter hours")
    assert made.client == house.alder


def test_addresses_are_suggested_to_who_sees_contacts_and_to_nobody_else(house, signed_in):
    assert "rosa@alder.example" in signed_in(house.ana).get("/conversations/addresses/?q=ros").text
    for role in (Role.MAKER, Role.FINANCE):
        for words in ("ros", "@", "a", "rosa@alder.example"):
            answer = signed_in(a_member(f"{role}{words}", role)).get("/conversations/addresses/", {"q": words})
            assert answer.status_code == 403
            assert "rosa@" not in answer.text.lower() or words == "rosa@alder.example"


def test_only_the_placeholders_of_the_list_are_replaced():
    words = {"first_name": "Rosa", "me": "Ana"}
    hostile = "{first_name} {me.__class__} {{ settings }} {% include x %} %(a)s {me!r} {unknown}"
    assert filled(hostile, words) == "Rosa {me.__class__} {{ settings }} {% include x %} %(a)s {me!r} {unknown}"
    assert filled("{me}" * 3, {"me": "{first_name}"}) == "{first_name}" * 3


def test_a_canned_reply_is_offered_with_its_words_filled_in(house, waiting, signed_in):
    browser = signed_in(house.ana)
    browser.post("/conversations/canned/", {"name": "Call", "text": "Hello {first_name}, from {me}", "for_all": "1"})
    a_page = browser.get(f"/conversations/{waiting.pk}/").text
    assert 'data-insert="Hello Rosa, from Ana Reyes"' in a_page
    reply = CannedReply.objects.get()
    browser.post(f"/conversations/canned/{reply.pk}/delete/")
    assert "Hello Rosa" not in browser.get(f"/conversations/{waiting.pk}/").text


def test_what_is_typed_becomes_clean_html():
    typed = "Hello\n\n- one\n- two\n\n<script>x</script> **bold** https://alder.example/a?b=1&c=2."
    made = html_of(typed)
    assert "<ul><li>one</li><li>two</li></ul>" in made
    assert "<b>bold</b>" in made
    assert "<script>" not in made
    assert '<a href="https://alder.example/a?b=1&amp;c=2">' in made


@pytest.mark.parametrize("bomb", ["*" * 100_000, "**a" * 30_000, ">" * 50_000, "{me" * 30_000, " " * 100_000])
def test_odd_text_is_read_in_linear_time(bomb):
    import time

    begun = time.process_time()
    html_of(bomb)
    filled(bomb, {"me": "x"})
    assert time.process_time() - begun < 0.5


def test_recipients_are_read_as_people_write_them():
    assert recipients_in('"Alder, Rosa" <rosa@alder.example>; tom@alder.example,\nTOM@alder.example') == [
        ("Alder, Rosa", "rosa@alder.example"),
        ("", "tom@alder.example"),
    ]
