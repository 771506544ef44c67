"""Who sees clients, and who reads what was said with them."""

from twinhelm.people.choices import Role
from twinhelm.people.models import Member

LEADING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)


def leads_work(member: Member) -> bool:
    """Sees every client and project and what was said with them."""
    return member.is_active and member.holds(*LEADING_ROLES)


def sees_every_client(member: Member) -> bool:
    return member.is_active and member.holds(*LEADING_ROLES, Role.FINANCE)
