"""Invitations on their way: through a real mail server to the guest, and the guest's answer back to us."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from twinhelm.conversations.actions import meetings
from twinhelm.conversations.actions.receiving import receive
from twinhelm.conversations.choices import GuestAnswer
from twinhelm.conversations.models import Meeting
from twinhelm.conversations.queries.directory import directory
from twinhelm.conversations.queries.judging import Place
from twinhelm.conversations.rules.plans import Plan
from twinhelm.conversations.testing import a_mailbox
from twinhelm.conversations.tests.test_calendars import alder, ana, loopback_is_ours
from twinhelm.conversations.tests.test_meetings import MAYA, UTC_ZONE
from twinhelm.diaries import read as calendars
from twinhelm.diaries import write
from twinhelm.diaries.events import Answer, Guest, Method
from twinhelm.foundation import clock
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.models import OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.letters import read
from twinhelm.letters.letter import Address
from twinhelm.letters.outgoing import Draft, Invitation, compose

__all__ = ["alder", "ana", "loopback_is_ours"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(ana, mail_sink, settings):
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1", "localhost"})
    return a_mailbox(ana, ana.email, smtp_host="localhost", smtp_port=mail_sink.port)


@pytest.fixture
def meeting(ana, alder, mailbox) -> Meeting:
    starts_at = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)
    plan = Plan(title="Kick-off", starts_at=starts_at, minutes=60, asked=(MAYA,))
    return meetings.plan(plan, client=alder, calendar=None, key="one", by=ana, at=clock.now())


def calendar_of(content: bytes) -> calendars.Found:
    letter = message_from_bytes(content, policy=policy.default)
    [part] = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    today = clock.now().date()
    window = calendars.Window(today - timedelta(days=9), today + timedelta(days=9), UTC_ZONE)
    return calendars.read(part.get_content().encode(), window)


def answer_of(meeting: Meeting, sink, *, sender: str = MAYA.address, headers: str = "") -> bytes:
    """What the guest's calendar program writes back."""
    [event] = calendar_of(sink.mails[0].content).events
    said = write.reply(event, Guest(MAYA.address, MAYA.name, Answer.YES), at=clock.now())
    letter = compose(
        Draft(
            sender=Address("Maya Alder", sender),
            to=[Address("Ana", meeting.organiser)],
            subject="Accepted: Kick-off",
            text="Maya comes.",
            message_id="reply@alder.example",
            sent_at=clock.now(),
            invitation=Invitation("REPLY", said.decode()),
        )
    )
    return headers.encode() + letter.as_bytes()


def take(content: bytes, mailbox) -> None:
    folder = mailbox.folders.get(role="inbox")
    place = Place(mailbox=mailbox, folder=folder, uid=1, came_at=clock.now())
    receive(read(content), place, directory=directory(), at=clock.now())


def test_the_invitation_arrives_once_and_the_answer_comes_back(ana, meeting, mailbox, mail_sink):
    run_jobs()
    [sent] = mail_sink.mails
    assert sent.recipients == (MAYA.address,)
    assert calendar_of(sent.content).method is Method.REQUEST
    assert OutgoingMail.objects.get().state == MailState.SENT
    take(answer_of(meeting, mail_sink), mailbox)
    assert meeting.guests.get(address=MAYA.address).answer == GuestAnswer.ACCEPTED


def test_a_forged_answer_counts_for_nobody(ana, meeting, mailbox, mail_sink):
    run_jobs()
    mailbox.trusted_servers = "mx.northlight.example"
    mailbox.save()
    forged = "Authentication-Results: mx.northlight.example; spf=fail; dkim=fail; dmarc=fail\r\n"
    take(answer_of(meeting, mail_sink, headers=forged), mailbox)
    assert meeting.guests.get(address=MAYA.address).answer == GuestAnswer.WAITING


def test_somebody_elses_answer_counts_for_nobody(ana, meeting, mailbox, mail_sink):
    run_jobs()
    take(answer_of(meeting, mail_sink, sender="evil@example.com"), mailbox)
    assert meeting.guests.get(address=MAYA.address).answer == GuestAnswer.WAITING
