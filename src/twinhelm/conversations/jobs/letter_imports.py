"""Bringing in files of mail, a slice at a time."""

import time

from django.utils.translation import gettext_lazy

from twinhelm.conversations.actions import letter_imports
from twinhelm.conversations.models import LetterImport
from twinhelm.conversations.queries.directory import directory
from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, job
from twinhelm.letters import mails_in

SLICE_SECONDS = 20.0


@job("letters.bring_in", lease_seconds=15, again=True, tries=40, title=gettext_lazy("Bring in a file of mail"))
def bring_in_letters(work: Work, *, import_id: int) -> None:
    """Goes on at the offset that was stored with the last mails."""
    brought = LetterImport.objects.select_related("by", "mailbox").filter(pk=import_id).first()
    if brought is None or not letter_imports.is_under_way(brought):
        return
    deadline, known = time.monotonic() + SLICE_SECONDS, directory()
    with letter_imports.opened(brought) as file:
        for batch in letter_imports.batches(mails_in(file, start=brought.offset)):
            if not letter_imports.is_under_way(brought):
                return
            letter_imports.take_batch(brought, batch, known, at=clock.now())
            work.progress(done=brought.offset, total=brought.size, said=brought.name)
            if time.monotonic() > deadline:
                go_on(brought)
                return
    letter_imports.finish(brought, at=clock.now())


def go_on(brought: LetterImport) -> None:
    bring_in_letters.enqueue(key=f"letters:{brought.pk}", import_id=brought.pk)
