"""Changing how needs are reckoned: weights, measures, the period, and where a need becomes strong."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.choices import NeedKind
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.events.needs import ReckoningChanged
from twinhelm.inventory.models import FactorWeight, InventorySettings, ReckoningChange
from twinhelm.inventory.policies import needs as policies
from twinhelm.inventory.queries.counting import stored_weights, weighings
from twinhelm.people.models import Member

LEAST_WEEKS, MOST_WEEKS = 4, 52
MOST_WEIGHT = 10
MOST_FULL_AT = 999_999
MOST_ROOM = 100_000
MOST_MONTHS = 36


class ReckonedMeanwhile(Refusal):
    """Another owner changed how needs are reckoned since the page was opened."""


class NothingToUndo(Refusal):
    """The last change was taken back already, or there is none."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How needs are to be reckoned."""

    weeks: int
    middle: int
    """Tenths."""
    room: int
    """Load points."""
    review_months: int
    weights: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    """Weight and the value that counts as 10, by factor."""


@transaction.atomic
def change_reckoning(wanted: Reckoning, *, version: int, by: Member, at: datetime) -> ReckoningChange | None:
    """None when everything is as it was.

    version: of the settings that the owner saw. Raises NotPermitted, Invalid, ReckonedMeanwhile.
    """
    require(policies.may_change_reckoning(by))
    refuse_impossible(wanted)
    settings = lock()
    refuse_older(settings, version)
    before, changes = as_it_is(settings), changes_to(settings, wanted)
    if not changes:
        return None
    write(settings, wanted, by=by, at=at)
    change = ReckoningChange.objects.create(version=settings.version, before=before, changes=changes, by=by, at=at)
    told = {name: [was, becomes] for name, was, becomes in changes}
    announce(ReckoningChanged(version=settings.version, changes=told), by=by, at=at)
    return change


@transaction.atomic
def undo_reckoning(*, version: int, by: Member, at: datetime) -> ReckoningChange:
    """Takes back the change that made this version, if nothing came after it.

    Raises NotPermitted, ReckonedMeanwhile, NothingToUndo.
    """
    require(policies.may_change_reckoning(by))
    settings = lock()
    refuse_older(settings, version)
    change = ReckoningChange.objects.select_for_update().filter(version=version, undone_at=None).first()
    if not change:
        raise NothingToUndo(_("The last change was taken back already."))
    kept = dict(change.before)
    weights = {key: tuple(pair) for key, pair in kept.pop("weights").items() if pair}
    FactorWeight.objects.exclude(key__in=weights).delete()
    write(settings, Reckoning(**kept, weights=weights), by=by, at=at)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    told = {name: [becomes, was] for name, was, becomes in change.changes}
    announce(ReckoningChanged(version=settings.version, changes=told), by=by, at=at)
    return change


def lock() -> InventorySettings:
    """The one row, made when nobody has changed anything yet."""
    InventorySettings.objects.bulk_create([InventorySettings()], ignore_conflicts=True)
    return InventorySettings.objects.select_for_update(of=("self",)).select_related("changed_by").get()


def refuse_older(settings: InventorySettings, version: int) -> None:
    if settings.version == version:
        return
    name = settings.changed_by.name if settings.changed_by else _("Somebody")
    words = _("%(name)s changed how needs are reckoned since you opened this. Look at theirs, then save yours again.")
    raise ReckonedMeanwhile(words % {"name": name}, version=str(settings.version))


def refuse_impossible(wanted: Reckoning) -> None:
    """Raises Invalid."""
    in_range("weeks", wanted.weeks, LEAST_WEEKS, MOST_WEEKS, _("The period has from %(least)s to %(most)s weeks."))
    in_range("middle", wanted.middle, 10, 90, _("The middle lies between 1 and 9."))
    in_range("room", wanted.room, 100, MOST_ROOM, _("A lead has room for one client at least."))
    months = _("Decisions come back after %(least)s to %(most)s months.")
    in_range("review_months", wanted.review_months, 1, MOST_MONTHS, months)
    known = {one.factor.key: one.factor for one in weighings({})}
    for key, (weight, full_at) in wanted.weights.items():
        if key not in known:
            raise Invalid(_("There is no fact called “%(key)s”.") % {"key": key[:40]})
        in_range(f"weight_{key}", weight, 0, MOST_WEIGHT, _("A weight goes from 0 to 10."))
        measure = _("What counts as 10 is more than nought.")
        in_range(f"full_{key}", full_at, 0.01, MOST_FULL_AT, measure)
    refuse_weightless(wanted)


def in_range(name: str, value: float, least: float, most: float, sentence: str) -> None:
    if not least <= value <= most:
        shown = sentence % {"least": least, "most": most} if "%(" in sentence else sentence
        raise Invalid(shown, **{name: shown})


def refuse_weightless(wanted: Reckoning) -> None:
    for kind in NeedKind:
        told = [one for one in weighings(wanted.weights) if one.is_told and one.factor.kind == kind]
        if not any(one.weight for one in told):
            words = _("Nothing would count for %(kind)s any more. Give one of its facts a weight.")
            raise Invalid(words % {"kind": kind.label.lower()})


def as_it_is(settings: InventorySettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in names_of(settings)} | {"weights": stored_weights()}


def names_of(settings: InventorySettings) -> list[str]:
    return [name for name in asdict(Reckoning(0, 0, 0, 0)) if hasattr(settings, name)]


def changes_to(settings: InventorySettings, wanted: Reckoning) -> list[list[Any]]:
    """`[name, before, after]`; of a factor, both are weight and measure."""
    plain = [[name, getattr(settings, name), getattr(wanted, name)] for name in names_of(settings)]
    now = {one.factor.key: [one.weight, one.full_at] for one in weighings()}
    weights = [[key, now[key], [weight, float(full_at)]] for key, (weight, full_at) in wanted.weights.items()]
    return [change for change in [*plain, *weights] if change[1] != change[2]]


def write(settings: InventorySettings, wanted: Reckoning, *, by: Member, at: datetime) -> None:
    for name in names_of(settings):
        setattr(settings, name, getattr(wanted, name))
    settings.version += 1
    settings.changed_by, settings.changed_at = by, at
    settings.save()
    rows = [FactorWeight(key=key, weight=weight, full_at=full_at) for key, (weight, full_at) in wanted.weights.items()]
    FactorWeight.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["weight", "full_at"]
    )
