"""Projects change hands with their client: the change of leads gathers and gives what stands here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.actions.dated import today
from twinhelm.clients.choices import Part
from twinhelm.clients.queries.handing_over import hands_over
from twinhelm.foundation.answers import Invalid
from twinhelm.people.models import Member
from twinhelm.projects.actions.leads import set_lead, take_back_lead
from twinhelm.projects.models import Project, ProjectLead
from twinhelm.projects.queries import open_things


@transaction.atomic
def give_leads(keys: Sequence[str], receiver: Member | None, by: Member, at: datetime) -> None:
    """From today on. What was given today already goes back as if it had never been given.

    Raises GoneMember, DecidedThatDay, BeforeLastChange, NotPermitted, Invalid.
    """
    if receiver is None:
        raise Invalid(_("A project that somebody led is led by somebody: choose who."))
    for key in sorted(keys):
        number, _colon, part = key.partition(":")
        give_lead(Project.objects.select_related("client").get(pk=number), Part(part), receiver, by, at)


def give_lead(project: Project, part: Part, receiver: Member, by: Member, at: datetime) -> None:
    on = today(at, by)
    rows = ProjectLead.objects.filter(project=project, part=part).select_related("member").newest_first()
    newest = list(rows[:2])
    if len(newest) > 1 and newest[0].from_on == on and newest[1].member_id == receiver.pk:
        take_back_lead(newest[0], by=by, at=at)
        return
    reason = _("Handed over with %(client)s") % {"client": project.client.name}
    set_lead(project, part, receiver, from_on=on, reason=reason, by=by, at=at)


hands_over("project_leads", gettext_lazy("Projects led"), part=None, position=35, gives=give_leads)(
    open_things.own_leads
)
hands_over("projects", gettext_lazy("Active projects"), part=Part.PRODUCTION, position=40)(open_things.active_projects)
hands_over("milestones", gettext_lazy("Milestones due"), part=Part.PRODUCTION, position=45)(open_things.milestones_due)
hands_over("systems", gettext_lazy("Systems, and where access is kept"), part=Part.PRODUCTION, position=50)(
    open_things.systems_touched
)
