"""Files at a task."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.letters.kinds import kind_of, safe_name
from twinhelm.people.models import Member
from twinhelm.tasks.actions.commenting import standing
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.events.talk import TaskFileAdded, TaskFileDeleted
from twinhelm.tasks.models import Task, TaskFile
from twinhelm.tasks.policies import talk

FOLDER = "tasks"
LARGEST_BYTES = 25_000_000
DELETED_KEPT_FOR = timedelta(days=30)
START = 8 * 1024


def add_file(
    task: Task, chunks: Iterable[bytes], *, name: str, claimed: str = "", by: Member, at: datetime
) -> TaskFile:
    """claimed: the kind that the browser names; believed only where content leaves no mark. Raises Invalid, TaskGone."""
    require(talk.may_comment(by))
    kept = files.keep(chunks, folder=FOLDER, most_bytes=LARGEST_BYTES)
    try:
        if not kept.size:
            raise Invalid(_("“%(name)s” is empty.") % {"name": name[:80]}, file=_("This file is empty."))
        with files.opened(kept.key) as stream:
            kind = kind_of(stream.read(START), claimed)
        return store(task, kept, name=safe_name(name, kind, 1), kind=kind, by=by, at=at)
    except BaseException:
        files.drop(kept.key)
        raise


@transaction.atomic
def store(task: Task, kept: files.Kept, *, name: str, kind: str, by: Member, at: datetime) -> TaskFile:
    locked = standing(task)
    added = TaskFile.objects.create(
        task=locked, name=name, key=kept.key, media_type=kind, size=kept.size, digest=kept.digest, by=by, at=at
    )
    announce(
        TaskFileAdded(subject_id=locked.pk, project_id=locked.project_id, file_id=added.pk, name=name), by=by, at=at
    )
    tell_pages([locked], at=at)
    return added


def delete_file(file: TaskFile, *, by: Member, at: datetime) -> TaskFile:
    """Out of sight at once; its bytes go after thirty days."""
    return set_deleted(file, at, by=by, at=at)


def put_back_file(file: TaskFile, *, by: Member, at: datetime) -> TaskFile:
    return set_deleted(file, None, by=by, at=at)


@transaction.atomic
def set_deleted(file: TaskFile, deleted_at: datetime | None, *, by: Member, at: datetime) -> TaskFile:
    locked = TaskFile.objects.select_for_update().get(pk=file.pk)
    require(talk.may_delete_file(by, locked))
    if (locked.deleted_at is None) == (deleted_at is None):
        return locked
    locked.deleted_at = deleted_at
    locked.save(update_fields=["deleted_at"])
    task, is_back = locked.task, deleted_at is None
    announce(
        TaskFileDeleted(subject_id=task.pk, project_id=task.project_id, file_id=locked.pk, is_back=is_back),
        by=by,
        at=at,
    )
    tell_pages([task], at=at)
    return locked


def drop_deleted_files(*, at: datetime) -> int:
    """Rows first: a row without its bytes would be a lie, bytes without a row are only rubbish."""
    gone = list(TaskFile.objects.filter(deleted_at__lt=at - DELETED_KEPT_FOR)[:500])
    for file in gone:
        TaskFile.objects.filter(pk=file.pk).delete()
        files.drop(file.key)
    return len(gone)
