"""Pages of templates of what clients are told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import texts as actions
from twinhelm.transition.forms.telling import TemplateForm
from twinhelm.transition.models import EducationTemplate
from twinhelm.transition.queries.ready_texts import ready_texts
from twinhelm.transition.rules.placeholders import NAMES
from twinhelm.transition.views.telling_doors import for_leads
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def texts(request: MemberRequest) -> HttpResponse:
    rows = EducationTemplate.objects.visible_to(request.user).select_related("made_by").order_by("name", "pk")
    context = {"rows": rows, "ready": [] if rows else ready_texts()}
    return render(request, "transition/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def new(request: MemberRequest) -> HttpResponse:
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_text(form.draft(), by=request.user, at=clock.now())
            return kept(request, made)
        except Refusal as refusal:
            say(form, refusal)
    return page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def text(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(EducationTemplate.objects.visible_to(request.user), pk=pk)
    form = TemplateForm(
        request.POST or None, initial={name: getattr(found, name) for name in (*actions.FIELDS, "version")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_text(found, form.draft(), version=form.seen, by=request.user, at=clock.now())
            return kept(request, found)
        except Refusal as refusal:
            say(form, refusal)
    return page(request, form, found)


@require_POST
@for_leads
def take_ready(request: MemberRequest) -> HttpResponse:
    made = actions.take_ready_texts(by=request.user, at=clock.now())
    toast(request, _("They are yours now: change them as you like.") if made else _("They are there already."))
    return redirect("transition:texts")


@require_POST
@for_leads
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(EducationTemplate.objects.visible_to(request.user), pk=pk)
    actions.delete_text(found, by=request.user, at=clock.now())
    back = reverse("transition:text_put_back", args=[pk])
    toast(request, _("“%(name)s” is deleted.") % {"name": found.name}, undo_url=back)
    return redirect("transition:texts")


@require_POST
@for_leads
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    rows = EducationTemplate.objects.all() if leads_work(request.user) else EducationTemplate.objects.none()
    found = actions.put_back_text(get_object_or_404(rows, pk=pk), by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is back.") % {"name": found.name})
    return redirect("transition:texts")


def kept(request: MemberRequest, made: EducationTemplate) -> HttpResponse:
    toast(request, _("“%(name)s” is kept.") % {"name": made.name})
    return redirect("transition:texts")


def page(request: MemberRequest, form: TemplateForm, found: EducationTemplate | None) -> HttpResponse:
    context = {"form": form, "text": found, "names": NAMES}
    return render(request, "transition/text.html", context, status=422 if form.is_bound else 200)
