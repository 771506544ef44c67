"""What one client will be told: begun, adapted, read by a second person, and to whom it goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Contact, leads_work
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.texts import ChangedMeanwhile, Texts, checked
from twinhelm.transition.choices import EducationState, LetterState, TransitionState
from twinhelm.transition.events import telling as events
from twinhelm.transition.models import Education, EducationLetter, EducationTemplate, Transition
from twinhelm.transition.policies.telling import may_read, may_tell
from twinhelm.transition.queries.telling_words import PEOPLE, email_of
from twinhelm.transition.rules.telling import TEXTS, changed_parts

LONGEST_NOTE = 500


class AlreadyTold(Refusal):
    """Its letters have left."""


class NoLongerUnderWay(Refusal):
    """The change of the client is through, rolled back or taken out."""


class NotAdapted(Refusal):
    """Nobody has written it for this client yet."""


class NotAsked(Refusal):
    """It doesn't wait for a reader."""


@transaction.atomic
def begin(transition: Transition, template: EducationTemplate | None, *, by: Member, at: datetime) -> Education:
    """From a template, or blank. Begun already: what is there, untouched. Raises NoLongerUnderWay."""
    require(may_tell(by))
    transition = Transition.objects.select_for_update(of=("self",)).select_related("client").get(pk=transition.pk)
    there: Education | None = Education.objects.filter(transition=transition).first()
    if there:
        return there
    refuse_over(transition)
    texts = {name: getattr(template, name) if template else "" for name in TEXTS}
    made = Education.objects.create(
        transition=transition, template=template, **texts, begun_with=texts if template else {}
    )
    announce(about(events.EducationBegun, made), by=by, at=at)
    return made


@transaction.atomic
def begin_anew(
    education: Education, template: EducationTemplate, *, version: int, by: Member, at: datetime
) -> Education:
    """Another template instead; what was written so far goes. Raises AlreadyTold, ChangedMeanwhile."""
    require(may_tell(by))
    education = unsent(education, version)
    for name in TEXTS:
        setattr(education, name, getattr(template, name))
    education.template, education.begun_with = template, texts_of(education)
    education.adapted_by, education.adapted_at = None, None
    reopen(education, None)
    return kept(education, events.EducationBegun, by=by, at=at)


@transaction.atomic
def adapt(education: Education, texts: Texts, *, version: int, by: Member, at: datetime) -> Education:
    """Written for this client. What was read before waits for its reader again, and no longer leaves by itself.

    Raises Invalid, AlreadyTold, ChangedMeanwhile.
    """
    require(may_tell(by))
    values = checked(texts)
    fresh = locked(education)
    changed = changed_parts(values, texts_of(fresh))
    if not changed and fresh.adapted_at:
        return fresh
    education = unsent(education, version)
    for name, value in values.items():
        setattr(education, name, value)
    education.adapted_by, education.adapted_at = by, at
    if changed:
        reopen(education, by)
    return kept(education, events.EducationAdapted, by=by, at=at, parts=changed)


@transaction.atomic
def ask_reader(education: Education, reader: Member, *, by: Member, at: datetime) -> Education:
    """Raises NotAdapted, Invalid, AlreadyTold."""
    require(may_tell(by))
    education = unsent(education, education.version)
    if education.state == EducationState.TO_READ and education.reader_id == reader.pk:
        return education
    if education.adapted_at is None:
        raise NotAdapted(_("Write it for this client first: then there is something to read."))
    refuse_reader(education, reader)
    education.reader, education.read_at, education.read_note = reader, None, ""
    education.state, education.send_at, education.not_sent_why = EducationState.TO_READ, None, ""
    return kept(education, events.ReaderAsked, by=by, at=at, reader_id=reader.pk)


@transaction.atomic
def approve(education: Education, *, version: int, note: str = "", by: Member, at: datetime) -> Education:
    """A second person has read just this text. Raises NotAsked, ChangedMeanwhile, AlreadyTold."""
    fresh = locked(education)
    require(may_read(by, fresh))
    if fresh.state == EducationState.READ and fresh.reader_id == by.pk:
        return fresh
    education = asked(education, version)
    education.reader, education.read_at, education.read_note = by, at, short(note)
    education.state, education.as_read = EducationState.READ, texts_of(education)
    return kept(education, events.EducationRead, by=by, at=at, note=education.read_note)


@transaction.atomic
def send_back(education: Education, question: str, *, version: int, by: Member, at: datetime) -> Education:
    """With a question to whoever wrote it. Raises Invalid, NotAsked, ChangedMeanwhile, AlreadyTold."""
    require(may_read(by, locked(education)))
    question = short(question)
    if not question:
        sentence = _("Say what you would like to know, or what should read otherwise.")
        raise Invalid(sentence, note=sentence)
    education = asked(education, version)
    education.reader, education.read_at, education.read_note = by, None, question
    education.state = EducationState.DRAFT
    return kept(education, events.EducationSentBack, by=by, at=at, question=question)


@transaction.atomic
def choose_recipients(education: Education, contacts: Sequence[Contact], *, by: Member, at: datetime) -> Education:
    """To whom it goes; letters that were posted already stay. Raises Invalid, NoLongerUnderWay."""
    require(may_tell(by))
    education = locked(education)
    refuse_over(education.transition)
    addresses = {contact: address_for(contact, education) for contact in contacts}
    waiting = EducationLetter.objects.filter(education=education, state=LetterState.PLANNED, postings=0)
    waiting.exclude(contact__in=contacts).delete()
    for contact, address in addresses.items():
        letter, is_new = EducationLetter.objects.get_or_create(
            education=education, contact=contact, defaults={"address": address}
        )
        if not is_new and letter.state in {LetterState.PLANNED, LetterState.NOT_SENT}:
            letter.address = address
            letter.save(update_fields=["address"])
    return kept(education, events.RecipientsChosen, by=by, at=at, contact_ids=sorted(one.pk for one in contacts))


def texts_of(education: Education) -> dict[str, str]:
    return {name: getattr(education, name) for name in TEXTS}


def locked(education: Education) -> Education:
    """With the people of its transition loaded. The transition first, as whoever moves it locks it first too."""
    Transition.objects.select_for_update(of=("self",)).get(pk=education.transition_id)
    rows = Education.objects.select_for_update(of=("self",)).select_related(*PEOPLE)
    found: Education = rows.get(pk=education.pk)
    return found


def unsent(education: Education, version: int) -> Education:
    """Locked, as it was seen. Raises AlreadyTold, NoLongerUnderWay, ChangedMeanwhile."""
    education = locked(education)
    if education.state == EducationState.SENT:
        raise AlreadyTold(_("%(client)s has been told already, so this text stays as it was sent.") % named(education))
    refuse_over(education.transition)
    refuse_stale(education, version)
    return education


def asked(education: Education, version: int) -> Education:
    """Raises AlreadyTold, NoLongerUnderWay, ChangedMeanwhile, NotAsked."""
    education = unsent(education, version)
    if education.state != EducationState.TO_READ:
        raise NotAsked(_("It waits for nobody’s reading right now. Ask a reader first."))
    return education


def refuse_stale(education: Education, version: int) -> None:
    """Raises ChangedMeanwhile."""
    if education.version != version:
        who = education.adapted_by.get_short_name() if education.adapted_by else _("Somebody")
        sentence = _("It changed after you opened it; %(name)s wrote it last. Look at it once more.")
        raise ChangedMeanwhile(sentence % {"name": who})


def refuse_over(transition: Transition) -> None:
    """Raises NoLongerUnderWay."""
    if transition.state != TransitionState.UNDER_WAY:
        said = {"client": transition.client.name, "state": transition.get_state_display().lower()}
        raise NoLongerUnderWay(_("The change of %(client)s is %(state)s: there is nothing left to tell.") % said)


def refuse_reader(education: Education, reader: Member) -> None:
    """Raises Invalid."""
    sentence = ""
    if reader.pk == education.adapted_by_id:
        sentence = _("%(name)s wrote it. Ask somebody else: a second person sees what the first no longer sees.")
    elif not leads_work(reader):
        sentence = _("%(name)s doesn’t lead work, so this text isn’t theirs to read. Choose somebody who does.")
    if sentence:
        sentence %= {"name": reader.get_short_name()}
        raise Invalid(sentence, reader=sentence)


def address_for(contact: Contact, education: Education) -> str:
    """Raises Invalid."""
    sentence, name = "", {"name": contact.name, "client": education.transition.client.name}
    if contact.client_id != education.transition.client_id:
        sentence = _("%(name)s isn’t with %(client)s.") % name
    elif contact.left_on:
        sentence = _("%(name)s has left %(client)s. Choose somebody who is there.") % name
    elif not (address := email_of(contact)):
        sentence = _("%(name)s has no email address here. Add one, or tell them in a call.") % name
    else:
        return address
    raise Invalid(sentence, contacts=sentence)


def reopen(education: Education, by: Member | None) -> None:
    """Whoever was to read it reads it again, unless they wrote it themselves now."""
    if by and by.pk == education.reader_id:
        education.reader = None
    was_asked = education.state != EducationState.DRAFT
    education.read_at, education.send_at, education.not_sent_why = None, None, ""
    if was_asked:
        education.read_note = ""
    waits = was_asked and education.reader is not None and by is not None
    education.state = EducationState.TO_READ if waits else EducationState.DRAFT


def kept(
    education: Education, event: type[events.EducationEvent], *, by: Member | None, at: datetime, **facts: Any
) -> Education:
    education.version += 1
    education.save()
    announce(about(event, education, **facts), by=by, at=at)
    return education


def about(event: type[events.EducationEvent], education: Education, **facts: Any) -> events.EducationEvent:
    client_id = education.transition.client_id
    return event(subject_id=education.transition_id, client_id=client_id, education_id=education.pk, **facts)


def named(education: Education) -> dict[str, str]:
    return {"client": education.transition.client.name}


def short(text: str) -> str:
    return one_line(text)[:LONGEST_NOTE]
