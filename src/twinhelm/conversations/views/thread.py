"""One conversation, the mails in it and the files that hang on them."""

import uuid

from csp.constants import SELF
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from twinhelm.conversations.models import Attachment, Conversation, Draft, Message
from twinhelm.conversations.policies.conversations import may_close_to_others, may_file, may_work_on
from twinhelm.conversations.queries.frames import framed, policy_of
from twinhelm.conversations.queries.inbox import filter_choices
from twinhelm.conversations.queries.thread import Thread, thread
from twinhelm.conversations.queries.writing import letter_of
from twinhelm.conversations.views.asked import asked
from twinhelm.foundation import clock, files
from twinhelm.people.views.doors import MemberRequest
from twinhelm.responsibilities.models import Responsibility


@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    return with_frames(render(request, "conversations/conversation.html", page_of(request, asked(request, pk))))


def with_frames(page: HttpResponse) -> HttpResponse:
    """Mails stand in frames of our own; no other page may have one."""
    vars(page)["_csp_update"] = {"frame-src": [SELF]}
    return page


def page_of(request: MemberRequest, conversation: Conversation, **more: object) -> dict[str, object]:
    """Everything that the page shows, for who asks."""
    now = clock.now()
    found = thread(conversation, request.user, now, whole="whole" in request.GET)
    return {
        **answer_of(request, conversation, found),
        "thread": found,
        "one": conversation,
        "now": now,
        "may_work": may_work_on(request.user, conversation),
        "may_file": may_file(request.user),
        "may_close": may_close_to_others(request.user, conversation),
        "lines": list(Responsibility.objects.current().in_order()),
        "members": filter_choices(request.user)["members"],
        "as_text": request.GET.get("text", ""),
        "as_mail": request.GET.get("mail", ""),
        "with_pictures": request.GET.get("pictures", ""),
        **more,
    }


def answer_of(request: MemberRequest, conversation: Conversation, found: Thread) -> dict[str, object]:
    """The letter below the conversation: what was begun, or what an answer begins with."""
    draft = Draft.objects.being_written().filter(conversation=conversation, by=request.user).first()
    known = {"last_in": found.last_in, "contact": found.contact, "leads": found.leads, "to_all": "all" in request.GET}
    return {
        "letter": letter_of(request.user, conversation, draft, at=clock.now(), **known),
        "key": (draft.key if draft else "") or str(uuid.uuid4()),
        "answering": "answer" in request.GET or "all" in request.GET,
    }


@require_safe
@xframe_options_sameorigin
def mail(request: MemberRequest, pk: int) -> HttpResponse:
    """A mail's own layout, for a frame in which nothing runs; `?pictures=1` lets it fetch those from elsewhere."""
    message = message_of(request, pk)
    remote = "pictures" in request.GET
    answer = HttpResponse(framed(message, remote=remote))
    answer["Content-Security-Policy"] = policy_of(request.build_absolute_uri("/"), remote=remote)
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "private, no-store"
    return answer


def message_of(request: MemberRequest, pk: int) -> Message:
    found = Message.objects.filter(conversation__in=Conversation.objects.visible_to(request.user), dropped_at=None)
    return get_object_or_404(found.select_related("body", "conversation__mailbox"), pk=pk)


@require_safe
def attachment(request: MemberRequest, pk: int) -> HttpResponseBase:
    """To who sees its message now, whoever saw it before; to its writer while it waits with a draft."""
    found = get_object_or_404(Attachment.objects.select_related("message"), pk=pk)
    if found.message_id:
        message_of(request, found.message_id)
    else:
        get_object_or_404(Draft.objects.visible_to(request.user), pk=found.draft_id)
    if not found.key:
        raise Http404(_("This file was too large to keep."))
    try:
        return files.handed_out(found.key, name=found.name, media_type=found.media_type)
    except FileNotFoundError:
        raise Http404(_("This file is not here any more.")) from None
