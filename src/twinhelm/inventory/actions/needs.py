"""Counting needs, and saying what one is instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.choices import NeedKind
from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.events.needs import NeedOverruled, NeedsCounted, OverruleTakenBack
from twinhelm.inventory.models import Need, Overrule
from twinhelm.inventory.models.needs import OverruleQuerySet
from twinhelm.inventory.policies import needs as policies
from twinhelm.inventory.queries import counting
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.rules.needs import FULL
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

Tell = Callable[[int, int], None]
"""How many steps are done, of how many."""


class NobodyToCount(Refusal):
    """There is no client whose needs could be counted."""


class OverruledMeanwhile(Refusal):
    """Somebody else said what this need is since the page was opened."""


class NothingOverruled(Refusal):
    """There is nothing to take back: the counted need counts already."""


class WorkGone(Refusal):
    """The client or project was merged, closed or deleted meanwhile."""


@dataclass(frozen=True, slots=True)
class Count:
    """What came of a count."""

    clients: int
    projects: int
    unknown: int
    """Clients of which too little is known."""


def count_needs(*, by: Member | None, at: datetime, tell: Tell | None = None) -> Count:
    """Of every active and resting client and every project that isn't closed. Reads first, then writes all at once.

    by: none at night. Raises NotPermitted, NobodyToCount.
    """
    if by:
        require(policies.may_count_needs(by))
    clients, projects = counting.clients_counted(), counting.projects_counted()
    if by and not clients:
        raise NobodyToCount(_("There is no client yet whose needs could be counted. Add one first."))
    asked, weighed = counting.period_at(settings(), at), counting.weighings()
    parts = [counting.with_ids(asked, clients=part) for part in counting.in_parts(clients)]
    parts += [counting.with_ids(asked, projects=part) for part in counting.in_parts(list(projects))]
    progress = Progress(tell, len(parts) * sum(one.is_told for one in weighed))
    found = [need for part in parts for need in counting.needs_of(part, weighed, at=at, step=progress.step)]
    return put_down(whose(found, projects), by=by, at=at)


@dataclass(slots=True)
class Progress:
    """How far a count is, in factors read."""

    tell: Tell | None
    total: int
    done: int = 0

    def step(self) -> None:
        self.done += 1
        if self.tell:
            self.tell(self.done, self.total)


def whose(needs: Sequence[Need], projects: dict[int, int]) -> Sequence[Need]:
    for need in needs:
        if need.project_id:
            need.client_id = projects[need.project_id]
    return needs


@transaction.atomic
def put_down(needs: Sequence[Need], *, by: Member | None, at: datetime) -> Count:
    """Replaces what was counted before. Of two counts at once, whichever is stored first stands.

    Clients and projects that went while the facts were read stay away.
    """
    kept_clients, kept_projects = set(counting.clients_counted()), set(counting.projects_counted())
    of_clients = [need for need in needs if not need.project_id and need.client_id in kept_clients]
    of_projects = [need for need in needs if need.project_id in kept_projects]
    Need.objects.filter(project=None, client__in=[need.client_id for need in of_clients]).delete()
    Need.objects.filter(project__in=[need.project_id for need in of_projects]).delete()
    Need.objects.bulk_create([*of_clients, *of_projects], batch_size=500, ignore_conflicts=True)
    unknown = sum(need.communication is None or need.complexity is None for need in of_clients)
    count = Count(len(of_clients), len(of_projects), unknown)
    announce(NeedsCounted(clients=count.clients, projects=count.projects, unknown=unknown), by=by, at=at)
    return count


def overrule(
    thing: Client | Project,
    kind: NeedKind,
    tenths: int,
    *,
    why: str,
    by: Member,
    at: datetime,
    instead_of: int | None = None,
) -> Overrule:
    """A need is what the person says, until it is taken back; said again it replaces what was said.

    instead_of: the overrule that the person saw, 0 if there was none; not given, whatever stands is replaced.
    Raises NotPermitted, Invalid, WorkGone, OverruledMeanwhile.
    """
    return overrule_both(thing, {kind: tenths}, why=why, by=by, at=at, seen={kind: instead_of})[0]


def overrule_both(
    thing: Client | Project,
    said: dict[NeedKind, int],
    *,
    why: str,
    by: Member,
    at: datetime,
    seen: dict[NeedKind, int | None] | None = None,
) -> list[Overrule]:
    """One or both needs of a client or project, together or not at all. Said twice, it is stored once.

    Of two, whichever stays where it stands is left alone: who drags sideways says nothing of the height.
    Raises NotPermitted, Invalid, WorkGone, OverruledMeanwhile.
    """
    require(policies.may_overrule(by))
    reason = tidy_reason(why)
    refuse_off_the_scale(said)
    try:
        with transaction.atomic():
            locked = lock(thing)
            new = moved(locked, said) if len(said) > 1 else said
            return [say(locked, kind, new[kind], reason, (seen or {}).get(kind), by, at) for kind in new]
    except IntegrityError:
        raise OverruledMeanwhile(_("Somebody else is saying this very moment what this need is. Look again.")) from None


def moved(thing: Client | Project, said: dict[NeedKind, int]) -> dict[NeedKind, int]:
    """What isn't where it stands already. Needs: the caller holds the lock."""
    standing = {NeedKind(one.kind): one.tenths for one in about(thing).standing()}
    return {kind: tenths for kind, tenths in said.items() if tenths != standing.get(kind, counted_tenths(thing, kind))}


def say(
    thing: Client | Project, kind: NeedKind, tenths: int, reason: str, seen: int | None, by: Member, at: datetime
) -> Overrule:
    """Needs: the caller holds the lock."""
    standing = about(thing).standing().filter(kind=kind).select_related("by").first()
    if standing and (standing.tenths, standing.reason, standing.by_id) == (tenths, reason, by.pk):
        return standing
    refuse_unseen(standing, seen)
    before = counted_tenths(thing, kind)
    if standing:
        end(standing, by=by, at=at)
    client, project = parts_of(thing)
    made = Overrule.objects.create(
        client=client, project=project, kind=kind, tenths=tenths, counted_tenths=before, reason=reason, by=by, at=at
    )
    announce(
        NeedOverruled(
            subject_id=client.pk,
            project_id=project.pk if project else None,
            kind=kind.value,
            before=standing.tenths if standing else before,
            tenths=tenths,
            reason=reason,
        ),
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def take_back_overrule(overrule: Overrule, *, by: Member, at: datetime) -> Overrule:
    """What is counted counts again. Taken back twice, it is taken back once.

    Raises NotPermitted, WorkGone, NothingOverruled.
    """
    require(policies.may_overrule(by))
    lock(overrule.project or overrule.client)
    overrule = Overrule.objects.select_for_update(of=("self",)).select_related("by").get(pk=overrule.pk)
    if overrule.ended_at:
        if about(overrule.project or overrule.client).standing().filter(kind=overrule.kind).exists():
            raise NothingOverruled(_("Somebody has said something else since; look at what stands now."))
        return overrule
    end(overrule, by=by, at=at)
    announce(
        OverruleTakenBack(
            subject_id=overrule.client_id, project_id=overrule.project_id, kind=overrule.kind, tenths=overrule.tenths
        ),
        by=by,
        at=at,
    )
    return overrule


def end(overrule: Overrule, *, by: Member, at: datetime) -> None:
    overrule.ended_by, overrule.ended_at = by, at
    overrule.save(update_fields=["ended_by", "ended_at"])


def refuse_off_the_scale(said: dict[NeedKind, int]) -> None:
    for kind, tenths in said.items():
        if not 0 <= tenths <= FULL:
            sentence = _("%(kind)s goes from 0 to 10; %(value)s is not on it.")
            shown = sentence % {"kind": kind.label, "value": f"{tenths / 10:g}"}
            raise Invalid(shown, **{kind.value: shown})
    if not said:
        raise Invalid(_("Say what the communication or the complexity is instead."))


def refuse_unseen(standing: Overrule | None, seen: int | None) -> None:
    if seen is None or seen == (standing.pk if standing else 0):
        return
    if standing is None:
        raise OverruledMeanwhile(_("What somebody said of this need was taken back since you opened the page."))
    words = _("%(name)s said %(value)s since you opened the page: “%(reason)s”. Save again to put yours over it.")
    shown = {"name": standing.by.name, "value": f"{standing.tenths / 10:.1f}", "reason": standing.reason}
    raise OverruledMeanwhile(words % shown, seen=str(standing.pk))


def lock(thing: Client | Project) -> Client | Project:
    """Held until the end of the transaction, with its client, in the order in which merging takes them."""
    client_id = thing.client_id if isinstance(thing, Project) else thing.pk
    client = Client.objects.select_for_update().get(pk=client_id)
    gone = _("%(name)s is no longer among the clients: it was merged or deleted meanwhile.")
    if client.deleted_at or client.merged_into_id:
        raise WorkGone(gone % {"name": client.name})
    if isinstance(thing, Client):
        return client
    project = Project.objects.select_for_update(of=("self",)).select_related("client").get(pk=thing.pk)
    if project.deleted_at:
        raise WorkGone(_("%(name)s was deleted meanwhile.") % {"name": project.name})
    return project


def about(thing: Client | Project) -> OverruleQuerySet:
    client, project = parts_of(thing)
    return Overrule.objects.filter(client=client, project=project)


def parts_of(thing: Client | Project) -> tuple[Client, Project | None]:
    return (thing.client, thing) if isinstance(thing, Project) else (thing, None)


def counted_tenths(thing: Client | Project, kind: NeedKind) -> int | None:
    client, project = parts_of(thing)
    return Need.objects.filter(client=client, project=project).values_list(kind.value, flat=True).first()
