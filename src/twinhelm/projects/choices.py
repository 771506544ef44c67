"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectState(TextChoices):
    """How far a project has come."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    BACK_BURNER = "back_burner", _("Back burner")
    CLOSED = "closed", _("Closed")


class ProjectKind(TextChoices):
    """How its effort is agreed."""

    FIXED = "fixed", _("Fixed")
    RETAINER = "retainer", _("Retainer")


class FactKind(TextChoices):
    """What makes a project technical."""

    SYSTEM = "system", _("System touched")
    INTEGRATION = "integration", _("Integration")
    SKILL = "skill", _("Skill needed")


class LineKind(TextChoices):
    """What a line of a template becomes."""

    SCOPE_ITEM = "scope_item", _("Scope item")
    MILESTONE = "milestone", _("Milestone")
    FACT = "fact", _("Technical fact")
