"""The page of what one client will read: its parts with what is filled in, its readers, recipients, and letters."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from twinhelm.clients.models import Contact, leads_work
from twinhelm.clients.queries.on_mails import foot_of
from twinhelm.clients.rules.access import PAGE
from twinhelm.conversations.models import Mailbox
from twinhelm.conversations.queries.senders import mailbox_of
from twinhelm.foundation.answers import Answer
from twinhelm.foundation.choices import MailState
from twinhelm.people.models import Member
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.policies.telling import may_read
from twinhelm.transition.queries.telling_checks import why_none
from twinhelm.transition.queries.telling_days import day_of
from twinhelm.transition.queries.telling_needed import letters_of
from twinhelm.transition.queries.telling_sentences import sentence_for, why_of_letter
from twinhelm.transition.queries.telling_words import (
    Dates,
    dates_of,
    email_of,
    first_name,
    formers_of,
    signature_of,
    words_for,
)
from twinhelm.transition.rules.placeholders import Piece, paragraphs, pieces, used_in
from twinhelm.transition.rules.telling import PARTS, TEXTS, changed_parts

Lines = list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three, as it will be read."""

    label: str
    paragraphs: list[Lines]


@dataclass(frozen=True, slots=True)
class Row:
    """One contact and the letter to them."""

    contact: Contact
    email: str
    letter: EducationLetter | None
    why: str
    """Of a letter that is in trouble, or a contact who can't get one."""
    may_arrive: bool = False
    may_go_again: bool = False

    @property
    def may_be_chosen(self) -> bool:
        return bool(self.email) and not (self.letter and self.letter.postings)


@dataclass(frozen=True, slots=True)
class Change:
    """One text that reads otherwise than when it was last read."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class LetterPage:
    """Everything that stands on the page of one education."""

    education: Education
    viewer: Member
    at: datetime
    contacts: list[Contact]
    letters: list[EducationLetter]
    dates: Dates
    mailbox: Mailbox | None
    viewed: Contact | None

    @cached_property
    def rows(self) -> list[Row]:
        by_contact = {one.contact_id: one for one in self.letters}
        here = [row_of(one, by_contact.pop(one.pk, None), self.education) for one in self.contacts]
        gone = [row_of(one.contact, one, self.education) for one in by_contact.values()]
        return [*here, *gone]

    @cached_property
    def chosen(self) -> list[Row]:
        return [one for one in self.rows if one.letter]

    @cached_property
    def reader_of_letter(self) -> Contact | None:
        """Whose eyes the page shows it through."""
        found = self.viewed or next((one.contact for one in self.chosen), None)
        return found or next(iter(self.contacts), None)

    @cached_property
    def words(self) -> dict[str, str]:
        contact = self.reader_of_letter or Contact(client=self.education.transition.client, name="")
        page = f"{settings.SITE_URL}/{PAGE}open/…"
        at = self.education.sent_at or self.education.send_at or self.at
        return words_for(self.education.transition, contact, self.dates, page, at=at)

    @cached_property
    def subject(self) -> list[Piece]:
        return list(pieces(self.education.subject, self.words))

    @cached_property
    def parts(self) -> list[Part]:
        texts = {name: getattr(self.education, name) for name in PARTS}
        return [Part(labels()[name], shown(text, self.words)) for name, text in texts.items()]

    @cached_property
    def closing(self) -> list[Lines]:
        """What follows the three parts."""
        sender = self.education.transition.account
        ends = [signature_of(self.mailbox, sender)] if sender else []
        ends.append(foot_of(self.education.transition.client, day_of(self.education.transition, self.at)))
        if "page" not in used_in(*(getattr(self.education, name) for name in PARTS)):
            ends.insert(0, f"{_('Your page')}: {{page}}")
        return [lines for text in ends for lines in shown(text, self.words)]

    @cached_property
    def copied(self) -> list[str]:
        return [first_name(one.name) for one in formers_of(self.education.transition) if one.is_active and one.email]

    @cached_property
    def changes(self) -> list[Change]:
        """Since it was last read."""
        before, now = self.education.as_read, {name: getattr(self.education, name) for name in TEXTS}
        names = changed_parts(now, before) if self.education.read_at is None else []
        return [Change(labels()[name], before.get(name, ""), now[name]) for name in names]

    @cached_property
    def in_the_way(self) -> str:
        """Why it can't go now, as a sentence; empty: nothing is in the way."""
        why = why_none(self.education)
        return sentence_for(why, self.education) if why else ""

    @cached_property
    def held_back(self) -> str:
        first = next(iter(self.letters), None)
        return sentence_for(self.education.not_sent_why, self.education, first) if self.education.not_sent_why else ""

    @property
    def sender_zone(self) -> ZoneInfo:
        return (self.education.transition.account or self.viewer).zone

    @property
    def may_read(self) -> Answer:
        return may_read(self.viewer, self.education)

    @property
    def may_change(self) -> bool:
        return self.education.state != EducationState.SENT

    @cached_property
    def may_be_had_back(self) -> bool:
        """Something of it lies in the outbox still."""
        waiting = [one for one in self.letters if one.state == LetterState.POSTED and one.message]
        return any(
            one.message.outgoing and one.message.outgoing.state == MailState.WAITING for one in waiting if one.message
        )

    @cached_property
    def readers(self) -> list[Member]:
        """Who may be asked to read it. Cost: two queries."""
        people = Member.objects.able_to_sign_in().prefetch_related("role_grants").by_name()
        return [one for one in people if leads_work(one) and one.pk != self.education.adapted_by_id]


def page_of(education: Education, viewer: Member, *, at: datetime, viewed: Contact | None = None) -> LetterPage:
    """Needs: the education with its people. Cost: about ten queries, however many contacts."""
    contacts = Contact.objects.filter(client=education.transition.client_id).present().prefetch_related("addresses")
    account = education.transition.account
    return LetterPage(
        education=education,
        viewer=viewer,
        at=at,
        contacts=list(contacts.order_by("name", "pk")),
        letters=letters_of(education),
        dates=dates_of(education.transition, education.sent_at or at),
        mailbox=mailbox_of(account) if account and account.is_active else None,
        viewed=viewed,
    )


def row_of(contact: Contact, letter: EducationLetter | None, education: Education) -> Row:
    email = email_of(contact) if not contact.left_on else ""
    if letter is None:
        return Row(contact, email, None, "" if email else _("has no email address"))
    in_doubt = letter.state == LetterState.PERHAPS
    again = education.state == EducationState.SENT and letter.state not in {LetterState.POSTED, LetterState.SENT}
    return Row(contact, email, letter, why_of_letter(letter, education), in_doubt, again)


def shown(text: str, words: dict[str, str]) -> list[Lines]:
    return [[list(pieces(line, words)) for line in one.split("\n")] for one in paragraphs(text)]


def labels() -> dict[str, str]:
    return {
        "subject": _("Subject"),
        "reason": _("Reason"),
        "benefit": _("Benefit to you"),
        "way_forward": _("Way forward"),
    }
