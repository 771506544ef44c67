"""Writing briefs: two people at once lose nothing, each version is kept, and who had answered answers again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.choices import GoalState
from twinhelm.clients.models import Goal
from twinhelm.conversations.models import Call, Meeting, Message
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.readiness import settle
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.events.briefs import BriefChanged
from twinhelm.tasks.models import Brief, BriefTemplate, BriefVersion, Task
from twinhelm.tasks.policies import briefs as policies
from twinhelm.tasks.queries.briefs import names_of, words_at, words_of
from twinhelm.tasks.rules.briefs import FIELDS, merged

LONGEST_TEXT = 20_000
LONGEST_LINE = 1_000
MOST_LINES = 100


class BriefFacts(TypedDict, total=False):
    """What is said of a brief; what is left out stays."""

    what: str
    why: str
    goal: Goal | None
    criteria: list[str]
    not_wanted: str
    references: list[dict[str, str]]
    message: Message | None
    call: Call | None
    meeting: Meeting | None
    template: BriefTemplate | None


class BriefChangedMeanwhile(Refusal):
    """Somebody else wrote something different in the same field."""

    def __init__(self, reason: str, *, clashing: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.clashing = tuple(clashing)


class TaskGone(Refusal):
    """The task was deleted meanwhile."""


@transaction.atomic
def write_brief(
    task: Task, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[BriefFacts]
) -> Brief:
    """version: of the brief that was on the page, 0 for none; None: whatever stands now.

    Raises NotPermitted, TaskGone, BriefChangedMeanwhile, Invalid.
    """
    require(policies.may_write_brief(by, task))
    task = locked(task)
    brief = Brief.objects.select_related("goal").filter(task=task).first()
    said = tidy(task, brief, facts)
    written = what_to_write(brief, said, version)
    origin: dict[str, Any] = {name: facts[name] for name in ("message", "call", "meeting", "template") if name in facts}
    if brief and not written and all(getattr(brief, name) == value for name, value in origin.items()):
        return brief
    return store(task, brief, written, origin, by=by, at=at)


def locked(task: Task) -> Task:
    """Raises TaskGone."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("project__client", "assignee")
    found = rows.filter(pk=task.pk, deleted_at=None).first()
    if found is None:
        raise TaskGone(_("“%(title)s” was deleted meanwhile. Put it back first.") % {"title": task.title[:60]})
    return found


def what_to_write(brief: Brief | None, said: dict[str, Any], version: int | None) -> dict[str, Any]:
    """Raises BriefChangedMeanwhile."""
    theirs = words_of(brief)
    now = brief.version if brief else 0
    base = theirs if version is None or version == now else words_at(brief, version) or {}
    merge = merged(base, said, theirs)
    if merge.clashing:
        who = brief.changed_by.get_full_name() if brief else ""
        raise BriefChangedMeanwhile(
            _("%(name)s wrote something else meanwhile: %(fields)s. Both stand below: keep what is right.")
            % {"name": who, "fields": names_of(merge.clashing)},
            clashing=merge.clashing,
        )
    return merge.written


def store(
    task: Task, brief: Brief | None, written: dict[str, Any], origin: dict[str, Any], *, by: Member, at: datetime
) -> Brief:
    is_new = brief is None
    brief = brief or Brief(task=task, version=0)
    for name, value in written.items():
        if name == "goal":
            brief.goal_id = value["id"] if value else None
        else:
            setattr(brief, name, value or ([] if name in ("criteria", "references") else ""))
    for name, value in origin.items():
        setattr(brief, name, value)
    if written or is_new:
        brief.version, brief.changed_by, brief.changed_at = brief.version + 1, by, at
    brief.save()
    if written or is_new:
        brief = Brief.objects.select_related("goal").get(pk=brief.pk)
        BriefVersion.objects.create(brief=brief, version=brief.version, words=words_of(brief), by=by, at=at)
        settle([task], at=at, by=by)
        fields = [name for name in FIELDS if name in written]
        announce(
            BriefChanged(subject_id=task.pk, project_id=task.project_id, fields=fields, version=brief.version),
            by=by,
            at=at,
        )
        tell_pages([task], at=at)
    return brief


def tidy(task: Task, brief: Brief | None, facts: BriefFacts) -> dict[str, Any]:
    """As words are compared and kept. Raises Invalid."""
    said: dict[str, Any] = {}
    for name in ("what", "why", "not_wanted"):
        if name in facts:
            said[name] = text_of(name, facts[name])
    if "criteria" in facts:
        said["criteria"] = lines_of(facts["criteria"]) or None
    if "references" in facts:
        said["references"] = references_of(facts["references"]) or None
    if "goal" in facts:
        said["goal"] = goal_of(task, brief, facts["goal"])
    return said


def text_of(name: str, text: str) -> str | None:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise too_long(name, len(text), LONGEST_TEXT)
    return text or None


def too_long(name: str, count: int, most: int) -> Invalid:
    sentence = _("This has %(count)d characters; %(most)d fit. Shorten it, or hang it at the task as a file.")
    sentence = sentence % {"count": count, "most": most}
    return Invalid(sentence, **{name: sentence})


def lines_of(lines: Sequence[str]) -> list[str]:
    tidied = [" ".join(line.split()) for line in lines if line.strip()]
    if len(tidied) > MOST_LINES:
        sentence = _("These are %(count)d lines; %(most)d fit. Make subtasks of some.") % {
            "count": len(tidied),
            "most": MOST_LINES,
        }
        raise Invalid(sentence, criteria=sentence)
    longest = max(map(len, tidied), default=0)
    if longest > LONGEST_LINE:
        raise too_long("criteria", longest, LONGEST_LINE)
    return tidied


def references_of(references: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    tidied = []
    for one in references[:MOST_LINES]:
        url, name = one.get("url", "").strip(), one.get("name", "").strip()
        if not url and not name:
            continue
        if urlsplit(url).scheme not in ("http", "https") or len(url) > LONGEST_LINE:
            sentence = _("“%(url)s” is no address of a page: it begins with https:// or http://.") % {"url": url[:80]}
            raise Invalid(sentence, references=sentence)
        tidied.append({"name": name[:200], "url": url})
    return tidied


def goal_of(task: Task, brief: Brief | None, goal: Goal | None) -> dict[str, Any] | None:
    if goal is None:
        return None
    stays = brief is not None and brief.goal_id == goal.pk
    if not stays and (goal.client_id != task.project.client_id or goal.state != GoalState.OPEN):
        sentence = _("“%(goal)s” is no open goal of %(client)s.") % {
            "goal": goal.name,
            "client": task.project.client.name,
        }
        raise Invalid(sentence, goal=sentence)
    return {"id": goal.pk, "name": goal.name}
