"""Asking who leads a new project, deciding it, and going ahead without."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_gone, tidy_reason, today
from twinhelm.clients.choices import Part
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.choices import KickoffState
from twinhelm.inventory.events.kickoffs import KickoffDecided, KickoffOpened, KickoffWaived
from twinhelm.inventory.models import Kickoff
from twinhelm.inventory.policies.kickoffs import may_decide_kickoff, may_waive_kickoff
from twinhelm.people.models import Member
from twinhelm.projects.actions.leads import set_lead
from twinhelm.projects.actions.projects import lock
from twinhelm.projects.models import Project
from twinhelm.projects.queries import leads_of_projects


class DecidedMeanwhile(Refusal):
    """Somebody else decided who leads the project, and otherwise."""


class ClientGone(Refusal):
    """The project's client was deleted or merged away while somebody was looking at it."""


@transaction.atomic
def ask_who_leads(project: Project, *, at: datetime) -> Kickoff:
    """Of a new project, or of one that is asked about for the first time. Asked twice, it happens once."""
    kickoff, is_new = Kickoff.objects.get_or_create(project=project, defaults={"opened_at": at})
    if is_new:
        announce(KickoffOpened(subject_id=project.pk), by=None, at=at)
    return kickoff


@transaction.atomic
def ask_again(project: Project, *, at: datetime) -> Kickoff:
    """Of a closed project: before it is opened again, it is decided anew."""
    kickoff = ask_who_leads(project, at=at)
    locked = Kickoff.objects.select_for_update().get(pk=kickoff.pk)
    if locked.state != KickoffState.WAITING:
        locked.state, locked.opened_at, locked.reason = KickoffState.WAITING, at, ""
        locked.settled_by, locked.settled_at = None, None
        locked.save(update_fields=["state", "opened_at", "reason", "settled_by", "settled_at"])
        announce(KickoffOpened(subject_id=project.pk), by=None, at=at)
    return locked


@transaction.atomic
def decide_kickoff(
    project: Project, account: Member, production: Member, *, why: str, by: Member, at: datetime
) -> Kickoff:
    """Who isn't the lead already becomes it from today on. Decided the same way twice, it happens once.

    Raises DecidedMeanwhile, ClientGone, ProjectGone, GoneMember, DecidedThatDay, BeforeLastChange, Invalid.
    """
    require(may_decide_kickoff(by))
    locked = lock(project)
    refuse_gone_client(locked)
    why = tidy_reason(why)
    kickoff, on = held(locked, at=at), today(at, by)
    chosen = {Part.ACCOUNT: account, Part.PRODUCTION: production}
    if kickoff.state == KickoffState.DECIDED:
        refuse_otherwise(kickoff, locked, chosen, on)
        return kickoff
    for member in chosen.values():
        refuse_gone(member)
    put_leads(locked, chosen, why, on=on, by=by, at=at)
    settle(kickoff, KickoffState.DECIDED, why, by=by, at=at)
    announce(
        KickoffDecided(subject_id=locked.pk, account_id=account.pk, production_id=production.pk, why=why), by=by, at=at
    )
    return kickoff


@transaction.atomic
def waive_kickoff(project: Project, *, why: str, by: Member, at: datetime) -> Kickoff:
    """The project may go ahead undecided. What is decided already stays so. Raises Invalid, ProjectGone."""
    require(may_waive_kickoff(by))
    locked = lock(project)
    why = tidy_reason(why)
    kickoff = held(locked, at=at)
    if kickoff.state == KickoffState.WAITING:
        settle(kickoff, KickoffState.WAIVED, why, by=by, at=at)
        announce(KickoffWaived(subject_id=locked.pk, why=why), by=by, at=at)
    return kickoff


def held(project: Project, *, at: datetime) -> Kickoff:
    """Needs: the caller holds the project's lock."""
    ask_who_leads(project, at=at)
    return Kickoff.objects.select_for_update(of=("self",)).select_related("settled_by").get(project=project)


def settle(kickoff: Kickoff, state: KickoffState, why: str, *, by: Member, at: datetime) -> None:
    kickoff.state, kickoff.reason, kickoff.settled_by, kickoff.settled_at = state, why, by, at
    kickoff.save(update_fields=["state", "reason", "settled_by", "settled_at"])


def put_leads(project: Project, chosen: dict[Part, Member], why: str, *, on: date, by: Member, at: datetime) -> None:
    """Where the client's lead leads here too, the project gets none of its own."""
    leads = leads_of_projects([project], on)[project.pk]
    for part, member in chosen.items():
        row = leads.row(part)
        if row is None or row.member_id != member.pk:
            set_lead(project, part, member, from_on=on, reason=why, by=by, at=at)


def refuse_gone_client(project: Project) -> None:
    client = project.client
    if client.deleted_at or client.merged_into_id:
        raise ClientGone(
            _("%(name)s was deleted or merged with another client meanwhile. Look at the project again.")
            % {"name": client.name}
        )


def refuse_otherwise(kickoff: Kickoff, project: Project, chosen: dict[Part, Member], on: date) -> None:
    leads = leads_of_projects([project], on)[project.pk]
    now = {part: leads.row(part) for part in chosen}
    if all((row := now[part]) and row.member_id == member.pk for part, member in chosen.items()):
        return
    said = {"name": kickoff.settled_by.name if kickoff.settled_by else _("Somebody"), "project": project.name}
    raise DecidedMeanwhile(
        _(
            "%(name)s decided meanwhile who leads “%(project)s”. Look at the project; whoever leads it can be changed"
            " there."
        )
        % said
    )
