"""Keeping the files that hang on a mail."""

from collections.abc import Iterator

from django.db import transaction

from twinhelm.conversations.models import Attachment, Message
from twinhelm.foundation import files
from twinhelm.letters import Letter

LARGEST = 64 * 1024 * 1024


def attach(letter: Letter, message: Message) -> None:
    """Files lie on disk before their rows are stored. Cost: one query, none without files."""
    rows: list[Attachment] = []
    try:
        for row, content in hung_on(letter, message):
            if content is not None:
                row.key = files.keep([content], folder="mail", most_bytes=LARGEST).key
            rows.append(row)
        with transaction.atomic(savepoint=False):
            Attachment.objects.bulk_create(rows)
    except BaseException:
        for row in rows:
            files.drop(row.key)
        raise


def hung_on(letter: Letter, message: Message) -> Iterator[tuple[Attachment, bytes | None]]:
    for one in letter.attachments:
        row = Attachment(
            message=message,
            name=files.safe_name(one.name),
            media_type=one.media_type,
            size=one.size,
            content_id=one.content_id[:250],
            is_inline=one.is_inline,
        )
        yield row, one.content
    if letter.invitation and not any(one.media_type == "text/calendar" for one in letter.attachments):
        content = letter.invitation.encode()
        row = Attachment(message=message, name="invitation.ics", media_type="text/calendar", size=len(content))
        yield row, content
