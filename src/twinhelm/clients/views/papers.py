"""Notes and files of a client."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients import actions, policies
from twinhelm.clients.forms.one import FileForm, NoteForm
from twinhelm.clients.models import Client, ClientFile, ClientNote
from twinhelm.clients.views.business import back_to
from twinhelm.clients.views.doors import found, is_done, page
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock, files
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_POST
def new_note(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_see_notes(request.user))
    form = NoteForm(request.POST)
    by, at = request.user, clock.now()
    if is_done(form, lambda: actions.write_note(client, form.cleaned_data["text"], by=by, at=at)):
        return redirect(back_to(pk, "notes"))
    title, back = _("New note"), back_to(pk, "notes")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Keep"), back=back)


@require_http_methods(BOTH)
def note(request: MemberRequest, pk: int, note_pk: int) -> HttpResponse:
    one = found_note(request, pk, note_pk)
    require(policies.may_change_note(request.user, one))
    form = NoteForm(request.POST or None, initial={"text": one.text})
    by, at = request.user, clock.now()
    if request.method == "POST" and is_done(
        form, lambda: actions.change_note(one, form.cleaned_data["text"], by=by, at=at)
    ):
        return redirect(back_to(pk, f"note-{one.pk}"))
    title, back = _("Note"), back_to(pk, "notes")
    return page(request, "clients/edit.html", form=form, client=one.client, title=title, verb=_("Keep"), back=back)


@require_POST
def delete_note(request: MemberRequest, pk: int, note_pk: int) -> HttpResponse:
    one = found_note(request, pk, note_pk)
    actions.delete_note(one, by=request.user, at=clock.now())
    toast(request, _("The note is deleted."), undo_url=reverse("clients:put_back_note", args=[pk, note_pk]))
    return redirect(back_to(pk, "notes"))


@require_POST
def put_back_note(request: MemberRequest, pk: int, note_pk: int) -> HttpResponse:
    one = found_note(request, pk, note_pk, is_deleted=True)
    actions.put_back_note(one, by=request.user, at=clock.now())
    return redirect(back_to(pk, f"note-{one.pk}"))


def found_note(request: MemberRequest, pk: int, note_pk: int, *, is_deleted: bool = False) -> ClientNote:
    client = found(request, pk)
    require(policies.may_see_notes(request.user))
    rows = ClientNote.objects.filter(client=client, deleted_at__isnull=not is_deleted).select_related("client")
    return get_object_or_404(rows, pk=note_pk)


@require_POST
def add_file(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = FileForm(request.POST, request.FILES)
    if is_done(form, lambda: keep(request, client, form)):
        return redirect(back_to(pk, "files"))
    title, back = _("New file"), back_to(pk, "files")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Keep"), back=back)


def keep(request: MemberRequest, client: Client, form: FileForm) -> None:
    sent = form.cleaned_data["file"]
    claimed = sent.content_type or ""
    actions.add_file(client, sent.chunks(), name=sent.name, claimed=claimed, by=request.user, at=clock.now())


@require_safe
def file(request: MemberRequest, pk: int, file_pk: int) -> FileResponse:
    one = found_file(request, pk, file_pk)
    try:
        return files.handed_out(one.key, name=one.name, media_type=one.media_type)
    except FileNotFoundError:
        raise Http404 from None


@require_POST
def delete_file(request: MemberRequest, pk: int, file_pk: int) -> HttpResponse:
    one = found_file(request, pk, file_pk)
    actions.delete_file(one, by=request.user, at=clock.now())
    way_back = reverse("clients:put_back_file", args=[pk, file_pk])
    toast(request, _("“%(name)s” is deleted.") % {"name": one.name}, undo_url=way_back)
    return redirect(back_to(pk, "files"))


@require_POST
def put_back_file(request: MemberRequest, pk: int, file_pk: int) -> HttpResponse:
    one = found_file(request, pk, file_pk, is_deleted=True)
    actions.put_back_file(one, by=request.user, at=clock.now())
    return redirect(back_to(pk, "files"))


def found_file(request: MemberRequest, pk: int, file_pk: int, *, is_deleted: bool = False) -> ClientFile:
    """A file is as secret as the business that it tells of: for whoever doesn't see that, it isn't there."""
    client = found(request, pk)
    if not policies.may_see_business(request.user):
        raise Http404
    return get_object_or_404(ClientFile, pk=file_pk, client=client, deleted_at__isnull=not is_deleted)
