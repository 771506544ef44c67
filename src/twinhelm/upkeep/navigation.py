"""Where an owner finds the machinery, and what of it waits for them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twinhelm.people.models import Member
from twinhelm.ui.navigation import Destination, Found, Group, notifies, register
from twinhelm.upkeep import policies, queries

register(
    Destination(_("Jobs"), "upkeep:jobs", "job", Group.HOUSE, 70, may=policies.may_see_upkeep),
    Destination(_("Outgoing mail"), "upkeep:mail", "mail", Group.HOUSE, 80, may=policies.may_see_upkeep),
    Destination(_("Trail"), "upkeep:trail", "trail", Group.HOUSE, 90, may=policies.may_see_upkeep),
)


@notifies
def what_needs_an_owner(member: Member) -> Iterator[Found]:
    """Cost: two queries for an owner, none for others."""
    if not policies.may_see_upkeep(member):
        return
    if failed := queries.jobs_visible_to(member).filter(state="failed").count():
        words = ngettext("%(n)s job failed", "%(n)s jobs failed", failed) % {"n": failed}
        yield Found(words, reverse("upkeep:jobs"), "job")
    if questions := queries.mail_visible_to(member).ambiguous().count():
        words = ngettext("%(n)s mail was perhaps sent", "%(n)s mails were perhaps sent", questions) % {"n": questions}
        yield Found(words, reverse("upkeep:mail"), "mail")
