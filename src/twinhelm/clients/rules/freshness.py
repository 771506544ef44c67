"""When something known of a client has to be asked again."""

from datetime import datetime, timedelta

STALE_AFTER = timedelta(days=180)
"""Half a year: two business plans of most clients lie in it."""


def is_stale(confirmed_at: datetime, at: datetime) -> bool:
    return at - confirmed_at > STALE_AFTER
