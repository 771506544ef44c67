"""What was done to a task, as sentences of the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.foundation.minutes import as_hours
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Milestone, Project, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import Priority, TaskState
from twinhelm.tasks.models import Change

NAMES = {
    "title": gettext_lazy("title"),
    "state": gettext_lazy("state"),
    "priority": gettext_lazy("priority"),
    "skill": gettext_lazy("skill"),
    "responsibility": gettext_lazy("responsibility"),
    "milestone": gettext_lazy("milestone"),
    "scope_item": gettext_lazy("scope item"),
    "parent": gettext_lazy("task above it"),
    "project": gettext_lazy("project"),
    "starts_on": gettext_lazy("first day"),
    "due_on": gettext_lazy("due day"),
    "estimated_minutes": gettext_lazy("estimate"),
    "remaining_minutes": gettext_lazy("remaining time"),
    "is_billable": gettext_lazy("whether it is billable"),
    "labels": gettext_lazy("labels"),
}
TABLES: dict[str, Any] = {
    "assignee": Member,
    "skill": Skill,
    "responsibility": Responsibility,
    "milestone": Milestone,
    "scope_item": ScopeItem,
    "project": Project,
}
UNSAID = frozenset({"position", "closed_at", "version", "understanding", "understanding_since"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that somebody did."""

    text: str
    at: datetime


def lines_of(changes: Sequence[Change]) -> list[Line]:
    """Cost: one query for each kind of thing that is named, six at most."""
    said = [one for one in changes if one.field not in UNSAID]
    names = names_in(said)
    return [Line(sentence(one, names), one.act.at) for one in said]


def names_in(changes: Iterable[Change]) -> dict[tuple[str, Any], str]:
    wanted: dict[str, set[int]] = {}
    for one in changes:
        if one.field in TABLES:
            keys = {key for key in (one.before, one.after) if isinstance(key, int)}
            wanted.setdefault(one.field, set()).update(keys)
    found: dict[tuple[str, Any], str] = {}
    for field, keys in wanted.items():
        for pk, name in TABLES[field].objects.filter(pk__in=keys).values_list("pk", "name"):
            found[field, pk] = name
    return found


def sentence(change: Change, names: dict[tuple[str, Any], str]) -> str:
    words = {
        "who": change.act.by.get_short_name(),
        "field": NAMES.get(change.field, change.field.replace("_", " ")),
        "before": said_of(change.field, change.before, names),
        "after": said_of(change.field, change.after, names),
    }
    if change.field == "deleted_at":
        return (_("%(who)s deleted it.") if change.after else _("%(who)s put it back.")) % words
    if change.field == "state":
        return _("%(who)s moved it from %(before)s to %(after)s.") % words
    if change.field == "assignee":
        return (_("%(who)s gave it to %(after)s.") if change.after else _("%(who)s took it from %(before)s.")) % words
    if not words["before"]:
        return _("%(who)s set the %(field)s: %(after)s.") % words
    if not words["after"]:
        return _("%(who)s took away the %(field)s %(before)s.") % words
    return _("%(who)s changed the %(field)s from %(before)s to %(after)s.") % words


def said_of(field: str, value: Any, names: dict[tuple[str, Any], str]) -> str:
    """A stored value as people read it."""
    if value in (None, "", []):
        return ""
    if field in TABLES:
        return names.get((field, value), _("one that is gone"))
    if field == "state":
        return f"“{TaskState(value).label}”"
    if field == "priority":
        return str(Priority(value).label)
    if field.endswith("_minutes"):
        return as_hours(value)
    if field.endswith("_on"):
        return date_format(date.fromisoformat(value), "j M Y")
    return plain(value)


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else f"“{value}”"
