"""Who may do what to the agency and its people."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.choices import Role
from twinhelm.people.models import AccessToken, Member


def may_invite(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can invite people."))


def may_add_member(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can add people."))


def may_grant_role(by: Member, role: Role) -> Answer:
    """Nobody gives more than they hold; an owner holds everything."""
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner can give the role “%(role)s”.") % {"role": Role(role).label})


def may_take_role(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can take roles away."))


def may_rename(by: Member, member: Member) -> Answer:
    if by.is_active and by.pk == member.pk:
        return Answer.yes()
    return _owners_only(by, _("Only an owner can rename somebody else."))


def may_deactivate(by: Member, member: Member) -> Answer:
    if by.pk == member.pk:
        return Answer.no(_("You can’t deactivate yourself. Ask another owner."))
    return _owners_only(by, _("Only an owner can deactivate somebody."))


def may_reactivate(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can reactivate somebody."))


def may_set_working_time(by: Member) -> Answer:
    return _owners_only(by, _("Your weekly working time is agreed with an owner, who can change it."))


def may_change_agency(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can change the agency’s settings."))


def may_see_contact(by: Member, member: Member) -> Answer:
    """Emails, invitations and when somebody was last here."""
    if by.is_active and by.pk == member.pk:
        return Answer.yes()
    return _owners_only(by, _("Only an owner sees how others sign in."))


def may_see_working_time(by: Member, member: Member) -> Answer:
    if by.pk == member.pk or by.holds(Role.OWNER, Role.FINANCE):
        return Answer.yes()
    return Answer.no(_("An agreed working time is between its member and the owner."))


def may_export_people(by: Member) -> Answer:
    return Answer.yes() if by.is_active else Answer.no(_("You no longer belong to this agency."))


def may_make_token(by: Member) -> Answer:
    return Answer.yes() if by.can_sign_in else Answer.no(_("Who can’t sign in can’t have an access token."))


def may_revoke_token(by: Member, token: AccessToken) -> Answer:
    if by.is_active and by.pk == token.member_id:
        return Answer.yes()
    return Answer.no(_("Only its owner can revoke an access token."))


def may_rate(by: Member, member: Member) -> Answer:
    """Saying how well somebody does something."""
    if by.is_active and (by.pk == member.pk or by.holds(Role.OWNER, Role.PRODUCTION_MANAGER)):
        return Answer.yes()
    return Answer.no(_("What somebody can do, they say themselves, or an owner or production manager does."))


def may_arrange_skills(by: Member) -> Answer:
    if by.is_active and by.holds(Role.OWNER, Role.PRODUCTION_MANAGER):
        return Answer.yes()
    return Answer.no(_("Only an owner or production manager renames and merges skills."))


def may_enter_absence(by: Member, member: Member) -> Answer:
    if by.is_active and (by.pk == member.pk or by.is_owner):
        return Answer.yes()
    return Answer.no(_("An absence is entered by whoever is away, or by an owner."))


def may_see_reason(by: Member, member: Member) -> Answer:
    """Why somebody is away."""
    if by.is_active and (by.pk == member.pk or by.is_owner):
        return Answer.yes()
    return Answer.no(_("Why somebody is away is between them and the owners."))


def may_set_region(by: Member, member: Member) -> Answer:
    if by.is_active and (by.pk == member.pk or by.is_owner):
        return Answer.yes()
    return Answer.no(_("Which public holidays somebody keeps, they say themselves, or an owner does."))


def may_bring_people(by: Member) -> Answer:
    return _owners_only(by, _("Only an owner can bring in a file of people."))


def may_see_holdings(by: Member, member: Member) -> Answer:
    """What somebody holds that waits for a successor."""
    if by.is_active and (by.pk == member.pk or by.is_owner):
        return Answer.yes()
    return Answer.no(_("What somebody holds, they and the owners see."))


def _owners_only(by: Member, reason: str) -> Answer:
    return Answer.yes() if by.is_active and by.is_owner else Answer.no(reason)
