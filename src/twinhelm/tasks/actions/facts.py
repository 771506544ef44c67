"""What can be said of a task, made fit to keep before anything is locked."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Milestone, Project, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import Priority, TaskState
from twinhelm.tasks.models import LONGEST_TITLE, Task

MOST_MINUTES = 10_000 * 60
MOST_AT_ONCE = 2_000
LONGEST_LABEL = 60
MOST_LABELS = 20
FIRST_YEAR, LAST_YEAR = 1990, 2199
MOST_NAMED = 5


class NewFacts(TypedDict, total=False):
    """What can be said of a task beside its project and title; what is not given is not known."""

    state: str
    priority: int
    assignee: Member | None
    skill: Skill | None
    responsibility: Responsibility | None
    milestone: Milestone | None
    scope_item: ScopeItem | None
    parent: Task | None
    starts_on: date | None
    due_on: date | None
    estimated_minutes: int | None
    remaining_minutes: int | None
    is_billable: bool
    labels: Sequence[str]
    """The whole set, by name; new names become labels."""


class TaskFacts(NewFacts, total=False):
    """What can be changed of a task; what is not given stays."""

    title: str
    project: Project


class TooMany(Refusal):
    """More tasks than one act takes."""

    status = 422


def tidy(facts: TaskFacts) -> dict[str, Any]:
    """Raises Invalid, with a sentence for the field that can't be kept."""
    kept: dict[str, Any] = dict(facts)
    if "title" in kept:
        kept["title"] = tidy_title(kept["title"])
    if "state" in kept and kept["state"] not in TaskState.values:
        refuse("state", _("A task is to do, in progress, to check, done or dropped."))
    if "priority" in kept and kept["priority"] not in Priority.values:
        refuse("priority", _("A priority is urgent, high, normal or low."))
    refuse_out_of_range(kept)
    if "labels" in kept:
        kept["labels"] = tidy_labels(kept["labels"])
    return kept


def refuse_out_of_range(kept: dict[str, Any]) -> None:
    for name in ("estimated_minutes", "remaining_minutes"):
        if kept.get(name) is not None and not 0 <= kept[name] <= MOST_MINUTES:
            refuse(name, _("Give a time from 0 to 10,000 hours."))
    for name in ("starts_on", "due_on"):
        if kept.get(name) is not None and not FIRST_YEAR <= kept[name].year <= LAST_YEAR:
            refuse(name, _("Give a day between 1990 and 2199."))


def tidy_title(text: str) -> str:
    title = one_line(text)
    if not title:
        refuse("title", _("A task needs a title: write in a few words what is to be done."))
    if len(title) > LONGEST_TITLE:
        said = {"length": len(title), "most": LONGEST_TITLE}
        refuse(
            "title",
            _("This title has %(length)s letters, and %(most)s fit. Put the rest into the brief.") % said,
        )
    return title


def tidy_labels(names: Iterable[str]) -> list[str]:
    """In order of the alphabet, each once however it is capitalised."""
    found: dict[str, str] = {}
    for given in names:
        name = one_line(given)
        if len(name) > LONGEST_LABEL:
            refuse("labels", _("A label has 60 letters at most: “%(name)s…” is longer.") % {"name": name[:30]})
        if name:
            found.setdefault(name.casefold(), name)
    if len(found) > MOST_LABELS:
        refuse("labels", _("A task bears 20 labels at most, and these are %(count)s.") % {"count": len(found)})
    return [found[key] for key in sorted(found)]


def refuse(field: str, sentence: str) -> None:
    raise Invalid(sentence, **{field: sentence})


def refuse_too_many(count: int, most: int = MOST_AT_ONCE) -> None:
    """Raises TooMany."""
    if count > most:
        said = {"count": f"{count:,}", "most": f"{most:,}"}
        raise TooMany(_("These are %(count)s tasks; one act takes %(most)s. Choose fewer and go on from there.") % said)


def named(titles: Sequence[str]) -> str:
    """The first ones by title, and how many more there are."""
    told = ", ".join(f"“{title[:60]}”" for title in titles[:MOST_NAMED])
    if (more := len(titles) - MOST_NAMED) <= 0:
        return told
    return ngettext("%(told)s and %(more)s more", "%(told)s and %(more)s more", more) % {"told": told, "more": more}
