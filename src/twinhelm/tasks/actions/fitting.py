"""What a task can't become: given to who doesn't see it, put under itself, due before it begins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.people.models import Member
from twinhelm.projects.models import Project, ProjectLead, ProjectSeat
from twinhelm.tasks.actions.facts import named
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.work import WORKING_ROLES


class NotOnProject(Refusal):
    """Whoever is to do the task doesn't work on its project."""

    status = 422

    def __init__(self, reason: str, pairs: Iterable[tuple[Member, Project]]) -> None:
        super().__init__(reason, assignee=reason)
        self.pairs = tuple(pairs)
        """Who would have to sit where."""


class GoneAssignee(Refusal):
    """Whoever is to do the task is no longer here, or does no work."""

    status = 422


class RingOfParents(Refusal):
    """A task would stand under itself."""

    status = 422


def refuse_strangers(rows: Sequence[tuple[str, Member, Project]]) -> None:
    """rows: title, assignee, project. Cost: three queries at most, however many. Raises NotOnProject, GoneAssignee."""
    members = {member.pk: member for _title, member, _project in rows}
    for member in members.values():
        if not member.is_active or not member.holds(*WORKING_ROLES):
            reason = _("%(name)s takes no tasks: only people who work here now do. Choose somebody else.")
            raise GoneAssignee(reason % {"name": member.get_full_name()}, assignee=reason % {"name": member.name})
    makers = [key for key, member in members.items() if not leads_work(member)]
    if not makers:
        return
    seen = pairs_that_see(makers, {project.pk for _title, _member, project in rows})
    astray = [row for row in rows if row[1].pk in makers and (row[1].pk, row[2].pk) not in seen]
    if astray:
        raise NotOnProject(sentence_of_strangers(astray), {(member, project) for _title, member, project in astray})


def pairs_that_see(members: Iterable[int], projects: Iterable[int]) -> set[tuple[int, int]]:
    """Of makers: member and project, as `Project.visible_to` has it."""
    wanted = {"member__in": list(members), "project__in": list(projects)}
    seats = ProjectSeat.objects.filter(**wanted, left_on=None).values_list("member_id", "project_id")
    leads = ProjectLead.objects.filter(**wanted, to_on=None).values_list("member_id", "project_id")
    return {*seats, *leads}


def sentence_of_strangers(rows: Sequence[tuple[str, Member, Project]]) -> str:
    said = {
        "people": ", ".join(sorted({member.get_full_name() for _title, member, _project in rows})),
        "projects": ", ".join(sorted({project.name for _title, _member, project in rows})),
        "tasks": named([title for title, _member, _project in rows]),
    }
    return (
        ngettext(
            "%(people)s doesn’t work on %(projects)s, so %(tasks)s can’t be theirs. "
            "Put them on the project first, or choose somebody who works on it.",
            "%(people)s don’t work on %(projects)s, so %(tasks)s can’t be theirs. "
            "Put them on the project first, or choose somebody who works on it.",
            len({member.pk for _title, member, _project in rows}),
        )
        % said
    )


def refuse_foreign_parts(facts: Mapping[str, Any], projects: Iterable[int]) -> None:
    """A milestone, scope item or parent is of the task's own project. Raises Invalid."""
    said = {
        "milestone": _("This milestone is of another project. Choose one of the task’s own project."),
        "scope_item": _("This scope item is of another project. Choose one of the task’s own project."),
        "parent": _("A subtask stands in the same project as the task above it. Move it there first."),
    }
    wanted = set(projects)
    for name, sentence in said.items():
        if (part := facts.get(name)) is not None and {part.project_id} != wanted:
            raise Invalid(sentence, **{name: sentence})
    if (agreed := facts.get("scope_item")) is not None and agreed.deleted_at:
        sentence = _("“%(name)s” is no longer in the scope. Choose another item.") % {"name": agreed.name[:60]}
        raise Invalid(sentence, scope_item=sentence)
    if (parent := facts.get("parent")) is not None and parent.deleted_at:
        sentence = _("“%(title)s” was deleted meanwhile: nothing can stand under it.") % {"title": parent.title[:60]}
        raise Invalid(sentence, parent=sentence)


def refuse_days(rows: Iterable[tuple[str, date | None, date | None]]) -> None:
    """rows: title, first day, last day. Raises Invalid, naming them."""
    turned = [title for title, first, last in rows if first and last and last < first]
    if turned:
        sentence = ngettext(
            "%(names)s would be due before it begins. Move one of the two days.",
            "%(names)s would be due before they begin. Move one of the two days.",
            len(turned),
        ) % {"names": named(turned)}
        raise Invalid(sentence, due_on=sentence)


def refuse_ring_of_parents(tasks: Iterable[Task], parent: Task) -> None:
    """Needs: the shape is held. Cost: a query for each level above. Raises RingOfParents."""
    moved = {task.pk for task in tasks}
    chain, above = [parent.title], parent
    while above.pk not in moved:
        if above.parent_id is None:
            return
        above = Task.objects.get(pk=above.parent_id)
        chain.append(above.title)
    said = {"chain": " → ".join(title[:60] for title in [chain[-1], *reversed(chain[:-1]), chain[-1]])}
    sentence = _("A task can’t stand under itself: %(chain)s. Choose a task outside this chain.") % said
    raise RingOfParents(sentence, parent=sentence)
