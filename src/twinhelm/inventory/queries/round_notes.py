"""What has happened to a round since: who left, what is gone, what changed with the last proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.inventory.choices import RoundChangeKind, RoundFailure, RoundState
from twinhelm.inventory.models import Assignment, Round, RoundChange, RoundClient
from twinhelm.inventory.queries.needs import Seen, quarter_of, seen_of, seen_of_projects, settings
from twinhelm.inventory.queries.round_words import Loaded, left_leads, said_gone, said_hat
from twinhelm.people.models import Member

DRIFT = 10
"""Tenths from which on a need counted anew is worth proposing again."""
NAMED = 6


@dataclass(frozen=True, slots=True)
class Moves:
    """What the last proposing changed in the proposal that people look at."""

    change: RoundChange
    lead: str
    others: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def heading(self) -> str:
        count = len(self.others) + self.more
        if not count:
            return _("Nothing else had to move.")
        return ngettext("%(n)d other moved:", "%(n)d others moved:", count) % {"n": count}


def notes_of(of: Loaded, gone: Iterable[RoundClient], last: RoundChange | None, today: date) -> list[str]:
    """Why it is worth proposing again, one sentence each. Cost: seven queries at most."""
    one = of.round
    said = [said_gone(row) for row in gone]
    if last and last.failure and one.state != RoundState.PROPOSING:
        said.insert(0, said_failure(last))
    if one.state == RoundState.PROPOSED:
        said += [said_left(of, member) for member in left_leads(of)]
        drifted = drifted_of(of)
        if drifted:
            said.append(said_drifted(drifted))
    if one.state in (RoundState.DRAFT, RoundState.PROPOSED) and one.from_on < today:
        day = date_format(one.from_on, "j F Y")
        said.append(_("The round counts from %(day)s, which is over. Choose a later day.") % {"day": day})
    return said


def said_failure(change: RoundChange) -> str:
    return {
        RoundFailure.TIMED_OUT: _(
            "The last proposing took too long and was stopped, so everything is as it was before. "
            "Ask about fewer clients at once, or propose again."
        ),
        RoundFailure.BROKE: _(
            "The last proposing broke off, so everything is as it was before. Propose again; "
            "if it happens twice, an owner sees why under Jobs."
        ),
        RoundFailure.STOPPED: _("The last proposing was stopped, so everything is as it was before."),
    }[RoundFailure(change.failure)]


def said_left(of: Loaded, member: Member) -> str:
    words = {"name": member.get_short_name(), "round": of.round.name}
    return _("%(name)s has left the agency since. Take %(name)s out of “%(round)s” and propose again.") % words


def drifted_of(of: Loaded) -> list[str]:
    """Clients whose needs, counted anew, are others than the round reckoned with."""
    rows = list(of.asked.values())
    by_client = seen_of([row.client for row in rows if not row.project])
    by_project = seen_of_projects([row.project for row in rows if row.project])
    middle = settings().middle
    found = []
    for row in rows:
        seen = by_project[row.project_id] if row.project_id else by_client[row.client_id]
        if has_drifted(row, seen, middle):
            found.append(row.name)
    return found


def has_drifted(row: RoundClient, seen: Seen, middle: int) -> bool:
    if quarter_of(row.communication, row.complexity, middle) != seen.quarter:
        return True
    pairs = ((row.communication, seen.communication), (row.complexity, seen.complexity))
    return any(then is not None and now is not None and abs(now - then) >= DRIFT for then, now in pairs)


def said_drifted(names: list[str]) -> str:
    if len(names) == 1:
        return _("What %(client)s needs was counted anew since. Propose again to reckon with it.") % {
            "client": names[0]
        }
    return _(
        "What %(n)d clients need was counted anew since, %(client)s among them. Propose again to reckon with it."
    ) % {
        "n": len(names),
        "client": names[0],
    }


def moves_of(one: Round, last: RoundChange | None, rows: Iterable[Assignment]) -> Moves | None:
    """Against what stood there before. Cost: one query."""
    if last is None or last.failure or last.undone_at or not last.settled_at:
        return None
    kept = next((each for each in last.before.get("proposals", []) if each["aim"] == one.looking_at), None)
    if kept is None or not kept["assignments"]:
        return None
    before = {(row[0], row[1]): row[2] for row in kept["assignments"]}
    moved = [row for row in rows if before.get((row.asked_id, row.hat), row.member_id) != row.member_id]
    own = (last.facts.get("asked"), last.facts.get("hat"))
    others = [row for row in moved if (row.asked_id, row.hat) != own]
    names = {row.asked_id: row.asked.name for row in rows}
    said = [
        _("%(client)s to %(name)s as %(hat)s")
        % {"client": row.asked.name, "name": row.member.get_short_name(), "hat": said_hat(row.hat)}
        for row in others
    ]
    return Moves(last, said_change(last, names), said[:NAMED], max(0, len(said) - NAMED))


def said_change(change: RoundChange, names: Mapping[int, str]) -> str:
    """Cost: one query where somebody is named."""
    facts = change.facts
    member = Member.objects.filter(pk=facts["member"]).first() if facts.get("member") else None
    words = {
        "by": change.by.get_short_name(),
        "client": names.get(facts.get("asked", 0), _("a client that is gone")),
        "name": member.get_short_name() if member else "",
        "hat": said_hat(facts.get("hat", "")),
    }
    return {
        RoundChangeKind.PROPOSED: _("%(by)s had it proposed again."),
        RoundChangeKind.EDITED: _("%(by)s changed what the round keeps to."),
        RoundChangeKind.MOVED: _("%(by)s put %(name)s at %(client)s as %(hat)s."),
        RoundChangeKind.UNPINNED: _("%(by)s unpinned %(client)s (%(hat)s)."),
        RoundChangeKind.RELAXED: _("%(by)s relaxed a limit."),
    }[RoundChangeKind(change.kind)] % words
