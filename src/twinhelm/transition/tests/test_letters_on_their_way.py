"""Letters to a client after they were posted: followed by a real mail server, never twice, never lost in silence."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from tests.parts.mail_sink import Mode

from twinhelm.clients.actions.clients import delete_client
from twinhelm.clients.actions.contacts import change_contact
from twinhelm.clients.models import ContactAddress
from twinhelm.clients.testing import a_contact
from twinhelm.conversations.models import Mailbox, Message
from twinhelm.foundation import clock
from twinhelm.foundation.models import EventRecord, Job, OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.letters import read
from twinhelm.people import actions as people
from twinhelm.transition.actions import moving, telling, texts
from twinhelm.transition.actions.telling_follow import NotInDoubt, follow, it_arrived, send_again
from twinhelm.transition.actions.telling_plan import plan
from twinhelm.transition.choices import EducationState, LetterState, Step, TransitionState
from twinhelm.transition.jobs.telling import look_after
from twinhelm.transition.models import Acknowledgement, Education, EducationLetter, Worry
from twinhelm.transition.queries.needed import needed
from twinhelm.transition.queries.telling_sentences import sentence_for, why_of_letter
from twinhelm.transition.testing import an_education

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TWO = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@pytest.fixture
def told(change, mail_sink, settings, tmp_path):
    """Planned for two o'clock; its mailbox leads to a running mail server."""
    settings.INSIDE_HOSTS, settings.FILES = frozenset({"localhost"}), tmp_path
    Mailbox.objects.update(smtp_host="localhost", smtp_port=mail_sink.port, is_paused=True)
    wanted = texts.Texts(
        subject="Two people for {client}",
        reason="Dear {contact}",
        benefit="From {effective_day}",
        way_forward="{former_lead} stays. {page}",
    )
    education = telling.adapt(an_education(change.transition), wanted, version=1, by=change.ana, at=AT)
    education = telling.ask_reader(education, change.oda, by=change.ana, at=AT)
    education = telling.approve(education, version=education.version, by=change.oda, at=AT)
    education = telling.choose_recipients(education, [change.marta], by=change.ana, at=AT)
    with time_machine.travel(AT, tick=False) as clock_now:
        change.education = plan(education, TWO, version=education.version, by=change.ana, at=AT)
        change.sink, change.clock = mail_sink, clock_now
        yield change


def at_its_moment(told, sends=True) -> EducationLetter:
    """Without `sends` it lies in the outbox, as if the mail server did not answer."""
    if not sends:
        Mailbox.objects.update(smtp_port=9)
    told.clock.move_to(TWO)
    look_after.function(None)
    run_jobs()
    look_after.function(None)
    return EducationLetter.objects.select_related("education", "message__outgoing", "contact").get()


def settled(letter) -> EducationLetter:
    follow(letter, at=clock.now())
    return EducationLetter.objects.select_related("education", "message__outgoing", "contact").get(pk=letter.pk)


def loaded(told) -> Education:
    with transaction.atomic():
        return telling.locked(told.education)


@pytest.mark.django_db(transaction=True)
def test_it_is_woken_at_its_moment(told):
    job = Job.objects.get(name="transition.tell")
    assert job.run_at == TWO
    told.clock.move_to(TWO)
    run_jobs()
    assert len(told.sink.mails) == 1


def test_it_leaves_at_its_moment_and_not_before(told):
    told.clock.move_to(TWO - timedelta(seconds=1))
    run_jobs()
    assert told.sink.mails == []
    letter = at_its_moment(told)
    [taken] = told.sink.mails
    assert taken.recipients == ("marta@alder.example",)
    mail = read(taken.content)
    assert mail.sender.address == "ana@northlight.example"
    assert "Dear Marta" in mail.text
    assert letter.state == LetterState.SENT


def test_it_leaves_even_when_nobody_woke_it(told):
    Job.objects.all().delete()
    told.clock.move_to(TWO + timedelta(minutes=1))
    look_after.function(None)
    run_jobs()
    assert len(told.sink.mails) == 1


def test_perhaps_sent_a_person_says_that_it_arrived(told):
    told.sink.mode = Mode.DROP_AFTER_TEXT
    letter = at_its_moment(told)
    assert letter.state == LetterState.PERHAPS
    assert why_of_letter(letter, letter.education)
    assert it_arrived(letter, by=told.ana, at=TWO).state == LetterState.SENT
    assert OutgoingMail.objects.get().state == "sent"


def test_perhaps_sent_it_is_sent_again_as_the_same_mail(told):
    told.sink.mode = Mode.DROP_AFTER_TEXT
    letter = at_its_moment(told)
    told.sink.mode = Mode.ACCEPT
    send_again(letter, by=told.ana, at=TWO)
    run_jobs()
    ids = {read(one.content).message_id for one in told.sink.mails}
    assert (len(told.sink.mails), len(ids)) == (2, 1)
    assert settled(letter).state == LetterState.SENT


def test_refused_by_the_server_it_says_why_and_goes_again_on_purpose(told):
    told.sink.mode = Mode.REJECT
    letter = at_its_moment(told)
    assert letter.state == LetterState.NOT_SENT
    assert "said" in why_of_letter(letter, letter.education)
    told.sink.mode = Mode.ACCEPT
    send_again(letter, by=told.ana, at=TWO)
    run_jobs()
    assert settled(letter).state == LetterState.SENT


def test_sent_it_is_not_sent_again(told):
    letter = at_its_moment(told)
    with pytest.raises(NotInDoubt):
        send_again(letter, by=told.ana, at=TWO)
    with pytest.raises(NotInDoubt):
        it_arrived(letter, by=told.ana, at=TWO)


def came_back(letter, *, is_announced=True) -> None:
    Message.objects.update(returned="Nobody has this address there.")
    if is_announced:
        message = letter.message
        EventRecord.objects.create(
            at=TWO,
            name="MessageReturned",
            subject_kind="conversations.conversation",
            subject_id=message.conversation_id,
            facts={"message_id": message.pk},
        )


def test_what_came_back_says_so_and_goes_to_the_new_address(told):
    letter = at_its_moment(told)
    came_back(letter)
    letter = settled(letter)
    assert letter.state == LetterState.RETURNED
    assert why_of_letter(letter, letter.education) == "Nobody has this address there."
    ContactAddress.objects.update(value="marta.l@alder.example")
    letter = send_again(letter, by=told.ana, at=TWO)
    run_jobs()
    assert told.sink.mails[-1].recipients[0] == "marta.l@alder.example"
    assert settled(letter).state == LetterState.SENT
    assert OutgoingMail.objects.count() == 2


def test_a_report_that_it_takes_longer_is_not_one_that_it_came_back(told):
    letter = at_its_moment(told)
    came_back(letter, is_announced=False)
    assert settled(letter).state == LetterState.SENT


def leave(told):
    change_contact(told.marta, version=told.marta.version, by=told.oda, at=TWO, left_on=AT.date())


def lose_address(told):
    change_contact(told.marta, version=told.marta.version, by=told.oda, at=TWO, emails=[])


def stop(told):
    moving.stop(told.transition, "Marta worries", by=told.oda, at=TWO)


def roll_back(told):
    told.transition.state = TransitionState.ROLLED_BACK
    told.transition.save()
    look_after.function(None)


def delete(told):
    delete_client(told.alder, by=told.oda, at=TWO)


def deactivate(told):
    people.deactivate(told.ana, by=told.oda, at=TWO)


@pytest.mark.parametrize("happens", [leave, lose_address, stop, roll_back, delete, deactivate])
@pytest.mark.django_db(transaction=True)
def test_whoever_may_no_longer_get_it_gets_nothing_although_it_was_posted(told, happens):
    letter = at_its_moment(told, sends=False)
    assert letter.state == LetterState.POSTED
    happens(told)
    Mailbox.objects.update(smtp_port=told.sink.port)
    told.clock.shift(timedelta(hours=3))
    run_jobs()
    assert told.sink.mails == []
    letter.refresh_from_db()
    education = loaded(told)
    assert (letter.state, education.state) == (LetterState.NOT_SENT, EducationState.READ)
    assert sentence_for(education.not_sent_why, education, letter)
    assert OutgoingMail.objects.get().state == "cancelled"


def test_one_who_left_is_taken_back_and_the_other_stays_on_its_way(told):
    tom = a_contact(told.alder, "Tom Alder", email="tom@alder.example")
    telling.choose_recipients(told.education, [told.marta, tom], by=told.ana, at=AT)
    Mailbox.objects.update(smtp_port=9)
    told.clock.move_to(TWO)
    look_after.function(None)
    run_jobs()
    told.marta.left_on = AT.date()
    told.marta.save()
    look_after.function(None)
    states = dict(EducationLetter.objects.values_list("contact__name", "state"))
    assert states == {"Marta Lindgaard": "not_sent", "Tom Alder": "posted"}
    assert loaded(told).state == EducationState.SENT


# What is needed to leave the step


def lines(told, at=TWO) -> dict[str, tuple[bool, str]]:
    transition = telling.locked(told.education).transition
    return {one.key: (one.is_met, one.detail) for one in needed(transition, Step.TELL, told.oda, at)}


def test_before_its_moment_it_is_written_read_and_planned(told):
    found = lines(told)
    assert found["adapted"] == (True, "24 November")
    assert found["read"] == (True, "Oda, 24 November")
    assert found["sent"] == (False, "planned 24 November, 14:00")
    assert found["acknowledged"] == (False, "after they were told")
    assert found["no_worry"] == (True, "")
    assert "arrived" not in found


def test_silence_counts_after_the_days_of_the_programme(told):
    at_its_moment(told)
    assert lines(told)["acknowledged"] == (False, "or nobody objects by 1 December")
    last = datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
    assert lines(told, last)["acknowledged"][0] is False
    assert lines(told, last + timedelta(minutes=1))["acknowledged"] == (True, "nobody objected by 1 December")


def test_an_acknowledgement_counts_at_once_and_an_open_worry_stands_in_the_way(told):
    at_its_moment(told)
    Acknowledgement.objects.create(transition=told.transition, contact=told.marta, at=TWO)
    Worry.objects.create(transition=told.transition, contact=told.marta, text="Who calls?", at=TWO, key="k")
    found = lines(told)
    assert found["acknowledged"][0] is True
    assert found["no_worry"] == (False, "1 waits to be settled")


def test_a_letter_that_came_back_stands_in_the_way(told):
    letter = at_its_moment(told)
    came_back(letter)
    settled(letter)
    assert lines(told)["arrived"] == (
        False,
        "The letter to Marta Lindgaard: came back. Nobody has this address there.",
    )
