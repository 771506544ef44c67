"""Answering a brief, asking, confirming, sending back, skipping: each one post."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.actions import reworking
from twinhelm.tasks.actions import understanding as actions
from twinhelm.tasks.choices import ReworkCause
from twinhelm.tasks.models import Question, Rework, Task
from twinhelm.tasks.views.asked import asked
from twinhelm.tasks.views.task import page
from twinhelm.ui.toasts import toast


@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    task, words = asked(request, pk), request.POST
    facts = {"delivered": words.get("delivered", ""), "checked": words.get("checked", "")}
    version = number_in(words.get("brief_version", ""))
    return done(
        request,
        task,
        lambda: actions.answer_brief(task, **facts, brief_version=version, by=request.user, at=clock.now()),
        _("Answered. Whoever leads the production confirms it now."),
    )


@require_POST
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Each line is a question of its own."""
    task = asked(request, pk)
    texts = request.POST.get("text", "").splitlines()[:20]
    return done(request, task, lambda: actions.ask(task, texts=texts, by=request.user, at=clock.now()), _("Asked."))


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    task, answer_id = asked(request, pk), number_in(request.POST.get("answer", "")) or 0
    return done(
        request,
        task,
        lambda: actions.confirm(task, answer_id=answer_id, by=request.user, at=clock.now()),
        _("“%(title)s” is ready.") % {"title": task.title[:60]},
    )


@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    task, answer_id = asked(request, pk), number_in(request.POST.get("answer", "")) or 0
    why = request.POST.get("why", "")
    return done(
        request,
        task,
        lambda: actions.send_back(task, answer_id=answer_id, why=why, by=request.user, at=clock.now()),
        _("Sent back."),
    )


@require_POST
def skip(request: MemberRequest, pk: int) -> HttpResponse:
    task, why = asked(request, pk), request.POST.get("why", "")
    return done(
        request,
        task,
        lambda: actions.skip(task, why=why, by=request.user, at=clock.now()),
        _("Nobody has to answer “%(title)s” now.") % {"title": task.title[:60]},
        undo_url=reverse("tasks:end_skip", args=[task.pk]),
    )


@require_POST
def end_skip(request: MemberRequest, pk: int) -> HttpResponse:
    task = asked(request, pk)
    return done(
        request,
        task,
        lambda: actions.end_skip(task, by=request.user, at=clock.now()),
        _("It is to be answered after all."),
    )


@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    question = asked_question(request, pk)
    return done(
        request,
        question.task,
        lambda: actions.reply(question, answer=request.POST.get("answer", ""), by=request.user, at=clock.now()),
        _("Answered."),
    )


@require_POST
def into_brief(request: MemberRequest, pk: int) -> HttpResponse:
    question = asked_question(request, pk)
    return done(
        request,
        question.task,
        lambda: actions.put_into_brief(question, by=request.user, at=clock.now()),
        _("It stands in the brief."),
    )


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    question = asked_question(request, pk)
    return done(
        request,
        question.task,
        lambda: actions.withdraw(question, by=request.user, at=clock.now()),
        _("The question is withdrawn."),
    )


@require_POST
def rework(request: MemberRequest, pk: int) -> HttpResponse:
    """Why something that was done is open again; one click."""
    task, cause = asked(request, pk), request.POST.get("cause", "")
    note = request.POST.get("note", "")
    known = cause if cause in ReworkCause.values else ""
    return done(
        request,
        task,
        lambda: reworking.note_rework(task, cause=known, note=note, by=request.user, at=clock.now()),
        _("Noted."),
    )


@require_POST
def take_back_rework(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Rework.objects.filter(task__in=Task.objects.visible_to(request.user).values("pk"))
    found = get_object_or_404(visible.select_related("task"), pk=pk)
    return done(
        request,
        found.task,
        lambda: reworking.take_back_rework(found, by=request.user, at=clock.now()),
        _("Taken back."),
    )


def asked_question(request: MemberRequest, pk: int) -> Question:
    seen = Task.objects.visible_to(request.user).values("pk")
    rows = Question.objects.filter(task__in=seen).select_related("task__project__client", "task__assignee")
    return get_object_or_404(rows, pk=pk)


def done(
    request: MemberRequest, task: Task, act: Callable[[], object], sentence: str, *, undo_url: str = ""
) -> HttpResponse:
    """What was refused stands on the page of the task, with the words that were typed."""
    try:
        act()
    except Refusal as refusal:
        return page(request, asked(request, task.pk), status=refusal.status, refusal=refusal.reason)
    toast(request, sentence, undo_url=undo_url)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if is_ours else reverse("tasks:task", args=[task.pk]))
