"""Starting the agency, and its name and time zone."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies, queries
from twinhelm.people.actions.membership import hold_owners_still, tidy_name
from twinhelm.people.actions.passwords import hashed, refuse_weak
from twinhelm.people.choices import Role
from twinhelm.people.events import AgencyChanged, AgencyStarted
from twinhelm.people.models import Agency, Member, RoleGrant
from twinhelm.people.rules import tidy_email


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


def refuse_without_own_step(by: Member) -> None:
    if not queries.has_second_step(by):
        reason = _("Add a passkey or an authenticator app under Your sign-in first, then ask it of others.")
        raise OwnStepFirst(reason, asks_two_steps=reason)


def refuse_unknown_zone(time_zone: str) -> None:
    from zoneinfo import available_timezones

    if time_zone not in available_timezones():
        reason = _("“%(zone)s” is no time zone. Choose one of the list, such as Europe/Amsterdam.") % {
            "zone": time_zone[:64]
        }
        raise Invalid(reason, time_zone=reason)
