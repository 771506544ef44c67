"""Letters about meetings: what a guest's calendar understands, and what a guest reads."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.conversations.models import Mailbox, Meeting
from twinhelm.conversations.queries.senders import mailbox_of
from twinhelm.conversations.rules.times import zone_named
from twinhelm.diaries.events import Event, Guest, Method
from twinhelm.diaries.words import one_line
from twinhelm.foundation import files, mail
from twinhelm.foundation.minutes import as_hours
from twinhelm.foundation.models import OutgoingMail
from twinhelm.letters.letter import Address
from twinhelm.letters.outgoing import Draft, Invitation, compose
from twinhelm.people.models import Member

MOST_BYTES = 1_000_000
WAY = "mailbox"
_NAMESPACE = uuid.UUID("6f2d8a52-5d0f-4bb4-9f0e-3a1c6f2f6a11")


@dataclass(frozen=True, slots=True)
class Note:
    """What goes to each of several guests: to be read by their calendar, and by them."""

    method: Method
    subject: str
    text: str
    content: bytes
    sequence: int


def invite(meeting: Meeting, event: Event, guests: Iterable[Guest], *, by: Member, at: datetime) -> None:
    """One letter for each guest; the same version of a meeting goes to nobody twice."""
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    subject = (_("Invitation: %(title)s") if event.sequence == 0 else _("Changed: %(title)s")) % {"title": event.title}
    begins = (
        _("You are asked to a meeting.") if event.sequence == 0 else _("A meeting that you are asked to has changed.")
    )
    text = text_of(meeting, begins, by)
    send(
        meeting, Note(Method.REQUEST, subject, text, write.request(event, at=at), event.sequence), guests, by=by, at=at
    )


def call_off(meeting: Meeting, event: Event, guests: Iterable[Guest], *, by: Member, at: datetime) -> None:
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    subject = _("Called off: %(title)s") % {"title": event.title}
    text = text_of(meeting, _("This meeting does not take place, or without you."), by)
    send(meeting, Note(Method.CANCEL, subject, text, write.cancel(event, at=at), event.sequence), guests, by=by, at=at)


def reply(meeting: Meeting, event: Event, guest: Guest, *, by: Member, at: datetime) -> None:
    """Tells the organiser what we answer; a second answer is a second letter."""
    from twinhelm.diaries import write  # heavy, and only acts of this kind need it

    if event.organiser is None:
        return
    said = {"ACCEPTED": _("Accepted: %(title)s"), "DECLINED": _("Declined: %(title)s")}.get(
        str(guest.answer), _("Perhaps: %(title)s")
    )
    subject = said % {"title": event.title}
    content = write.reply(event, guest, at=at)
    note = Note(Method.REPLY, subject, guest.said or subject, content, int(at.timestamp()))
    send(meeting, note, [event.organiser], by=by, at=at)


def send(meeting: Meeting, note: Note, guests: Iterable[Guest], *, by: Member, at: datetime) -> None:
    """By the mailbox of whoever acts; without one nobody is written to, and the page of the meeting says so."""
    mailbox = mailbox_of(by)
    if mailbox is None:
        return
    for guest in guests:
        if guest.is_person and guest.address not in (
            mailbox.address.lower(),
            meeting.organiser if note.method != Method.REPLY else "",
        ):
            post(meeting, note, guest, Sender(mailbox, by), at=at)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and from which address."""

    mailbox: Mailbox
    member: Member


def post(meeting: Meeting, note: Note, guest: Guest, sender: Sender, *, at: datetime) -> None:
    key = f"meeting:{meeting.pk}:{note.sequence}:{note.method}:{guest.address}"[:200]
    if OutgoingMail.objects.filter(key=key).exists():
        return
    subject = one_line(note.subject, 200)
    message_id = f"{uuid.uuid5(_NAMESPACE, key)}@{sender.mailbox.address.rpartition('@')[2]}"
    composed = compose(
        Draft(
            sender=Address(sender.member.name, sender.mailbox.address),
            to=[Address(guest.name, guest.address)],
            subject=subject,
            text=note.text,
            message_id=message_id,
            sent_at=at,
            invitation=Invitation(str(note.method), note.content.decode()),
        )
    )
    kept = files.keep([composed.as_bytes()], folder="letters", most_bytes=MOST_BYTES)
    mail.post_composed(
        mail.Composed(
            sender=sender.mailbox.address,
            recipients=[guest.address],
            subject=subject,
            text=_("A letter about a meeting."),
            message_id=f"<{message_id}>",
            letter_key=kept.key,
            way=WAY,
            way_id=sender.mailbox.pk,
        ),
        key=key,
    )


def text_of(meeting: Meeting, begins: str, by: Member) -> str:
    """When and where in the client's time; ours too, where it is another."""
    theirs = zone_named(meeting.client.time_zone if meeting.client else "", by.zone)
    lines = [begins, "", meeting.title, when(meeting, theirs)]
    if meeting.starts_at.astimezone(theirs).utcoffset() != meeting.starts_at.astimezone(by.zone).utcoffset():
        lines.append(_("For us: %(when)s") % {"when": when(meeting, by.zone)})
    lines += [one for one in (meeting.place, meeting.link) if one]
    if meeting.agenda:
        lines += ["", meeting.agenda]
    return "\n".join([*lines, "", by.name])


def when(meeting: Meeting, zone: ZoneInfo) -> str:
    starts = meeting.starts_at.astimezone(zone)
    return _("%(day)s, %(time)s, %(length)s (time in %(zone)s)") % {
        "day": date_format(starts, "l j F Y"),
        "time": date_format(starts, "H:i"),
        "length": as_hours(meeting.minutes),
        "zone": zone.key.rpartition("/")[2].replace("_", " "),
    }
