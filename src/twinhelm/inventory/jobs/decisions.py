"""Work in the background about decisions: whom one concerns hears of it by mail."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.jobs import Work, job
from twinhelm.inventory.actions.telling import tell


@job("inventory.tell_asked", quick=True, title=_("Ask somebody about a decision by mail"))
def tell_asked(_work: Work, *, decision_id: int, member_id: int, version: int) -> None:
    tell(decision_id, member_id, version)
