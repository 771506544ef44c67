"""Builders of mails: only what matters to a test is said."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from twinhelm.letters.letter import Address
from twinhelm.letters.outgoing import Draft

SENT_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ANA = Address("Ana", "ana@northlight.example")
ROSA = Address("Rosa Alder", "rosa@alder.example")


def a_draft(**given: Any) -> Draft:
    """From Ana to Rosa."""
    return Draft(
        **{
            "sender": ANA,
            "to": [ROSA],
            "subject": "The bread page",
            "text": "Hello Rosa,\n\nthe bread page is ready.\n",
            "message_id": "first@northlight.example",
            "sent_at": SENT_AT,
            **given,
        }
    )


def a_mail(text: str = "The oven is broken.", **fields: str) -> bytes:
    """From Rosa to Ana. fields: names with `_` for `-`; an empty value takes the field away."""
    mail = EmailMessage()
    given = {
        "From": "Rosa Alder <rosa@alder.example>",
        "To": "Ana <ana@northlight.example>",
        "Subject": "The oven",
        "Date": "Mon, 23 Nov 2026 10:30:00 +0100",
        "Message-ID": "<oven-1@alder.example>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    for name, value in given.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()
