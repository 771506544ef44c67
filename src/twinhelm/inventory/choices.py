"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Hat(TextChoices):
    """What a round gives somebody to wear at a client or project."""

    ACCOUNT = "account", _("Account lead")
    PRODUCTION = "production", _("Production lead")
    BOTH = "both", _("Both hats")


class Quarter(TextChoices):
    """Where a client or project stands between its two needs: what it wants in front."""

    ACCOUNT = "account", _("Strong account lead")
    PRODUCTION = "production", _("Strong production lead")
    TWO = "two", _("Two strong leads")
    HYBRID = "hybrid", _("Hybrid is enough")
    UNKNOWN = "unknown", _("Not enough to say")


class Aim(TextChoices):
    """What a proposal looks after first."""

    KEEP = "keep", _("Keep relationships")
    BALANCED = "balanced", _("Balanced")
    FIT = "fit", _("Best fit")


class RoundState(TextChoices):
    """How far a round has come."""

    DRAFT = "draft", _("Being set up")
    PROPOSING = "proposing", _("Proposals are being made")
    PROPOSED = "proposed", _("Proposed")
    CLOSED = "closed", _("Closed")


class ProposalState(TextChoices):
    """What became of one proposal."""

    WAITING = "waiting", _("Being made")
    FOUND = "found", _("Found")
    IMPOSSIBLE = "impossible", _("Nothing fits")
    FAILED = "failed", _("Failed")


class LimitKind(TextChoices):
    """What a round has to keep to."""

    PIN = "pin", _("Stays with")
    NEVER = "never", _("Never")
    APART = "apart", _("Never together")


class RoundChangeKind(TextChoices):
    """What was asked of a round, so that proposals were made anew."""

    PROPOSED = "proposed", _("Proposed")
    EDITED = "edited", _("Changed and proposed again")
    MOVED = "moved", _("Moved by hand")
    UNPINNED = "unpinned", _("Unpinned")
    RELAXED = "relaxed", _("A limit relaxed")


class RoundFailure(TextChoices):
    """Why a round has no new proposals, though they were asked for."""

    TIMED_OUT = "timed_out", _("It took too long")
    BROKE = "broke", _("It broke off")
    STOPPED = "stopped", _("It was stopped")


class DecisionState(TextChoices):
    """How a decision stands."""

    ASKED = "asked", _("Out for comment")
    ACCEPTED = "accepted", _("Accepted")
    DROPPED = "dropped", _("Dropped")
    TAKEN_BACK = "taken_back", _("Taken back")


class Shelf(TextChoices):
    """Where a decision stands in the list."""

    ASKED = "asked", _("Out for comment")
    COMING = "coming", _("Coming into force")
    IN_FORCE = "in_force", _("In force")
    DROPPED = "dropped", _("Dropped")


class Stance(TextChoices):
    """What somebody says to a decision that concerns them."""

    GLAD = "glad", _("Glad to")
    WORRIED = "worried", _("Has a worry")
    SAYS = "says", _("Says")


class Cause(TextChoices):
    """Why a decision comes back to be looked at."""

    DUE = "due", _("Its review is due")
    MORE_COMMUNICATION = "more_communication", _("Communication doubled")
    LESS_COMMUNICATION = "less_communication", _("Communication halved")
    MORE_COMPLEX = "more_complex", _("It became far more technical")
    OVERLOADED = "overloaded", _("The lead is overloaded")
    LEAD_GONE = "lead_gone", _("The lead has left")
    UNDECIDED = "undecided", _("Nobody leads")


class KickoffState(TextChoices):
    """Whether who leads a new project was decided."""

    WAITING = "waiting", _("Waiting for a decision")
    DECIDED = "decided", _("Decided")
    WAIVED = "waived", _("Went ahead undecided")
