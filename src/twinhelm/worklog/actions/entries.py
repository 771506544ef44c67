"""Saying of several entries at once where they belong."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.corrections import correct, undo
from twinhelm.worklog.models import Correction, WorkEntry

MOST = 100


@transaction.atomic
def correct_several(
    entries: Sequence[WorkEntry], responsibility: Responsibility, *, by: Member, at: datetime
) -> list[Correction]:
    """All of them or none; entries that are alike need one correction only.

    Raises Invalid, NotPermitted, RetiredLine.
    """
    if not entries:
        raise Invalid(_("Choose at least one entry."))
    if len(entries) > MOST:
        raise Invalid(_("A hundred entries at once are enough; choose fewer."))
    alike = {entry.text_key: entry for entry in entries}
    return [correct(entry, responsibility, by=by, at=at) for entry in alike.values()]


@transaction.atomic
def undo_several(corrections: Sequence[Correction], *, by: Member, at: datetime) -> list[Correction]:
    """The latest first; all or none.

    Raises Invalid, NotPermitted, AlreadyUndone, CorrectedSince.
    """
    if not corrections:
        raise Invalid(_("There is nothing to take back."))
    return [undo(correction, by=by, at=at) for correction in corrections]
