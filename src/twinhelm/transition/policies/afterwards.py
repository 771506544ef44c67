"""Who asks the client afterwards, who reads it, who notes joint reviews and who rolls a client back."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.transition.models import CheckIn, JointReview, Transition


def may_check_in(by: Member, transition: Transition) -> Answer:
    if not leads_work(by):
        return Answer.no(_("Owners, account managers and production managers check in with clients. Ask one of them."))
    if by.pk == transition.account_id:
        return Answer.no(
            _(
                "You lead the account now, and a client says more to somebody else. "
                "Ask whoever led it before, the production lead or an owner to check in."
            )
        )
    return Answer.yes()


def may_read_check_in(by: Member, check_in: CheckIn) -> Answer:
    """Mood and words. The transition is loaded with it."""
    if by.is_active and by.pk == check_in.by_id:
        return Answer.yes()
    if by.is_active and by.is_owner and by.pk != check_in.transition.account_id:
        return Answer.yes()
    return Answer.no(_("What was said in confidence is read by who asked, and by owners."))


def may_take_back_check_in(by: Member, check_in: CheckIn) -> Answer:
    if leads_work(by) and by.pk == check_in.by_id:
        return Answer.yes()
    return Answer.no(_("Only who noted a check-in takes it back."))


def may_ask_pulse(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers ask clients how it goes. Ask one of them."))


def may_note_joint_review(by: Member, leads: tuple[Member | None, Member | None]) -> Answer:
    if leads_work(by) and (by.is_owner or by in leads):
        return Answer.yes()
    return Answer.no(_("The two leads of a client note what they looked at together, or an owner does."))


def may_change_joint_review(by: Member, review: JointReview) -> Answer:
    if leads_work(by) and (by.is_owner or by.pk in {review.by_id, review.other_id}):
        return Answer.yes()
    return Answer.no(_("A joint review belongs to the two who sat together. Ask one of them, or an owner."))


def may_roll_back(by: Member, transition: Transition) -> Answer:
    concerned = {
        transition.account_id,
        transition.production_id,
        transition.former_account_id,
        transition.former_production_id,
    }
    if leads_work(by) and (by.is_owner or by.pk in concerned):
        return Answer.yes()
    return Answer.no(_("Owners and the leads concerned, new and former, roll a client back. Ask one of them."))
