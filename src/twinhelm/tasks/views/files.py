"""Files of a task."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock, files
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import files as keeping
from twinhelm.tasks.forms.talk import TaskFileForm
from twinhelm.tasks.models import Task, TaskFile
from twinhelm.tasks.policies.talk import may_comment
from twinhelm.tasks.views.talk import found
from twinhelm.ui.toasts import toast


@require_POST
def add_file(request: MemberRequest, pk: int) -> HttpResponse:
    task = found(request, pk)
    require(may_comment(request.user))
    form = TaskFileForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            sent = form.cleaned_data["file"]
            claimed = sent.content_type or ""
            keeping.add_file(task, sent.chunks(), name=sent.name, claimed=claimed, by=request.user, at=clock.now())
            return redirect(place(task))
    except Refusal as refusal:
        say(form, refusal)
    return render(request, "tasks/comment.html", {"task": task, "form": form, "is_file": True}, status=422)


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
    keeping.delete_file(one, by=request.user, at=clock.now())
    way_back = reverse("tasks:put_back_file", args=[pk, file_pk])
    toast(request, _("“%(name)s” is deleted.") % {"name": one.name}, undo_url=way_back)
    return redirect(place(one.task))


@require_POST
def put_back_file(request: MemberRequest, pk: int, file_pk: int) -> HttpResponse:
    one = found_file(request, pk, file_pk, is_deleted=True)
    keeping.put_back_file(one, by=request.user, at=clock.now())
    return redirect(place(one.task))


def found_file(request: MemberRequest, pk: int, file_pk: int, *, is_deleted: bool = False) -> TaskFile:
    rows = TaskFile.objects.filter(task=found(request, pk), deleted_at__isnull=not is_deleted)
    return get_object_or_404(rows.select_related("task"), pk=file_pk)


def place(task: Task) -> str:
    return reverse("tasks:task", args=[task.pk]) + "#files"
