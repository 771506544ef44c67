"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    """How far an import has come."""

    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Importing")
    DONE = "done", _("Imported")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Can't be read")
    TAKEN_BACK = "taken_back", _("Taken back")


class SortedBy(TextChoices):
    """What decided the responsibility of an entry."""

    PERSON = "person", _("A person")
    MEMORY = "memory", _("Memory of a correction")
    RULE = "rule", _("A rule of the agency")
    METADATA = "metadata", _("Who took part")
    TEXT = "text", _("The words")
    KNOWN = "known", _("What it was")


class Origin(TextChoices):
    """What an entry that Twinhelm counts by itself comes from."""

    MESSAGE = "message", _("Message")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    TIME = "time", _("Booked time")


class CatalogueChangeKind(TextChoices):
    """What happened to a line."""

    SPLIT = "split", _("Split")
    MERGE = "merge", _("Merged")


class RuleField(TextChoices):
    """What a rule looks at."""

    TEXT = "text", _("text")
    PROJECT = "project", _("project")
    CLIENT = "client", _("client")
    ATTENDEE = "attendee", _("somebody who took part")
    LABEL = "label", _("label")
    KIND = "kind", _("kind of entry")


class Match(TextChoices):
    """How a rule compares."""

    CONTAINS = "contains", _("contains")
    EQUALS = "equals", _("is")


class Becomes(TextChoices):
    """What a member becomes in a division."""

    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    PRODUCTION_MANAGER = "production_manager", _("Production manager")
    HYBRID = "hybrid", _("Hybrid")
    OUTSIDE = "outside", _("Outside the split")
