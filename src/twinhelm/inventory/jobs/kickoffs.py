"""Work in the background about kick-offs."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.inventory.actions.kickoffs import ask_who_leads
from twinhelm.inventory.models import Kickoff
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project


@every(hours=6)
@job("inventory.ask_who_leads", title=_("Ask who leads new projects"))
def ask_of_proposed_projects(work: Work) -> None:
    """Those that were proposed before anybody was asked, or whose question was lost."""
    asked = Kickoff.objects.values("project")
    projects = Project.objects.filter(state=ProjectState.PROPOSED, deleted_at=None).exclude(pk__in=asked)
    for project in projects.order_by("pk"):
        ask_who_leads(project, at=clock.now())
        work.progress()
