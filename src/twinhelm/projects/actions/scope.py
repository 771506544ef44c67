"""What was agreed on a project, when it is due, and what makes it technical."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from twinhelm.clients.actions.versions import changes_in
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects import policies
from twinhelm.projects.actions.projects import MOST_MINUTES, lock
from twinhelm.projects.choices import FactKind
from twinhelm.projects.events import MilestoneChanged, ScopeChanged, TechnicalFactChanged
from twinhelm.projects.models import Milestone, Project, ScopeItem, TechnicalFact

LONGEST = 200


class ScopeFacts(TypedDict, total=False):
    """What can be said of a scope item."""

    name: str
    description: str
    estimated_minutes: int
    agreed_on: date | None


class NotTheSame(Refusal):
    """The order was of other rows than there are now."""


class MilestoneTaken(Refusal):
    """The project has a milestone of this name."""

    status = 422


@transaction.atomic
def add_scope_item(project: Project, *, by: Member, at: datetime, **facts: Unpack[ScopeFacts]) -> ScopeItem:
    """At the end. Needs a name. Raises Invalid."""
    require(policies.may_change_project(by))
    locked = lock(project)
    tidy = tidy_scope(facts)
    if not tidy.get("name"):
        raise Invalid(_("A scope item needs a name."), name=_("Write what was agreed."))
    last = ScopeItem.objects.filter(project=locked).aggregate(last=Max("position"))["last"]
    scope_item = ScopeItem.objects.create(project=locked, position=(last or 0) + 1, **tidy)
    announce(ScopeChanged(subject_id=locked.pk, scope_item_id=scope_item.pk, what="added"), by=by, at=at)
    return scope_item


@transaction.atomic
def change_scope_item(scope_item: ScopeItem, *, by: Member, at: datetime, **facts: Unpack[ScopeFacts]) -> ScopeItem:
    """Raises Invalid."""
    require(policies.may_change_project(by))
    lock(scope_item.project)
    row = ScopeItem.objects.select_for_update().get(pk=scope_item.pk)
    tidy = tidy_scope(facts)
    if "name" in tidy and not tidy["name"]:
        raise Invalid(_("A scope item needs a name."), name=_("Write what was agreed."))
    changes = changes_in(row, tidy)
    for name in changes:
        setattr(row, name, tidy[name])
    if changes:
        row.save(update_fields=list(changes))
        event = ScopeChanged(subject_id=row.project_id, scope_item_id=row.pk, what="changed", changes=changes)
        announce(event, by=by, at=at)
    return row


@transaction.atomic
def order_scope(project: Project, ids: Sequence[int], *, by: Member, at: datetime) -> None:
    """ids: all scope items of the project, in the wanted order. Raises NotTheSame."""
    require(policies.may_change_project(by))
    locked = lock(project)
    rows = {row.pk: row for row in locked.scope_items.filter(deleted_at=None)}
    if len(ids) != len(rows) or set(ids) != set(rows):
        raise NotTheSame(_("The scope has changed while you moved things. Look at it once more."))
    for position, pk in enumerate(ids, start=1):
        rows[pk].position = position
    ScopeItem.objects.bulk_update(rows.values(), ["position"])
    announce(ScopeChanged(subject_id=locked.pk, scope_item_id=None, what="moved"), by=by, at=at)


@transaction.atomic
def delete_scope_item(scope_item: ScopeItem, *, by: Member, at: datetime) -> ScopeItem:
    return _set_deleted(scope_item, at, by=by, at=at)


@transaction.atomic
def put_back_scope_item(scope_item: ScopeItem, *, by: Member, at: datetime) -> ScopeItem:
    return _set_deleted(scope_item, None, by=by, at=at)


def _set_deleted(scope_item: ScopeItem, deleted_at: datetime | None, *, by: Member, at: datetime) -> ScopeItem:
    require(policies.may_change_project(by))
    lock(scope_item.project)
    row = ScopeItem.objects.select_for_update().get(pk=scope_item.pk)
    if (row.deleted_at is None) == (deleted_at is None):
        return row
    row.deleted_at = deleted_at
    row.save(update_fields=["deleted_at"])
    what = "deleted" if deleted_at else "put back"
    announce(ScopeChanged(subject_id=row.project_id, scope_item_id=row.pk, what=what), by=by, at=at)
    return row


def tidy_scope(facts: ScopeFacts) -> dict[str, Any]:
    tidy: dict[str, Any] = dict(facts)
    wrong = {}
    if "name" in tidy:
        tidy["name"] = one_line(tidy["name"])
        if len(tidy["name"]) > LONGEST:
            wrong["name"] = _("%(most)s letters at most.") % {"most": LONGEST}
    if "description" in tidy:
        tidy["description"] = lines_of(tidy["description"])
    if not 0 <= tidy.get("estimated_minutes", 0) <= MOST_MINUTES:
        wrong["estimated_minutes"] = _("Choose hours between 0 and 100 000.")
    if wrong:
        raise Invalid(" ".join(wrong.values()), **wrong)
    return tidy


@transaction.atomic
def add_milestone(project: Project, name: str, due_on: date, *, by: Member, at: datetime) -> Milestone:
    """Raises MilestoneTaken, Invalid."""
    require(policies.may_change_project(by))
    locked = lock(project)
    tidy = one_line(name)
    if not tidy or len(tidy) > LONGEST:
        sentence = _("A milestone needs a name of at most %(most)s letters.") % {"most": LONGEST}
        raise Invalid(sentence, name=sentence)
    if locked.milestones.filter(name__iexact=tidy).exists():
        sentence = _("There is a milestone “%(name)s” already.") % {"name": tidy}
        raise MilestoneTaken(sentence, name=sentence)
    row = Milestone.objects.create(project=locked, name=tidy, due_on=due_on)
    return _told(row, "added", by=by, at=at)


@transaction.atomic
def move_milestone(milestone: Milestone, due_on: date, *, by: Member, at: datetime) -> Milestone:
    row = _held(milestone, by=by)
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    return _told(row, "moved", by=by, at=at)


@transaction.atomic
def reach_milestone(milestone: Milestone, *, on: date, by: Member, at: datetime) -> Milestone:
    """Asked for twice, the first day counts."""
    row = _held(milestone, by=by)
    if row.reached_on is None:
        row.reached_on, row.reached_by = on, by
        row.save(update_fields=["reached_on", "reached_by"])
        _told(row, "reached", by=by, at=at)
    return row


@transaction.atomic
def reopen_milestone(milestone: Milestone, *, by: Member, at: datetime) -> Milestone:
    row = _held(milestone, by=by)
    if row.reached_on is not None:
        row.reached_on = row.reached_by = None
        row.save(update_fields=["reached_on", "reached_by"])
        _told(row, "opened again", by=by, at=at)
    return row


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Member, at: datetime) -> None:
    row = _held(milestone, by=by)
    _told(row, "removed", by=by, at=at)
    row.delete()


def _held(milestone: Milestone, *, by: Member) -> Milestone:
    require(policies.may_change_project(by))
    lock(milestone.project)
    return Milestone.objects.select_for_update().get(pk=milestone.pk)


def _told(row: Milestone, what: str, *, by: Member, at: datetime) -> Milestone:
    announce(
        MilestoneChanged(
            subject_id=row.project_id, milestone_id=row.pk, what=what, name=row.name, due_on=row.due_on.isoformat()
        ),
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def note_technical_fact(
    project: Project, kind: str, name: str, *, level: int | None = None, by: Member, at: datetime
) -> TechnicalFact:
    """Noted twice, the level counts that was said last. Raises Invalid."""
    require(policies.may_change_project(by))
    locked = lock(project)
    tidy = one_line(name)
    if kind not in FactKind.values or not tidy or len(tidy) > 120:
        sentence = _("Say what it is, in at most 120 letters.")
        raise Invalid(sentence, name=sentence)
    if level is not None and (kind != FactKind.SKILL or not 1 <= level <= 5):
        sentence = _("A level from 1 to 5 belongs to a skill.")
        raise Invalid(sentence, level=sentence)
    fact = TechnicalFact.objects.filter(project=locked, kind=kind, name__iexact=tidy).first()
    if fact is None:
        fact = TechnicalFact.objects.create(project=locked, kind=kind, name=tidy, level=level)
    elif fact.level != level:
        fact.level = level
        fact.save(update_fields=["level"])
    announce(TechnicalFactChanged(subject_id=locked.pk, kind=kind, name=tidy, is_noted=True), by=by, at=at)
    return fact


@transaction.atomic
def drop_technical_fact(fact: TechnicalFact, *, by: Member, at: datetime) -> None:
    require(policies.may_change_project(by))
    lock(fact.project)
    event = TechnicalFactChanged(subject_id=fact.project_id, kind=fact.kind, name=fact.name, is_noted=False)
    TechnicalFact.objects.filter(pk=fact.pk).delete()
    announce(event, by=by, at=at)
