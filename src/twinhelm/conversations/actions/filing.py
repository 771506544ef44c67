"""Which client conversations belong to, what is remembered of it, and taking that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import actions as clients
from twinhelm.clients.models import Client, ClientDomain, ContactAddress
from twinhelm.clients.rules.addresses import domain_of, tidy_email
from twinhelm.conversations import events
from twinhelm.conversations.actions.waiting import wait_anew
from twinhelm.conversations.choices import ConversationState, Remembered
from twinhelm.conversations.models import Call, Conversation, Filing, FilingMemory, Message
from twinhelm.conversations.policies.conversations import may_file
from twinhelm.conversations.queries.directory import Directory, directory
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


class AlreadyTakenBack(Refusal):
    """The filing was undone before."""


class FiledSince(Refusal):
    """Somebody has filed one of them elsewhere meanwhile."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is to be remembered: nothing, the one address, a contact with it, or everybody of its domain."""

    kind: Remembered | None = None
    address: str = ""
    name: str = ""


@transaction.atomic
def file(
    conversations: Iterable[Conversation], client: Client | None, memory: Memory, *, by: Member, at: datetime
) -> Filing:
    """They belong to the client from now on; without one they are nobody's and go nowhere.

    What is remembered decides where the next mail of the sender goes.
    """
    require(may_file(by))
    found = locked(conversations)
    before = [{name: getattr(one, name) for name in BEFORE} for one in found]
    filing = Filing.objects.create(client=client, conversations=before, by=by, at=at)
    known = directory()
    for conversation in found:
        move(conversation, client, known, at=at)
    remember(filing, client, memory, by=by, at=at)
    announce(
        events.ConversationsFiled(
            subject_id=found[0].pk if found else None,
            filing_id=filing.pk,
            client_id=client.pk if client else None,
            conversations=len(found),
        ),
        by=by,
        at=at,
    )
    return filing


@transaction.atomic
def undo(filing: Filing, *, by: Member, at: datetime) -> Filing:
    """Everything lies where it lay, and what was remembered by it is forgotten.

    Raises AlreadyTakenBack, FiledSince.
    """
    require(may_file(by))
    filing = Filing.objects.select_for_update(of=("self",)).select_related("client").get(pk=filing.pk)
    if filing.undone_at:
        raise AlreadyTakenBack(_("This was taken back already."))
    found = {one.pk: one for one in locked_ids([before["id"] for before in filing.conversations])}
    if any(one.client_id != filing.client_id for one in found.values()):
        raise FiledSince(_("One of them was filed elsewhere since. File them one by one."))
    known = directory()
    for before in filing.conversations:
        if conversation := found.get(before["id"]):
            restore(conversation, before, known)
    forget(filing, by=by, at=at)
    filing.undone_at = at
    filing.save(update_fields=["undone_at"])
    announce(events.FilingUndone(subject_id=next(iter(found), None), filing_id=filing.pk), by=by, at=at)
    return filing


BEFORE = ("id", "client_id", "state", "assigned_to_id", "candidates", "project_id")


def locked(conversations: Iterable[Conversation]) -> list[Conversation]:
    return locked_ids([one.pk for one in conversations])


def locked_ids(ids: Sequence[int]) -> list[Conversation]:
    found = Conversation.objects.select_for_update(of=("self",)).select_related("client", "mailbox")
    return list(found.filter(pk__in=ids).order_by("pk"))


def move(conversation: Conversation, client: Client | None, known: Directory, *, at: datetime) -> None:
    if client is None:
        conversation.client, conversation.state = None, ConversationState.SPAM
    else:
        is_new = conversation.client_id != client.pk
        conversation.client, conversation.candidates = client, []
        if conversation.state == ConversationState.SPAM:
            conversation.state = ConversationState.OPEN
        if is_new:
            conversation.project = None
        lead = known.account_lead(client, at)
        conversation.assigned_to = lead or conversation.assigned_to
    settle(conversation, known)


def restore(conversation: Conversation, before: dict[str, Any], known: Directory) -> None:
    conversation.client = Client.objects.filter(pk=before["client_id"]).first() if before["client_id"] else None
    for name in ("state", "assigned_to_id", "candidates", "project_id"):
        setattr(conversation, name, before[name])
    settle(conversation, known)


def settle(conversation: Conversation, known: Directory) -> None:
    """The promise is another client's now; messages and calls say whose they are themselves."""
    wait_anew(conversation, known)
    conversation.save()
    Message.objects.filter(conversation=conversation).update(client=conversation.client_id)
    Call.objects.filter(conversation=conversation).update(client=conversation.client_id)


def remember(filing: Filing, client: Client | None, memory: Memory, *, by: Member, at: datetime) -> None:
    address = tidy_email(memory.address)
    if memory.kind is None or not address:
        return
    filing.words = address
    if client is None or memory.kind == Remembered.ADDRESS:
        row, is_new = FilingMemory.objects.update_or_create(
            address=address, defaults={"client": client, "by": by, "at": at}
        )
        filing.remembered, filing.remembered_id = Remembered.ADDRESS, row.pk if is_new else None
    else:
        remember_person(filing, client, memory, address, by=by, at=at)
    filing.save(update_fields=["words", "remembered", "remembered_id"])


def remember_person(filing: Filing, client: Client, memory: Memory, address: str, *, by: Member, at: datetime) -> None:
    is_wide = memory.kind == Remembered.DOMAIN
    was_known = ClientDomain.objects.filter(domain=domain_of(address)).exists()
    was_contact = ContactAddress.objects.filter(value=address, contact__client=client).exists()
    contact = clients.remember_address(client, address, name=memory.name, with_domain=is_wide, by=by, at=at)
    Message.objects.filter(client=client, from_address=address, contact=None).update(contact=contact)
    own = ClientDomain.objects.filter(domain=domain_of(address), client=client).first()
    if is_wide and own:
        filing.words, filing.remembered = own.domain, Remembered.DOMAIN
        filing.remembered_id = None if was_known else own.pk
    else:
        filing.remembered, filing.remembered_id = Remembered.CONTACT, None if was_contact else contact.pk


def forget(filing: Filing, *, by: Member, at: datetime) -> None:
    if filing.remembered_id is None:
        return
    if filing.remembered == Remembered.ADDRESS:
        FilingMemory.objects.filter(pk=filing.remembered_id).delete()
    elif filing.remembered == Remembered.DOMAIN:
        if domain := ClientDomain.objects.filter(pk=filing.remembered_id).select_related("client").first():
            clients.remove_domain(domain, by=by, at=at)
    else:
        forget_contact(filing, by=by, at=at)


def forget_contact(filing: Filing, *, by: Member, at: datetime) -> None:
    """The contact keeps standing without the address: somebody may have written down more of them since."""
    kept = ContactAddress.objects.filter(contact=filing.remembered_id, kind="email").select_related("contact")
    emails = [one.value for one in kept if one.value != filing.words]
    if kept and filing.words:
        clients.change_contact(kept[0].contact, emails=emails, by=by, at=at)
