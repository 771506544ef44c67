"""Looking again at who leads, in the background."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.inventory.actions import relooks
from twinhelm.people import queries


@every(hours=12)
@job("inventory.look_again", lease_seconds=300, title=_("Look which decisions come back"))
def look_again(_work: Work) -> None:
    at = clock.now()
    relooks.look_again(on=clock.day_in(queries.business_hours().zone, at), at=at)
