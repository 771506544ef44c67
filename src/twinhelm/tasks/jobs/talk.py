"""Jobs: files of tasks."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.tasks.actions.files import drop_deleted_files


@every(hours=24)
@job("tasks.drop_files", title=_("Drop files of tasks that were deleted a month ago"))
def drop_files(_work: Work) -> None:
    drop_deleted_files(at=clock.now())
