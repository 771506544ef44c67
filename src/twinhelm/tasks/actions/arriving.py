"""Stores what arrives from another program: tasks, what hangs on them, and what changed of those that are here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from twinhelm.people.models import Member
from twinhelm.people.rules import Fate
from twinhelm.projects.models import Project
from twinhelm.tasks.actions.adding import NewTask, add_tasks
from twinhelm.tasks.actions.facts import TaskFacts
from twinhelm.tasks.actions.locking import lock
from twinhelm.tasks.actions.recording import write
from twinhelm.tasks.choices import ActKind, BroughtFrom
from twinhelm.tasks.models import Brief, BriefVersion, Comment, Dependency, Task
from twinhelm.tasks.queries.arriving import Arrival, Arriving, matching, members_to_match
from twinhelm.tasks.queries.briefs import words_of

EACH = 1000


def store(arriving: Arriving, project: Project, *, by: Member, at: datetime) -> None:
    """Cost: constant, and a statement more by each thousand rows. Needs: an open transaction, the project locked."""
    free_the_places(arriving.undone)
    fresh = [one for one in arriving.arrivals if one.fate == Fate.NEW]
    known = {one.brought.key: one.here for one in arriving.arrivals if one.here}
    added = add_tasks(new_tasks(arriving, project, fresh, known), kind=ActKind.BROUGHT, by=by, at=at)
    made = {one.brought.key: task for one, task in zip(fresh, added, strict=True)}
    add_briefs(arriving, fresh, made, by=by, at=at)
    add_dependencies(fresh, made, known, by=by, at=at)
    change_known([one for one in arriving.arrivals if one.fate == Fate.CHANGED], by=by, at=at)
    standing = {key: task for key, task in known.items() if task.deleted_at is None}
    add_comments(arriving.arrivals, {**standing, **made}, by=by, at=at)


def free_the_places(keys: Sequence[int]) -> None:
    """Of tasks that went with an import that was taken back: they come anew."""
    for first in range(0, len(keys), EACH):
        Task.objects.filter(pk__in=keys[first : first + EACH]).update(source_key="")


def new_tasks(arriving: Arriving, project: Project, fresh: Sequence[Arrival], known: dict[str, Task]) -> list[NewTask]:
    places = {one.brought.key: place for place, one in enumerate(fresh)}
    rows = []
    for one in fresh:
        facts = TaskFacts(**one.facts)  # type: ignore[typeddict-item]
        parent = known.get(one.above)
        if parent and parent.deleted_at is None:
            facts["parent"] = parent
        rows.append(
            NewTask(
                project=project,
                title=one.facts["title"],
                facts=facts,
                under=places.get(one.above),
                source=arriving.work.source,
                source_key=one.brought.key,
            )
        )
    return rows


def change_known(arrivals: Sequence[Arrival], *, by: Member, at: datetime) -> None:
    wishes = {one.here.pk: one.wishes for one in arrivals if one.here}
    if wishes:
        write(ActKind.BROUGHT, lock(list(wishes), by=by), wishes, by=by, at=at)


def add_briefs(
    arriving: Arriving, fresh: Iterable[Arrival], made: dict[str, Task], *, by: Member, at: datetime
) -> None:
    """The description is what is wanted; who had it there and can't have it here is kept in a sentence."""
    source = BroughtFrom(arriving.work.source).label
    rows = []
    for one in fresh:
        said = [one.brought.words] if one.brought.words else []
        if one.left_out:
            words = {"source": source, "name": one.left_out}
            said.append(_("When it came from %(source)s, %(name)s had it.") % words)
        links = [{"name": name, "url": url} for name, url in one.brought.links]
        if said or links:
            task = made[one.brought.key]
            rows.append(Brief(task=task, what="\n\n".join(said), references=links, changed_by=by, changed_at=at))
    briefs = Brief.objects.bulk_create(rows, batch_size=EACH)
    versions = (BriefVersion(brief=one, version=one.version, words=words_of(one), by=by, at=at) for one in briefs)
    BriefVersion.objects.bulk_create(versions, batch_size=EACH)


def add_dependencies(
    fresh: Iterable[Arrival], made: dict[str, Task], known: dict[str, Task], *, by: Member, at: datetime
) -> None:
    """Those of new tasks; what was drawn or taken away here stays."""
    standing = {key: task for key, task in known.items() if task.deleted_at is None}
    tasks = {**standing, **made}
    rows = [
        Dependency(before=tasks[key], after=made[one.brought.key], made_by=by, made_at=at)
        for one in fresh
        for key in one.waits_for
        if key in tasks
    ]
    Dependency.objects.bulk_create(rows, batch_size=EACH)


def add_comments(arrivals: Iterable[Arrival], tasks: dict[str, Task], *, by: Member, at: datetime) -> None:
    """With the name of whoever said it; said again, it is the same comment."""
    members = members_to_match()
    found: dict[str, Member | None] = {}
    rows = []
    for one in arrivals:
        if not (task := tasks.get(one.brought.key)):
            continue
        for comment in one.brought.comments:
            if comment.by.key not in found:
                found[comment.by.key] = matching(comment.by, members) if comment.by.key else None
            member = found[comment.by.key]
            rows.append(
                Comment(
                    task=task,
                    text=comment.text,
                    by=member or by,
                    by_name="" if member else (comment.by.name or comment.by.email)[:120],
                    at=comment.at or at,
                    source_key=comment.key,
                )
            )
    Comment.objects.bulk_create(rows, batch_size=EACH, ignore_conflicts=True)
