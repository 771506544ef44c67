"""Who sees everybody's rows, and who does work of their own."""

from twinhelm.people.choices import Role
from twinhelm.people.models import Member

WORKING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def sees_everybody(member: Member) -> bool:
    return member.is_active and member.holds(Role.OWNER, Role.FINANCE)
