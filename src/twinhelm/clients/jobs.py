"""Work in the background about clients: what was decided for a day that has come, and files that may go."""

from django.utils.translation import gettext_lazy as _

from twinhelm.clients import actions
from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.people import queries


@every(minutes=15)
@job("clients.put_modes_in_force", quick=True, title=_("Put decided modes in force"))
def put_modes_in_force(_work: Work) -> None:
    actions.put_modes_in_force(on=clock.day_in(queries.business_hours().zone, clock.now()))


@every(hours=6)
@job("clients.drop_deleted_files", quick=True, title=_("Drop files deleted a month ago"))
def drop_deleted_files(_work: Work) -> None:
    actions.drop_deleted_files(at=clock.now())
