"""From which address a member's letters about meetings go, so that answers come back to a mailbox that is read."""

from twinhelm.conversations.choices import MailboxKind
from twinhelm.conversations.models import Mailbox
from twinhelm.people.models import Member


def mailbox_of(member: Member) -> Mailbox | None:
    """Their own, else a shared one that they may use. Cost: one query."""
    usable = Mailbox.objects.visible_to(member).exclude(smtp_host="").order_by("pk")
    found = list(usable)
    own = [one for one in found if one.owner_id == member.pk]
    shared = [one for one in found if one.kind == MailboxKind.SHARED]
    return next(iter([*own, *shared]), None)


def sending_address(member: Member) -> str:
    mailbox = mailbox_of(member)
    return (mailbox.address if mailbox else member.email or "").lower()
