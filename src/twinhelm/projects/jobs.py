"""Work in the background about projects: what was decided for a day that has come."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.people import queries
from twinhelm.projects import actions


@every(minutes=15)
@job("projects.put_modes_in_force", quick=True, title=_("Put decided modes of projects in force"))
def put_modes_in_force(_work: Work) -> None:
    actions.put_modes_in_force(on=clock.day_in(queries.business_hours().zone, clock.now()))
