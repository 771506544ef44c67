"""What the placeholders of a text become for one contact, and the letter that this makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact
from twinhelm.conversations.choices import MeetingState
from twinhelm.conversations.models import Mailbox, Meeting
from twinhelm.conversations.rules.times import zone_named
from twinhelm.people.models import Agency, Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Education, Stage, Transition
from twinhelm.transition.rules.placeholders import as_html, filled, one_word, used_in
from twinhelm.transition.rules.telling import PARTS, SUBJECT_LONGEST, TEXTS

PEOPLE = (
    "transition__client",
    "transition__programme",
    "transition__account",
    "transition__production",
    "transition__former_account",
    "transition__former_production",
    "adapted_by",
    "reader",
    "planned_by",
)
"""What an education is loaded with."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with everything filled in."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What is the same for all contacts of a client, in days. Cost: two queries."""

    effective_on: date | None
    copied_until: date | None
    meeting_at: datetime | None


def email_of(contact: Contact) -> str:
    """The preferred one; empty: there is none. Cost: one query, none where addresses were brought along."""
    found = [one for one in contact.addresses.all() if one.kind == AddressKind.EMAIL]
    found.sort(key=lambda one: (not one.is_preferred, one.pk))
    return found[0].value if found else ""


def zone_of(contact: Contact, transition: Transition, agency: Agency | None) -> ZoneInfo:
    """The contact's, else the client's, else the agency's."""
    return zone_named(contact.time_zone, zone_named(transition.client.time_zone, ours(agency)))


def ours(agency: Agency | None) -> ZoneInfo:
    return ZoneInfo(agency.time_zone if agency else "UTC")


def former_lead_of(transition: Transition) -> Member | None:
    """Whom the client knows and loses: who no longer leads a part that they led."""
    return next(iter(formers_of(transition)), transition.former_account or transition.former_production)


def formers_of(transition: Transition) -> list[Member]:
    """Who led and will lead nothing there any more."""
    now = {transition.account_id, transition.production_id}
    formers = [one for one in (transition.former_account, transition.former_production) if one]
    return list({one.pk: one for one in formers if one.pk not in now}.values())


def dates_of(transition: Transition, at: datetime) -> Dates:
    meetings = Meeting.objects.filter(client=transition.client_id, state=MeetingState.PLANNED, deleted_at=None)
    meeting = meetings.filter(starts_at__gt=at).order_by("starts_at", "pk").first()
    return Dates(transition.effective_on, copied_until(transition), meeting.starts_at if meeting else None)


def copied_until(transition: Transition) -> date | None:
    """As it was chosen; else as many days after the hand-over, done or planned, as the programme says."""
    if transition.copied_until:
        return transition.copied_until
    planned = Stage.objects.filter(transition=transition, step=Step.HAND_OVER).values_list("due_on", flat=True)
    base = transition.handed_over_on or planned.first() or transition.effective_on
    return base + timedelta(days=transition.programme.copied_days) if base else None


def words_for(transition: Transition, contact: Contact, dates: Dates, page: str, *, at: datetime) -> dict[str, str]:
    """Placeholders with what they become; what isn't known is left out."""
    agency = Agency.objects.first()
    zone = zone_of(contact, transition, agency)
    today = at.astimezone(zone).date()
    former = former_lead_of(transition)
    words = {
        "contact": first_name(contact.name),
        "client": one_word(transition.client.name),
        "account_lead": first_name(transition.account.name) if transition.account else "",
        "production_lead": first_name(transition.production.name) if transition.production else "",
        "former_lead": first_name(former.name) if former else "",
        "effective_day": day_in_words(dates.effective_on, today),
        "copied_until": day_in_words(dates.copied_until, today),
        "meeting": moment_in_words(dates.meeting_at, zone),
        "page": page,
    }
    return {name: value for name, value in words.items() if value}


def first_name(name: str) -> str:
    clean = one_word(name)
    return clean.split()[0] if clean else ""


def day_in_words(day: date | None, today: date) -> str:
    """With the year where it isn't this one."""
    return date_format(day, "j F" if day.year == today.year else "j F Y") if day else ""


def moment_in_words(at: datetime | None, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "l j F, H:i") if at else ""


def missing_in(education: Education, words: dict[str, str]) -> list[str]:
    """Placeholders of the text that nothing is known for."""
    return sorted(used_in(*(getattr(education, name) for name in TEXTS)) - set(words))


def written(education: Education, words: dict[str, str], endings: Iterable[str]) -> Written:
    """endings: what follows the three parts, as plain text: signature and foot."""
    parts = [getattr(education, name) for name in PARTS]
    closing = [one for one in endings if one.strip()]
    if "page" not in used_in(*parts):
        parts.append(f"{_('Your page')}: {{page}}")
    subject = filled(education.subject, words).replace("\n", " ")[: SUBJECT_LONGEST + 40]
    text = "\n\n".join([*(filled(part, words) for part in parts), *closing])
    html = "".join([*(as_html(part, words) for part in parts), *(as_html(one, {}) for one in closing)])
    return Written(subject, text, html)


def signature_of(mailbox: Mailbox | None, member: Member) -> str:
    """How the letter ends: the mailbox's signature, else the name of who writes it."""
    return mailbox.signature.strip() if mailbox and mailbox.signature.strip() else member.get_full_name()
