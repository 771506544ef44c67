"""What the pages of conversations have in common: finding through the member, and going back."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from twinhelm.conversations.forms.inbox import MOST
from twinhelm.conversations.models import Conversation
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest


def asked(request: MemberRequest, pk: int) -> Conversation:
    """The conversation, if the member sees it. Its client, mailbox and assignee are loaded."""
    found = Conversation.objects.visible_to(request.user).select_related("client", "mailbox", "assigned_to", "project")
    return get_object_or_404(found, pk=pk)


def chosen(request: MemberRequest, names: list[str]) -> list[Conversation]:
    """All that were chosen and that the member sees; raises Http404 when none is."""
    wanted = [number for name in names[:MOST] if (number := number_in(name))]
    found = list(
        Conversation.objects.visible_to(request.user).select_related("client", "mailbox").filter(pk__in=wanted)
    )
    if not found:
        raise Http404
    return found


def back_to(request: MemberRequest) -> str:
    """Where the act was asked for."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("conversations:inbox")
