"""Starting the agency, its name and time zone, and when it is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies, queries
from twinhelm.people.actions.membership import hold_owners_still, tidy_name
from twinhelm.people.actions.passwords import hashed, refuse_weak
from twinhelm.people.choices import Role
from twinhelm.people.events import AgencyChanged, AgencyStarted, OpeningChanged
from twinhelm.people.models import Agency, Member, RoleGrant
from twinhelm.people.rules import BusinessHours, tidy_email

UTC_ZONE = ZoneInfo("UTC")
LONGEST_PROMISE = 200 * 60


class AlreadyStarted(Refusal):
    """The agency has an owner."""


class WrongSetupCode(Refusal):
    """Who asks has not shown that the installation is theirs."""

    status = 403


def start_agency(*, agency: str, time_zone: str, name: str, email: str, password: str, at: datetime) -> Member:
    """The first owner. Works once, also under two at once. Raises AlreadyStarted."""
    name, agency, email = tidy_name(name), tidy_name(agency), tidy_email(email)
    refuse_unknown_zone(time_zone)
    refuse_weak(password, Member(name=name, email=email))
    password = hashed(password)
    with transaction.atomic():
        row, _is_new = Agency.objects.get_or_create(defaults={"name": agency, "time_zone": time_zone})
        hold_owners_still()
        if not queries.needs_first_owner():
            raise AlreadyStarted(_("This agency has an owner already. Sign in, or ask them for an invitation."))
        row.name, row.time_zone = agency, time_zone
        row.save(update_fields=["name", "time_zone"])
        owner = Member.objects.create(name=name, email=email, password=password, joined_at=at, accepted_at=at)
        RoleGrant.objects.create(member=owner, role=Role.OWNER, granted_at=at)
        announce(AgencyStarted(subject_id=owner.pk), by=owner, at=at)
    return owner


class OwnStepFirst(Refusal):
    """Nobody asks of others what would lock themselves out."""


@transaction.atomic
def change_agency(*, name: str, time_zone: str, by: Member, at: datetime, asks_two_steps: bool | None = None) -> Agency:
    """None leaves the second step as it is. Raises OwnStepFirst."""
    require(policies.may_change_agency(by))
    agency = Agency.objects.select_for_update().get()
    refuse_unknown_zone(time_zone)
    agency.name, agency.time_zone = tidy_name(name), time_zone
    if asks_two_steps is not None:
        if asks_two_steps and not agency.asks_two_steps:
            refuse_without_own_step(by)
        agency.asks_two_steps = asks_two_steps
    agency.save(update_fields=["name", "time_zone", "asks_two_steps"])
    changed = AgencyChanged(
        subject_id=agency.pk, name=agency.name, time_zone=time_zone, asks_two_steps=agency.asks_two_steps
    )
    announce(changed, by=by, at=at)
    return agency


@dataclass(frozen=True, slots=True)
class Opening:
    """When the agency is open, whose public holidays it keeps, and how soon it promises to answer."""

    opening: Sequence[tuple[int, int] | None]
    """By weekday from Monday: from and to in minutes after midnight."""
    country: str
    subdivision: str
    response_minutes: int


@transaction.atomic
def change_opening(wanted: Opening, *, by: Member, at: datetime) -> Agency:
    require(policies.may_change_agency(by))
    agency = Agency.objects.select_for_update().get()
    refuse_strange_opening(wanted)
    refuse_unknown_region(wanted.country, wanted.subdivision)
    agency.opening = [list(one) if one else None for one in wanted.opening]
    agency.country, agency.subdivision = wanted.country, wanted.subdivision if wanted.country else ""
    agency.response_minutes = wanted.response_minutes
    agency.save(update_fields=["opening", "country", "subdivision", "response_minutes"])
    changed = OpeningChanged(
        subject_id=agency.pk,
        opening=tuple(wanted.opening),
        region="-".join(part for part in (agency.country, agency.subdivision) if part),
        response_minutes=agency.response_minutes,
    )
    announce(changed, by=by, at=at)
    return agency


def refuse_strange_opening(wanted: Opening) -> None:
    try:
        BusinessHours(UTC_ZONE, tuple(wanted.opening))
    except ValueError:
        reason = _("Each day ends after it begins, and the agency is open on one day of the week at least.")
        raise Invalid(reason, opening=reason) from None
    if not 1 <= wanted.response_minutes <= LONGEST_PROMISE:
        reason = _("Promise an answer within a minute at least and 200 hours of opening at most.")
        raise Invalid(reason, response=reason)


def refuse_without_own_step(by: Member) -> None:
    if not queries.has_second_step(by):
        reason = _("Add a passkey or an authenticator app under Your sign-in first, then ask it of others.")
        raise OwnStepFirst(reason, asks_two_steps=reason)


def refuse_unknown_region(country: str, subdivision: str) -> None:
    if country and country not in queries.countries():
        reason = _("The public holidays of “%(country)s” aren’t known.") % {"country": country[:8]}
        raise Invalid(reason, country=reason)
    if country and subdivision and subdivision not in queries.subdivisions(country):
        reason = _("“%(part)s” is no part of this country that has holidays of its own.") % {"part": subdivision[:12]}
        raise Invalid(reason, subdivision=reason)


def refuse_unknown_zone(time_zone: str) -> None:
    from zoneinfo import available_timezones

    if time_zone not in available_timezones():
        reason = _("“%(zone)s” is no time zone. Choose one of the list, such as Europe/Amsterdam.") % {
            "zone": time_zone[:64]
        }
        raise Invalid(reason, time_zone=reason)
