"""Whom to ask how it goes, what became of the question, and what was answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from twinhelm.clients.choices import AddressKind, ContactRole
from twinhelm.clients.models import Contact, ContactAddress
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.models import OutgoingMail
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.people.models import Agency
from twinhelm.transition.choices import OPEN
from twinhelm.transition.models import EducationLetter, Pulse, Transition
from twinhelm.transition.queries.days import zone_of
from twinhelm.transition.rules.pulses import CHANGED_WITHIN, LATELY, days_to_ask, is_due

QUESTION = _("How is it going with two people?")
ANSWERS: Mapping[int, Promise] = {
    1: pgettext_lazy("pulse", "Much worse than before"),
    2: pgettext_lazy("pulse", "A little worse"),
    3: pgettext_lazy("pulse", "About the same"),
    4: pgettext_lazy("pulse", "A little better"),
    5: pgettext_lazy("pulse", "Much better than before"),
}
NOT_ASKED: Mapping[str, Promise] = {
    "left": _("%(name)s has left, so nothing was sent. Ask somebody else there."),
    "no_address": _("There is no email of %(name)s. Add one on the client’s page; then they are asked by themselves."),
    "address_gone": _("The email it was going to is no longer one of %(name)s, so it was not sent."),
    "client_gone": _("The client is no longer part of the change, so nothing was sent."),
    "rolled_back": _("The client was rolled back before the question had left."),
}
GONE_ASTRAY = (MailState.FAILED, MailState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a page shows it."""

    pulse: Pulse
    mail: OutgoingMail | None

    @property
    def answer(self) -> str:
        return str(ANSWERS.get(self.pulse.score or 0, ""))

    @property
    def why_not(self) -> str:
        """Why it did not reach the contact; empty: it did, or is on its way."""
        if self.pulse.not_asked_why:
            known = NOT_ASKED.get(self.pulse.not_asked_why)
            return str(known) % {"name": self.pulse.contact.name} if known else self.pulse.not_asked_why
        if self.mail and self.pulse.answered_at is None and self.mail.state in GONE_ASTRAY:
            return self.mail.reason
        return ""

    @property
    def is_open(self) -> bool:
        """It was asked and nobody has answered."""
        return self.pulse.answered_at is None and not self.why_not


def asked_of(transitions: Iterable[Transition]) -> dict[int, list[Asked]]:
    """The latest first, by transition. Cost: two queries."""
    found: dict[int, list[Asked]] = {one.pk: [] for one in transitions}
    rows = list(Pulse.objects.filter(transition__in=list(found)).select_related("contact", "asked_by"))
    mails = mails_of(rows)
    for pulse in sorted(rows, key=lambda one: (one.asked_at, one.pk), reverse=True):
        found[pulse.transition_id].append(Asked(pulse, mails.get(pulse.pk)))
    return found


def mails_of(pulses: Iterable[Pulse]) -> dict[int, OutgoingMail]:
    """The last mail of each question. Cost: one query, and none where there is no question."""
    wanted = {f"pulse:{pulse.pk}:{number_of(pulse)}": pulse.pk for pulse in pulses}
    found = OutgoingMail.objects.filter(key__in=list(wanted)) if wanted else ()
    return {wanted[mail.key]: mail for mail in found}


def number_of(pulse: Pulse) -> int:
    """Of the posting: asked anew, it is another mail."""
    return int(pulse.asked_at.timestamp())


def email_of(contact: Contact) -> str:
    """The preferred one; empty: none. Cost: one query, unless the addresses are loaded."""
    emails = [one for one in contact.addresses.all() if one.kind == AddressKind.EMAIL]
    return min(emails, key=lambda one: (not one.is_preferred, one.pk)).value if emails else ""


def why_unreachable(contact: Contact) -> str:
    """The key of the reason; empty: they can be asked."""
    if contact.left_on:
        return "left"
    return "" if email_of(contact) else "no_address"


def contacts_to_ask(transition: Transition) -> list[Contact]:
    """Who was told of the change first, then who decides there; who can be reached before who can't.

    Cost: three queries.
    """
    told = set(EducationLetter.objects.filter(education__transition=transition).values_list("contact_id", flat=True))
    emails = Prefetch("addresses", ContactAddress.objects.filter(kind=AddressKind.EMAIL))
    rows = Contact.objects.filter(client=transition.client_id).prefetch_related(emails)

    def order(one: Contact) -> tuple[bool, bool, bool, int]:
        return bool(why_unreachable(one)), one.pk not in told, one.role != ContactRole.DECIDES, one.pk

    return sorted(rows, key=order)


def due_by_itself(at: datetime, agency: Agency | None) -> list[Transition]:
    """Clients whose day has come. Cost: two queries, however many clients."""
    rows = Transition.objects.filter(
        state__in=OPEN,
        handed_over_on__isnull=False,
        client__deleted_at=None,
        client__merged_into=None,
        programme__deleted_at=None,
    )
    rows = rows.select_related("client", "programme", "wave").prefetch_related("pulses").order_by("pk")
    return [one for one in rows if day_has_come(one, at, agency)]


def day_has_come(transition: Transition, at: datetime, agency: Agency | None) -> bool:
    if transition.handed_over_on is None:
        return False
    zone = zone_of(transition.client, agency)
    asked = [day_in(zone, one.asked_at) for one in transition.pulses.all()]
    days = days_to_ask(transition.handed_over_on, transition.programme.check_in_days, review_day(transition))
    return is_due(days, asked, day_in(zone, at))


def review_day(transition: Transition) -> date:
    """Of its wave, as the programme plans it."""
    return months_after(transition.wave.first_on, transition.programme.review_months)


def to_try_again() -> list[Pulse]:
    """Asked by itself, not sent for want of an address, and there is one now. Cost: two queries."""
    rows = Pulse.objects.filter(
        answered_at=None, not_asked_why="no_address", asked_by=None, contact__left_on=None, transition__state__in=OPEN
    )
    rows = rows.filter(Q(contact__addresses__kind=AddressKind.EMAIL)).distinct()
    return list(rows.select_related("transition__client", "contact").order_by("pk"))


def next_day(transition: Transition, asked: Iterable[Asked]) -> date | None:
    """When it is asked by itself; null: it was, for good, or nobody knows yet."""
    if transition.handed_over_on is None:
        return None
    days = days_to_ask(transition.handed_over_on, transition.programme.check_in_days, review_day(transition))
    last = max((one.pulse.asked_at.date() for one in asked), default=None)
    return next((day for day in days if last is None or day - LATELY > last), None)


def table_of(asked: Iterable[Asked], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    for one in asked:
        pulse = one.pulse
        answered = pulse.answered_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if pulse.answered_at else ""
        when = pulse.asked_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        yield when, pulse.contact.name, one.why_not, answered, one.answer, pulse.words


def pulse_for(contact: Contact, at: datetime) -> Pulse | None:
    """What is asked of a contact now, or was answered within the hour. Cost: one query."""
    rows = Pulse.objects.filter(contact=contact, transition__client=contact.client_id, transition__state__in=OPEN)
    rows = rows.filter(Q(answered_at=None, not_asked_why="") | Q(answered_at__gte=at - CHANGED_WITHIN))
    found: Pulse | None = (
        rows.select_related("transition").order_by(F("answered_at").asc(nulls_first=True), "-pk").first()
    )
    return found
