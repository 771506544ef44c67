"""Why a letter doesn't go, and how its state follows from the mail's, in plain values."""

from datetime import timedelta

HELD_BACK = timedelta(seconds=15)
"""A letter that is sent now can be had back for so long."""
FURTHEST = timedelta(days=366)
GRACE = timedelta(minutes=2)
"""A moment that has just gone by while somebody typed is now."""
FOLLOWED = timedelta(days=30)
"""A letter that left is watched for so long: it may still come back."""
SUBJECT_LONGEST = 200
PARTS = ("reason", "benefit", "way_forward")
TEXTS = ("subject", *PARTS)

# Why an education or a letter was not sent; the names stand in the database.
STOPPED = "stopped"
OVER = "over"
CLIENT_GONE = "client_gone"
NO_LEAD = "no_lead"
LEAD_GONE = "lead_gone"
NO_MAILBOX = "no_mailbox"
TOO_EARLY = "too_early"
NOT_READ = "not_read"
NO_RECIPIENT = "no_recipient"
CONTACT_LEFT = "contact_left"
CONTACT_MOVED = "contact_moved"
ADDRESS_GONE = "address_gone"
NO_ADDRESS = "no_address"
MISSING = "missing"
"""Of a placeholder nothing is known: `missing:meeting`."""
REFUSED = "refused"
"""By the act that posts: `refused:` and its sentence."""
TAKEN_BACK = "taken_back"
BLACKOUT = "blackout"

_STATES = {
    "waiting": "posted",
    "claimed": "posted",
    "sent": "sent",
    "ambiguous": "perhaps",
    "failed": "not_sent",
    "cancelled": "not_sent",
}


def state_after(stored: str, mail_state: str | None, *, came_back: bool) -> str:
    """How a posted letter stands. mail_state: null once the mail is forgotten; what was known then stays."""
    if came_back:
        return "returned"
    return _STATES.get(mail_state or "", stored)


def changed_parts(now: dict[str, str], before: dict[str, str]) -> list[str]:
    """Names of the texts that read otherwise than before; nothing is known of before: none."""
    return [name for name in TEXTS if before and now.get(name, "") != before.get(name, "")]
