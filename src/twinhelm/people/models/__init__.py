"""The agency, its people and what they may do."""

from twinhelm.people.models.dry_runs import DryRun
from twinhelm.people.models.members import (
    AccessToken,
    Agency,
    Invitation,
    Member,
    MemberManager,
    MemberQuerySet,
    OneTimeLink,
    RoleGrant,
)

__all__ = [
    "AccessToken",
    "Agency",
    "DryRun",
    "Invitation",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "OneTimeLink",
    "RoleGrant",
]
