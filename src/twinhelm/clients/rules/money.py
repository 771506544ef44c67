"""Money as people write it, and as it is shown. No currency: an agency counts in one."""

import re

MOST_CENTS = 10**13
SPACES = " \u00a0\u202f'’"
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
THOUSAND, MILLION = 1_000, 1_000_000


def cents_of(text: str) -> int | None:
    """`120,000`, `120.000,00` and `120 000.5` alike; None when it can't be read as an amount of money, or is beyond any.

    A last point or comma before one or two digits is the decimal one; every other one groups thousands.
    """
    bare = "".join(sign for sign in text.strip() if sign not in SPACES)
    whole, mark, rest = bare, "", ""
    for sign in ".,":
        before, found, after = bare.rpartition(sign)
        if found and len(after) in (1, 2):
            whole, mark, rest = before, found, after
    if mark and not (rest.isascii() and rest.isdigit()):
        return None
    if not whole.isascii() or not GROUPED.fullmatch(whole) or (mark and mark in whole):
        return None
    digits = "".join(sign for sign in whole if sign.isdigit())
    if len(digits) > len(str(MOST_CENTS)):
        return None
    cents = int(digits) * 100 + int(rest.ljust(2, "0") or 0)
    return cents if cents <= MOST_CENTS else None


def written(cents: int | None) -> str:
    """As `cents_of` reads it back: `120000` or `120000.50`; nothing when it isn't known."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)
