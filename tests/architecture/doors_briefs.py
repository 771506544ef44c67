"""The doors of briefs and their understanding."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ANY_MEMBER, Door, Rule, World, door
from twinhelm.people.models import Member
from twinhelm.tasks.models import BriefTemplate, Rework
from twinhelm.tasks.testing import a_question

WRITES = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))
KEEPS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Templates aren't there for makers and finance."""
ANSWERS = Rule(frozenset({"maker"}))
"""The task of the world is the maker's."""
CONFIRMS = Rule(frozenset({"owner", "production_manager", "token_read"}))
NOTES_REWORK = Rule(frozenset({"owner", "account_manager", "production_manager", "maker", "token_read"}))


def a_task(world: World) -> dict[str, Any]:
    number = world.more["task"].pk
    return {"pk": number, "task_id": number}


def a_question_of(world: World) -> dict[str, Any]:
    number = world.more["question"].pk
    return {"pk": number, "question_id": number, "task_id": world.more["task"].pk}


def a_rework(world: World) -> dict[str, Any]:
    return {"pk": world.more["rework"].pk}


def a_template(world: World) -> dict[str, Any]:
    return {"pk": world.more["brief_template"].pk}


def a_deleted_template(world: World) -> dict[str, Any]:
    return {"pk": world.more["deleted_brief_template"].pk}


def a_call(world: World) -> dict[str, Any]:
    return {"kind": "call", "pk": world.more["call"].pk}


WHO_READS_IT_AND_ADDS = Rule(
    frozenset({"owner", "account_manager", "production_manager", "token_read"}), hidden_from=frozenset({"maker"})
)

BRIEFS: dict[str, Door] = {
    "tasks/from/<slug:kind>/<int:pk>/": door(a_call, GET=WHO_READS_IT_AND_ADDS, POST=WHO_READS_IT_AND_ADDS),
    "tasks/rework/": door(GET=ANY_MEMBER),
    "tasks/rework.csv": door(GET=ANY_MEMBER),
    "tasks/unclear/": door(GET=ANY_MEMBER),
    "tasks/unclear.csv": door(GET=ANY_MEMBER),
    "tasks/unclear/rule/": door(GET=CONFIRMS, POST=CONFIRMS),
    "tasks/brief-templates/": door(GET=WRITES, POST=WRITES),
    "tasks/brief-templates/<int:pk>/": door(a_template, GET=KEEPS, POST=KEEPS),
    "tasks/brief-templates/<int:pk>/delete/": door(a_template, POST=KEEPS),
    "tasks/brief-templates/<int:pk>/put-back/": door(a_deleted_template, POST=KEEPS),
    "tasks/<int:pk>/brief/": door(a_task, GET=WRITES, POST=WRITES),
    **{f"tasks/<int:pk>/{act}/": door(a_task, POST=ANSWERS) for act in ("answer", "ask")},
    **{f"tasks/<int:pk>/{act}/": door(a_task, POST=CONFIRMS) for act in ("confirm", "send-back", "skip", "skip/end")},
    "tasks/<int:pk>/rework/": door(a_task, POST=NOTES_REWORK),
    "tasks/questions/<int:pk>/reply/": door(a_question_of, POST=CONFIRMS),
    "tasks/questions/<int:pk>/into-brief/": door(a_question_of, POST=WRITES),
    "tasks/questions/<int:pk>/withdraw/": door(a_question_of, POST=ANSWERS),
    "tasks/rework/<int:pk>/take-back/": door(a_rework, POST=NOTES_REWORK),
}
OF_TASK = "api/tasks/<int:task_id>"
BRIEFS |= {
    "api/unclear-tasks": door(GET=ANY_MEMBER),
    f"{OF_TASK}/brief": door(a_task, GET=ANY_MEMBER, PUT=WRITES),
    f"{OF_TASK}/answer": door(a_task, POST=ANSWERS),
    f"{OF_TASK}/questions": door(a_task, POST=ANSWERS),
    f"{OF_TASK}/questions/<question_id>/reply": door(a_question_of, POST=CONFIRMS),
    f"{OF_TASK}/confirm": door(a_task, POST=CONFIRMS),
    f"{OF_TASK}/send-back": door(a_task, POST=CONFIRMS),
    f"{OF_TASK}/skip": door(a_task, POST=CONFIRMS, DELETE=CONFIRMS),
}
BODIES: dict[str, Any] = {
    f"{OF_TASK}/brief": {"what": "A page where bakeries order"},
    f"{OF_TASK}/answer": {"delivered": "The page", "checked": "Marta orders"},
    f"{OF_TASK}/questions": {"questions": ["Before noon only?"]},
    f"{OF_TASK}/questions/<question_id>/reply": {"answer": "Until eleven"},
    f"{OF_TASK}/confirm": {"answer_id": 2**62},
    f"{OF_TASK}/send-back": {"answer_id": 2**62, "why": "The phone is missing"},
    f"{OF_TASK}/skip": {"why": "Told on the phone"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A question of the maker, and a rework of their task."""
    task = more["task"]
    facts = {"cause": "fault", "was_understood": False, "by": members["production_manager"], "at": at}
    made = {"made_by": members["production_manager"], "made_at": at}
    return {
        "brief_template": BriefTemplate.objects.create(name="Landing page", **made),
        "deleted_brief_template": BriefTemplate.objects.create(name="Mail", deleted_at=at, **made),
        "question": a_question(task, by=members["maker"]),
        "rework": Rework.objects.create(task=task, member=members["maker"], **facts),
    }
