"""Speaking with calendar servers: guarded, and what goes wrong becomes a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from twinhelm.conversations.models import Calendar
from twinhelm.diaries import web
from twinhelm.diaries.caldav import Place, Server
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.outside import address_of
from twinhelm.foundation.secrecy import unseal


class CalendarTrouble(Refusal):
    """A calendar server that can't be worked with now."""


class WrongPassword(CalendarTrouble):
    """The calendar server knows no such user with this password."""


class CalendarChanged(CalendarTrouble):
    """Somebody has changed the event in the calendar since it was last seen."""


class CalendarGone(CalendarTrouble):
    """The calendar, or the event in it, is not on the server any more."""


def guarded(host: str, port: int) -> str:
    return address_of(host, port, inside=settings.INSIDE_HOSTS)


def server_of(calendar: Calendar) -> Server:
    return Server(calendar.url, calendar.user, unseal(calendar.password), guard=guarded)


def places_of(address: str, user: str, password: str) -> list[Place]:
    """The calendars that the server shows this user.

    Raises Invalid, CalendarTrouble.
    """
    address = as_web_address(address)
    with spoken(), Server(address, user, password, guard=guarded) as server:
        return server.calendars()


def as_web_address(address: str) -> str:
    """Raises Invalid for what isn't encrypted: a password or a calendar would be read on its way."""
    address = address.strip()
    for start in ("webcals://", "webcal://", "caldavs://", "caldav://"):
        if address.lower().startswith(start):
            address = f"https://{address[len(start) :]}"
    if "://" not in address:
        address = f"https://{address}"
    with spoken():
        scheme, host, _port = web.origin_of(address)
    if scheme == "http" and host not in {name.lower() for name in settings.INSIDE_HOSTS}:
        raise Invalid(_("This address isn’t encrypted. Use one that begins with https."))
    return address


@contextmanager
def spoken() -> Iterator[None]:
    """What the server does wrong, said to the member.

    Raises CalendarTrouble.
    """
    try:
        yield
    except web.WrongPassword:
        raise WrongPassword(
            _(
                "The calendar server doesn’t know this user with this password. Look at both once more; many servers "
                "want a password made for one program."
            )
        ) from None
    except web.Conflict:
        raise CalendarChanged(
            _("This was changed in the calendar meanwhile. Look at it once more; nothing was overwritten.")
        ) from None
    except web.Gone:
        raise CalendarGone(_("This is not in the calendar any more.")) from None
    except web.Elsewhere as elsewhere:
        raise CalendarTrouble(
            _("The server sends us on to “%(host)s”. If you know it, enter its address instead.")
            % {"host": str(elsewhere)[:100]}
        ) from None
    except web.Trouble as trouble:
        raise CalendarTrouble(sentences()[type(trouble)]) from None


def sentences() -> dict[type[web.Trouble], str]:
    return {
        web.Unreachable: _("The calendar server doesn’t answer, or not in safety. Nothing was changed."),
        web.NotAllowed: _("The calendar server knows this user and doesn’t let them do this."),
        web.NotACalendar: _("Something answers at this address, but it is no calendar. Look at the address once more."),
        web.TooMuch: _("The calendar server’s answer is larger than what is read."),
        web.Busy: _("The calendar server has trouble of its own. It is asked again in a few minutes."),
    }
