"""What a link or a visit still opens, and who came in when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from twinhelm.clients.models import Contact, ContactLink, ContactVisit
from twinhelm.people.rules.secrets import digest_of

MOST_SHOWN = 10


class Standing(StrEnum):
    """What a link is good for."""

    OPEN = "open"
    OVER = "over"
    """Used, too old or overtaken: good for asking for a new one."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link that somebody brought, as far as it may be spoken of."""

    standing: Standing
    link: ContactLink | None = None


def link_found(secret: str, at: datetime) -> LinkFound:
    """Cost: two queries at most."""
    digest = digest_of(secret)
    link = ContactLink.objects.leading_somewhere().filter(digest=digest).select_related("contact__client").first()
    if link is None:
        return LinkFound(Standing.NOWHERE)
    is_open = link.used_at is None and link.ended_at is None and at < link.expires_at
    return LinkFound(Standing.OPEN if is_open else Standing.OVER, link)


def visit_shown(secret: str, at: datetime) -> ContactVisit | None:
    """The visit that a browser shows, if it is still good at this moment. Cost: one query."""
    if not secret:
        return None
    visits = ContactVisit.objects.open(at).filter(digest=digest_of(secret))
    return visits.select_related("contact__client", "link").first()


@dataclass(frozen=True, slots=True)
class Access:
    """Who came in by which address, newest first."""

    links: list[ContactLink]
    visits: list[ContactVisit]
    open_visits: int
    has_any: bool


def access_of(contact: Contact, at: datetime) -> Access:
    """Cost: three queries."""
    links = list(ContactLink.objects.filter(contact=contact).order_by("-made_at", "-pk")[:MOST_SHOWN])
    visits = list(
        ContactVisit.objects.filter(contact=contact).select_related("link").order_by("-began_at", "-pk")[:MOST_SHOWN]
    )
    open_visits = ContactVisit.objects.open(at).filter(contact=contact).count()
    is_link_open = any(link.used_at is None and link.ended_at is None and at < link.expires_at for link in links)
    return Access(links, visits, open_visits, bool(open_visits) or is_link_open)
