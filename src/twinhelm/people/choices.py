"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a member may be; one member may be several."""

    OWNER = "owner", _("Owner")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    PRODUCTION_MANAGER = "production_manager", _("Production manager")
    MAKER = "maker", _("Maker")
    FINANCE = "finance", _("Finance")


class Scope(TextChoices):
    """What an access token may do; never more than its member may."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and change")


class Standing(TextChoices):
    """Where a member stands with their sign-in."""

    ACTIVE = "active", _("Signs in")
    INVITED = "invited", _("Invited")
    LAPSED = "lapsed", _("Invitation lapsed")
    NAME_ONLY = "name_only", _("Name only")
    DEACTIVATED = "deactivated", _("Deactivated")


class Purpose(TextChoices):
    """What a one-time link is good for."""

    PASSWORD = "password", _("New password")
    EMAIL = "email", _("New email")


class Portrait(TextChoices):
    """Drawn faces; empty: the initials."""

    LONG_DARK = "long-dark", _("Long dark hair")
    GLASSES = "glasses", _("Fair hair and glasses")
    CURLS = "curls", _("Dark curls")
    BUN = "bun", _("Grey bun")
    BEARD = "beard", _("Brown beard")
    LONG_RED = "long-red", _("Long red hair")
    SHORT_DARK = "short-dark", _("Short dark hair")
    FRINGE = "fringe", _("Black fringe")
    SIDE_PART = "side-part", _("Side parting")


class Theme(TextChoices):
    """Empty: as the device says."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(TextChoices):
    """Empty: comfortable."""

    COMPACT = "compact", _("Compact")


class Contrast(TextChoices):
    """Empty: as the device says."""

    MORE = "more", _("More")


class DryRunState(TextChoices):
    """Where a table that somebody brought stands."""

    WAITING = "waiting", _("Waits to be confirmed")
    DONE = "done", _("Brought in")
    DROPPED = "dropped", _("Called off")


class AbsenceKind(TextChoices):
    """Why somebody is away; colleagues only see that they are."""

    HOLIDAY = "holiday", _("Holiday")
    ILLNESS = "illness", _("Illness")
    OTHER = "other", _("Other")


class Presence(TextChoices):
    """What a day of a member is."""

    HERE = "here", _("here")
    HALF = "half", _("here half the day")
    AWAY = "away", _("away")
    PUBLIC = "public", _("public holiday")
    OFF = "off", _("day off")
