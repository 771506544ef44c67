"""Connecting calendars, choosing where new meetings go, and letting calendars go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.conversations.actions.calendar_servers import as_web_address, places_of
from twinhelm.conversations.actions.calendar_sync import let_go, take_in_file
from twinhelm.conversations.choices import CalendarKind
from twinhelm.conversations.events import CalendarChanged, CalendarConnected, CalendarRemoved
from twinhelm.conversations.models import Calendar
from twinhelm.conversations.policies.calendars import may_change_calendar, may_connect_calendar
from twinhelm.diaries.caldav import Place
from twinhelm.diaries.words import one_line
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.secrecy import seal
from twinhelm.people.models import Member

MOST_CALENDARS = 30


@dataclass(frozen=True, slots=True)
class Account:
    """A member's account on a calendar server."""

    address: str
    user: str
    password: str


def offered(account: Account, *, by: Member) -> list[Place]:
    """The calendars that can be connected; asks the server.

    Raises NotPermitted, Invalid, CalendarTrouble.
    """
    require(may_connect_calendar(by))
    return places_of(account.address, account.user, account.password)


@transaction.atomic
def connect(account: Account, places: Sequence[Place], *, by: Member, at: datetime) -> list[Calendar]:
    """Those that were connected already take the new password. The first that can be written to becomes the main one.

    Raises NotPermitted, Invalid.
    """
    require(may_connect_calendar(by))
    if not places:
        raise Invalid(_("Choose at least one calendar."))
    refuse_too_many(by, len(places))
    sealed, connected = seal(account.password), []
    for place in places:
        calendar, _is_new = Calendar.objects.update_or_create(
            owner=by,
            url=place.url,
            removed_at=None,
            defaults={
                "kind": CalendarKind.CALDAV,
                "name": one_line(place.name, 120),
                "user": account.user,
                "password": sealed,
                "is_read_only": not place.may_write,
                "is_paused": False,
                "failed_since": None,
                "failure": "",
            },
            create_defaults={
                "kind": CalendarKind.CALDAV,
                "name": one_line(place.name, 120),
                "user": account.user,
                "password": sealed,
                "is_read_only": not place.may_write,
                "connected_at": at,
            },
        )
        connected.append(calendar)
        announce(CalendarConnected(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    crown(by)
    return connected


@transaction.atomic
def connect_address(*, name: str, address: str, by: Member, at: datetime) -> Calendar:
    """A calendar that can be read at an address, and not written to.

    Raises NotPermitted, Invalid.
    """
    require(may_connect_calendar(by))
    refuse_too_many(by, 1)
    address = as_web_address(address)
    if len(address) > 500:
        raise Invalid(_("This address is longer than 500 characters."), address=_("At most 500 characters."))
    calendar, is_new = Calendar.objects.get_or_create(
        owner=by,
        url=address,
        removed_at=None,
        defaults={
            "kind": CalendarKind.ICS,
            "name": one_line(name, 120) or _("Calendar"),
            "is_read_only": True,
            "connected_at": at,
        },
    )
    if is_new:
        announce(CalendarConnected(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


@transaction.atomic
def import_file(*, name: str, content: bytes, by: Member, at: datetime) -> Calendar:
    """A file of the same name is taken for a newer copy of it: what it changed changes, and nothing stands here twice.

    Raises NotPermitted, Invalid.
    """
    require(may_connect_calendar(by))
    refuse_too_many(by, 1)
    name = one_line(name, 120) or _("Calendar file")
    calendar, is_new = Calendar.objects.get_or_create(
        owner=by,
        url=f"file:{name}",
        removed_at=None,
        defaults={"kind": CalendarKind.FILE, "name": name, "is_read_only": True, "connected_at": at},
    )
    take_in_file(calendar, content, at=at)
    if is_new:
        announce(CalendarConnected(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


@transaction.atomic
def make_main(calendar: Calendar, *, by: Member, at: datetime) -> Calendar:
    """New meetings of its owner are written here.

    Raises NotPermitted, Invalid.
    """
    calendar = locked(calendar, by)
    if not calendar.may_be_written:
        raise Invalid(
            _("“%(name)s” can only be read, so new meetings can’t be written there.") % {"name": calendar.name}
        )
    Calendar.objects.filter(owner=by, is_main=True).update(is_main=False)
    calendar.is_main = True
    calendar.save(update_fields=["is_main"])
    announce(CalendarChanged(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


@transaction.atomic
def pause(calendar: Calendar, *, by: Member, at: datetime) -> Calendar:
    calendar = locked(calendar, by)
    calendar.is_paused = True
    calendar.save(update_fields=["is_paused"])
    announce(CalendarChanged(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


@transaction.atomic
def resume(calendar: Calendar, *, by: Member, at: datetime) -> Calendar:
    calendar = locked(calendar, by)
    calendar.is_paused = False
    calendar.save(update_fields=["is_paused"])
    announce(CalendarChanged(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


@transaction.atomic
def remove(calendar: Calendar, *, by: Member, at: datetime) -> Calendar:
    """Nothing changes on the server. What stood only here goes, except meetings with clients, which are their story."""
    calendar = locked(calendar, by)
    let_go(calendar, at=at)
    calendar.removed_at, calendar.is_main, calendar.password, calendar.sync_token = at, False, "", ""
    calendar.save(update_fields=["removed_at", "is_main", "password", "sync_token"])
    crown(by)
    announce(CalendarRemoved(subject_id=calendar.pk, name=calendar.name), by=by, at=at)
    return calendar


def locked(calendar: Calendar, by: Member) -> Calendar:
    require(may_change_calendar(by, calendar))
    return Calendar.objects.select_for_update().get(pk=calendar.pk)


def refuse_too_many(by: Member, more: int) -> None:
    if Calendar.objects.visible_to(by).count() + more > MOST_CALENDARS:
        raise Invalid(_("Thirty calendars are the most that one member can connect."))


def crown(owner: Member) -> None:
    """One calendar takes new meetings, where any can."""
    mine = Calendar.objects.visible_to(owner)
    if not mine.filter(is_main=True).exists():
        writable = mine.filter(kind=CalendarKind.CALDAV, is_read_only=False).order_by("pk")
        Calendar.objects.filter(pk__in=writable.values_list("pk", flat=True)[:1]).update(is_main=True)
