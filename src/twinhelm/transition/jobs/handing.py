"""Jobs of handing over."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.transition.actions.gathering import gather_all


@every(hours=24)
@job("transition.gather", lease_seconds=900, title=_("Look what is to be handed over"))
def gather(_work: Work) -> None:
    gather_all(at=clock.now())
