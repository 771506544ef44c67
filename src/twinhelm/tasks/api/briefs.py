"""Over JSON: briefs and their understanding."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.tasks.actions import understanding as actions
from twinhelm.tasks.actions.briefing import write_brief
from twinhelm.tasks.models import Brief, Question, Task
from twinhelm.tasks.queries.unclear import unclear_for
from twinhelm.tasks.schemas.briefs import (
    AnswerConfirmedInput,
    AnswerSentBackInput,
    BriefAnswerInput,
    BriefInput,
    BriefQuestionsInput,
    BriefSkippedInput,
    QuestionReplyInput,
    UnclearTaskShown,
    UnderstandingShown,
)

router = Router(tags=["tasks"])


@router.get("/unclear-tasks", response=Page[UnclearTaskShown], summary="What is given to somebody and not understood")
def list_unclear(request: Asked, paging: Pages) -> dict[str, Any]:
    rows, after = page_of(unclear_for(request.user).not_understood(), (Key("pk"),), paging)
    return {"rows": rows, "next": after}


@router.get("/tasks/{int:task_id}/brief", response=UnderstandingShown, summary="Brief, answer and questions of a task")
def show_brief(request: Asked, task_id: Id) -> dict[str, Any]:
    return shown(found(request, task_id))


@router.put("/tasks/{int:task_id}/brief", response=UnderstandingShown, summary="Write the brief, or part of it")
def put_brief(request: Asked, task_id: Id, wanted: BriefInput) -> dict[str, Any]:
    task = found(request, task_id)
    facts: Any = wanted.dict(exclude={"version"}, exclude_none=True)
    write_brief(task, version=wanted.version, by=request.user, at=clock.now(), **facts)
    return shown(task)


@router.post("/tasks/{int:task_id}/answer", response=UnderstandingShown, summary="Answer the brief of your task")
def answer_brief(request: Asked, task_id: Id, wanted: BriefAnswerInput) -> dict[str, Any]:
    task = found(request, task_id)
    actions.answer_brief(task, **wanted.dict(), by=request.user, at=clock.now())
    return shown(task)


@router.post("/tasks/{int:task_id}/questions", response=UnderstandingShown, summary="Ask about the brief of your task")
def ask_about_brief(request: Asked, task_id: Id, wanted: BriefQuestionsInput) -> dict[str, Any]:
    task = found(request, task_id)
    actions.ask(task, texts=wanted.questions, by=request.user, at=clock.now())
    return shown(task)


@router.post(
    "/tasks/{int:task_id}/questions/{question_id}/reply", response=UnderstandingShown, summary="Answer a question"
)
def reply_to_question(request: Asked, task_id: Id, question_id: Id, wanted: QuestionReplyInput) -> dict[str, Any]:
    task = found(request, task_id)
    question = get_object_or_404(Question.objects.select_related("task__project"), pk=question_id, task=task)
    actions.reply(question, answer=wanted.answer, by=request.user, at=clock.now())
    return shown(task)


@router.post("/tasks/{int:task_id}/confirm", response=UnderstandingShown, summary="Confirm that it is understood")
def confirm_answer(request: Asked, task_id: Id, wanted: AnswerConfirmedInput) -> dict[str, Any]:
    task = found(request, task_id)
    actions.confirm(task, answer_id=wanted.answer_id, by=request.user, at=clock.now())
    return shown(task)


@router.post("/tasks/{int:task_id}/send-back", response=UnderstandingShown, summary="Send the answer back, and why")
def send_answer_back(request: Asked, task_id: Id, wanted: AnswerSentBackInput) -> dict[str, Any]:
    task = found(request, task_id)
    actions.send_back(task, answer_id=wanted.answer_id, why=wanted.why, by=request.user, at=clock.now())
    return shown(task)


@router.post("/tasks/{int:task_id}/skip", response=UnderstandingShown, summary="Nobody has to answer, and why")
def skip_brief(request: Asked, task_id: Id, wanted: BriefSkippedInput) -> dict[str, Any]:
    task = found(request, task_id)
    actions.skip(task, why=wanted.why, by=request.user, at=clock.now())
    return shown(task)


@router.delete("/tasks/{int:task_id}/skip", response=UnderstandingShown, summary="It is to be answered after all")
def end_brief_skip(request: Asked, task_id: Id) -> dict[str, Any]:
    task = found(request, task_id)
    actions.end_skip(task, by=request.user, at=clock.now())
    return shown(task)


def found(request: Asked, task_id: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("project__client", "assignee")
    return get_object_or_404(rows, pk=task_id)


def shown(task: Task) -> dict[str, Any]:
    """As it is stored now. Cost: four queries."""
    task.refresh_from_db(fields=["understanding", "understanding_since"])
    return {
        "task_id": task.pk,
        "understanding": task.understanding,
        "since": task.understanding_since,
        "brief": Brief.objects.filter(task=task).first(),
        "answer": actions.standing_of(task, task.assignee),
        "questions": list(Question.objects.filter(task=task).order_by("pk")),
    }
