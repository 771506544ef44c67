"""What time is spent on: what follows from the thing itself, and what is refused."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Invalid
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.models.times import About
from twinhelm.tasks.queries.aims import ABOUT, THINGS, Aim, aim_of, is_same_thing

LONGEST_TEXT = 500


__all__ = ["ABOUT", "THINGS", "Aim", "aim_of", "changed", "columns", "fitting", "is_same_thing"]


def changed(row: About, facts: dict[str, Any]) -> Aim:
    """As it stands, with what is said now; another thing brings its own project, client and responsibility along."""
    said = {name: value for name, value in facts.items() if name in ABOUT}
    if not any(name in said for name in THINGS):
        return replace(aim_of(row), **said)
    kept: dict[str, Any] = {"text": row.text, "is_billable": row.is_billable}
    return Aim(**(kept | said))


def fitting(aim: Aim) -> Aim:
    """Project, client, responsibility and whether it is billed follow from the thing. Raises Invalid."""
    text = " ".join(aim.text.split())
    if len(text) > LONGEST_TEXT:
        reason = _("Keep the note under %(n)d characters; it has %(now)d.") % {"n": LONGEST_TEXT, "now": len(text)}
        raise Invalid(reason, text=reason)
    project = project_of(aim)
    client = client_of(aim, project)
    if not (text or client or aim.conversation or aim.call or aim.meeting):
        reason = _("Say what the time was spent on: a task, a project, a client, or a few words.")
        raise Invalid(reason, text=reason)
    refuse_retired(aim.responsibility)
    line = aim.responsibility or own_line(aim)
    billable = aim.is_billable
    if billable is None:
        billable = aim.task.is_billable if aim.task else client is not None
    return replace(aim, text=text, project=project, client=client, responsibility=line, is_billable=billable)


def columns(aim: Aim) -> dict[str, Any]:
    """As a row keeps it. Needs: a fitting aim."""
    return {name: getattr(aim, name) for name in ABOUT}


def project_of(aim: Aim) -> Project | None:
    if aim.task:
        return aim.task.project
    about = aim.call or aim.meeting or aim.conversation
    return aim.project or (about.project if about else None)


def client_of(aim: Aim, project: Project | None) -> Client | None:
    """Raises Invalid where what is said together belongs to two clients."""
    about = aim.call or aim.meeting or aim.conversation
    whose = project.client if project else (about.client if about and about.client else None)
    if whose and aim.client and aim.client.pk != whose.pk:
        sentence = _("“%(thing)s” belongs to %(client)s. Choose one of the two.")
        reason = sentence % {"thing": project or about, "client": whose.name}
        raise Invalid(reason, client=reason)
    return whose or aim.client


def own_line(aim: Aim) -> Responsibility | None:
    """What the task, call or meeting counts as; a call is real-time, a meeting scheduled, unless somebody said else."""
    thing = aim.task or aim.call or aim.meeting
    if thing and thing.responsibility:
        return None if thing.responsibility.retired_at else thing.responsibility
    if aim.task:
        return None
    key = "scheduled" if aim.meeting else "real-time" if aim.call or aim.conversation else ""
    return Responsibility.objects.current().filter(key=key).first() if key else None


def refuse_retired(line: Responsibility | None) -> None:
    if line and line.retired_at:
        reason = _("“%(line)s” is retired, so nothing new goes there. Choose another line.") % {"line": line.name}
        raise Invalid(reason, responsibility=reason)
