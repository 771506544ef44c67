"""Pages of what clients are told: all of them, and one; writing it, and looking at it through a contact's eyes."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.models import Contact
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import telling
from twinhelm.transition.forms.telling import BeginForm, TextsForm
from twinhelm.transition.models import Transition
from twinhelm.transition.queries import telling_list as lists
from twinhelm.transition.queries.telling_page import page_of
from twinhelm.transition.rules.placeholders import NAMES
from twinhelm.transition.rules.telling import TEXTS
from twinhelm.transition.views.telling_doors import done, find, for_leads
from twinhelm.ui.tables import csv_answer


@require_safe
@for_leads
def letters(request: MemberRequest) -> HttpResponse:
    rows = lists.told_of(list(lists.educations(request.user)[: lists.MOST]))
    context = {"rows": rows, "zone": request.user.zone, "lede": lists.lede_of(rows)}
    return render(request, "transition/letters.html", context)


@require_safe
@for_leads
def letters_csv(request: MemberRequest) -> StreamingHttpResponse:
    rows = lists.told_of(list(lists.educations(request.user)))
    header = [_("Client"), _("Subject"), _("Text"), _("Contact"), _("Address"), _("Letter"), _("When"), _("Why")]
    return csv_answer(_("letters to clients"), header, lists.table_of(rows, request.user.zone))


@require_safe
@for_leads
def letter(request: MemberRequest, pk: int) -> HttpResponse:
    return show(request, pk)


def show(request: MemberRequest, pk: int, *, refusal: Refusal | None = None) -> HttpResponse:
    """The page of one education; a refusal stands above it."""
    page = page_of(find(request, pk), request.user, at=clock.now())
    context = {"page": page, "education": page.education, "refusal": refusal, **facts_of(page.education)}
    return render(request, "transition/letter.html", context, status=refusal.status if refusal else 200)


def facts_of(education: Any) -> dict[str, Any]:
    return {"transition": education.transition, "client": education.transition.client}


@require_safe
@for_leads
def view_as(request: MemberRequest, pk: int, contact_id: int) -> HttpResponse:
    """Exactly as the contact will read it."""
    education = find(request, pk)
    contacts = Contact.objects.visible_to(request.user).filter(client=education.transition.client_id)
    contact = get_object_or_404(contacts.prefetch_related("addresses"), pk=contact_id)
    page = page_of(education, request.user, at=clock.now(), viewed=contact)
    context = {"page": page, "education": education, "contact": contact, **facts_of(education)}
    return render(request, "transition/letter_as.html", context)


@require_POST
@for_leads
def begin(request: MemberRequest, pk: int) -> HttpResponse:
    transition = get_object_or_404(Transition.objects.visible_to(request.user), pk=pk)
    form = BeginForm(request.POST, viewer=request.user)
    template = form.cleaned_data["template"] if form.is_valid() else None
    education = telling.begin(transition, template, by=request.user, at=clock.now())
    return redirect("transition:letter_edit", pk=education.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    education = find(request, pk)
    form = TextsForm(request.POST or None, initial={"version": education.version} | telling.texts_of(education))
    if request.method == "POST" and form.is_valid():
        try:
            kept = telling.adapt(education, form.texts(), version=form.seen, by=request.user, at=clock.now())
            return done(request, kept, _("Kept. Ask somebody to read it."))
        except Refusal as refusal:
            say(form, refusal)
    context = {"form": form, "education": education, "names": NAMES, "texts": TEXTS, **facts_of(education)}
    return render(request, "transition/letter_edit.html", context, status=422 if form.is_bound else 200)
