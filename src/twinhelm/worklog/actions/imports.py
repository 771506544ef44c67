"""Bringing entries in, as a person asks for it: receive, reread, confirm, call off, take back, put back."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.numbers import number_in
from twinhelm.people.actions import add_member
from twinhelm.people.models import Member
from twinhelm.reading import Field
from twinhelm.worklog import policies
from twinhelm.worklog.actions.files import Stored
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.events.imports import (
    ImportCancelled,
    ImportConfirmed,
    ImportPutBack,
    ImportReceived,
    ImportTakenBack,
)
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.rules.wishes import NEW, OUT, Wishes

ANSWERS = {"encoding", "delimiter", "date_order", "duration_unit", "sheet", "text"}
TIME_TO_PUT_BACK = timedelta(days=1)
UNDER_WAY = (ImportState.CHECKING, ImportState.CHECKED, ImportState.RUNNING)


class NotChecked(Refusal):
    """The dry run has not ended, or the import is already under way or over."""


class NothingNew(Refusal):
    """Every row is here already or left out."""


class AlreadyOver(Refusal):
    """The import has ended: it can't be called off any more."""


class NotDone(Refusal):
    """Only a finished import can be taken back."""


class GoneForGood(Refusal):
    """The time to put it back is over."""


@transaction.atomic
def receive(stored: Stored, name: str, wishes: Wishes, *, by: Member, at: datetime) -> Import:
    """A file or list that was put away becomes an import whose dry run can begin."""
    require(policies.may_import(by))
    refuse_strangers(wishes, by)
    people = {**people_last_time(by), **wishes.people}
    wishes = replace(wishes, people=people, member_id=wishes.member_id or by.pk)
    imported = Import.objects.create(
        name=name[:255],
        digest=stored.digest,
        path=stored.path,
        started_by=by,
        started_at=at,
        understanding={"wishes": wishes.as_plain()},
        rows_total=0,
    )
    announce(ImportReceived(subject_id=imported.pk, name=imported.name), by=by, at=at)
    return imported


@transaction.atomic
def reread(imported: Import, wishes: Wishes, *, by: Member, at: datetime) -> Import:
    """Another dry run with other wishes."""
    require(policies.may_change_import(by, imported))
    imported = lock(imported)
    if imported.state not in (ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED) or not imported.path:
        raise NotChecked(_("“%(name)s” has been dealt with already.") % {"name": imported.name})
    refuse_strangers(wishes, by)
    imported.understanding = {**imported.understanding, "wishes": wishes.as_plain()}
    imported.state, imported.failure = ImportState.CHECKING, ""
    imported.save(update_fields=["understanding", "state", "failure"])
    announce(ImportReceived(subject_id=imported.pk, name=imported.name), by=by, at=at)
    return imported


@transaction.atomic
def confirm(imported: Import, *, by: Member, at: datetime) -> Import:
    """The dry run is as it should be: bring the entries in."""
    require(policies.may_change_import(by, imported))
    imported = lock(imported)
    if imported.state != ImportState.CHECKED:
        raise NotChecked(_("“%(name)s” is not waiting to be confirmed any more.") % {"name": imported.name})
    if not imported.findings.get("new", {}).get("entries"):
        raise NothingNew(_("“%(name)s” holds nothing new, so there is nothing to import.") % {"name": imported.name})
    wishes = add_people(wishes_of(imported), names_in(imported), by=by, at=at)
    imported.understanding = {**imported.understanding, "wishes": wishes.as_plain()}
    imported.state, imported.rows_read = ImportState.RUNNING, 0
    imported.save(update_fields=["understanding", "state", "rows_read"])
    announce(ImportConfirmed(subject_id=imported.pk, entries=imported.findings["new"]["entries"]), by=by, at=at)
    return imported


@transaction.atomic
def call_off(imported: Import, *, by: Member, at: datetime) -> Import:
    """Before its entries count; what is stored so far is removed, and nobody has seen it."""
    require(policies.may_change_import(by, imported))
    imported = lock(imported)
    if imported.state not in (*UNDER_WAY, ImportState.FAILED):
        raise AlreadyOver(
            _("“%(name)s” has ended already. A finished import can be taken back.") % {"name": imported.name}
        )
    imported.state, imported.ended_at = ImportState.CANCELLED, at
    imported.save(update_fields=["state", "ended_at"])
    announce(ImportCancelled(subject_id=imported.pk), by=by, at=at)
    return imported


@transaction.atomic
def take_back(imported: Import, *, by: Member, at: datetime) -> Import:
    """Its entries stop counting at once; for a day they can be put back, then they go for good."""
    require(policies.may_change_import(by, imported))
    imported = lock(imported)
    if imported.state != ImportState.DONE:
        raise NotDone(
            _("“%(name)s” is not a finished import, so there is nothing to take back.") % {"name": imported.name}
        )
    entries = count_in(imported, is_counted=False)
    imported.state, imported.purge_after = ImportState.TAKEN_BACK, at + TIME_TO_PUT_BACK
    imported.save(update_fields=["state", "purge_after"])
    announce(ImportTakenBack(subject_id=imported.pk, entries=entries), by=by, at=at)
    return imported


@transaction.atomic
def put_back(imported: Import, *, by: Member, at: datetime) -> Import:
    """Undoes `take_back`."""
    require(policies.may_change_import(by, imported))
    imported = lock(imported)
    if imported.state != ImportState.TAKEN_BACK:
        raise NotDone(_("“%(name)s” has not been taken back.") % {"name": imported.name})
    if not imported.entries.exists():
        raise GoneForGood(_("The entries of “%(name)s” are gone for good. Import it again.") % {"name": imported.name})
    entries = count_in(imported, is_counted=True)
    imported.state, imported.purge_after = ImportState.DONE, None
    imported.save(update_fields=["state", "purge_after"])
    announce(ImportPutBack(subject_id=imported.pk, entries=entries), by=by, at=at)
    return imported


def wishes_of(imported: Import) -> Wishes:
    return Wishes.from_plain(imported.understanding.get("wishes", {}))


def lock(imported: Import) -> Import:
    return Import.objects.select_for_update().get(pk=imported.pk)


def count_in(imported: Import, *, is_counted: bool) -> int:
    """Its entries begin or stop to count, and the sums follow. Needs: the caller holds the lock of the import."""
    changed = WorkEntry.objects.filter(source=imported).update(is_counted=is_counted)
    touched = WorkEntry.objects.filter(source=imported).order_by().values_list("member_id", "on").distinct()
    recount((member_id, on) for member_id, on in touched if on)
    return changed


def checked(wishes: Wishes) -> Wishes:
    """The wishes, if they can be followed at all. Raises Invalid."""
    if wishes.zone not in available_timezones():
        raise Invalid(_("There is no such time zone."), zone=_("There is no such time zone."))
    if wishes.first_on and wishes.last_on and wishes.last_on < wishes.first_on:
        raise Invalid(_("The last day lies before the first."), last_on=_("The last day lies before the first."))
    strange = {*wishes.answers} - ANSWERS or {*(wishes.mapping or {}).values()} - {*map(str, Field)}
    if strange or not all(wish in (NEW, OUT) or number_in(wish) for wish in wishes.people.values()):
        raise Invalid(
            _("The wishes name something that an import does not know: %(what)s.") % {"what": ", ".join(strange)}
        )
    return wishes


def refuse_strangers(wishes: Wishes, by: Member) -> None:
    """People without the right to import for others bring in their own entries only."""
    others = {wishes.member_id, *(int(wish) for wish in wishes.people.values() if wish.isdigit())} - {None, by.pk}
    if others or NEW in wishes.people.values():
        require(policies.may_import_for_others(by))
    known = set(Member.objects.filter(pk__in=others).values_list("pk", flat=True))
    if others - known:
        raise Invalid(_("That member is not in the agency any more. Choose another one."))


def people_last_time(by: Member) -> dict[str, str]:
    """Whom the importer meant by the names of earlier files."""
    earlier = Import.objects.brought().filter(started_by=by, state=ImportState.DONE).newest_first()[:10]
    meant: dict[str, str] = {}
    for one in reversed(earlier):
        meant |= {person: wish for person, wish in wishes_of(one).people.items() if wish.isdigit()}
    known = set(Member.objects.filter(pk__in=meant.values()).values_list("pk", flat=True))
    return {person: wish for person, wish in meant.items() if int(wish) in known}


def names_in(imported: Import) -> dict[str, str]:
    """How the file calls those whom it knows by email."""
    return {one["person"]: one["name"] for one in imported.findings.get("people", []) if one.get("name")}


def add_people(wishes: Wishes, names: dict[str, str], *, by: Member, at: datetime) -> Wishes:
    """The wishes with a member's id in place of each `new`. Needs: an open transaction."""
    people = dict(wishes.people)
    for person in [person for person, wish in people.items() if wish == NEW]:
        people[person] = str(add_member(name=names.get(person) or name_of(person), by=by, at=at).pk)
    return replace(wishes, people=people)


def name_of(person: str) -> str:
    """`mia.holt@studio.example` → `Mia Holt`; a name stays as it is."""
    local, at_sign, _domain = person.partition("@")
    if not at_sign:
        return " ".join(person.split())[:120]
    return local.replace(".", " ").replace("_", " ").replace("-", " ").title()[:120]
