"""Where Northlight's mail and calendars lie."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from twinhelm.config.demo.cast import CAST
from twinhelm.conversations.choices import CalendarKind, FolderRole, MailboxKind, Security
from twinhelm.conversations.models import Calendar, Mailbox, MailboxFolder
from twinhelm.people.models import Member

HELLO = "hello@northlight.example"
SIGNATURE = "{name}\nNorthlight, Amsterdam"


def write_mailboxes(members: Mapping[str, Member], at: datetime) -> dict[str, Mailbox]:
    """One that is shared, and everybody's own of those who write to clients; by their key. At rest: no server is there."""
    rows = {"hello": mailbox(HELLO, None, members["oda"], at)}
    for part in CAST:
        if part.hours and part.key != "dee":
            rows[part.key] = mailbox(part.email, members[part.key], members[part.key], at)
    made = dict(zip(rows, Mailbox.objects.bulk_create(rows.values()), strict=True))
    roles = (("INBOX", FolderRole.INBOX), ("Sent", FolderRole.SENT))
    MailboxFolder.objects.bulk_create(
        MailboxFolder(mailbox=one, name=name, role=role) for one in made.values() for name, role in roles
    )
    return made


def mailbox(address: str, owner: Member | None, by: Member, at: datetime) -> Mailbox:
    return Mailbox(
        kind=MailboxKind.PERSONAL if owner else MailboxKind.SHARED,
        owner=owner,
        name=owner.name if owner else "Northlight",
        address=address,
        imap_host="127.0.0.1",
        imap_security=Security.PLAIN,
        imap_user=address,
        smtp_host="127.0.0.1",
        smtp_security=Security.PLAIN,
        signature=SIGNATURE.format(name=owner.name if owner else "Your people at Northlight"),
        is_paused=True,
        connected_by=by,
        connected_at=at - timedelta(days=190),
    )


def write_calendars(members: Mapping[str, Member], at: datetime) -> dict[str, Calendar]:
    """Of those whose calendar was brought in; at rest: no server is there."""
    rows = {
        part.key: Calendar(
            owner=members[part.key],
            kind=CalendarKind.CALDAV,
            name="Work",
            url=f"http://127.0.0.1:5232/{part.key}/work/",
            user=part.key,
            is_main=True,
            is_paused=True,
            connected_at=at - timedelta(days=190),
        )
        for part in CAST
        if part.has_calendar
    }
    return dict(zip(rows, Calendar.objects.bulk_create(rows.values()), strict=True))
