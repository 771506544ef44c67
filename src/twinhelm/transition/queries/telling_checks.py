"""Whether a letter may go now: asked when it is planned, when its moment comes, and as long as it hasn't left."""

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Contact, leads_work
from twinhelm.conversations.queries.senders import mailbox_of
from twinhelm.transition.choices import EducationState, Step, TransitionState
from twinhelm.transition.models import Education, EducationLetter, Transition
from twinhelm.transition.queries.telling_words import missing_in
from twinhelm.transition.rules import telling as rules

STEPS = list(Step)


def why_none(education: Education) -> str:
    """Why nobody gets it now, as a name; empty: nothing is in the way. Needs: its people are loaded."""
    transition = education.transition
    return why_not_of(transition) or why_not_from(transition) or why_not_text(education)


def why_not_of(transition: Transition) -> str:
    """Nobody may hear of the change, or no longer."""
    if transition.state != TransitionState.UNDER_WAY:
        return rules.OVER
    if transition.client.deleted_at or transition.client.merged_into_id:
        return rules.CLIENT_GONE
    if transition.is_stopped:
        return rules.STOPPED
    return rules.LEAD_GONE if gone_leads(transition) else ""


def why_not_from(transition: Transition) -> str:
    """Nobody can write it."""
    if transition.account is None:
        return rules.NO_LEAD
    if STEPS.index(Step(transition.step)) < STEPS.index(Step.TELL):
        return rules.TOO_EARLY
    return "" if mailbox_of(transition.account) else rules.NO_MAILBOX


def why_not_text(education: Education) -> str:
    """It isn't what the second person read. What was sent once was read then."""
    if education.state == EducationState.SENT:
        return ""
    was_read = education.state in {EducationState.READ, EducationState.PLANNED} and education.read_at is not None
    same = rules.changed_parts(education.as_read, {name: getattr(education, name) for name in rules.TEXTS})
    return "" if was_read and education.as_read and not same else rules.NOT_READ


def gone_leads(transition: Transition) -> list[str]:
    """Names of new leads who no longer work here, or no longer lead."""
    leads = [one for one in (transition.account, transition.production) if one]
    return [one.get_short_name() for one in leads if not leads_work(one)]


def why_not_to(letter: EducationLetter, transition: Transition) -> str:
    """This contact may not be written to, or not there. Cost: one query."""
    contact: Contact = letter.contact
    if contact.left_on:
        return rules.CONTACT_LEFT
    if contact.client_id != transition.client_id:
        return rules.CONTACT_MOVED
    if not letter.address:
        return rules.NO_ADDRESS
    theirs = contact.addresses.filter(kind=AddressKind.EMAIL, value=letter.address)
    return "" if theirs.exists() else rules.ADDRESS_GONE


def why_not_filled(education: Education, words: dict[str, str]) -> str:
    missing = missing_in(education, words)
    return f"{rules.MISSING}:{missing[0]}" if missing else ""
