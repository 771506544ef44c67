"""Files of a client."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.events import FileAdded, FileDeleted
from twinhelm.clients.models import Client, ClientFile
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.letters.kinds import kind_of, safe_name
from twinhelm.people.models import Member

FOLDER = "clients"
LARGEST_BYTES = 25_000_000
DELETED_KEPT_FOR = timedelta(days=30)
_START = 8 * 1024


def add_file(
    client: Client, chunks: Iterable[bytes], *, name: str, claimed: str = "", by: Member, at: datetime
) -> ClientFile:
    """claimed: the kind that the browser names; believed only where content leaves no mark. Raises Invalid."""
    require(policies.may_change_client(by))
    kept = files.keep(chunks, folder=FOLDER, most_bytes=LARGEST_BYTES)
    try:
        if not kept.size:
            raise Invalid(_("This file is empty."), file=_("This file is empty."))
        with files.opened(kept.key) as stream:
            kind = kind_of(stream.read(_START), claimed)
        with transaction.atomic():
            added = ClientFile.objects.create(
                client=lock(client),
                name=safe_name(name, kind, 1),
                key=kept.key,
                media_type=kind,
                size=kept.size,
                digest=kept.digest,
                by=by,
                at=at,
            )
            announce(FileAdded(subject_id=client.pk, file_id=added.pk, name=added.name), by=by, at=at)
    except BaseException:
        files.drop(kept.key)
        raise
    return added


@transaction.atomic
def delete_file(file: ClientFile, *, by: Member, at: datetime) -> ClientFile:
    """Out of sight at once; its bytes go after thirty days."""
    require(policies.may_change_client(by))
    file.deleted_at = at
    file.save(update_fields=["deleted_at"])
    announce(FileDeleted(subject_id=file.client_id, file_id=file.pk), by=by, at=at)
    return file


@transaction.atomic
def put_back_file(file: ClientFile, *, by: Member, at: datetime) -> ClientFile:
    require(policies.may_change_client(by))
    file.deleted_at = None
    file.save(update_fields=["deleted_at"])
    announce(FileDeleted(subject_id=file.client_id, file_id=file.pk, is_back=True), by=by, at=at)
    return file


def drop_deleted_files(*, at: datetime) -> int:
    """Rows first: a row without its bytes would be a lie, bytes without a row are only rubbish."""
    gone = list(ClientFile.objects.filter(deleted_at__lt=at - DELETED_KEPT_FOR)[:500])
    for file in gone:
        ClientFile.objects.filter(pk=file.pk).delete()
        files.drop(file.key)
    return len(gone)
