"""What projects of one sort begin with: taken from a project, changed, and used for the next one."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from twinhelm.clients.actions.versions import changes_in, refuse_older
from twinhelm.clients.models import Client
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.people.queries import business_hours
from twinhelm.projects import policies
from twinhelm.projects.actions.projects import MOST_MINUTES, ProjectFacts, add_project
from twinhelm.projects.actions.scope import add_milestone, add_scope_item, note_technical_fact
from twinhelm.projects.choices import FactKind, LineKind, ProjectKind
from twinhelm.projects.events import TemplateChanged, TemplateDeleted, TemplateMade, TemplatePutBack, TemplateUsed
from twinhelm.projects.models import Project, ProjectTemplate, TemplateLine
from twinhelm.projects.rules import due_after

LONGEST = {"name": 120, "summary": 20_000}
LONGEST_LINE = {LineKind.SCOPE_ITEM: 200, LineKind.MILESTONE: 200, LineKind.FACT: 120}
MOST_DAYS = 3660
MOST_LINES = 300


class TemplateFacts(TypedDict, total=False):
    """What can be said of a template."""

    name: str
    kind: str
    summary: str


class LineFacts(TypedDict, total=False):
    """What can be said of a line of a template, by its kind."""

    name: str
    estimated_minutes: int | None
    after_days: int | None
    fact_kind: str
    level: int | None


class TemplateTaken(Refusal):
    """Another template goes by this name."""

    status = 422


class TemplateGone(Refusal):
    """The template was deleted while somebody was looking at it."""


@transaction.atomic
def make_template(project: Project, *, name: str, by: Member, at: datetime) -> ProjectTemplate:
    """From the project as it is: scope, milestones by their days after the start, technical facts.

    Raises TemplateTaken, Invalid.
    """
    require(policies.may_make_templates(by))
    tidy = tidy_template({"name": name, "kind": project.kind, "summary": project.summary})
    refuse_taken(tidy["name"])
    template = ProjectTemplate.objects.create(**tidy, made_by=by, made_at=at)
    lines = [TemplateLine(template=template, position=place, **one) for place, one in enumerate(lines_from(project), 1)]
    TemplateLine.objects.bulk_create(lines[:MOST_LINES])
    announce(TemplateMade(subject_id=template.pk, project_id=project.pk), by=by, at=at)
    return template


@transaction.atomic
def add_template(*, by: Member, at: datetime, **facts: Unpack[TemplateFacts]) -> ProjectTemplate:
    """Without lines, to begin with. Raises TemplateTaken, Invalid."""
    require(policies.may_make_templates(by))
    tidy = tidy_template({"name": "", **facts})
    refuse_taken(tidy["name"])
    template = ProjectTemplate.objects.create(**tidy, made_by=by, made_at=at)
    announce(TemplateMade(subject_id=template.pk), by=by, at=at)
    return template


@transaction.atomic
def change_template(
    template: ProjectTemplate, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[TemplateFacts]
) -> ProjectTemplate:
    """version: the one that the author saw. Raises ChangedMeanwhile, TemplateTaken, Invalid, TemplateGone."""
    locked = held(template, by=by)
    tidy = tidy_template(facts)
    changes = changes_in(locked, tidy)
    if not changes:
        return locked
    about = {"subject_kind": "template", "subject_id": locked.pk, "name": "TemplateChanged"}
    refuse_older(locked, version, about, by=by)
    if "name" in changes:
        refuse_taken(tidy["name"], besides=locked)
    for name in changes:
        setattr(locked, name, tidy[name])
    return changed(locked, "changed", changes, by=by, at=at)


@transaction.atomic
def add_template_line(
    template: ProjectTemplate, kind: str, *, by: Member, at: datetime, **facts: Unpack[LineFacts]
) -> TemplateLine:
    """At the end of its kind. Raises Invalid, TemplateGone."""
    locked = held(template, by=by)
    tidy = tidy_line(kind, facts)
    standing = locked.lines.filter(deleted_at=None)
    if standing.count() >= MOST_LINES:
        raise Invalid(_("A template has %(most)s lines at most.") % {"most": MOST_LINES})
    refuse_twice(locked, kind, tidy)
    last = locked.lines.aggregate(last=Max("position"))["last"] or 0
    line = TemplateLine.objects.create(template=locked, kind=kind, position=last + 1, **tidy)
    changed(locked, "line added", {"line": ["", line.name]}, by=by, at=at)
    return line


@transaction.atomic
def change_template_line(line: TemplateLine, *, by: Member, at: datetime, **facts: Unpack[LineFacts]) -> TemplateLine:
    """Raises Invalid, TemplateGone."""
    template = held(line.template, by=by)
    row = TemplateLine.objects.select_for_update().get(pk=line.pk)
    tidy = tidy_line(row.kind, facts)
    refuse_twice(template, row.kind, tidy, besides=row)
    changes = changes_in(row, tidy)
    for name in changes:
        setattr(row, name, tidy[name])
    if changes:
        row.save(update_fields=list(changes))
        changed(template, "line changed", changes, by=by, at=at)
    return row


@transaction.atomic
def remove_template_line(line: TemplateLine, *, by: Member, at: datetime) -> TemplateLine:
    """`put_back_template_line` brings it back to its place."""
    template = held(line.template, by=by)
    if TemplateLine.objects.filter(pk=line.pk, deleted_at=None).update(deleted_at=at):
        changed(template, "line removed", {"line": [line.name, ""]}, by=by, at=at)
    return line


@transaction.atomic
def put_back_template_line(line: TemplateLine, *, by: Member, at: datetime) -> TemplateLine:
    template = held(line.template, by=by)
    if TemplateLine.objects.filter(pk=line.pk).exclude(deleted_at=None).update(deleted_at=None):
        changed(template, "line put back", {"line": ["", line.name]}, by=by, at=at)
    return line


@transaction.atomic
def delete_template(template: ProjectTemplate, *, by: Member, at: datetime) -> ProjectTemplate:
    """Projects that began with it stay as they are."""
    locked = held(template, by=by)
    locked.deleted_at = at
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(TemplateDeleted(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def put_back_template(template: ProjectTemplate, *, by: Member, at: datetime) -> ProjectTemplate:
    """Raises TemplateTaken when another template took the name meanwhile."""
    require(policies.may_make_templates(by))
    locked = ProjectTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.deleted_at is None:
        return locked
    refuse_taken(locked.name, besides=locked)
    locked.deleted_at = None
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(TemplatePutBack(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def begin_project(
    client: Client, template: ProjectTemplate, *, by: Member, at: datetime, **facts: Unpack[ProjectFacts]
) -> Project:
    """A new project with the template's scope and facts, and milestones dated from its first day.

    Raises what `add_project` raises, and Invalid without a first day where milestones need one.
    """
    lines = list(template.lines.filter(deleted_at=None).order_by("position", "pk"))
    starts_on = facts.get("starts_on")
    if starts_on is None and any(line.kind == LineKind.MILESTONE for line in lines):
        sentence = _("The template’s milestones are dated from the first day. Say when it begins.")
        raise Invalid(sentence, starts_on=sentence)
    project = add_project(client, by=by, at=at, **facts)
    days = due_days(starts_on, lines) if starts_on else {}
    for line in lines:
        bring_line(project, line, days.get(line.pk), by=by, at=at)
    announce(TemplateUsed(subject_id=template.pk, project_id=project.pk), by=by, at=at)
    return project


def due_days(starts_on: date, lines: Iterable[TemplateLine]) -> dict[int, date]:
    """On days when the agency is open. Cost: one query."""
    hours = business_hours()
    return {
        line.pk: due_after(starts_on, line.after_days or 0, hours) for line in lines if line.kind == LineKind.MILESTONE
    }


def bring_line(project: Project, line: TemplateLine, due_on: date | None, *, by: Member, at: datetime) -> None:
    if line.kind == LineKind.SCOPE_ITEM:
        add_scope_item(project, name=line.name, estimated_minutes=line.estimated_minutes or 0, by=by, at=at)
    elif line.kind == LineKind.MILESTONE and due_on:
        add_milestone(project, line.name, due_on, by=by, at=at)
    elif line.kind == LineKind.FACT:
        note_technical_fact(project, line.fact_kind, line.name, level=line.level, by=by, at=at)


def lines_from(project: Project) -> Iterator[dict[str, Any]]:
    for row in project.scope_items.filter(deleted_at=None).order_by("position", "pk"):
        yield {"kind": LineKind.SCOPE_ITEM, "name": row.name, "estimated_minutes": row.estimated_minutes}
    stones = list(project.milestones.order_by("due_on", "pk"))
    start = project.starts_on or min((stone.due_on for stone in stones), default=None)
    for stone in stones:
        after = (stone.due_on - start).days if start else 0
        yield {"kind": LineKind.MILESTONE, "name": stone.name, "after_days": min(max(after, 0), MOST_DAYS)}
    for fact in project.technical_facts.order_by("kind", "name", "pk"):
        yield {"kind": LineKind.FACT, "name": fact.name, "fact_kind": fact.kind, "level": fact.level}


def held(template: ProjectTemplate, *, by: Member) -> ProjectTemplate:
    """The template as it is now, under lock. Raises TemplateGone."""
    require(policies.may_make_templates(by))
    locked = ProjectTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.deleted_at:
        raise TemplateGone(_("“%(name)s” was deleted meanwhile.") % {"name": locked.name})
    return locked


def changed(
    template: ProjectTemplate, what: str, changes: dict[str, list[Any]], *, by: Member, at: datetime
) -> ProjectTemplate:
    template.version += 1
    template.save(update_fields=["name", "kind", "summary", "version"])
    event = TemplateChanged(subject_id=template.pk, version=template.version, what=what, changes=changes)
    announce(event, by=by, at=at)
    return template


def tidy_template(facts: TemplateFacts) -> dict[str, Any]:
    tidy: dict[str, Any] = dict(facts)
    wrong = {}
    if "name" in tidy:
        tidy["name"] = one_line(tidy["name"])
        if not tidy["name"]:
            wrong["name"] = _("A template needs a name.")
    if "summary" in tidy:
        tidy["summary"] = lines_of(tidy["summary"])
    for name, longest in LONGEST.items():
        if len(tidy.get(name) or "") > longest:
            wrong[name] = _("%(most)s letters at most.") % {"most": longest}
    if tidy.get("kind", ProjectKind.FIXED) not in ProjectKind.values:
        wrong["kind"] = _("A project is fixed or a retainer.")
    if wrong:
        raise Invalid(" ".join(wrong.values()), **wrong)
    return tidy


def tidy_line(kind: str, facts: LineFacts) -> dict[str, Any]:
    """What the kind doesn't have is left out."""
    if kind not in LineKind.values:
        raise Invalid(_("A line is a scope item, a milestone or a technical fact."), kind=_("Choose what it is."))
    own = {
        LineKind.SCOPE_ITEM: ("name", "estimated_minutes"),
        LineKind.MILESTONE: ("name", "after_days"),
        LineKind.FACT: ("name", "fact_kind", "level"),
    }[LineKind(kind)]
    tidy: dict[str, Any] = {name: value for name, value in facts.items() if name in own}
    wrong = {}
    tidy["name"] = one_line(tidy.get("name", ""))
    if not tidy["name"] or len(tidy["name"]) > LONGEST_LINE[LineKind(kind)]:
        wrong["name"] = _("Write a name of at most %(most)s letters.") % {"most": LONGEST_LINE[LineKind(kind)]}
    if not 0 <= (tidy.get("estimated_minutes") or 0) <= MOST_MINUTES:
        wrong["estimated_minutes"] = _("Choose hours between 0 and 100 000.")
    if not 0 <= (tidy.get("after_days") or 0) <= MOST_DAYS:
        wrong["after_days"] = _("Choose days between 0 and %(most)s.") % {"most": MOST_DAYS}
    wrong |= wrong_fact(tidy) if kind == LineKind.FACT else {}
    if wrong:
        raise Invalid(" ".join(wrong.values()), **wrong)
    return tidy


def wrong_fact(tidy: dict[str, Any]) -> dict[str, str]:
    fact_kind, level = tidy.get("fact_kind"), tidy.get("level")
    if fact_kind not in FactKind.values:
        return {"fact_kind": _("A fact is a system, an integration or a skill.")}
    if level is not None and (fact_kind != FactKind.SKILL or not 1 <= level <= 5):
        return {"level": _("A level from 1 to 5 belongs to a skill.")}
    return {}


def refuse_twice(
    template: ProjectTemplate, kind: str, tidy: dict[str, Any], *, besides: TemplateLine | None = None
) -> None:
    """Milestones and facts are told apart by name on a project, so they are here. Raises Invalid."""
    if kind == LineKind.SCOPE_ITEM:
        return
    same = template.lines.filter(kind=kind, name__iexact=tidy["name"], deleted_at=None)
    same = same.filter(fact_kind=tidy["fact_kind"]) if kind == LineKind.FACT else same
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        sentence = _("The template has “%(name)s” already.") % {"name": tidy["name"]}
        raise Invalid(sentence, name=sentence)


def refuse_taken(name: str, *, besides: ProjectTemplate | None = None) -> None:
    same = ProjectTemplate.objects.filter(name__iexact=name, deleted_at=None)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        sentence = _("There is a template called “%(name)s” already.") % {"name": name}
        raise TemplateTaken(sentence, name=sentence)
