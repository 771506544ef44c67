"""Letters on their way: what became of each, taken back where nobody may get it any more, and settled by a person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from twinhelm.conversations.actions import sending
from twinhelm.foundation import mail
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.events import announce
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.people.models import Member
from twinhelm.transition.actions import telling
from twinhelm.transition.actions.telling_post import course_of, hold, post_one
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.events import telling as events
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.policies.telling import may_tell
from twinhelm.transition.queries.telling_checks import why_none, why_not_of, why_not_to
from twinhelm.transition.queries.telling_sentences import sentence_for
from twinhelm.transition.queries.telling_words import PEOPLE, email_of
from twinhelm.transition.rules import telling as rules


class LeftAlready(Refusal):
    """The letters are no longer here."""


class NotInDoubt(Refusal):
    """It is known what became of the letter."""


@transaction.atomic
def follow(letter: EducationLetter, *, at: datetime) -> EducationLetter:
    """Its state follows from its mail."""
    letter = held(letter)
    message = letter.message
    if message is None:
        return letter
    mail_state = message.outgoing.state if message.outgoing else None
    state = rules.state_after(letter.state, mail_state, came_back=has_come_back(letter))
    return letter if state == letter.state else changed(letter, LetterState(state), letter.why, by=None, at=at)


def has_come_back(letter: EducationLetter) -> bool:
    """A report that it only takes longer is none that it came back. Cost: one query where there is a report."""
    message = letter.message
    if message is None or not message.returned:
        return False
    trail = EventRecord.objects.filter(name="MessageReturned", subject_id=message.conversation_id)
    return trail.filter(facts__message_id=message.pk).exists()


@transaction.atomic
def take_back_unwanted(education: Education, *, at: datetime) -> list[EducationLetter]:
    """Letters that have not left, to whoever may no longer get them; the page says which and why."""
    education = telling.locked(education)
    general = why_not_of(education.transition)
    back = []
    for letter in on_their_way(education.letters.all()):
        why = general or why_not_to(letter, education.transition)
        if why and withdrawn(letter, why, education, at=at):
            back.append(changed(letter, LetterState.NOT_SENT, why, by=None, at=at))
    if back:
        settle_unsent(education, back[0].why, at=at)
    return back


def withdrawn(letter: EducationLetter, why: str, education: Education, *, at: datetime) -> bool:
    """Whether it was still here."""
    message = letter.message
    assert message  # noqa: S101  it is on its way
    assert message.outgoing  # noqa: S101  it is on its way
    try:
        mail.take_back(message.outgoing, at=at, reason=sentence_for(why, education, letter))
    except mail.AlreadySettled:
        return False
    sending.note_unsent(message, at=at)
    return True


@transaction.atomic
def have_back(education: Education, *, by: Member, at: datetime) -> Education:
    """Whatever has not left yet comes back, and it can be sent anew. Raises LeftAlready."""
    require(may_tell(by))
    education = telling.locked(education)
    back = [one for one in on_their_way(education.letters.all()) if taken_back(one, by=by, at=at)]
    if not back:
        raise LeftAlready(_("It has left already. What is said can be followed by another letter, not unsaid."))
    for letter in back:
        changed(letter, LetterState.NOT_SENT, rules.TAKEN_BACK, by=by, at=at)
    if settle_unsent(education, "", at=at):
        education.letters.filter(state=LetterState.NOT_SENT).update(state=LetterState.PLANNED, why="")
    return education


def taken_back(letter: EducationLetter, *, by: Member, at: datetime) -> bool:
    assert letter.message  # noqa: S101  it is on its way
    try:
        with transaction.atomic():
            sending.take_back(letter.message, by=by, at=at)
    except mail.AlreadySettled:
        return False
    return True


@transaction.atomic
def it_arrived(letter: EducationLetter, *, by: Member, at: datetime) -> EducationLetter:
    """Somebody asked the contact. Raises NotInDoubt, AlreadySettled."""
    require(may_tell(by))
    letter = held(letter)
    mail.it_arrived(refuse_certain(letter), at=at)
    return changed(letter, LetterState.SENT, "", by=by, at=at)


@transaction.atomic
def send_again(letter: EducationLetter, *, by: Member, at: datetime) -> EducationLetter:
    """On purpose, after everything was looked at anew. One that perhaps arrived stays the same mail.

    Raises NotInDoubt, Refusal with the reason.
    """
    require(may_tell(by))
    letter = held(letter)
    education = telling.locked(letter.education)
    letter.education = education
    refuse_going(letter, education)
    if why := why_none(education):
        raise NotInDoubt(sentence_for(why, education, letter))
    same = same_mail(letter)
    if same is None and letter.state != LetterState.PERHAPS:
        letter.address = email_of(letter.contact)
    if why := why_not_to(letter, education.transition):
        raise NotInDoubt(sentence_for(why, education, letter))
    if same:
        mail.send_again(same)
        return changed(letter, LetterState.POSTED, "", by=by, at=at)
    if why := post_one(letter, course_of(education, at, None), at=at):
        raise NotInDoubt(sentence_for(why, education, letter))
    return letter


def same_mail(letter: EducationLetter) -> OutgoingMail | None:
    """The one that perhaps left, or that a server refused, where it still goes to the same address."""
    outgoing = letter.message.outgoing if letter.message else None
    if outgoing is None or outgoing.state not in {MailState.AMBIGUOUS, MailState.FAILED}:
        return None
    is_theirs = letter.contact.addresses.filter(value=letter.address).exists()
    return outgoing if is_theirs and outgoing.recipient.lower() == letter.address.lower() else None


def refuse_certain(letter: EducationLetter) -> OutgoingMail:
    """Raises NotInDoubt."""
    if letter.state != LetterState.PERHAPS or letter.message is None or letter.message.outgoing is None:
        said = {"name": letter.contact.name, "state": letter.get_state_display().lower()}
        raise NotInDoubt(_("The letter to %(name)s is “%(state)s”: nobody has to ask.") % said)
    return letter.message.outgoing


def refuse_going(letter: EducationLetter, education: Education) -> None:
    """Raises NotInDoubt."""
    said = {"name": letter.contact.name, "state": letter.get_state_display().lower()}
    if education.state != EducationState.SENT:
        raise NotInDoubt(_("Nobody has been told yet. Plan it or send it first."))
    if letter.state in {LetterState.POSTED, LetterState.SENT}:
        raise NotInDoubt(_("The letter to %(name)s is “%(state)s”, so it isn’t sent again.") % said)


def settle_unsent(education: Education, why: str, *, at: datetime) -> bool:
    """Where not one letter is out any more, the client hasn't been told."""
    if education.state != EducationState.SENT:
        return False
    if education.letters.exclude(state__in=[LetterState.NOT_SENT, LetterState.PLANNED]).exists():
        return False
    education.sent_at, education.send_at = None, education.send_at if why else None
    hold(education, why, at=at)
    return True


def changed(
    letter: EducationLetter, state: LetterState, why: str, *, by: Member | None, at: datetime
) -> EducationLetter:
    letter.state, letter.why = state, why
    letter.save(update_fields=["state", "why"])
    event = telling.about(events.LetterChanged, letter.education, letter_id=letter.pk, state=str(state), why=why)
    announce(event, by=by, at=at)
    return letter


def held(letter: EducationLetter) -> EducationLetter:
    """Locked, after its transition and education."""
    telling.locked(letter.education)
    return loaded(EducationLetter.objects.select_for_update(of=("self",))).get(pk=letter.pk)


def on_their_way(letters: QuerySet[EducationLetter]) -> Iterable[EducationLetter]:
    """Posted and still here."""
    here = letters.filter(state=LetterState.POSTED, message__outgoing__state=MailState.WAITING)
    return list(loaded(here.select_for_update(of=("self",))).order_by("pk"))


def loaded(letters: QuerySet[EducationLetter]) -> QuerySet[EducationLetter]:
    return letters.select_related(
        "contact", "message__outgoing", "message__conversation", *(f"education__{name}" for name in PEOPLE)
    )


def watched(at: datetime) -> QuerySet[EducationLetter]:
    """Letters that were posted not long ago, and those that nobody has settled."""
    lately = Q(posted_at__gte=at - rules.FOLLOWED)
    return EducationLetter.objects.filter(lately | Q(state__in=[LetterState.POSTED, LetterState.PERHAPS])).exclude(
        message=None
    )
