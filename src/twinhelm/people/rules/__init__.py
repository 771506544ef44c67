"""Plain functions of plain values about people: secrets, time that counts, tables that somebody brings."""

from twinhelm.people.rules.hours import BusinessHours, Opening
from twinhelm.people.rules.plans import Change, Fate, Fault, Plan, PlannedRow
from twinhelm.people.rules.presence import (
    DAY_MINUTES,
    Span,
    even_week,
    left_of_day,
    minutes_of,
    scaled_week,
)
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
    "DAY_MINUTES",
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
    "Span",
    "digest_of",
    "even_week",
    "is_setup_code",
    "left_of_day",
    "minutes_of",
    "new_secret",
    "scaled_week",
    "setup_code",
    "tidy_email",
]
