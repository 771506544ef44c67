"""Notes about a client, for the inside only."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.events import NoteDeleted, NoteWritten
from twinhelm.clients.models import Client, ClientNote
from twinhelm.clients.rules.words import lines_of
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

LONGEST = 8000


@transaction.atomic
def write_note(client: Client, text: str, *, by: Member, at: datetime) -> ClientNote:
    """Raises Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    note = ClientNote.objects.create(client=locked, text=tidy_text(text), by=by, at=at)
    announce(NoteWritten(subject_id=locked.pk, note_id=note.pk), by=by, at=at)
    return note


@transaction.atomic
def change_note(note: ClientNote, text: str, *, by: Member, at: datetime) -> ClientNote:
    """Raises Invalid."""
    require(policies.may_change_note(by, note))
    note.text, note.changed_at = tidy_text(text), at
    note.save(update_fields=["text", "changed_at"])
    announce(NoteWritten(subject_id=note.client_id, note_id=note.pk), by=by, at=at)
    return note


@transaction.atomic
def delete_note(note: ClientNote, *, by: Member, at: datetime) -> ClientNote:
    require(policies.may_change_note(by, note))
    note.deleted_at = at
    note.save(update_fields=["deleted_at"])
    announce(NoteDeleted(subject_id=note.client_id, note_id=note.pk), by=by, at=at)
    return note


@transaction.atomic
def put_back_note(note: ClientNote, *, by: Member, at: datetime) -> ClientNote:
    require(policies.may_change_note(by, note))
    note.deleted_at = None
    note.save(update_fields=["deleted_at"])
    announce(NoteDeleted(subject_id=note.client_id, note_id=note.pk, is_back=True), by=by, at=at)
    return note


def tidy_text(text: str) -> str:
    tidy = lines_of(text)
    if not tidy:
        raise Invalid(_("The note is empty."), text=_("Write something."))
    if len(tidy) > LONGEST:
        raise Invalid(_("%(most)s letters at most.") % {"most": LONGEST}, text=_("Say it shorter."))
    return tidy
