"""Plain functions of plain values about people: secrets, time that counts, tables that somebody brings."""

from twinhelm.people.rules.hours import BusinessHours, Opening
from twinhelm.people.rules.plans import Change, Fate, Fault, Plan, PlannedRow
from twinhelm.people.rules.secrets import (
    EMAIL_LINK_LASTS,
    INVITATION_LASTS,
    RESET_LINK_LASTS,
    SHORTEST_PASSWORD,
    SHOWN_OF_TOKEN,
    TOKEN_LASTS_AT_MOST,
    TOKEN_START,
    digest_of,
    is_setup_code,
    new_secret,
    setup_code,
    tidy_email,
)

__all__ = [
    "EMAIL_LINK_LASTS",
    "INVITATION_LASTS",
    "RESET_LINK_LASTS",
    "SHORTEST_PASSWORD",
    "SHOWN_OF_TOKEN",
    "TOKEN_LASTS_AT_MOST",
    "TOKEN_START",
    "BusinessHours",
    "Change",
    "Fate",
    "Fault",
    "Opening",
    "Plan",
    "PlannedRow",
    "digest_of",
    "is_setup_code",
    "new_secret",
    "setup_code",
    "tidy_email",
]
