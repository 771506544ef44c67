"""What is said at a task, and who follows it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import commenting, watching
from twinhelm.tasks.forms.talk import ChangedCommentForm, CommentForm
from twinhelm.tasks.models import Comment, Task
from twinhelm.tasks.navigation.talk import facts_of
from twinhelm.tasks.policies.talk import may_change_comment, may_comment
from twinhelm.ui.toasts import toast

HTMX = "HX-Request"


@require_safe
def talk(request: MemberRequest, pk: int) -> HttpResponse:
    """Alone, for pages that are open while others speak."""
    return fragment(request, found(request, pk))


@require_POST
def say_it(request: MemberRequest, pk: int) -> HttpResponse:
    task = found(request, pk)
    require(may_comment(request.user))
    form = CommentForm(request.POST)
    try:
        if form.is_valid():
            text, key = form.cleaned_data["text"], form.cleaned_data["key"]
            commenting.write_comment(task, text, key=key, by=request.user, at=clock.now())
            return fragment(request, task) if HTMX in request.headers else redirect(place(task))
    except Refusal as refusal:
        say(form, refusal)
    if HTMX in request.headers:
        return fragment(request, task, form=form, status=422)
    return render(request, "tasks/comment.html", {"task": task, "form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    one = found_comment(request, pk, comment_pk)
    require(may_change_comment(request.user, one))
    if request.method != "POST":
        form = ChangedCommentForm(initial={"text": one.text, "version": one.version})
        return render(request, "tasks/comment.html", {"task": one.task, "form": form, "comment": one})
    form = ChangedCommentForm(request.POST)
    try:
        if form.is_valid():
            text, version = form.cleaned_data["text"], form.cleaned_data["version"]
            commenting.change_comment(one, text, version=version, by=request.user, at=clock.now())
            return redirect(place(one.task))
    except Refusal as refusal:
        form = ChangedCommentForm(request.POST.dict() | {"version": refusal.fields.get("version", one.version)})
        form.full_clean()
        say(form, refusal)
    return render(request, "tasks/comment.html", {"task": one.task, "form": form, "comment": one}, status=422)


@require_POST
def delete_comment(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    one = found_comment(request, pk, comment_pk)
    commenting.delete_comment(one, by=request.user, at=clock.now())
    way_back = reverse("tasks:put_back_comment", args=[pk, comment_pk])
    toast(request, _("The comment is deleted."), undo_url=way_back)
    return redirect(place(one.task))


@require_POST
def put_back_comment(request: MemberRequest, pk: int, comment_pk: int) -> HttpResponse:
    one = found_comment(request, pk, comment_pk, is_deleted=True)
    commenting.put_back_comment(one, by=request.user, at=clock.now())
    return redirect(place(one.task))


@require_POST
def watch(request: MemberRequest, pk: int) -> HttpResponse:
    task = found(request, pk)
    watching.watch(task, by=request.user, at=clock.now())
    return redirect(place(task))


@require_POST
def unwatch(request: MemberRequest, pk: int) -> HttpResponse:
    task = found(request, pk)
    watching.unwatch(task, by=request.user, at=clock.now())
    return redirect(place(task))


@require_POST
def seen(request: MemberRequest, pk: int) -> HttpResponse:
    """The member has the task before them: what they were told of it is read."""
    task, by, at = found(request, pk), request.user, clock.now()
    commenting.see_mentions(task, by=by, at=at)
    watching.see(task, by=by, at=at)
    return HttpResponse(status=204)


def found(request: MemberRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("project__client", "assignee")
    return get_object_or_404(rows, pk=pk)


def found_comment(request: MemberRequest, pk: int, comment_pk: int, *, is_deleted: bool = False) -> Comment:
    rows = Comment.objects.filter(task=found(request, pk), deleted_at__isnull=not is_deleted)
    return get_object_or_404(rows.select_related("task", "by"), pk=comment_pk)


def place(task: Task) -> str:
    return reverse("tasks:task", args=[task.pk]) + "#talk"


def fragment(request: MemberRequest, task: Task, *, form: CommentForm | None = None, status: int = 200) -> HttpResponse:
    return render(request, "tasks/_talk.html", facts_of(task, request.user, form), status=status)
