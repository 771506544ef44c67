"""What is known of a client's business, and what they want to reach."""

from datetime import date, datetime
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.dated import EARLIEST, spoken
from twinhelm.clients.actions.versions import ChangedMeanwhile, changes_in, clock_time, lock, refuse_older
from twinhelm.clients.choices import GoalState, ProfileTopic
from twinhelm.clients.events import GoalAdded, GoalChanged, KeyDateChanged, ProfileConfirmed, ProfileSaid
from twinhelm.clients.models import Client, Goal, KeyDate, ProfileEntry
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

LONGEST_TEXT = 8000
LONGEST = {"name": 200, "measure": 200, "begin": 40, "target": 40, "now": 40}


Known = TypeVar("Known", ProfileEntry, Goal, KeyDate)


class AlreadyWritten(Refusal):
    """The same day stands there already."""

    status = 422


class GoalFacts(TypedDict, total=False):
    """What can be said of a goal; what is not given stays."""

    name: str
    measure: str
    begin: str
    target: str
    now: str
    due_on: date | None
    state: str


@transaction.atomic
def say_profile(
    client: Client, topic: ProfileTopic, text: str, *, seen: int | None = None, by: Member, at: datetime
) -> ProfileEntry | None:
    """Replaces what stood there, which stays as history; an empty text only ends it.

    seen: the entry that the author had before them. Raises ChangedMeanwhile, Invalid.
    """
    require(policies.may_change_client(by))
    locked = lock(client)
    if topic not in ProfileTopic.values:
        raise Invalid(_("The business profile has no such topic."))
    tidy = lines_of(text)
    if len(tidy) > LONGEST_TEXT:
        raise Invalid(_("%(most)s letters at most.") % {"most": LONGEST_TEXT}, text=_("Say it shorter."))
    now = ProfileEntry.objects.filter(client=locked, topic=topic, replaced_at=None).first()
    if (now.text if now else "") == tidy:
        return confirm(now, by=by, at=at) if now else None
    if now and now.pk != seen:
        raise ChangedMeanwhile(written_meanwhile(now, by), version=str(now.pk))
    if now:
        now.replaced_at = at
        now.save(update_fields=["replaced_at"])
    entry = None
    if tidy:
        entry = ProfileEntry.objects.create(client=locked, topic=topic, text=tidy, confirmed_by=by, confirmed_at=at)
    announce(ProfileSaid(subject_id=locked.pk, topic=topic, entry_id=entry.pk if entry else 0), by=by, at=at)
    return entry


def written_meanwhile(entry: ProfileEntry, by: Member) -> str:
    return _(
        "%(name)s wrote at %(time)s: “%(text)s” What you typed is still here: save again to put it over theirs."
    ) % {
        "name": entry.confirmed_by.name,
        "time": clock_time(entry.confirmed_at, by),
        "text": one_line(entry.text)[:160],
    }


@transaction.atomic
def confirm(known: Known, *, by: Member, at: datetime) -> Known:
    """It is still so."""
    require(policies.may_change_client(by))
    known.confirmed_by, known.confirmed_at = by, at
    known.save(update_fields=["confirmed_by", "confirmed_at"])
    announce(ProfileConfirmed(subject_id=known.client_id), by=by, at=at)
    return known


@transaction.atomic
def add_goal(client: Client, *, by: Member, at: datetime, **facts: Unpack[GoalFacts]) -> Goal:
    """Raises Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy = tidy_goal(facts)
    if not tidy.get("name"):
        raise Invalid(_("A goal needs a name."), name=_("Write what the client wants to reach."))
    goal = Goal.objects.create(client=locked, **tidy, confirmed_by=by, confirmed_at=at)
    announce(GoalAdded(subject_id=locked.pk, goal_id=goal.pk), by=by, at=at)
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[GoalFacts]
) -> Goal:
    """Whoever changes it has confirmed it. Raises ChangedMeanwhile, Invalid."""
    require(policies.may_change_client(by))
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    tidy = tidy_goal(facts)
    if "name" in tidy and not tidy["name"]:
        raise Invalid(_("A goal needs a name."), name=_("Write what the client wants to reach."))
    changes = changes_in(locked, tidy)
    if not changes:
        return locked
    about = {"subject_kind": "client", "subject_id": locked.client_id, "name": "GoalChanged"}
    refuse_older(locked, version, {**about, "facts__goal_id": locked.pk}, by=by)
    for name in changes:
        setattr(locked, name, tidy[name])
    locked.version += 1
    locked.confirmed_by, locked.confirmed_at = by, at
    locked.save(update_fields=[*changes, "version", "confirmed_by", "confirmed_at"])
    event = GoalChanged(subject_id=locked.client_id, goal_id=locked.pk, version=locked.version, changes=changes)
    announce(event, by=by, at=at)
    return locked


def tidy_goal(facts: GoalFacts) -> dict[str, Any]:
    tidy: dict[str, Any] = dict(facts)
    wrong = {}
    for name in LONGEST.keys() & tidy.keys():
        tidy[name] = one_line(tidy[name])
        if len(tidy[name]) > LONGEST[name]:
            wrong[name] = _("%(most)s letters at most.") % {"most": LONGEST[name]}
    if tidy.get("state", GoalState.OPEN) not in GoalState.values:
        wrong["state"] = _("A goal is open, reached or dropped.")
    if wrong:
        raise Invalid(_("Some of this can’t be used: %(why)s") % {"why": " ".join(wrong.values())}, **wrong)
    return tidy


@transaction.atomic
def add_key_date(client: Client, *, on: date, name: str, is_yearly: bool = False, by: Member, at: datetime) -> KeyDate:
    """Raises AlreadyWritten, Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy = one_line(name)[:200]
    if not tidy or on < EARLIEST:
        raise Invalid(_("A key date needs a day and a name."), name=_("Write what happens on this day."))
    if KeyDate.objects.filter(client=locked, on=on, name=tidy).exists():
        reason = _("%(name)s on %(day)s stands there already.") % {"name": tidy, "day": spoken(on)}
        raise AlreadyWritten(reason, name=reason)
    added = KeyDate.objects.create(
        client=locked, on=on, name=tidy, is_yearly=is_yearly, confirmed_by=by, confirmed_at=at
    )
    announce(KeyDateChanged(subject_id=locked.pk, on=on.isoformat(), name=tidy, is_known=True), by=by, at=at)
    return added


@transaction.atomic
def remove_key_date(key_date: KeyDate, *, by: Member, at: datetime) -> None:
    require(policies.may_change_client(by))
    day = key_date.on.isoformat()
    event = KeyDateChanged(subject_id=key_date.client_id, on=day, name=key_date.name, is_known=False)
    KeyDate.objects.filter(pk=key_date.pk).delete()
    announce(event, by=by, at=at)
