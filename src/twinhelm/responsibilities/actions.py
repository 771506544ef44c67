"""Everything that changes the catalogue itself; what becomes of entries is decided by the area that holds them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities import policies
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.events import LineAdded, LineChanged, LineRetired, LineRevived, LinesOrdered
from twinhelm.responsibilities.models import Responsibility
from twinhelm.responsibilities.rules import LONGEST_NAME, LONGEST_SHORT_NAME, key_for, tidy


class LastOfItsFamily(Refusal):
    """A family without a line could hold no work."""


class AlreadyRetired(Refusal):
    """The line is retired, so nothing about it changes any more."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a line is called."""

    name: str
    short_name: str
    description: str = ""


@transaction.atomic
def add_line(
    family: Family, wording: Wording, *, by: Member, at: datetime, split_from: Responsibility | None = None
) -> Responsibility:
    """It stands last in its family, or right after the line that it was split from."""
    require(policies.may_change_catalogue(by))
    wording = fitting(wording)
    lines = Responsibility.objects.select_for_update().filter(family=family)
    last = lines.aggregate(last=Max("position"))["last"] or 0
    line = Responsibility.objects.create(
        key=key_for(wording.short_name, set(Responsibility.objects.values_list("key", flat=True))),
        family=family,
        name=wording.name,
        short_name=wording.short_name,
        description=wording.description,
        position=split_from.position if split_from else last + 1,
        split_from=split_from,
    )
    announce(LineAdded(subject_id=line.pk, key=line.key), by=by, at=at)
    return line


@transaction.atomic
def change_line(line: Responsibility, wording: Wording, *, by: Member, at: datetime) -> Responsibility:
    require(policies.may_change_catalogue(by))
    line = lock(line)
    refuse_retired(line)
    wording = fitting(wording, but=line)
    before = line.name
    line.name, line.short_name, line.description = wording.name, wording.short_name, wording.description
    line.save(update_fields=["name", "short_name", "description"])
    announce(LineChanged(subject_id=line.pk, before=before, name=line.name), by=by, at=at)
    return line


@transaction.atomic
def order_lines(ids: list[int], *, by: Member, at: datetime) -> None:
    """The given lines in this order; all others keep standing behind them. Families stay apart."""
    require(policies.may_change_catalogue(by))
    standing = {line.pk: line for line in Responsibility.objects.select_for_update().in_order()}
    wanted = [pk for pk in dict.fromkeys(ids) if pk in standing]
    for position, pk in enumerate([*wanted, *(pk for pk in standing if pk not in wanted)]):
        standing[pk].position = position
    Responsibility.objects.bulk_update(standing.values(), ["position"])
    announce(LinesOrdered(), by=by, at=at)


@transaction.atomic
def retire(line: Responsibility, *, by: Member, at: datetime) -> Responsibility:
    """Needs: the caller has found another line for its entries."""
    require(policies.may_change_catalogue(by))
    line = lock(line)
    refuse_retired(line)
    if not Responsibility.objects.current().filter(family=line.family).exclude(pk=line.pk).exists():
        raise LastOfItsFamily(_("“%(line)s” is the last line of its family, so it stays.") % {"line": line.name})
    line.retired_at = at
    line.save(update_fields=["retired_at"])
    announce(LineRetired(subject_id=line.pk), by=by, at=at)
    return line


@transaction.atomic
def revive(line: Responsibility, *, by: Member, at: datetime) -> Responsibility:
    require(policies.may_change_catalogue(by))
    line = lock(line)
    refuse_taken(line.name, but=line)
    line.retired_at = None
    line.save(update_fields=["retired_at"])
    announce(LineRevived(subject_id=line.pk), by=by, at=at)
    return line


def lock(line: Responsibility) -> Responsibility:
    return Responsibility.objects.select_for_update().get(pk=line.pk)


def refuse_retired(line: Responsibility) -> None:
    if line.retired_at:
        raise AlreadyRetired(_("“%(line)s” is retired, so it can't be changed.") % {"line": line.name})


def refuse_taken(name: str, *, but: Responsibility | None = None) -> None:
    same = Responsibility.objects.current().filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        sentence = _("Another line is called “%(name)s”. Names must differ.") % {"name": name}
        raise Invalid(sentence, name=sentence)


def fitting(wording: Wording, *, but: Responsibility | None = None) -> Wording:
    """The wording, tidied. Raises Invalid."""
    name, short_name = tidy(wording.name), tidy(wording.short_name) or tidy(wording.name)[:LONGEST_SHORT_NAME].strip()
    if not name:
        raise Invalid(_("A line needs a name."), name=_("A line needs a name."))
    if len(name) > LONGEST_NAME or len(short_name) > LONGEST_SHORT_NAME:
        sentence = _("A name has at most 80 letters, a short name at most 24.")
        raise Invalid(sentence, name=sentence)
    refuse_taken(name, but=but)
    return Wording(name, short_name, wording.description.strip())
