"""Mailboxes over JSON: how far they are read, and a look on request."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.conversations.jobs import look
from twinhelm.conversations.models import Mailbox
from twinhelm.conversations.policies.mailboxes import may_look_now
from twinhelm.conversations.queries.mailboxes import MailboxState, states_of
from twinhelm.conversations.schemas.mailboxes import MailboxShown
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked

router = Router(tags=["mailboxes"])
BY_KEY = (Key("pk"),)
FOLDER = ("name", "role", "is_read", "is_gone", "last_seen_at")
MAILBOX = ("kind", "address", "name", "is_paused", "last_seen_at", "failed_since", "failure")


@router.get("/mailboxes", response=Page[MailboxShown], summary="Mailboxes that you may see, and how they are doing")
def list_mailboxes(request: Asked, paging: Pages) -> dict[str, Any]:
    rows, after = page_of(Mailbox.objects.visible_to(request.user), BY_KEY, paging)
    return {"rows": [shown(state) for state in states_of(rows)], "next": after}


@router.get("/mailboxes/{mailbox_id}", response=MailboxShown, summary="One mailbox")
def show_mailbox(request: Asked, mailbox_id: Id) -> dict[str, Any]:
    return shown(states_of([found(request, mailbox_id)])[0])


@router.post("/mailboxes/{mailbox_id}/look", response=MailboxShown, summary="Look at it now")
def look_at_mailbox(request: Asked, mailbox_id: Id) -> dict[str, Any]:
    mailbox = found(request, mailbox_id)
    require(may_look_now(request.user, mailbox))
    look(mailbox)
    return shown(states_of([mailbox])[0])


def found(request: Asked, mailbox_id: int) -> Mailbox:
    return get_object_or_404(Mailbox.objects.visible_to(request.user), pk=mailbox_id)


def shown(state: MailboxState) -> dict[str, Any]:
    folders = [{name: getattr(one.folder, name) for name in FOLDER} | {"behind": one.behind} for one in state.folders]
    told = {name: getattr(state.mailbox, name) for name in MAILBOX}
    return told | {"id": state.mailbox.pk, "behind": state.behind, "skipped": state.skipped, "folders": folders}
