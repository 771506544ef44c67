"""What a client will be told: written, read by a second person, planned, and sent once to whom it may go."""

from datetime import UTC, datetime, timedelta

import pytest

from twinhelm.clients.models import ContactAddress
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.models import Draft, Mailbox, Message
from twinhelm.conversations.testing import a_mailbox, a_meeting
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.letters import read as read_letter
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.actions import telling, texts
from twinhelm.transition.actions.telling_follow import LeftAlready, have_back
from twinhelm.transition.actions.telling_plan import NotReady, call_off, plan, send_now
from twinhelm.transition.actions.telling_post import post
from twinhelm.transition.choices import EducationState, LetterState, Step, TransitionState
from twinhelm.transition.models import Blackout, Education, EducationTemplate
from twinhelm.transition.queries.telling_sentences import briefly, sentence_for
from twinhelm.transition.rules import telling as rules
from twinhelm.transition.testing import an_education

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TWO = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
TEXTS = {
    "subject": "Two people for {client} instead of one",
    "reason": "Dear {contact}, one person was answering you and steering the build.",
    "benefit": "From {effective_day} I am there for you. {production_lead} steers the work.",
    "way_forward": "{former_lead} stays in copy until {copied_until}. Your page: {page}",
}


def written(change, **more):
    education = an_education(change.transition)
    return telling.adapt(education, texts.Texts(**(TEXTS | more)), version=1, by=change.ana, at=AT)


def read(change, **more):
    education = telling.ask_reader(written(change, **more), change.oda, by=change.ana, at=AT)
    education = telling.approve(education, version=education.version, note="Lead with the bread", by=change.oda, at=AT)
    return telling.choose_recipients(education, [change.marta], by=change.ana, at=AT)


def planned(change, send_at=TWO, **more):
    education = read(change, **more)
    return plan(education, send_at, version=education.version, by=change.ana, at=AT)


def sent_text(message):
    """What goes over the wire."""
    with files.opened(message.outgoing.letter_key) as letter:
        return read_letter(letter.read()).text


# Writing and reading


def test_begins_from_a_template_once(change):
    template = texts.make_text(texts.TextDraft(name="Growing", **TEXTS), by=change.oda, at=AT)
    first = telling.begin(change.transition, template, by=change.ana, at=AT)
    assert telling.begin(change.transition, None, by=change.pim, at=AT) == first
    assert (first.subject, first.begun_with["reason"]) == (TEXTS["subject"], TEXTS["reason"])


def test_refuses_a_placeholder_that_nobody_knows_with_its_place(change):
    with pytest.raises(Invalid) as refused:
        written(change, benefit="One\nTwo {salary}")
    assert "Line 2" in refused.value.fields["benefit"]
    assert "{salary}" in refused.value.fields["benefit"]


def test_refuses_the_page_in_a_subject(change):
    with pytest.raises(Invalid) as refused:
        written(change, subject="Look at {page}")
    assert "subject" in refused.value.fields


def test_whoever_wrote_it_is_not_its_reader(change):
    education = written(change)
    with pytest.raises(Invalid):
        telling.ask_reader(education, change.ana, by=change.oda, at=AT)
    education = telling.ask_reader(education, change.oda, by=change.ana, at=AT)
    with pytest.raises(NotPermitted):
        telling.approve(education, version=education.version, by=change.ana, at=AT)


def test_somebody_who_was_not_asked_does_not_read_it(change):
    education = telling.ask_reader(written(change), change.oda, by=change.ana, at=AT)
    with pytest.raises(NotPermitted, match="Oda was asked"):
        telling.approve(education, version=education.version, by=change.pim, at=AT)


def test_a_maker_is_not_asked_to_read(change):
    with pytest.raises(Invalid):
        telling.ask_reader(written(change), a_member("Dee", Role.MAKER), by=change.ana, at=AT)


def test_nobody_reads_what_nobody_has_written(change):
    with pytest.raises(telling.NotAdapted):
        telling.ask_reader(an_education(change.transition), change.oda, by=change.ana, at=AT)


def test_comes_back_with_a_question(change):
    education = telling.ask_reader(written(change), change.oda, by=change.ana, at=AT)
    education = telling.send_back(education, "Why bread?", version=education.version, by=change.oda, at=AT)
    assert (education.state, education.read_note, education.read_at) == (EducationState.DRAFT, "Why bread?", None)


def test_reads_only_the_text_that_was_seen(change):
    education = telling.ask_reader(written(change), change.oda, by=change.ana, at=AT)
    seen = education.version
    telling.adapt(education, texts.Texts(**TEXTS | {"reason": "Other"}), version=seen, by=change.ana, at=AT)
    with pytest.raises(texts.ChangedMeanwhile):
        telling.approve(education, version=seen, by=change.oda, at=AT)


def test_a_change_after_reading_asks_the_reader_again(change):
    education = planned(change)
    education = telling.adapt(
        education, texts.Texts(**TEXTS | {"reason": "Other words"}), version=education.version, by=change.ana, at=AT
    )
    assert (education.state, education.send_at, education.read_at) == (EducationState.TO_READ, None, None)
    assert education.as_read["reason"] == TEXTS["reason"]


def test_saving_the_same_words_asks_nobody_again(change):
    education = planned(change)
    again = telling.adapt(education, texts.Texts(**TEXTS), version=1, by=change.ana, at=AT)
    assert (again.state, again.version) == (EducationState.PLANNED, education.version)


# Recipients and the moment


def test_refuses_a_contact_without_address(change):
    tom = a_contact(change.alder, "Tom Alder", email=None)
    with pytest.raises(Invalid, match="Tom Alder has no email address"):
        telling.choose_recipients(written(change), [tom], by=change.ana, at=AT)


def test_refuses_a_contact_of_another_client(change):
    stranger = a_contact(a_client("Juno Theatre"), "Eve")
    with pytest.raises(Invalid, match="isn’t with Alder Bakery"):
        telling.choose_recipients(written(change), [stranger], by=change.ana, at=AT)


def test_refuses_a_moment_that_has_gone_by(change):
    education = read(change)
    with pytest.raises(Invalid, match="gone by"):
        plan(education, AT - timedelta(hours=1), version=education.version, by=change.ana, at=AT)


def test_refuses_a_day_on_which_nothing_changes(change):
    programme = change.transition.programme
    Blackout.objects.create(
        programme=programme, from_on=AT.date(), to_on=AT.date(), reason="Shop opens", by=change.oda, at=AT
    )
    with pytest.raises(Invalid, match="Shop opens"):
        planned(change)


def test_refuses_to_plan_what_nobody_has_read(change):
    education = telling.choose_recipients(written(change), [change.marta], by=change.ana, at=AT)
    with pytest.raises(NotReady, match="second person"):
        plan(education, TWO, version=education.version, by=change.ana, at=AT)


def test_refuses_to_plan_without_recipients(change):
    education = telling.ask_reader(written(change), change.oda, by=change.ana, at=AT)
    education = telling.approve(education, version=education.version, by=change.oda, at=AT)
    with pytest.raises(NotReady, match="Nobody is chosen"):
        plan(education, TWO, version=education.version, by=change.ana, at=AT)


def test_refuses_before_everybody_inside_knows(change):
    change.transition.step = Step.BRIEF
    change.transition.save()
    with pytest.raises(NotReady, match="everybody inside knows"):
        planned(change)


def test_refuses_a_meeting_that_is_not_planned_and_names_it_once_it_is(change):
    with pytest.raises(NotReady, match=r"\{meeting\}"):
        planned(change, way_forward="We meet on {meeting}.")
    a_meeting(change.alder, starts_at=datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    education = telling.locked(change.transition.education)
    education = plan(education, TWO, version=education.version, by=change.ana, at=AT)
    post(education, at=TWO)
    assert "We meet on Thursday 26 November, 10:00." in Message.objects.get().body.text


def test_called_off_it_stays(change):
    education = call_off(planned(change), by=change.oda, at=AT)
    assert post(education, at=TWO).state == EducationState.READ
    assert not OutgoingMail.objects.exists()


# Its moment


def test_leaves_from_the_leads_own_mailbox(change):
    education = post(planned(change), at=TWO)
    message = Message.objects.get()
    assert education.state == EducationState.SENT
    assert (message.from_address, message.member) == ("ana@northlight.example", change.ana)
    assert message.recipients["to"] == [["Marta Lindgaard", "marta@alder.example"]]
    assert message.recipients["cc"] == []
    assert message.subject == "Two people for Alder Bakery instead of one"
    text = message.body.text
    assert "Dear Marta, one person" in text
    assert "From 1 December I am there for you. Pim steers the work." in text
    assert "Jonas stays in copy until 30 January 2027." in text
    assert "/for-you/open/" in sent_text(message)


def test_only_the_contact_reads_the_link_that_lets_them_in(change):
    post(planned(change), at=TWO)
    message, draft = Message.objects.get(), Draft.objects.get()
    assert "/for-you/open/" in sent_text(message)
    assert message.conversation.last_words == message.words
    for kept in (message.words, message.body.text, message.body.new_text, message.body.html, draft.text, draft.html):
        assert "/for-you/open/" not in kept


def test_the_outbox_has_each_letter_under_its_own_key(change):
    education = post(planned(change), at=TWO)
    letter = education.letters.get()
    assert OutgoingMail.objects.get().key == f"education-letter:{letter.pk}:1"
    assert (letter.state, letter.postings, letter.address) == (LetterState.POSTED, 1, "marta@alder.example")
    post(education, at=TWO)
    assert OutgoingMail.objects.count() == 1
    assert not Draft.objects.being_written().exists()


def test_does_not_leave_before_its_moment(change):
    education = post(planned(change), at=TWO - timedelta(seconds=1))
    assert education.state == EducationState.PLANNED


def test_leaves_from_a_shared_mailbox_where_the_lead_has_none(change):
    Mailbox.objects.update(removed_at=AT)
    a_mailbox(address="hello@northlight.example")
    post(planned(change), at=TWO)
    assert Message.objects.get().from_address == "hello@northlight.example"


def no_mailbox(change):
    Mailbox.objects.update(removed_at=AT)


def lead_gone(change):
    change.ana.is_active = False
    change.ana.save()


def contact_left(change):
    change.marta.left_on = AT.date()
    change.marta.save()


def contact_moved(change):
    change.marta.client = a_client("Juno Theatre")
    change.marta.save()


def address_gone(change):
    ContactAddress.objects.all().delete()


def client_deleted(change):
    change.alder.deleted_at = AT
    change.alder.save()


def stopped(change):
    change.transition.stopped_at, change.transition.stopped_why = AT, "Marta worries"
    change.transition.save()


def rolled_back(change):
    change.transition.state = TransitionState.ROLLED_BACK
    change.transition.save()


def rewritten(change):
    Education.objects.update(reason="Something that nobody read")


def undecided(change):
    change.transition.account = None
    change.transition.save()


def launch_week(change):
    Blackout.objects.create(
        programme=change.transition.programme, from_on=AT.date(), to_on=AT.date(), reason="Launch", by=change.oda, at=AT
    )


EVENTS = {
    no_mailbox: "has no mailbox that can send",
    lead_gone: "Ana can no longer lead Alder Bakery",
    contact_left: "Marta Lindgaard has left Alder Bakery",
    contact_moved: "Marta Lindgaard is no longer with Alder Bakery",
    address_gone: "marta@alder.example is no longer an address of Marta Lindgaard",
    client_deleted: "Alder Bakery was deleted or merged",
    stopped: "is stopped: Marta worries",
    rolled_back: "is rolled back",
    rewritten: "has not read the text as it stands now",
    undecided: "Nobody is decided to lead the account",
    launch_week: "Its day was not free: ",
}


@pytest.mark.parametrize("happens", EVENTS, ids=lambda one: one.__name__)
def test_what_happened_between_planning_and_sending_holds_it_back_with_a_sentence(change, happens):
    education = planned(change)
    happens(change)
    education = post(education, at=TWO)
    assert not OutgoingMail.objects.exists()
    assert education.state == EducationState.READ
    assert EVENTS[happens] in sentence_for(education.not_sent_why, education, education.letters.first())
    assert EventRecord.objects.filter(name="EducationNotSent").count() == 1
    assert post(education, at=TWO).version == education.version


def test_one_of_two_who_left_does_not_hold_back_the_other(change):
    tom = a_contact(change.alder, "Tom Alder", email="tom@alder.example")
    education = telling.choose_recipients(read(change), [change.marta, tom], by=change.ana, at=AT)
    education = plan(education, TWO, version=education.version, by=change.ana, at=AT)
    contact_left(change)
    education = post(education, at=TWO)
    states = {one.contact_id: one.state for one in education.letters.all()}
    assert states == {change.marta.pk: LetterState.NOT_SENT, tom.pk: LetterState.POSTED}


def test_it_can_be_planned_anew_once_the_reason_is_gone(change):
    education = planned(change)
    contact_left(change)
    education = post(education, at=TWO)
    change.marta.left_on = None
    change.marta.save()
    later = TWO + timedelta(hours=1)
    education = plan(education, later, version=education.version, by=change.ana, at=TWO)
    assert post(education, at=later).state == EducationState.SENT
    assert OutgoingMail.objects.count() == 1


def test_a_moment_stays_the_same_when_the_clocks_change(change):
    """02:30 in Amsterdam comes twice on 25 October 2026: each is a moment of its own."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    change.transition.effective_on = None
    at = first - timedelta(days=1)
    education = read(change)
    education = plan(education, first + timedelta(hours=1), version=education.version, by=change.ana, at=at)
    assert post(education, at=first).state == EducationState.PLANNED
    assert post(education, at=first + timedelta(hours=1)).state == EducationState.SENT


# Now, and back


def test_sent_now_it_waits_a_moment_and_can_be_had_back(change):
    education = read(change)
    education = send_now(education, version=education.version, by=change.ana, at=AT)
    education = have_back(education, by=change.ana, at=AT)
    letter = education.letters.get()
    assert (education.state, education.sent_at, letter.state) == (EducationState.READ, None, LetterState.PLANNED)
    assert OutgoingMail.objects.get().state == "cancelled"
    education = send_now(education, version=education.version, by=change.ana, at=AT)
    assert set(OutgoingMail.objects.values_list("key", "state")) == {
        (f"education-letter:{letter.pk}:1", "cancelled"),
        (f"education-letter:{letter.pk}:2", "waiting"),
    }


def test_sent_twice_from_two_windows_it_goes_once(change):
    education = read(change)
    send_now(education, version=education.version, by=change.ana, at=AT)
    send_now(education, version=education.version, by=change.ana, at=AT)
    assert OutgoingMail.objects.count() == 1


def test_what_has_left_is_not_had_back(change):
    education = read(change)
    education = send_now(education, version=education.version, by=change.ana, at=AT)
    OutgoingMail.objects.update(state="sent")
    with pytest.raises(LeftAlready):
        have_back(education, by=change.ana, at=AT)


def test_sent_now_with_something_missing_it_says_what_and_stores_nothing(change):
    education = read(change)
    no_mailbox(change)
    with pytest.raises(NotReady, match="no mailbox"):
        send_now(education, version=education.version, by=change.ana, at=AT)
    education.refresh_from_db()
    assert (education.state, education.not_sent_why) == (EducationState.READ, "")


def test_what_was_sent_is_not_rewritten(change):
    education = post(planned(change), at=TWO)
    with pytest.raises(telling.AlreadyTold):
        telling.adapt(
            education, texts.Texts(**TEXTS | {"reason": "x"}), version=education.version, by=change.ana, at=TWO
        )


def test_names_cannot_add_headers_or_links(change):
    change.marta.name = "Eve\r\nBcc: all@alder.example <h1> http://evil.example"
    change.marta.save()
    change.alder.name = "{page}\r\nX-Evil: 1"
    change.alder.save()
    post(planned(change, reason="Dear {contact}, {client}"), at=TWO)
    message = Message.objects.get()
    assert "\n" not in message.subject
    assert message.recipients["to"][0][1] == "marta@alder.example"
    assert message.body.html.count("<a ") == 1
    assert "evil.example" not in message.body.html
    assert "{page}" in message.body.text


def test_every_reason_has_a_sentence_and_a_few_words(change):
    education = telling.locked(an_education(change.transition))
    names = {value for name, value in vars(rules).items() if name.isupper() and isinstance(value, str)}
    assert len(names) > 12
    for name in names:
        assert sentence_for(f"{name}:meeting", education), name
        assert briefly(f"{name}:meeting"), name


# Templates


def test_ready_texts_come_once(change):
    made = texts.take_ready_texts(by=change.oda, at=AT)
    assert len(made) == 3
    assert texts.take_ready_texts(by=change.oda, at=AT) == []


def test_a_template_is_deleted_and_put_back(change):
    made = texts.make_text(texts.TextDraft(name="Growing", **TEXTS), by=change.oda, at=AT)
    texts.delete_text(made, by=change.oda, at=AT)
    assert not EducationTemplate.objects.visible_to(change.oda).exists()
    texts.put_back_text(made, by=change.oda, at=AT)
    assert EducationTemplate.objects.visible_to(change.oda).get() == made


def test_two_people_do_not_overwrite_each_others_template(change):
    made = texts.make_text(texts.TextDraft(name="Growing", **TEXTS), by=change.oda, at=AT)
    texts.change_text(made, texts.TextDraft(name="Grown", **TEXTS), version=1, by=change.oda, at=AT)
    with pytest.raises(texts.ChangedMeanwhile):
        texts.change_text(made, texts.TextDraft(name="Other", **TEXTS), version=1, by=change.ana, at=AT)


def test_makers_and_finance_write_nothing(change):
    with pytest.raises(NotPermitted):
        texts.take_ready_texts(by=a_member("Fin", Role.FINANCE), at=AT)
