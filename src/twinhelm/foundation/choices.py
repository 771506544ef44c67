"""Choices of the foundation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """How far a job has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)


class MailKind(TextChoices):
    """What a mail is for; it decides whether a second copy does harm."""

    SIGN_IN = "sign_in", _("Sign-in")
    INVITATION = "invitation", _("Invitation")
    NOTICE = "notice", _("Notice")
    CLIENT = "client", _("To a client")


RESENDABLE = (MailKind.SIGN_IN, MailKind.INVITATION, MailKind.NOTICE)
"""Kinds that may go out twice under one Message-ID; the others wait for a person to say what happened."""


class MailState(TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    AMBIGUOUS = "ambiguous", _("Perhaps sent")
