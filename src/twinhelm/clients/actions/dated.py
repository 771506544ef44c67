"""Decisions that follow one another: leads and modes, of clients and of projects."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.models import DatedDecision, DatedLead, DatedQuerySet
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.people.models import Member

A_DAY = timedelta(days=1)
EARLIEST = date(1970, 1, 1)
LATEST_YEARS = 5
LONGEST_REASON = 500
Row = TypeVar("Row", bound=DatedDecision)


class DecidedThatDay(Refusal):
    """It was decided for that day already."""


class BeforeLastChange(Refusal):
    """A later decision stands; history isn't rewritten by a new one."""


class LeadsAlready(Refusal):
    """The member has the part."""


class NotTheLatest(Refusal):
    """Only the latest decision can be corrected or taken back."""


class GoneMember(Refusal):
    """A deactivated member can't lead."""

    status = 422


def succeed(rows: DatedQuerySet[Row], row: Row) -> Row | None:
    """The row counts from its day on; what counted until then ends the day before and is returned.

    rows: of the same question, for instance one client's account lead.
    Needs: the caller holds the lock of the client or project. Raises DecidedThatDay, BeforeLastChange, LeadsAlready.
    """
    before = rows.newest_first().first()
    if before:
        refuse_clash(before, row)
        if before.to_on is None or before.to_on >= row.from_on:
            end(before, row.from_on - A_DAY)
    row.save(force_insert=True)
    return before


def undo(rows: DatedQuerySet[Row], row: Row) -> Row | None:
    """The row no longer counts. What ended for it counts again; returns the one before. Raises NotTheLatest."""
    newest, before = latest(rows, row)
    follows = before is not None and before.to_on == newest.from_on - A_DAY
    newest.delete()
    if before and follows:
        end(before, None)
    return before


def latest(rows: DatedQuerySet[Row], row: Row) -> tuple[Row, Row | None]:
    """The decision as it stands, and the one before it. Raises NotTheLatest."""
    newest = list(rows.newest_first()[:2])
    if not newest or newest[0].pk != row.pk:
        raise NotTheLatest(_("Somebody decided anew since. Only the latest decision can be changed."))
    return newest[0], newest[1] if len(newest) > 1 else None


def end(row: DatedDecision, to_on: date | None) -> None:
    row.to_on = to_on
    row.save(update_fields=["to_on"])


def refuse_clash(before: DatedDecision, row: DatedDecision) -> None:
    """Raises DecidedThatDay, BeforeLastChange, LeadsAlready."""
    said = {"question": row.question, "day": spoken(before.from_on), "answer": before.answer}
    if row.from_on == before.from_on:
        sentence = _("The %(question)s was set for %(day)s already: %(answer)s. Take that decision back first.") % said
        raise DecidedThatDay(sentence, from_on=sentence)
    refuse_too_early(before, row.from_on)
    if before.to_on is None and leads_on(before, row):
        sentence = _("%(answer)s is %(question)s since %(day)s.") % said
        raise LeadsAlready(sentence, member=sentence)


def leads_on(before: DatedDecision, row: DatedDecision) -> bool:
    return isinstance(before, DatedLead) and isinstance(row, DatedLead) and before.member_id == row.member_id


def refuse_too_early(before: DatedDecision | None, from_on: date) -> None:
    """Raises BeforeLastChange."""
    if before and from_on <= before.from_on:
        sentence = _("It was last decided from %(day)s on. Choose a later day, or take that decision back.") % {
            "day": spoken(before.from_on)
        }
        raise BeforeLastChange(sentence, from_on=sentence)


def refuse_gone(member: Member) -> None:
    if not member.is_active:
        sentence = _("%(name)s is deactivated and can’t lead.") % {"name": member.name}
        raise GoneMember(sentence, member=sentence)


def refuse_day(from_on: date, at: datetime, by: Member) -> None:
    last = today(at, by) + timedelta(days=366 * LATEST_YEARS)
    if not EARLIEST <= from_on <= last:
        sentence = _("Choose a day between 1970 and five years from now.")
        raise Invalid(sentence, from_on=sentence)


def tidy_reason(reason: str) -> str:
    """Raises Invalid."""
    tidy = one_line(reason)
    if not tidy:
        raise Invalid(_("Say why, so that others understand it in a year."), why=_("Say why, in a few words."))
    if len(tidy) > LONGEST_REASON:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_REASON}
        raise Invalid(sentence, why=sentence)
    return tidy


def spoken(day: date) -> str:
    return date_format(day, "j F Y")


def today(at: datetime, by: Member) -> date:
    return at.astimezone(by.zone).date()
