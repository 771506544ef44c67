"""Views that are kept: private, or for everybody."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import saved_views as acts
from twinhelm.tasks.choices import Layout
from twinhelm.tasks.models import SavedView
from twinhelm.tasks.policies.lists import may_change_view, may_share_view
from twinhelm.ui.toasts import toast

PAGES = {Layout.LIST: "tasks:tasks", Layout.BOARD: "tasks:board", Layout.TIMELINE: "tasks:timeline"}


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: MemberRequest) -> HttpResponse:
    """All that the member sees; a post keeps what stands in the address now."""
    if request.method == "POST":
        layout, query = request.POST.get("layout", ""), request.POST.get("query", "").lstrip("?")
        view = acts.keep_view(
            name=request.POST.get("name", ""), query=query, layout=layout, by=request.user, at=clock.now()
        )
        toast(request, _("“%(name)s” is kept.") % {"name": view.name})
        return redirect(address_of(view))
    found = SavedView.objects.visible_to(request.user).select_related("member").order_by("name", "pk")
    rows = [(one, address_of(one), bool(may_change_view(request.user, one))) for one in found]
    context = {"rows": rows, "may_share": bool(may_share_view(request.user))}
    return render(request, "tasks/views.html", context)


@require_POST
def change(request: MemberRequest, pk: int) -> HttpResponse:
    view = asked_view(request, pk)
    is_shared = request.POST.get("is_shared") == "1"
    acts.rename_view(
        view, name=request.POST.get("name", view.name), is_shared=is_shared, by=request.user, at=clock.now()
    )
    return redirect("tasks:views")


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    view = asked_view(request, pk)
    acts.delete_view(view, by=request.user, at=clock.now())
    words = {"name": view.name}
    toast(request, _("“%(name)s” is deleted.") % words, undo_url=reverse("tasks:put_view_back", args=[view.pk]))
    return redirect("tasks:views")


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.filter(member=request.user), pk=pk)
    acts.put_view_back(view, by=request.user, at=clock.now())
    return redirect("tasks:views")


def asked_view(request: MemberRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


def address_of(view: SavedView) -> str:
    """A layout that isn't there opens as the list."""
    try:
        page = reverse(PAGES[Layout(view.layout)])
    except NoReverseMatch:
        page = reverse("tasks:tasks")
    return f"{page}?{view.query}" if view.query else page
