"""Numbers that come in addresses."""

LARGEST_NUMBER = 2**63 - 1


def number_in(text: str) -> int | None:
    """The row's number that the text names, if it names one that a row could have."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))):
        return None
    number = int(text)
    return number if number <= LARGEST_NUMBER else None
