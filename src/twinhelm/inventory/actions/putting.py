"""What a decision makes true: dated leads and a mode of a client or project, and how that is undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients.actions import leads as of_clients
from twinhelm.clients.actions.dated import NotTheLatest
from twinhelm.clients.actions.versions import lock as lock_client
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.foundation.answers import Refusal
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Decision
from twinhelm.inventory.queries.deciding import PARTS
from twinhelm.people.models import Member
from twinhelm.projects.actions import leads as of_projects
from twinhelm.projects.actions.projects import lock as lock_project
from twinhelm.projects.models import ProjectLead, ProjectMode


@contextmanager
def named(decision: Decision) -> Iterator[None]:
    """A refusal among many says whom it is about."""
    try:
        yield
    except Refusal as refusal:
        if decision.name in refusal.reason:
            raise
        raise type(refusal)(f"{decision.name}: {refusal.reason}", **refusal.fields) from None


def hold(decision: Decision) -> None:
    """Raises ClientGone, ProjectGone."""
    lock_client(decision.client)
    if decision.project:
        lock_project(decision.project)


def put_in_force(decision: Decision, *, by: Member, at: datetime) -> dict[str, Any]:
    """Ids of what was made. Whoever has a part keeps the row that says so.

    Needs: the client or project is held. Raises what setting leads and modes raises.
    """
    parts = [part for part in PARTS[Hat(decision.hat)] if not has_part(decision, part)]
    made: dict[str, Any] = {"leads": [set_part(decision, part, by=by, at=at) for part in parts]}
    if decision.mode and decision.mode != coming_mode(decision):
        made["mode"] = set_mode(decision, by=by, at=at)
    return made


def has_part(decision: Decision, part: Part) -> bool:
    """By the latest decision about it; on a project without one of its own, by the client's."""
    newest: ClientLead | ProjectLead | None = None
    if decision.project:
        newest = ProjectLead.objects.filter(project=decision.project, part=part).newest_first().first()
    if newest is None or (newest.to_on and newest.to_on < decision.from_on):
        newest = ClientLead.objects.filter(client=decision.client, part=part).newest_first().first()
    if newest is None or newest.to_on:
        return False
    return newest.member_id == decision.member_id and newest.from_on <= decision.from_on


def set_part(decision: Decision, part: Part, *, by: Member, at: datetime) -> int:
    said: dict[str, Any] = {"from_on": decision.from_on, "reason": decision.reason, "by": by, "at": at}
    if decision.project:
        return of_projects.set_lead(decision.project, part, decision.member, **said).pk
    return of_clients.set_lead(decision.client, part, decision.member, **said).pk


def coming_mode(decision: Decision) -> str:
    """As last decided."""
    if decision.project_id:
        of_project = ProjectMode.objects.filter(project_id=decision.project_id).newest_first().first()
        if of_project and of_project.to_on is None:
            return of_project.mode
    of_client = ClientMode.objects.filter(client_id=decision.client_id).newest_first().first()
    return of_client.mode if of_client else decision.client.mode


def set_mode(decision: Decision, *, by: Member, at: datetime) -> int:
    said: dict[str, Any] = {"from_on": decision.from_on, "reason": decision.reason, "by": by, "at": at}
    if decision.project:
        return of_projects.set_mode(decision.project, Mode(decision.mode), **said).pk
    return of_clients.set_mode(decision.client, Mode(decision.mode), **said).pk


def undo(decision: Decision, *, by: Member, at: datetime) -> None:
    """Needs: the client or project is held. Raises NotTheLatest."""
    if decision.project_id:
        undo_each(ProjectLead.objects.all(), decision.made.get("leads", []), of_projects.take_back_lead, by, at)
        undo_each(ProjectMode.objects.all(), mode_made(decision), of_projects.take_back_mode, by, at)
    else:
        undo_each(ClientLead.objects.all(), decision.made.get("leads", []), of_clients.take_back_lead, by, at)
        undo_each(ClientMode.objects.all(), mode_made(decision), of_clients.take_back_mode, by, at)


def mode_made(decision: Decision) -> list[int]:
    return [decision.made["mode"]] if "mode" in decision.made else []


def undo_each(rows: Any, ids: list[int], take_back: Callable[..., Any], by: Member, at: datetime) -> None:
    for pk in ids:
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NotTheLatest(_("Somebody took it back or decided anew since. What counts now stays."))
        take_back(row, by=by, at=at)


def day_of(at: datetime, by: Member) -> date:
    return at.astimezone(by.zone).date()
