"""What people have said: the list of corrections, and the file that the sorter learns from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from twinhelm.people.models import Member
from twinhelm.worklog.models import Correction
from twinhelm.worklog.policies import may_take_back

PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A correction as its list shows it."""

    correction: Correction
    may_take_back: bool


def corrections(member: Member, *, words: str = "", before: int | None = None) -> list[Said]:
    """A page of the newest that stand. Cost: one query."""
    rows = Correction.objects.visible_to(member).standing().select_related("responsibility", "by").defer("before")
    if words:
        rows = rows.filter(text__icontains=words)
    if before:
        rows = rows.filter(pk__lt=before)
    return [Said(one, bool(may_take_back(member, one))) for one in rows.order_by("-pk")[: PAGE + 1]]


def as_examples(member: Member) -> Iterator[tuple[str, str]]:
    """Text and line's key of what stands, newest last: what `twinhelm sort --examples` reads."""
    rows = Correction.objects.visible_to(member).standing().order_by("at", "pk")
    yield from rows.values_list("text", "responsibility__key").iterator(chunk_size=2000)
