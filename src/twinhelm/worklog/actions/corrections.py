"""What people say about entries: correct, undo, unlearn."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities import actions as lines
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog import policies
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import SortedBy
from twinhelm.worklog.events.sorting import CorrectionUndone, CorrectionUnlearned, EntryCorrected
from twinhelm.worklog.models import Correction, WorkEntry

SORTING = ("responsibility_id", "sorted_by", "confidence", "family_confidence", "is_unsure", "alternatives", "reasons")
UNSORTED: dict[str, Any] = {
    "responsibility_id": None,
    "sorted_by": "",
    "confidence": None,
    "family_confidence": None,
    "is_unsure": False,
    "alternatives": [],
    "reasons": {},
}
AT_ONCE = 2000


class RetiredLine(Refusal):
    """Entries keep a retired line, but no other comes to it."""


class AlreadyUndone(Refusal):
    """The correction has been taken back before."""


class CorrectedSince(Refusal):
    """Somebody has said something else about the same entries meanwhile."""


class NoLongerCounts(Refusal):
    """The entry's import was taken back meanwhile."""


@transaction.atomic
def correct(entry: WorkEntry, responsibility: Responsibility, *, by: Member, at: datetime) -> Correction:
    """The entry and all its likes that `by` may sort belong to the responsibility; confirming a guess is this, too.

    Said twice, it is the same correction.
    """
    require(policies.may_correct(by, entry))
    responsibility = lines.lock(responsibility)
    refuse_retired(responsibility)
    likes = list(
        WorkEntry.objects.correctable_by(by)
        .counted()
        .filter(text_key=entry.text_key)
        .select_for_update()
        .order_by("pk")
    )
    refuse_uncounted(entry, likes)
    if said := said_already(entry, likes, responsibility, by=by):
        return said
    correction = Correction.objects.create(
        text=entry.text,
        text_key=entry.text_key,
        responsibility=responsibility,
        by=by,
        at=at,
        before=grouped(likes),
        entries_changed=len(likes),
        is_for_everybody=by.is_owner,
    )
    now = UNSORTED | {
        "responsibility_id": responsibility.pk,
        "confidence": 1.0,
        "family_confidence": 1.0,
        "reasons": {"correction": correction.pk},
    }
    write([one.pk for one in likes], now | {"sorted_by": SortedBy.MEMORY})
    write([entry.pk], now | {"sorted_by": SortedBy.PERSON})
    recount((one.member_id, one.on) for one in likes if one.on)
    announce(
        EntryCorrected(
            subject_id=entry.pk, correction_id=correction.pk, responsibility_id=responsibility.pk, entries=len(likes)
        ),
        by=by,
        at=at,
    )
    return correction


@transaction.atomic
def undo(correction: Correction, *, by: Member, at: datetime) -> Correction:
    """Puts back exactly what was before; entries that came later and were sorted by it are sorted anew."""
    require(policies.may_take_back(by, correction))
    correction = lock(correction)
    entries = held_by(correction)
    refuse_what_changed_since(correction, {entry.pk for entry in entries})
    remembered: set[int] = set()
    for group in correction.before:
        write(group["entries"], {name: group[name] for name in SORTING})
        remembered.update(group["entries"])
    write([entry.pk for entry in entries if entry.pk not in remembered], UNSORTED)
    recount((entry.member_id, entry.on) for entry in entries if entry.on)
    close(correction, at=at)
    announce(CorrectionUndone(subject_id=correction.pk, entries=len(entries)), by=by, at=at)
    return correction


@transaction.atomic
def unlearn(correction: Correction, *, by: Member, at: datetime) -> Correction:
    """The sorter forgets it; entries that still stand by it are sorted anew, whatever they were before."""
    require(policies.may_take_back(by, correction))
    correction = lock(correction)
    entries = held_by(correction)
    write([entry.pk for entry in entries], UNSORTED)
    recount((entry.member_id, entry.on) for entry in entries if entry.on)
    close(correction, at=at)
    announce(CorrectionUnlearned(subject_id=correction.pk, entries=len(entries)), by=by, at=at)
    return correction


def lock(correction: Correction) -> Correction:
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.undone_at:
        raise AlreadyUndone(_("“%(text)s” has been taken back already.") % {"text": correction.text[:60]})
    return correction


def refuse_uncounted(entry: WorkEntry, likes: Iterable[WorkEntry]) -> None:
    if entry.pk not in {one.pk for one in likes}:
        raise NoLongerCounts(_("The import that “%(text)s” came with was taken back.") % {"text": entry.text[:60]})


def said_already(
    entry: WorkEntry, likes: Iterable[WorkEntry], responsibility: Responsibility, *, by: Member
) -> Correction | None:
    """The author's own correction by which the entry and all its likes stand just so."""
    ids = {one.reasons.get("correction") for one in likes}
    if len(ids) > 1 or None in ids or any(one.pk == entry.pk and one.sorted_by != SortedBy.PERSON for one in likes):
        return None
    return Correction.objects.standing().filter(pk__in=ids, responsibility=responsibility, by=by).first()


def close(correction: Correction, *, at: datetime) -> None:
    correction.undone_at = at
    correction.save(update_fields=["undone_at"])


def refuse_retired(responsibility: Responsibility) -> None:
    if responsibility.retired_at:
        raise RetiredLine(
            _("“%(line)s” is retired, so nothing new goes there. Choose another line.") % {"line": responsibility.name}
        )


def held_by(correction: Correction) -> list[WorkEntry]:
    """Entries that stand where this correction put them."""
    sorted_so = WorkEntry.objects.filter(text_key=correction.text_key, sorted_by__in=(SortedBy.PERSON, SortedBy.MEMORY))
    return [one for one in sorted_so.select_for_update() if one.reasons.get("correction") == correction.pk]


def refuse_what_changed_since(correction: Correction, held: set[int]) -> None:
    meant = {pk for group in correction.before for pk in group["entries"]}
    changed = list(WorkEntry.objects.filter(pk__in=meant - held)[:1])
    if not changed:
        return
    later = Correction.objects.filter(pk=changed[0].reasons.get("correction", 0)).select_related("by").first()
    count = WorkEntry.objects.filter(pk__in=meant - held).count()
    if not later:
        raise CorrectedSince(_("These entries have been sorted again since. Correct them instead of taking this back."))
    sentence = ngettext(
        "%(name)s sorted %(count)s of these entries again on %(day)s. That stands; correct it if it is wrong.",
        "%(name)s sorted %(count)s of these entries again on %(day)s. That stands; correct them if it is wrong.",
        count,
    )
    day = date_format(later.at, "DATETIME_FORMAT")
    raise CorrectedSince(sentence % {"name": later.by.get_short_name(), "count": count, "day": day})


def grouped(entries: Iterable[WorkEntry]) -> list[dict[str, Any]]:
    """How the entries are sorted, those that are sorted alike together: likes mostly are."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for entry in entries:
        alike[json.dumps({name: getattr(entry, name) for name in SORTING}, sort_keys=True)].append(entry.pk)
    return [{**json.loads(sorting), "entries": ids} for sorting, ids in alike.items()]


def write(ids: list[int], sorting: dict[str, Any]) -> None:
    for first in range(0, len(ids), AT_ONCE):
        WorkEntry.objects.filter(pk__in=ids[first : first + AT_ONCE]).update(**sorting)
