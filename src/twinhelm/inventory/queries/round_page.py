"""One round, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.inventory.choices import RoundState
from twinhelm.inventory.models import Round, RoundClient, RoundLead
from twinhelm.inventory.queries.round_words import Loaded, faults, loaded, said_gone, said_later, said_left, said_limit


@dataclass(frozen=True, slots=True)
class SaidLimit:
    """A limit in one sentence, and where it is lifted."""

    text: str
    why: str
    lift_url: str
    asked_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What the round asks, its limits, and what is wrong or has changed."""

    of: Loaded
    asked: Sequence[RoundClient]
    leads: Sequence[RoundLead]
    limits: Sequence[SaidLimit]
    faults: Sequence[str]
    notes: Sequence[str]

    @property
    def lede(self) -> str:
        clients = ngettext("%(count)d client", "%(count)d clients", len(self.asked)) % {"count": len(self.asked)}
        leads = ngettext("%(count)d person", "%(count)d people", len(self.leads)) % {"count": len(self.leads)}
        if self.faults:
            return _("%(clients)s and %(leads)s are chosen, but something is still in the way.") % {
                "clients": clients,
                "leads": leads,
            }
        return _("%(clients)s and %(leads)s are chosen. Add limits if you have any, then propose.") % {
            "clients": clients,
            "leads": leads,
        }


def round_page(one: Round) -> RoundPage:
    """Cost: five queries, however many clients."""
    of = loaded(one)
    leads = list(one.leads.select_related("member").order_by("member__name", "pk"))
    found = faults(of) if one.state != RoundState.CLOSED else []
    gone = [said_gone(row) for row in gone_from(one)]
    return RoundPage(of, list(of.asked.values()), leads, limits_of(of), found, gone)


def gone_from(one: Round) -> list[RoundClient]:
    """Asked about, and merged or deleted since."""
    gone = Q(client__deleted_at__isnull=False) | Q(project__deleted_at__isnull=False)
    rows = one.asked.filter(gone | Q(client__merged_into__isnull=False))
    return list(rows.select_related("client__merged_into", "project").order_by("client__name", "pk"))


def limits_of(of: Loaded) -> list[SaidLimit]:
    pk = of.round.pk
    said = [
        SaidLimit(said_limit(limit, of.asked), limit.reason, reverse("inventory:round_limit_lift", args=[pk, limit.pk]))
        for limit in of.limits
    ]
    later = reverse("inventory:round_later", args=[pk])
    return said + [SaidLimit(said_later(row), "", later, row.pk) for row in of.asked.values() if row.from_on]


__all__ = ["RoundPage", "SaidLimit", "gone_from", "limits_of", "round_page", "said_left"]
