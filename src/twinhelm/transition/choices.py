"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeState(TextChoices):
    """How far the whole change has come."""

    PLANNED = "planned", _("Being planned")
    RUNNING = "running", _("Under way")
    ENDED = "ended", _("Ended")


class Step(TextChoices):
    """The ten steps of one client, in their order."""

    ASSESS = "assess", _("Assess")
    DECIDE = "decide", _("Decide")
    BRIEF = "brief", _("Brief inside")
    TELL = "tell", _("Tell the client")
    INTRODUCE = "introduce", _("Introduce")
    SHADOW = "shadow", _("Shadow")
    HAND_OVER = "hand_over", _("Hand over")
    CHECK_IN = "check_in", _("Check in")
    STABLE = "stable", _("Stable")
    REVIEW = "review", _("Six-month review")


class TransitionState(TextChoices):
    """How the change of one client stands."""

    UNDER_WAY = "under_way", _("Under way")
    THROUGH = "through", _("Through")
    ROLLED_BACK = "rolled_back", _("Rolled back")
    TAKEN_OUT = "taken_out", _("Taken out")


OPEN = (TransitionState.UNDER_WAY, TransitionState.THROUGH)


class BlackoutKind(TextChoices):
    """Why nothing changes for a client in these days."""

    LAUNCH = "launch", _("A launch")
    ABSENCE = "absence", _("An absence")
    TROUBLE = "trouble", _("A client in trouble")
    OTHER = "other", _("Something else")


class EducationState(TextChoices):
    """How far the telling of a client has come."""

    DRAFT = "draft", _("Being written")
    TO_READ = "to_read", _("Waits for a second reader")
    READ = "read", _("Read")
    PLANNED = "planned", _("Goes out by itself")
    SENT = "sent", _("Sent")


class LetterState(TextChoices):
    """What became of the mail to one contact."""

    PLANNED = "planned", _("Planned")
    POSTED = "posted", _("On its way")
    SENT = "sent", _("Sent")
    PERHAPS = "perhaps", _("Perhaps sent")
    RETURNED = "returned", _("Came back")
    NOT_SENT = "not_sent", _("Not sent")


class LineState(TextChoices):
    """How one line of a hand-over stands."""

    OPEN = "open", _("Waits for the receiver")
    ASKED = "asked", _("Sent back with a question")
    ACCEPTED = "accepted", _("Accepted")
    GONE = "gone", _("No longer open")


class MeasurementKind(TextChoices):
    """What a measurement is for."""

    BASELINE = "baseline", _("Baseline")
    REVIEW = "review", _("Six months on")


class MeasurementState(TextChoices):
    """How far a measurement has come."""

    WAITING = "waiting", _("Being measured")
    DONE = "done", _("Measured")
    FAILED = "failed", _("Failed")


class ReviewDecision(TextChoices):
    """What a six-month review decides."""

    KEEP = "keep", _("Keep")
    ADJUST = "adjust", _("Adjust")
    MERGE_BACK = "merge_back", _("Merge back")
