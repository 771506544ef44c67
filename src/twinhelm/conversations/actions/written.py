"""Letters that an area above writes in a member's name: posted once under their key, out of the way of what people write."""

from datetime import datetime

from django.db import transaction

from twinhelm.conversations.actions.drafts import Written, keep
from twinhelm.conversations.actions.sending import post_letter
from twinhelm.conversations.models import Conversation, Draft, Message, MessageBody
from twinhelm.letters import clean
from twinhelm.people.models import Member

HIDDEN = "–"


@transaction.atomic
def post_written(
    written: Written, html: str, *, by: Member, at: datetime, not_before: datetime | None = None, secret: str = ""
) -> Message:
    """The message that was posted, or the one posted before under the key of `written`.

    secret: a part of the text that only the recipient may read, for instance a link that lets them in; colleagues who
    read the conversation see a dash in its place.
    Raises NotPermitted, AlreadySent, NoMailbox, Invalid.
    """
    if posted := Message.objects.filter(outgoing__key=written.key).first():
        return posted
    draft = keep(written, by=by, at=at)
    draft.html = clean(html)
    message = post_letter(draft, by=by, at=at, key=written.key, not_before=not_before)
    draft.message, draft.sent_at = message, at
    draft.save(update_fields=["message", "sent_at"])
    if secret:
        hide(secret, draft, message)
    return message


def hide(secret: str, draft: Draft, message: Message) -> None:
    """What goes over the wire keeps it; what is read here doesn't."""
    body = MessageBody.objects.get(message=message)
    for row, names in ((draft, ("text", "html")), (body, ("text", "new_text", "html"))):
        for name in names:
            setattr(row, name, getattr(row, name).replace(f' href="{secret}"', "").replace(secret, HIDDEN))
        row.save(update_fields=names)
    message.words = " ".join(body.new_text.split())[:250]
    message.save(update_fields=["words"])
    Conversation.objects.filter(pk=message.conversation_id).update(last_words=message.words)
