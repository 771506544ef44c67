"""The doors of bringing tasks in."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door
from twinhelm.people.models import DryRun, Member
from twinhelm.tasks.choices import ActKind, BroughtFrom
from twinhelm.tasks.models import Act, TaskImport

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))
OWNERS_OWN = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"account_manager", "production_manager"}))
"""The owner of the world brought the file; other leads have files of their own."""
WHO_BROUGHT_IT = Rule(frozenset({"owner", "token_read"}), refusal=404)


def run_of(world: World) -> dict[str, Any]:
    return {"pk": world.more["task_run"].pk}


def import_of(world: World) -> dict[str, Any]:
    return {"pk": world.more["task_import"].pk}


BRINGING: dict[str, Door] = {
    "tasks/import/": door(GET=LEADS, POST=LEADS),
    "tasks/import/<int:pk>/": door(run_of, GET=OWNERS_OWN, POST=OWNERS_OWN),
    "tasks/import/<int:pk>/confirm/": door(run_of, POST=OWNERS_OWN),
    "tasks/import/<int:pk>/drop/": door(run_of, POST=OWNERS_OWN),
    "tasks/import/<int:pk>/left-out.csv": door(run_of, GET=OWNERS_OWN),
    "tasks/imported/<int:pk>/take-out/": door(import_of, POST=WHO_BROUGHT_IT),
}
BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A file that the owner looks at, and one that they brought in."""
    owner = members["owner"]
    counts = {"new": 0, "changed": 0, "same": 0, "bad": 0}
    found = {"counts": counts, "places": {}, "ignored": [], "new": [], "changed": [], "bad": []}
    found |= {"source": "trello", "board": "", "statuses": [], "people": [], "to_seat": [], "without": []}
    found |= {"comments": 0, "subtasks": 0, "choices": {"project": more["work_project"].pk}}
    run = DryRun.objects.create(
        kind="tasks", name="board.json", digest="", plan_digest="", findings=found, made_by=owner, made_at=at
    )
    act = Act.objects.create(kind=ActKind.BROUGHT, by=owner, at=at)
    made = TaskImport.objects.create(
        source=BroughtFrom.TRELLO, name="b", digest="", project=more["work_project"], act=act, by=owner, at=at
    )
    return {"task_run": run, "task_import": made}
