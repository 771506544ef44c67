"""Asking who leads a new project, deciding it, and going ahead without."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_gone, tidy_reason, today
from twinhelm.clients.choices import Part
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.actions.decisions import accept_all
from twinhelm.inventory.choices import Hat, KickoffState
from twinhelm.inventory.events.kickoffs import KickoffDecided, KickoffOpened, KickoffWaived
from twinhelm.inventory.models import Decision, Kickoff
from twinhelm.inventory.policies.kickoffs import may_decide_kickoff, may_waive_kickoff
from twinhelm.inventory.queries.deciding import PARTS, draft_alone
from twinhelm.people.models import Member
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
    accept_all(drafted(locked, account, production, why, on), of_round=None, key=key_of(kickoff), by=by, at=at)
    settle(kickoff, KickoffState.DECIDED, why, by=by, at=at)
    announce(
        KickoffDecided(subject_id=locked.pk, account_id=account.pk, production_id=production.pk, why=why), by=by, at=at
    )
    return kickoff


@transaction.atomic
def note_decided(project: Project, *, at: datetime) -> None:
    """Of a project whose two hats were decided elsewhere, in a round for instance: nobody needs to be asked."""
    kickoff = held(project, at=at)
    accepted = Decision.objects.accepted().filter(project=project, asked_at__gte=kickoff.opened_at)
    rows = list(accepted.select_related("settled_by").order_by("settled_at", "pk"))
    decided = {part for row in rows for part in PARTS[Hat(row.hat)]}
    if kickoff.state == KickoffState.DECIDED or decided != {Part.ACCOUNT, Part.PRODUCTION}:
        return
    by = rows[-1].settled_by or rows[-1].asked_by
    settle(kickoff, KickoffState.DECIDED, rows[-1].reason, by=by, at=at)
    chosen = {part: row.member_id for row in rows for part in PARTS[Hat(row.hat)]}
    announce(
        KickoffDecided(
            subject_id=project.pk,
            account_id=chosen[Part.ACCOUNT],
            production_id=chosen[Part.PRODUCTION],
            why=rows[-1].reason,
        ),
        by=by,
        at=at,
    )


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


def drafted(project: Project, account: Member, production: Member, why: str, on: date) -> list[Decision]:
    """Who leads is decided here, and nothing about the mode. Who has a part already gets no second lead for it."""
    hats = {Hat.BOTH: account} if account == production else {Hat.ACCOUNT: account, Hat.PRODUCTION: production}
    decisions = [draft_alone(project.client, project, hat, one, from_on=on, on=on) for hat, one in hats.items()]
    for decision in decisions:
        decision.reason, decision.mode, decision.keeps_mode = why, "", True
    return decisions


def key_of(kickoff: Kickoff) -> str:
    """Of the question as it was asked this time."""
    return f"kickoff {kickoff.pk} {kickoff.opened_at.isoformat()}"[:64]


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
