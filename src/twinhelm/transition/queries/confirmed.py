"""What people confirmed for a step of one client."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.transition.choices import Step
from twinhelm.transition.models import Confirmation, Transition

Said = dict[tuple[str, int | None], Confirmation]
"""By key and by the member whom it is about."""


def said_for(transition: Transition, step: Step) -> Said:
    """Cost: one query."""
    rows = Confirmation.objects.filter(transition=transition, step=step).select_related("by", "member")
    return {(row.key, row.member_id): row for row in rows}


def detail_of(said: Confirmation | None, zone: ZoneInfo) -> str:
    """Who said so and when; empty: nobody."""
    if said is None:
        return ""
    facts = {"name": said.by.get_short_name(), "day": date_format(said.at.astimezone(zone), "j M"), "note": said.note}
    if said.note:
        return _("%(name)s, %(day)s: “%(note)s”") % facts
    return _("%(name)s, %(day)s") % facts
