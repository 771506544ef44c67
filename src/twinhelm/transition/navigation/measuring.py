"""Where reviews are reached from, and who is told that something waits for their word."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.queries.waiting_words import what_waits
from twinhelm.ui.navigation import Destination, Found, Group, notifies, register

register(
    Destination(
        _("Six-month reviews"),
        "transition:reviews",
        "clock",
        Group.HELMS,
        46,
        may=leads_work,
        under="transition:board",
    )
)


@notifies
def words_that_are_waited_for(member: Member) -> Iterator[Found]:
    """Cost: one query."""
    for one in what_waits(member, clock.now()):
        if one.asks_how:
            address = reverse("transition:answers", args=[one.measurement.pk])
            yield Found(gettext("How is your work? Five answers, one minute"), address, "clock")
        if one.review and one.measurement.wave:
            asked = gettext("Wave %(n)s, six months on: what becomes of it?")
            if not member.is_owner:
                asked = gettext("Wave %(n)s, six months on: what do you say?")
            address = reverse("transition:review", args=[one.review.pk])
            yield Found(asked % {"n": one.measurement.wave.number}, address, "clock")
