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
from twinhelm.people.models.presence import Absence, WorkingPattern
from twinhelm.people.models.skills import MemberSkill, Skill

__all__ = [
    "Absence",
    "AccessToken",
    "Agency",
    "DryRun",
    "Invitation",
    "Member",
    "MemberManager",
    "MemberQuerySet",
    "MemberSkill",
    "OneTimeLink",
    "RoleGrant",
    "Skill",
    "WorkingPattern",
]
