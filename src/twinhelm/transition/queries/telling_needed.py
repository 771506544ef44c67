"""What is needed before a client has been told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.people.models import Member
from twinhelm.transition.choices import EducationState, LetterState, Step
from twinhelm.transition.models import Acknowledgement, Education, EducationLetter, Transition, Worry
from twinhelm.transition.queries.client_days import zone_of_client
from twinhelm.transition.queries.needed import Needed, needed_to_leave
from twinhelm.transition.queries.telling_sentences import sentence_for, why_of_letter
from twinhelm.transition.queries.telling_words import PEOPLE
from twinhelm.transition.rules.telling import TEXTS, changed_parts

IN_TROUBLE = (LetterState.RETURNED, LetterState.PERHAPS, LetterState.NOT_SENT)


@needed_to_leave(Step.TELL)
def told(transition: Transition, viewer: Member, at: datetime) -> Iterator[Needed]:
    """Cost: four queries, and one more for each letter in trouble."""
    education: Education | None = Education.objects.filter(transition=transition).select_related(*PEOPLE).first()
    letters = letters_of(education)
    href = reverse("transition:letter", args=[education.pk]) if education else ""
    yield adapted_line(education, viewer, href)
    yield read_line(education, viewer, href)
    yield sent_line(education, transition, viewer, href)
    yield acknowledged_line(education, letters, transition, at)
    yield worry_line(transition)
    if trouble := [one for one in letters if one.state in IN_TROUBLE]:
        yield trouble_line(trouble, href)


def letters_of(education: Education | None) -> list[EducationLetter]:
    if education is None:
        return []
    rows = EducationLetter.objects.filter(education=education).select_related("contact", "message__outgoing")
    found = list(rows.order_by("pk"))
    for letter in found:
        letter.education = education
    return found


def adapted_line(education: Education | None, viewer: Member, href: str) -> Needed:
    if education is None or education.adapted_at is None or education.adapted_by is None:
        return Needed("adapted", _("Text adapted to this client"), is_met=False, detail=_("not begun"), href=href)
    sentence = _("Text adapted by %(name)s") % {"name": education.adapted_by.get_short_name()}
    detail = day_of(education.adapted_at, viewer)
    if education.begun_with:
        changes = len(changed_parts({name: getattr(education, name) for name in TEXTS}, education.begun_with))
        words = ngettext("%(n)d change to the template", "%(n)d changes to the template", changes) % {"n": changes}
        detail = f"{detail}, {words}"
    return Needed("adapted", sentence, is_met=True, detail=detail, href=href)


def read_line(education: Education | None, viewer: Member, href: str) -> Needed:
    sentence = _("Read by a second person")
    if education is None or education.reader is None:
        return Needed("read", sentence, is_met=False, detail=_("nobody is asked yet"), href=href)
    said = {"name": education.reader.get_short_name(), "note": education.read_note}
    if education.read_at:
        said["day"] = day_of(education.read_at, viewer)
        detail = _("%(name)s, %(day)s: “%(note)s”") if education.read_note else _("%(name)s, %(day)s")
        return Needed("read", sentence, is_met=True, detail=detail % said, href=href)
    if education.state == EducationState.TO_READ:
        return Needed("read", sentence, is_met=False, detail=_("waits for %(name)s") % said, href=href)
    detail = _("%(name)s asks: “%(note)s”") if education.read_note else _("nobody is asked yet")
    return Needed("read", sentence, is_met=False, detail=detail % said, href=href)


def sent_line(education: Education | None, transition: Transition, viewer: Member, href: str) -> Needed:
    lead = transition.account.get_short_name() if transition.account else _("the account lead")
    sentence = _("Mail sent in the name of %(lead)s") % {"lead": lead}
    if education and education.sent_at:
        return Needed("sent", sentence, is_met=True, detail=moment_of(education.sent_at, viewer), href=href)
    if education and education.not_sent_why:
        why = sentence_for(education.not_sent_why, education)
        detail = _("It did not go out. %(why)s") % {"why": why}
        return Needed("sent", sentence, is_met=False, detail=detail, href=href, is_alarm=True)
    if education and education.state == EducationState.PLANNED and education.send_at:
        detail = _("planned %(when)s") % {"when": moment_of(education.send_at, viewer)}
        return Needed("sent", sentence, is_met=False, detail=detail, href=href)
    return Needed("sent", sentence, is_met=False, detail=_("no moment is planned"), href=href)


def acknowledged_line(
    education: Education | None, letters: list[EducationLetter], transition: Transition, at: datetime
) -> Needed:
    """Somebody said so, or the days of silence are over. Cost: one query."""
    said = Acknowledgement.objects.filter(transition=transition).select_related("contact").order_by("at", "pk").first()
    names = [one.contact.name.split()[0] for one in letters if one.contact.name.split()]
    who = names[0] if len(names) == 1 else _("Somebody at %(client)s") % {"client": transition.client.name}
    sentence = _("%(name)s has acknowledged") % {"name": said.contact.name.split()[0] if said else who}
    if said:
        return Needed("acknowledged", sentence, is_met=True, detail=date_format(said.at, "j F"))
    if education is None or education.sent_at is None:
        return Needed("acknowledged", sentence, is_met=False, detail=_("after they were told"))
    until = silent_until(education, transition)
    is_over = zone_day(transition, at) > until
    day = {"day": date_format(until, "j F")}
    detail = _("nobody objected by %(day)s") if is_over else _("or nobody objects by %(day)s")
    return Needed("acknowledged", sentence, is_over, detail % day)


def silent_until(education: Education, transition: Transition) -> date:
    assert education.sent_at  # noqa: S101  asked for what was sent
    return zone_day(transition, education.sent_at) + timedelta(days=transition.programme.silence_days)


def zone_day(transition: Transition, at: datetime) -> date:
    return at.astimezone(zone_of_client(transition.client)).date()


def worry_line(transition: Transition) -> Needed:
    """Cost: one query."""
    waiting = Worry.objects.filter(transition=transition).open().count()
    detail = ngettext("%(n)d waits to be settled", "%(n)d wait to be settled", waiting) % {"n": waiting}
    return Needed("no_worry", _("No worry is open"), not waiting, detail if waiting else "", is_alarm=bool(waiting))


def trouble_line(letters: list[EducationLetter], href: str) -> Needed:
    first = letters[0]
    said = {"name": first.contact.name, "state": first.get_state_display().lower()}
    more = f" {why_of_letter(first, first.education)}".rstrip()
    detail = _("The letter to %(name)s: %(state)s.") % said + more
    is_met = False
    return Needed("arrived", _("Every letter arrived"), is_met, detail, href, is_alarm=True)


def day_of(at: datetime, viewer: Member) -> str:
    return date_format(at.astimezone(viewer.zone), "j F")


def moment_of(at: datetime, viewer: Member) -> str:
    return date_format(at.astimezone(viewer.zone), "j F, H:i")
