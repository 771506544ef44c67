"""Setting up a round: what it asks, who may lead, and within which limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.inventory.actions.round_changes import changed, open_for_change, resting_state, stop_asking
from twinhelm.inventory.choices import Aim, ProposalState, RoundState
from twinhelm.inventory.events.rounds import (
    RoundChanged,
    RoundClosed,
    RoundDeleted,
    RoundPutBack,
    RoundReopened,
    RoundStarted,
)
from twinhelm.inventory.models import Round, RoundClient, RoundLead
from twinhelm.inventory.policies.rounds import may_change_round, may_delete_round, may_make_round
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects, settings
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

LONGEST_NAME = 120
LATEST_YEARS = 5
MOST_ROOM = 100_000
MOST_ASKED = 5000


class NothingAsked(Invalid):
    """A round without clients, or without a hat to give."""


class NobodyToLead(Invalid):
    """A round without leads."""


class AskedTwice(Invalid):
    """A client, project or person stands in the round twice."""


class GoneFromRound(Invalid):
    """Somebody who left, or a client that was merged or deleted."""


class BadDay(Invalid):
    """A day that is over, or far off."""


class StillOpen(Refusal):
    """Only a closed round is opened again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A client, or one project of a client, that is asked about."""

    client: Client
    project: Project | None = None
    is_hybrid: bool = False

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.client.name


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who may lead, which hats they take and how much they carry at most, in load points."""

    member: Member
    room: int
    takes_account: bool = True
    takes_production: bool = True


@dataclass(frozen=True, slots=True)
class Setup:
    """What a round asks."""

    name: str
    from_on: date
    asked: tuple[Wanted, ...]
    leads: tuple[Place, ...]
    asks_account: bool = True
    asks_production: bool = True


@transaction.atomic
def start(setup: Setup, *, by: Member, at: datetime) -> Round:
    """A draft, until proposals are asked for.

    Raises NothingAsked, NobodyToLead, AskedTwice, GoneFromRound, BadDay, Invalid.
    """
    require(may_make_round(by))
    refuse_setup(setup, by=by, at=at)
    today = clock.day_in(by.zone, at)
    period = whole_weeks_before(today, settings().weeks)
    one = Round(opened_by=by, opened_at=at, first_on=period.first, last_on=period.last)
    write_setup(one, setup)
    announce(
        RoundStarted(subject_id=one.pk, name=one.name, asked=len(setup.asked), leads=len(setup.leads)), by=by, at=at
    )
    return one


@transaction.atomic
def change(one: Round, setup: Setup, *, version: int, by: Member, at: datetime) -> Round:
    """Of a round that is proposed, everything is proposed again.

    Raises ChangedMeanwhile, BeingProposed and what `start` raises.
    """
    locked = open_for_change(one, version, by=by)
    refuse_setup(setup, by=by, at=at, standing=locked)
    write_setup(locked, setup)
    return changed(locked, {"what": "setup"}, by=by, at=at)


@transaction.atomic
def postpone(row: RoundClient, from_on: date | None, *, version: int, by: Member, at: datetime) -> Round:
    """A later day for one client; none: the round's.

    Raises ChangedMeanwhile, BeingProposed, BadDay.
    """
    locked = open_for_change(row.round, version, by=by)
    if from_on is not None:
        refuse_day(from_on, by=by, at=at)
        if from_on < locked.from_on:
            day = date_format(locked.from_on, "j F Y")
            sentence = _("The round counts from %(day)s, so no client can begin before. Choose a later day.")
            raise BadDay(sentence % {"day": day}, from_on=sentence % {"day": day})
    row.from_on = from_on
    row.save(update_fields=["from_on"])
    locked.version += 1
    locked.save(update_fields=["version"])
    announce(RoundChanged(subject_id=locked.pk, version=locked.version, what="later"), by=by, at=at)
    return locked


@transaction.atomic
def look_at(one: Round, aim: Aim, *, by: Member, at: datetime) -> Round:
    """Which of the proposals people work on.

    Raises NotPermitted, Refusal when there is no such proposal.
    """
    require(may_change_round(by, one))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    require(may_change_round(by, locked))
    if not locked.proposals.filter(aim=aim).exclude(state=ProposalState.WAITING).exists():
        raise Refusal(_("“%(aim)s” isn’t proposed yet. Propose first.") % {"aim": Aim(aim).label})
    if locked.looking_at != aim:
        locked.looking_at = aim
        locked.save(update_fields=["looking_at"])
        announce(RoundChanged(subject_id=locked.pk, version=locked.version, what="looking_at"), by=by, at=at)
    return locked


@transaction.atomic
def close(one: Round, *, version: int, by: Member, at: datetime) -> Round:
    """Raises ChangedMeanwhile, BeingProposed, NotPermitted."""
    locked = open_for_change(one, version, by=by)
    locked.state, locked.closed_at = RoundState.CLOSED, at
    locked.version += 1
    locked.save(update_fields=["state", "closed_at", "version"])
    announce(RoundClosed(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def reopen(one: Round, *, by: Member, at: datetime) -> Round:
    require(may_make_round(by))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    if locked.state != RoundState.CLOSED:
        raise StillOpen(_("“%(name)s” is open.") % {"name": locked.name})
    locked.state, locked.closed_at = resting_state(locked), None
    locked.version += 1
    locked.save(update_fields=["state", "closed_at", "version"])
    announce(RoundReopened(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def delete(one: Round, *, by: Member, at: datetime) -> Round:
    """Out of sight; proposals that are being made are dropped when they come. `put_back` brings it back."""
    require(may_delete_round(by, one))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    require(may_delete_round(by, locked))
    if locked.state == RoundState.PROPOSING:
        stop_asking(locked, by=by, at=at)
    locked.deleted_at = at
    locked.save(update_fields=["deleted_at"])
    announce(RoundDeleted(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def put_back(one: Round, *, by: Member, at: datetime) -> Round:
    require(may_make_round(by))
    locked = Round.objects.select_for_update().get(pk=one.pk)
    if locked.deleted_at:
        locked.deleted_at = None
        locked.save(update_fields=["deleted_at"])
        announce(RoundPutBack(subject_id=locked.pk), by=by, at=at)
    return locked


def refuse_setup(setup: Setup, *, by: Member, at: datetime, standing: Round | None = None) -> None:
    """A day that has come since stays as it was."""
    refuse_name(setup.name)
    if not (setup.asks_account or setup.asks_production):
        sentence = _("The round asks about neither hat, so there is nothing to give. Choose at least one.")
        raise NothingAsked(sentence, hats=sentence)
    if not standing or standing.from_on != setup.from_on:
        refuse_day(setup.from_on, by=by, at=at)
    refuse_asked(setup.asked, by=by)
    refuse_leads(setup.leads)


def refuse_name(name: str) -> None:
    if not one_line(name) or len(one_line(name)) > LONGEST_NAME:
        sentence = _("Give the round a name of at most %(most)d characters, so that it is found again.")
        raise Invalid(sentence % {"most": LONGEST_NAME}, name=_("At most 120 characters, at least one."))


def refuse_day(day: date, *, by: Member, at: datetime) -> None:
    today = clock.day_in(by.zone, at)
    said = date_format(day, "j F Y")
    if day < today:
        sentence = _("%(day)s is over, and leads are decided ahead. Choose today or a later day.") % {"day": said}
        raise BadDay(sentence, from_on=sentence)
    if (day.year, day.month, day.day) > (today.year + LATEST_YEARS, today.month, today.day):
        sentence = _("%(day)s is more than %(years)d years ahead. Choose a nearer day.")
        sentence = sentence % {"day": said, "years": LATEST_YEARS}
        raise BadDay(sentence, from_on=sentence)


def refuse_asked(asked: tuple[Wanted, ...], *, by: Member) -> None:
    if not asked:
        sentence = _("The round asks about no client, so there is nothing to propose. Choose at least one.")
        raise NothingAsked(sentence, clients=sentence)
    if len(asked) > MOST_ASKED:
        sentence = _("A round asks about at most %(most)d clients and projects at once. Split it in two.")
        raise Invalid(sentence % {"most": MOST_ASKED}, clients=sentence % {"most": MOST_ASKED})
    twice = repeated((one.client.pk, one.project.pk if one.project else None) for one in asked)
    if twice is not None:
        name = next(one.name for one in asked if (one.client.pk, one.project.pk if one.project else None) == twice)
        sentence = _("%(name)s stands in the round twice. Name it once.") % {"name": name}
        raise AskedTwice(sentence, clients=sentence)
    refuse_gone(asked, by=by)


def refuse_gone(asked: tuple[Wanted, ...], *, by: Member) -> None:
    clients = set(
        Client.objects.visible_to(by).filter(pk__in={one.client.pk for one in asked}).values_list("pk", flat=True)
    )
    projects = dict(
        Project.objects.visible_to(by)
        .filter(pk__in={one.project.pk for one in asked if one.project})
        .values_list("pk", "client_id")
    )
    for one in asked:
        if one.client.pk not in clients or (one.project and projects.get(one.project.pk) != one.client.pk):
            sentence = _("%(name)s was merged or deleted meanwhile, so nobody can lead it. Leave it out.")
            raise GoneFromRound(sentence % {"name": one.name}, clients=sentence % {"name": one.name})


def refuse_leads(leads: tuple[Place, ...]) -> None:
    if not leads:
        sentence = _("Nobody in this round may lead, so nothing can be proposed. Add at least one person.")
        raise NobodyToLead(sentence, leads=sentence)
    twice = repeated(place.member.pk for place in leads)
    for place in leads:
        name = {"name": place.member.get_short_name()}
        if place.member.pk == twice:
            raise AskedTwice(_("%(name)s stands among the people twice. Name everybody once.") % name)
        if not place.member.is_active:
            sentence = _("%(name)s has left the agency and can lead no more. Choose somebody else.") % name
            raise GoneFromRound(sentence, leads=sentence)
        if not (place.takes_account or place.takes_production):
            sentence = _("%(name)s takes neither hat. Tick at least one, or leave %(name)s out.") % name
            raise Invalid(sentence, leads=sentence)
        if not 0 <= place.room <= MOST_ROOM:
            sentence = _("The most that %(name)s carries lies between 0 and 1,000 clients. Correct it.") % name
            raise Invalid(sentence, leads=sentence)


def repeated(keys: Iterable[object]) -> object | None:
    seen = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def write_setup(one: Round, setup: Setup) -> None:
    one.name, one.from_on = one_line(setup.name), setup.from_on
    one.asks_account, one.asks_production = setup.asks_account, setup.asks_production
    one.save()
    write_asked(one, setup.asked)
    write_leads(one, setup.leads)


def write_asked(one: Round, asked: tuple[Wanted, ...]) -> None:
    """Rows that stay keep their limits and their later day; what goes takes its limits along."""
    standing = {(row.client_id, row.project_id): row for row in one.asked.all()}
    wanted = {(each.client.pk, each.project.pk if each.project else None): each for each in asked}
    one.asked.filter(pk__in=[row.pk for key, row in standing.items() if key not in wanted]).delete()
    known = known_of(asked)
    fresh: list[RoundClient] = []
    kept: list[RoundClient] = []
    for key, each in wanted.items():
        row = standing.get(key) or RoundClient(round=one, client=each.client, project=each.project)
        take_down(row, known[key])
        row.is_hybrid = each.is_hybrid
        if row.from_on and row.from_on <= one.from_on:
            row.from_on = None
        (kept if row.pk else fresh).append(row)
    RoundClient.objects.bulk_create(fresh, batch_size=500)
    fields = ["communication", "complexity", "weekly_minutes", "is_hybrid", "from_on"]
    RoundClient.objects.bulk_update(kept, fields, batch_size=500)


def known_of(asked: Iterable[Wanted | RoundClient]) -> Mapping[tuple[int, int | None], Seen]:
    """What is known of each today. Cost: six queries."""
    rows = list(asked)
    projects = [row.project for row in rows if row.project]
    found: dict[tuple[int, int | None], Seen] = {
        (pk, None): seen for pk, seen in seen_of([row.client for row in rows if not row.project]).items()
    }
    for pk, seen in seen_of_projects(projects).items():
        found[seen.client.pk, pk] = seen
    return found


def take_down(row: RoundClient, seen: Seen) -> None:
    row.communication, row.complexity = seen.communication, seen.complexity
    row.weekly_minutes = seen.weekly_minutes


def write_leads(one: Round, leads: tuple[Place, ...]) -> None:
    standing = {row.member_id: row for row in one.leads.all()}
    wanted = {place.member.pk: place for place in leads}
    one.leads.filter(pk__in=[row.pk for pk, row in standing.items() if pk not in wanted]).delete()
    fresh: list[RoundLead] = []
    kept: list[RoundLead] = []
    for pk, place in wanted.items():
        row = standing.get(pk) or RoundLead(round=one, member=place.member)
        row.room, row.takes_account, row.takes_production = place.room, place.takes_account, place.takes_production
        (kept if row.pk else fresh).append(row)
    RoundLead.objects.bulk_create(fresh)
    RoundLead.objects.bulk_update(kept, ["room", "takes_account", "takes_production"])
