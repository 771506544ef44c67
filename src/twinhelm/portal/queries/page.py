"""What a contact reads on their page: who is there for them, whom to ask for what, and from when."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import Client, Contact
from twinhelm.clients.queries.zones import zone_of
from twinhelm.conversations.choices import MailboxKind
from twinhelm.conversations.models import Mailbox
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Agency, Member
from twinhelm.portal.rules import clock_time, same_hours
from twinhelm.transition.models import Acknowledgement, Transition, Worry
from twinhelm.transition.queries.copying import copied_until
from twinhelm.transition.queries.told import Pair, open_transition, pair_on, told_transition

MOST_WORRIES = 10


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people, as the client sees them."""

    member: Member
    helm: str
    """`c`, `p`, or `h` for both hats on one head."""
    is_first: bool
    role: str
    asks: list[tuple[str, str]]
    """Whom to ask for what: the family, and the words."""
    email: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that one contact's page says."""

    client: Client
    contact: Contact
    agency: Agency
    people: list[Person]
    from_on: date | None
    """When it begins; null: it is so already, or nothing changes."""
    until_then: list[tuple[str, str]]
    """First names of who is there until then, and under which address; empty: nobody else."""
    copied: Member | None
    copied_until: date | None
    hours: str
    promise: str
    write_to: str
    """A shared address, when nobody else can be named."""
    transition: Transition | None
    acknowledgement: Acknowledgement | None
    worries: list[Worry]

    @property
    def first(self) -> Person | None:
        return next((person for person in self.people if person.is_first), None)

    @property
    def account(self) -> Person | None:
        return next((person for person in self.people if person.helm in "ch"), None)

    @property
    def production(self) -> Person | None:
        return next((person for person in self.people if person.helm == "p"), None)


def page_for(contact: Contact, at: datetime, *, as_told: bool = False) -> Page:
    """as_told: as it will be once the client is told, for a preview. Cost: nine queries at most."""
    client, agency = contact.client, Agency.objects.first() or Agency()
    transition = open_transition(client) if as_told else told_transition(client)
    today = day_in(zone_of(client), at)
    begins = transition.effective_on if transition else None
    is_to_come = begins is not None and begins > today
    pair = pair_on(client, begins if is_to_come and begins else today, transition)
    now = pair_on(client, today, transition) if is_to_come else pair
    mailboxes = list(Mailbox.objects.filter(removed_at=None).order_by("kind", "pk"))
    shared = next((box.address for box in mailboxes if box.kind == MailboxKind.SHARED), "")
    addresses = {box.owner_id: box.address for box in mailboxes if box.owner_id}
    until_then = [member for member in now.members if member not in pair.members]
    copied = former_copied(transition, pair, today)
    return Page(
        client=client,
        contact=contact,
        agency=agency,
        people=people_in(pair, addresses, shared),
        from_on=begins if is_to_come and pair != now else None,
        until_then=[(member.get_short_name(), addresses.get(member.pk, "")) for member in until_then],
        copied=copied,
        copied_until=copied_until(transition) if transition and copied else None,
        hours=hours_of(agency, zone_of(client)),
        promise=promise_of(client.response_minutes or agency.response_minutes),
        write_to=shared,
        transition=transition,
        acknowledgement=said_by(contact, transition),
        worries=worries_of(contact, transition),
    )


def former_copied(transition: Transition | None, pair: Pair, today: date) -> Member | None:
    """Who stays in copy up to a day that is known and not over."""
    former = transition.former_account if transition else None
    until = copied_until(transition) if transition else None
    if former is None or until is None or until < today or former in pair.members or not former.is_active:
        return None
    return former


def said_by(contact: Contact, transition: Transition | None) -> Acknowledgement | None:
    found = Acknowledgement.objects.filter(transition=transition, contact=contact) if transition else None
    return found.first() if found is not None else None


def worries_of(contact: Contact, transition: Transition | None) -> list[Worry]:
    """Their own only, newest first."""
    if transition is None:
        return []
    own = Worry.objects.filter(transition=transition, contact=contact).select_related("conversation__assigned_to")
    return list(own.order_by("-at", "-pk")[:MOST_WORRIES])


def people_in(pair: Pair, addresses: dict[int, str], shared: str) -> list[Person]:
    found = []
    for member in pair.members:
        is_account, is_production = member == pair.account, member == pair.production
        helm = "h" if is_account and is_production else "p" if is_production else "c"
        if helm == "c" and len(pair.members) == 1:
            helm = "h"
        is_first = member == pair.first
        asks = asks_of(helm, is_first=is_first)
        email = addresses.get(member.pk, shared)
        found.append(Person(member, helm, is_first, role_of(helm, is_first=is_first), asks, email))
    return found


def role_of(helm: str, *, is_first: bool) -> str:
    if helm == "h":
        return _("Your contact for everything")
    if is_first:
        return _("Your first contact")
    return _("Steers the work") if helm == "p" else _("Looks after what you need")


def asks_of(helm: str, *, is_first: bool) -> list[tuple[str, str]]:
    """Whom to ask for what, in the client's words."""
    urgent = [_("Anything urgent")]
    client = [
        _("Questions, worries, ideas, anything urgent") if is_first else _("Questions, worries and ideas"),
        _("What comes next, and what it costs"),
        _("When something should be different"),
    ]
    work = [
        _("Texts, photos and access we asked you for"),
        _("How a thing on the site works"),
        _("Test results and the launch day"),
    ]
    if helm == "c":
        return [("c", words) for words in client]
    if helm == "p":
        return [("p", words) for words in (urgent if is_first else []) + work]
    return [("c", words) for words in client] + [("p", words) for words in work]


def hours_of(agency: Agency, zone: ZoneInfo) -> str:
    """`Mon – Fri 9:00 – 17:30`; with the place when the client's clock shows another time."""
    spans = []
    for first, last, opens, closes in same_hours(agency.opening):
        names = [str(WEEKDAYS_ABBR[day]) for day in ([first] if first == last else [first, last])]
        spans.append(f"{' – '.join(names)} {clock_time(opens)} – {clock_time(closes)}")
    said = ", ".join(spans)
    if said and agency.time_zone != zone.key:
        said = _("%(hours)s in %(place)s") % {"hours": said, "place": agency.time_zone.rpartition("/")[2]}
    return said.replace("_", " ")


def promise_of(minutes: int) -> str:
    """Counted while the agency is open."""
    if minutes % 60:
        words = ngettext("answers within %(n)s minute", "answers within %(n)s minutes", minutes)
        return words % {"n": minutes}
    hours = minutes // 60
    return ngettext("answers within %(n)s hour", "answers within %(n)s hours", hours) % {"n": hours}
