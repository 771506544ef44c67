"""Weeks: hand in, take back, approve, send back, open again."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation import live
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions import keeping
from twinhelm.tasks.choices import WeekState
from twinhelm.tasks.events.times import WeekApproved, WeekEvent, WeekHandedIn, WeekOpened, WeekReturned, WeekTakenBack
from twinhelm.tasks.models import Timer, WeekSheet
from twinhelm.tasks.policies import times as policies


class NotHandedIn(Refusal):
    """The week isn't handed in, or not any more."""


class AlreadyApproved(Refusal):
    """The week was approved."""


@transaction.atomic
def hand_in(week: date, *, by: Member, at: datetime) -> WeekSheet:
    """Done twice it is done once. Raises NotPermitted, Invalid, AlreadyApproved."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    refuse_unfinished(week, by=by, at=at)
    sheet, _made = WeekSheet.objects.select_for_update(of=("self",)).get_or_create(member=by, week=week)
    if sheet.state == WeekState.APPROVED:
        raise AlreadyApproved(_("This week is approved already."))
    if sheet.state != WeekState.HANDED_IN:
        sheet.handed_in_at = at
        settle(sheet, WeekState.HANDED_IN, WeekHandedIn, note="", by=by, at=at)
    return sheet


@transaction.atomic
def take_back(week: date, *, by: Member, at: datetime) -> WeekSheet:
    """Raises NotPermitted, NotHandedIn, AlreadyApproved."""
    require(policies.may_book(by))
    keeping.one_at_a_time(by)
    sheet = WeekSheet.objects.select_for_update(of=("self",)).filter(member=by, week=week).first()
    if sheet and sheet.state == WeekState.APPROVED:
        names = keeping.names_who_settle()
        raise AlreadyApproved(_("This week is approved. %(names)s can open it again.") % {"names": names})
    if not sheet or sheet.state != WeekState.HANDED_IN:
        raise NotHandedIn(_("This week isn’t handed in."))
    sheet.handed_in_at = None
    settle(sheet, WeekState.OPEN, WeekTakenBack, note="", by=by, at=at)
    return sheet


@transaction.atomic
def approve(sheets: Iterable[WeekSheet], *, by: Member, at: datetime) -> list[WeekSheet]:
    """All or none; what is approved already stays so. Raises NotPermitted, NotHandedIn."""
    require(policies.may_settle_weeks(by))
    locked = lock(sheets)
    refuse_not_handed_in([one for one in locked if one.state != WeekState.APPROVED])
    for sheet in locked:
        if sheet.state != WeekState.APPROVED:
            settle(sheet, WeekState.APPROVED, WeekApproved, note="", by=by, at=at)
    return locked


@transaction.atomic
def send_back(sheet: WeekSheet, note: str, *, by: Member, at: datetime) -> WeekSheet:
    """With a sentence that says what is wrong. Raises NotPermitted, NotHandedIn, Invalid."""
    require(policies.may_settle_weeks(by))
    note = said(note, _("Say what is to be put right."))
    [sheet] = lock([sheet])
    refuse_not_handed_in([sheet])
    sheet.handed_in_at = None
    settle(sheet, WeekState.RETURNED, WeekReturned, note=note, by=by, at=at)
    return sheet


@transaction.atomic
def open_again(sheet: WeekSheet, reason: str, *, by: Member, at: datetime) -> WeekSheet:
    """An approved one. Raises NotPermitted, Invalid, NotHandedIn."""
    require(policies.may_settle_weeks(by))
    reason = said(reason, _("Say why the week is opened again."))
    [sheet] = lock([sheet])
    if sheet.state != WeekState.APPROVED:
        raise NotHandedIn(_("This week isn’t approved, so there is nothing to open."))
    sheet.handed_in_at = None
    settle(sheet, WeekState.OPEN, WeekOpened, note=reason, by=by, at=at)
    return sheet


def settle(sheet: WeekSheet, state: WeekState, event: type[WeekEvent], *, note: str, by: Member, at: datetime) -> None:
    """Needs: the caller holds the row lock."""
    sheet.state, sheet.note, sheet.version = state, note, sheet.version + 1
    is_own = state == WeekState.HANDED_IN or event is WeekTakenBack
    sheet.settled_by, sheet.settled_at = (None, None) if is_own else (by, at)
    sheet.save()
    announce(event(subject_id=sheet.member_id, week=sheet.week.isoformat()), by=by, at=at)
    live.changed(f"time:{sheet.member_id}", "weeks", at=at)


def lock(sheets: Iterable[WeekSheet]) -> list[WeekSheet]:
    """In order of their members, as every act on time does."""
    keys = [one.pk for one in sheets]
    for member in Member.objects.filter(pk__in=WeekSheet.objects.filter(pk__in=keys).values("member")).order_by("pk"):
        keeping.one_at_a_time(member)
    found = WeekSheet.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return list(found.select_related("member"))


def refuse_not_handed_in(sheets: Iterable[WeekSheet]) -> None:
    names = [
        _("%(name)s, week from %(week)s") % {"name": one.member.get_short_name(), "week": date_format(one.week, "j F")}
        for one in sheets
        if one.state != WeekState.HANDED_IN
    ]
    if names:
        sentence = _("Not handed in, or taken back meanwhile: %(weeks)s. Nothing was changed.")
        raise NotHandedIn(sentence % {"weeks": "; ".join(names)})


def refuse_unfinished(week: date, *, by: Member, at: datetime) -> None:
    if week != monday_of(week):
        raise Invalid(_("A week begins on Monday."))
    if week > day_in(by.zone, at):
        raise Invalid(_("This week has not begun yet."))
    timer = Timer.objects.filter(member=by).first()
    if timer and monday_of(day_in(by.zone, timer.started_at)) == week:
        raise Invalid(_("A timer of this week is still running. Stop it first."))


def said(note: str, otherwise: str) -> str:
    note = " ".join(note.split())[:500]
    if not note:
        raise Invalid(otherwise, note=otherwise)
    return note
