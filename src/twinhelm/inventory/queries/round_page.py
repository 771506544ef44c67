"""One round, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.inventory.choices import Aim, RoundChangeKind, RoundState
from twinhelm.inventory.models import Round, RoundChange, RoundClient, RoundLead
from twinhelm.inventory.queries.round_notes import Moves, moves_of, notes_of
from twinhelm.inventory.queries.round_rows import Filter, Row, narrowed, rows_of
from twinhelm.inventory.queries.round_words import Loaded, faults, loaded, said_later, said_limit
from twinhelm.inventory.queries.sentences import relaxed
from twinhelm.inventory.queries.strip import Column, Strip, strip_of
from twinhelm.people.models import Member


@dataclass(frozen=True, slots=True)
class SaidLimit:
    """A limit in one sentence, and where it is lifted."""

    text: str
    why: str
    lift_url: str
    asked_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """What the round asks, its limits, what was proposed, and what is wrong or has changed."""

    of: Loaded
    asked: Sequence[RoundClient]
    leads: Sequence[RoundLead]
    limits: Sequence[SaidLimit]
    faults: Sequence[str]
    notes: Sequence[str]
    strip: Strip | None = None
    rows: Sequence[Row] = ()
    moves: Moves | None = None
    ways_out: Sequence[str] = ()
    last: RoundChange | None = None

    @property
    def looked_at(self) -> Column | None:
        return self.strip.looked_at if self.strip else None

    @property
    def may_undo(self) -> bool:
        """The last change has effect, and what stood there before is kept."""
        last = self.last
        return bool(last and last.before.get("proposals") and last.kind != RoundChangeKind.EDITED)

    @property
    def lede(self) -> str:
        words = {
            "clients": ngettext("%(count)d client", "%(count)d clients", len(self.asked)) % {"count": len(self.asked)},
            "leads": ngettext("%(count)d person", "%(count)d people", len(self.leads)) % {"count": len(self.leads)},
        }
        one = self.of.round
        if one.state == RoundState.PROPOSING:
            return _("Three ways are being worked out for %(clients)s and %(leads)s. This takes seconds.") % words
        if self.strip and self.looked_at:
            return said_finding(self.looked_at)
        if self.faults:
            return _("%(clients)s and %(leads)s are chosen, but something is still in the way.") % words
        return _("%(clients)s and %(leads)s are chosen. Add limits if you have any, then propose.") % words


def said_finding(column: Column) -> str:
    """What the proposal that people look at comes to."""
    if not column.is_found:
        return _("Nothing fits all limits. Below stands what would have to give way.")
    if not column.changes:
        return _("By “%(aim)s” everybody stays where they are.") % {"aim": column.aim.label}
    changing = ngettext(
        "By “%(aim)s” %(n)d client gets another lead", "By “%(aim)s” %(n)d clients get another lead", column.changes
    ) % {"aim": column.aim.label, "n": column.changes}
    if not column.broken:
        return _("%(changing)s, and no relationship breaks.") % {"changing": changing}
    breaking = ngettext(
        "%(changing)s; %(n)d relationship would break.", "%(changing)s; %(n)d relationships would break.", column.broken
    )
    return breaking % {"changing": changing, "n": column.broken}


def round_page(one: Round, today: date, wanted: Filter | None = None) -> RoundPage:
    """Cost: thirty queries at most, however many clients."""
    of = loaded(one)
    leads = list(one.leads.select_related("member").order_by("member__name", "pk"))
    found = faults(of) if one.state != RoundState.CLOSED else []
    last = one.changes.filter(undone_at=None).select_related("by").latest_first().first()
    notes = notes_of(of, gone_from(one), last, today)
    page = RoundPage(of, list(of.asked.values()), leads, limits_of(of), found, notes, last=last)
    if one.state in (RoundState.DRAFT, RoundState.PROPOSING):
        return page
    strip = strip_of(one)
    every = rows_of(one, Aim(one.looking_at)) if strip.looked_at else []
    return replace(
        page,
        strip=strip,
        rows=narrowed(every, wanted or Filter()),
        moves=moves_of(one, last, [row.assignment for row in every]),
        ways_out=ways_out_of(of, strip.looked_at),
        last=one.changes.standing().select_related("by").latest_first().first(),
    )


def ways_out_of(of: Loaded, column: Column | None) -> list[str]:
    """Cost: one query where nothing fits."""
    if column is None or column.is_found:
        return []
    ids = {
        change.get(key)
        for way in column.proposal.relaxations
        for change in way["changes"]
        for key in ("member", "other")
    }
    names = {pk: one.get_short_name() for pk, one in Member.objects.in_bulk(list(ids - {None})).items()}
    return relaxed(column.proposal.relaxations, names, {pk: row.name for pk, row in of.asked.items()})


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
