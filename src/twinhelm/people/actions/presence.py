"""When people work, when they are away, and whose public holidays they keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.periods import EARLIEST, LATEST
from twinhelm.people import policies, queries
from twinhelm.people.actions.agency import refuse_unknown_region
from twinhelm.people.actions.membership import fresh, lock, rename
from twinhelm.people.choices import AbsenceKind
from twinhelm.people.events import (
    AbsenceChanged,
    AbsenceEntered,
    AbsencePutBack,
    AbsenceTakenBack,
    PatternAgreed,
    PatternDropped,
    ProfileChanged,
)
from twinhelm.people.models import Absence, Member, WorkingPattern
from twinhelm.people.queries.presence import span_of
from twinhelm.people.rules import DAY_MINUTES, Span, scaled_week

LONGEST_ABSENCE = timedelta(days=3 * 366)


class AwayAlready(Refusal):
    """Two absences of one member would lie over each other."""


class NotThatPattern(Refusal):
    """The pattern can't be dropped."""


@dataclass(frozen=True, slots=True)
class Away:
    """What is said about an absence."""

    kind: AbsenceKind
    span: Span
    reason: str = ""


@transaction.atomic
def agree_pattern(member: Member, *, from_on: date, minutes: Sequence[int], by: Member, at: datetime) -> WorkingPattern:
    """The minutes of each weekday from a day on; agreeing on the same day again replaces what was agreed for it."""
    require(policies.may_set_working_time(by))
    member = lock(member)
    refuse_strange_week(minutes)
    refuse_far_day(from_on, "from_on")
    remember_before(member, from_on, at=at)
    agreed = {"minutes": list(minutes), "agreed_by": by, "agreed_at": at}
    pattern, _is_new = WorkingPattern.objects.update_or_create(member=member, from_on=from_on, defaults=agreed)
    follow_pattern(member, at=at)
    said = PatternAgreed(subject_id=member.pk, from_on=from_on.isoformat(), weekly_minutes=sum(minutes))
    announce(said, by=by, at=at)
    return pattern


@transaction.atomic
def drop_pattern(pattern: WorkingPattern, *, by: Member, at: datetime) -> Member:
    """The one before it goes on. Raises NotThatPattern."""
    require(policies.may_set_working_time(by))
    member = lock(pattern.member)
    if not member.patterns.filter(from_on__lt=pattern.from_on).exists():
        raise NotThatPattern(_("This is the first agreement, so there is none to go back to. Agree on another one."))
    if WorkingPattern.objects.filter(pk=pattern.pk).delete()[0]:
        follow_pattern(member, at=at)
        announce(PatternDropped(subject_id=member.pk, from_on=pattern.from_on.isoformat()), by=by, at=at)
    return member


def set_working_time(member: Member, *, weekly_minutes: int, by: Member, at: datetime) -> Member:
    """Another sum from today on, over the same days as before."""
    require(policies.may_set_working_time(by))
    if not 0 <= weekly_minutes <= 7 * DAY_MINUTES:
        raise Invalid(_("A week has 168 hours."), weekly_minutes=_("A week has 168 hours."))
    with transaction.atomic():
        member = lock(member)
        today = clock.day_in(member.zone, at)
        week = scaled_week(weekly_minutes, queries.weeks_of([member])[member.pk].in_force(today))
        agree_pattern(member, from_on=today, minutes=week, by=by, at=at)
    return fresh(member)


@transaction.atomic
def change_member(
    member: Member, *, name: str | None = None, weekly_minutes: int | None = None, by: Member, at: datetime
) -> Member:
    """What is not given stays."""
    if name is not None:
        member = rename(member, name=name, by=by, at=at)
    if weekly_minutes is not None:
        member = set_working_time(member, weekly_minutes=weekly_minutes, by=by, at=at)
    return member


@transaction.atomic
def follow_patterns(*, at: datetime) -> int:
    """Where another pattern has come into force, the agreed time of a week follows."""
    changed = 0
    for member in Member.objects.filter(patterns__isnull=False).distinct():
        changed += follow_pattern(lock(member), at=at)
    return changed


@transaction.atomic
def enter_absence(member: Member, away: Away, *, by: Member, at: datetime) -> Absence:
    """Raises AwayAlready."""
    require(policies.may_enter_absence(by, member))
    member = lock(member)
    refuse_strange_span(away.span)
    refuse_overlap(member, away.span)
    absence = Absence(member=member, entered_by=by, entered_at=at)
    write(absence, away)
    absence.save()
    announce(AbsenceEntered(subject_id=member.pk, absence_id=absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def change_absence(absence: Absence, away: Away, *, by: Member, at: datetime) -> Absence:
    """Raises AwayAlready."""
    require(policies.may_enter_absence(by, absence.member))
    member = lock(absence.member)
    absence = Absence.objects.get(pk=absence.pk)
    refuse_strange_span(away.span)
    refuse_overlap(member, away.span, but_for=absence)
    write(absence, away)
    absence.taken_back_at = None
    absence.save()
    announce(AbsenceChanged(subject_id=member.pk, absence_id=absence.pk), by=by, at=at)
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, by: Member, at: datetime) -> Absence:
    """Taking back twice changes nothing."""
    require(policies.may_enter_absence(by, absence.member))
    lock(absence.member)
    if Absence.objects.filter(pk=absence.pk, taken_back_at=None).update(taken_back_at=at):
        announce(AbsenceTakenBack(subject_id=absence.member_id, absence_id=absence.pk), by=by, at=at)
    return Absence.objects.get(pk=absence.pk)


@transaction.atomic
def put_back_absence(absence: Absence, *, by: Member, at: datetime) -> Absence:
    """Undoes `take_back_absence`. Raises AwayAlready."""
    require(policies.may_enter_absence(by, absence.member))
    member = lock(absence.member)
    refuse_overlap(member, span_of(absence), but_for=absence)
    if Absence.objects.filter(pk=absence.pk, taken_back_at__isnull=False).update(taken_back_at=None):
        announce(AbsencePutBack(subject_id=absence.member_id, absence_id=absence.pk), by=by, at=at)
    return Absence.objects.get(pk=absence.pk)


@transaction.atomic
def set_region(member: Member, *, country: str, subdivision: str, by: Member, at: datetime) -> Member:
    """Whose public holidays the member keeps; an empty country means the agency's."""
    require(policies.may_set_region(by, member))
    member = lock(member)
    refuse_unknown_region(country, subdivision)
    if (member.country, member.subdivision) == (country, subdivision):
        return member
    member.country, member.subdivision = country, subdivision if country else ""
    member.save(update_fields=["country", "subdivision"])
    announce(ProfileChanged(subject_id=member.pk), by=by, at=at)
    return member


def remember_before(member: Member, from_on: date, *, at: datetime) -> None:
    """What held until now stays true of the days before: the first agreement writes it down."""
    if member.patterns.exists():
        return
    began = min(clock.day_in(member.zone, member.joined_at), from_on - timedelta(days=1))
    week = list(scaled_week(member.weekly_minutes, ()))
    WorkingPattern.objects.create(member=member, from_on=began, minutes=week, agreed_at=at)


def follow_pattern(member: Member, *, at: datetime) -> bool:
    """Needs: the member's lock."""
    week = queries.weeks_of([member])[member.pk].in_force(clock.day_in(member.zone, at))
    if member.weekly_minutes == sum(week):
        return False
    member.weekly_minutes = sum(week)
    member.save(update_fields=["weekly_minutes"])
    return True


def write(absence: Absence, away: Away) -> None:
    absence.kind, absence.reason = away.kind, " ".join(away.reason.split())[:200]
    absence.first_on, absence.last_on = away.span.first_on, away.span.last_on
    absence.starts_at_midday, absence.ends_at_midday = away.span.starts_at_midday, away.span.ends_at_midday


def refuse_strange_week(minutes: Sequence[int]) -> None:
    if len(minutes) != 7 or not all(0 <= day <= DAY_MINUTES for day in minutes):
        reason = _("A week has seven days of at most 24 hours.")
        raise Invalid(reason, minutes=reason)


def refuse_far_day(day: date, field: str) -> None:
    if not EARLIEST <= day <= LATEST:
        reason = _("This day is too far away. Choose one between 1970 and 2199.")
        raise Invalid(reason, **{field: reason})


def refuse_strange_span(span: Span) -> None:
    refuse_far_day(span.first_on, "first_on")
    refuse_far_day(span.last_on, "last_on")
    if span.last_on < span.first_on:
        reason = _("The last day lies before the first.")
        raise Invalid(reason, last_on=reason)
    if span.is_empty:
        reason = _("It begins at midday and ends at midday of the same day, so nothing is left. Untick one of the two.")
        raise Invalid(reason, ends_at_midday=reason)
    if span.last_on - span.first_on > LONGEST_ABSENCE:
        reason = _("An absence lasts three years at most.")
        raise Invalid(reason, last_on=reason)


def refuse_overlap(member: Member, span: Span, *, but_for: Absence | None = None) -> None:
    """Needs: the member's lock."""
    near = member.absences.standing().touching(span.first_on, span.last_on).in_order()
    for other in near.exclude(pk=but_for.pk) if but_for else near:
        if span.overlaps(span_of(other)):
            reason = _("%(name)s is away from %(first)s to %(last)s already. Change that absence instead.") % {
                "name": member.name,
                "first": date_format(other.first_on, "j F Y"),
                "last": date_format(other.last_on, "j F Y"),
            }
            raise AwayAlready(reason, first_on=reason)
