"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClientState(TextChoices):
    """Whether there is work with the client."""

    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    FORMER = "former", _("Former")


class Part(TextChoices):
    """What a member is to a client or a project. Exactly one member has a part at a time."""

    ACCOUNT = "account", _("Account lead")
    PRODUCTION = "production", _("Production lead")
    FIRST_CONTACT = "first_contact", _("First contact")


class Mode(TextChoices):
    """Which helm stands in front."""

    CLIENT_LED = "client_led", _("Client-led")
    PRODUCTION_LED = "production_led", _("Production-led")
    HYBRID = "hybrid", _("Hybrid")


class NeedKind(TextChoices):
    """What a client or project asks of whoever is in front."""

    COMMUNICATION = "communication", _("Communication")
    COMPLEXITY = "complexity", _("Complexity")


class ContactRole(TextChoices):
    """What a contact does in the work with us."""

    DECIDES = "decides", _("Decides")
    DAILY = "daily", _("Day-to-day contact")
    APPROVES = "approves", _("Approves")
    DELIVERS = "delivers", _("Delivers content")
    TECHNICAL = "technical", _("Technical")
    PAYS = "pays", _("Invoices")
    OTHER = "other", _("Other")


class Influence(TextChoices):
    """How much a contact's word weighs at the client."""

    HIGH = "high", _("High")
    MIDDLE = "middle", _("Middle")
    LOW = "low", _("Low")


class Channel(TextChoices):
    """How a contact prefers to be reached."""

    EMAIL = "email", _("Email")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video call")
    IN_PERSON = "in_person", _("In person")


class AddressKind(TextChoices):
    """What an address of a contact is."""

    EMAIL = "email", _("Email")
    PHONE = "phone", _("Phone")


class ProfileTopic(TextChoices):
    """What a business profile says something about."""

    SELLS = "sells", _("What they sell")
    SOLD_TO = "sold_to", _("To whom")
    COMPETITORS = "competitors", _("Competitors")
    WORDS = "words", _("Words they use")
    SYSTEMS = "systems", _("Systems they run")
    PROCESS = "process", _("How they decide")


class GoalState(TextChoices):
    """How a goal of a client stands."""

    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")
