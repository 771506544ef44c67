"""How long a contact's way in is good, in plain values."""

from datetime import timedelta

LINK_LASTS = timedelta(minutes=10)
VISIT_LASTS = timedelta(days=7)
LINKS_AN_HOUR = 5
PAGE = "for-you/"
"""Below it stand all pages that contacts reach; a link is `for-you/open/<secret>/`."""
