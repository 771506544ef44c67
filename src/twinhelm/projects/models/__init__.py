"""Projects, their scope and milestones, and their dated leads."""

from twinhelm.projects.models.projects import (
    Project,
    ProjectLead,
    ProjectMode,
    ProjectQuerySet,
    ProjectSeat,
    ProjectStateChange,
)
from twinhelm.projects.models.scope import Milestone, ProjectTemplate, ScopeItem, TechnicalFact, TemplateLine

__all__ = [
    "Milestone",
    "Project",
    "ProjectLead",
    "ProjectMode",
    "ProjectQuerySet",
    "ProjectSeat",
    "ProjectStateChange",
    "ProjectTemplate",
    "ScopeItem",
    "TechnicalFact",
    "TemplateLine",
]
