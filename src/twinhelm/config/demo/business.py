"""The demo agency's business: clients, projects and all that was said with them."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import ContactAddress
from twinhelm.config.demo import book as clients
from twinhelm.config.demo import desk, places, spoken, talk, work
from twinhelm.config.demo.weeks import Line
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Origin


def write(
    lines: list[Line], members: Mapping[str, Member], catalogue: Mapping[str, Responsibility], at: datetime
) -> tuple[clients.Book, dict[Origin, dict[int, int]]]:
    """The book, and for each kind what the line of the laundry list with that number is."""
    book = clients.write(members, at)
    work.write(book, members, at)
    calendars = places.write_calendars(members, at)
    emails = ContactAddress.objects.filter(kind=AddressKind.EMAIL).values_list("contact", "value")
    post = talk.Post(
        book=book,
        members=members,
        mailboxes=places.write_mailboxes(members, at),
        at=at,
        real_time=catalogue["real-time"],
        emails=dict(emails),
    )
    chance = random.Random(38)  # noqa: S311  a story, not a secret
    origins = {
        Origin.MESSAGE: post.write(talk.threads_of(lines, book, members, chance, until=at - timedelta(days=4))),
        Origin.CALL: spoken.write_calls(lines, book, members, catalogue["real-time"], at),
        Origin.MEETING: spoken.write_meetings(lines, book, members, calendars, catalogue["scheduled"]),
    }
    spoken.write_coming(book, members, calendars, catalogue["scheduled"], at)
    desk.write(post, at=at)
    return book, origins
