"""What the pages of the work have in common: finding through the member, and going back."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.models import Task

MOST = 500


def asked(request: MemberRequest, pk: int) -> Task:
    """The task, if the member sees it. Project, client and assignee are loaded."""
    found = Task.objects.visible_to(request.user).select_related(
        "project__client", "assignee", "milestone", "scope_item", "responsibility", "skill", "parent", "made_by"
    )
    return get_object_or_404(found, pk=pk)


def chosen_ids(request: HttpRequest) -> list[int]:
    names = request.POST.getlist("pk") or request.GET.getlist("pk")
    return list(dict.fromkeys(number for name in names[:MOST] if (number := number_in(name))))


def back_to(request: HttpRequest) -> str:
    """Where the act was asked for."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("tasks:tasks")


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
