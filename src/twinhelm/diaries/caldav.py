"""A calendar server: finding a member's calendars, what changed in one, and putting an event there (RFC 4791, RFC 6578)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from urllib.parse import quote, urljoin, urlsplit
from xml.sax.saxutils import escape

from twinhelm.diaries.dav_xml import CALDAV, DAV, SERVER, BadXml, Element, parse
from twinhelm.diaries.web import (
    Answered,
    Busy,
    Conflict,
    Elsewhere,
    Gone,
    Guard,
    NotACalendar,
    NotAllowed,
    TooMuch,
    Trouble,
    Unreachable,
    Web,
    WrongPassword,
)
from twinhelm.diaries.words import one_line

_NAMES = f'xmlns:d="DAV:" xmlns:c="{CALDAV}" xmlns:s="{SERVER}"'
_AT_ONCE = 50
_MOST_ROUNDS = 100
_MOST_IN_ALL = 100_000_000
MOST_EVENT_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar on a server."""

    url: str
    name: str
    color: str = ""
    may_write: bool = True
    token: str = ""
    ctag: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """An event as the server keeps it; without content it is only known to be there."""

    href: str
    etag: str
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different since the last time."""

    changed: tuple[Resource, ...]
    gone: tuple[str, ...]
    token: str = ""
    ctag: str = ""


class Server:
    """A member's account on a calendar server."""

    def __init__(self, address: str, user: str, password: str, *, guard: Guard) -> None:
        """Raises NotACalendar for what is no web address."""
        self._address = address if "://" in address else f"https://{address}"
        self._web = Web(self._address, guard=guard, user=user, password=password)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._web.close()

    def calendars(self) -> list[Place]:
        """Those that hold events.

        Raises any Trouble.
        """
        found = {}
        for home in self._homes():
            for url, prop in self._properties(home, 1, _PLACE):
                if (place := _place(url, prop)) is not None:
                    found[place.url] = place
        if not found:
            raise NotACalendar
        return list(found.values())

    def place(self, url: str) -> Place:
        """A calendar as it is now.

        Raises Gone.
        """
        for found, prop in self._properties(url, 0, _PLACE):
            if (place := _place(found, prop)) is not None:
                return place
        raise Gone

    def changes(
        self, url: str, known: Mapping[str, str], *, token: str = "", ctag: str = "", since: datetime, until: datetime
    ) -> Changes:
        """What changed since the token; without one, or where it ran out, by comparing with what is known.

        known: etags by address. since, until: of the first look; later changes come whatever their time.
        Raises any Trouble.
        """
        place = self.place(url)
        if token and place.token:
            if token == place.token:
                return Changes((), (), token, place.ctag)
            if (differences := self._since(url, token)) is not None:
                listed, gone, newest = differences
                fresh = [href for href, etag in listed.items() if known.get(href) != etag]
                return Changes(tuple(self.fetch(url, fresh)), tuple(gone), newest, place.ctag)
        elif ctag and ctag == place.ctag:
            return Changes((), (), place.token, ctag)
        listed = self._listed(url, since, until)
        fresh = [href for href, etag in listed.items() if known.get(href) != etag]
        missing = self._really_gone(url, [href for href in known if href not in listed])
        return Changes(tuple(self.fetch(url, fresh)), tuple(missing), place.token, place.ctag)

    def fetch(self, url: str, hrefs: Iterable[str]) -> Iterator[Resource]:
        """Those that are still there, with their content.

        Raises TooMuch, and any other Trouble.
        """
        waiting, size = list(hrefs), 0
        while waiting:
            some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            wanted = "".join(f"<d:href>{escape(urlsplit(href).path)}</d:href>" for href in some)
            body = f"<c:calendar-multiget {_NAMES}><d:prop><d:getetag/><c:calendar-data/></d:prop>{wanted}</c:calendar-multiget>"
            for href, prop in self._report(url, body):
                content = prop.text_of(f"{CALDAV} calendar-data").encode()
                size += len(content)
                if size > _MOST_IN_ALL:
                    raise TooMuch
                if 0 < len(content) <= MOST_EVENT_BYTES:
                    yield Resource(href, prop.text_of(f"{DAV} getetag"), content)

    def get(self, href: str) -> Resource:
        """Raises Gone and any other Trouble."""
        answered = self._asked("GET", href, most_bytes=MOST_EVENT_BYTES)
        return Resource(href, answered.headers.get("etag", ""), answered.body)

    def add(self, url: str, uid: str, content: bytes) -> Resource:
        """Raises Conflict when an event of this uid is there already."""
        # Servers differ in how they write an @ into an address, so the name ends before it.
        name = quote(uid.partition("@")[0], safe="")
        href = urljoin(url.rstrip("/") + "/", f"{name}.ics")
        return self._put(href, content, {"If-None-Match": "*"})

    def change(self, resource: Resource, content: bytes) -> Resource:
        """Raises Conflict when it is no longer as the resource says, Gone when it is there no more."""
        return self._put(resource.href, content, {"If-Match": resource.etag} if resource.etag else {})

    def remove(self, resource: Resource) -> None:
        """What is gone already is removed.

        Raises Conflict.
        """
        headers = {"If-Match": resource.etag} if resource.etag else {}
        try:
            self._asked("DELETE", resource.href, headers=headers)
        except Gone:
            return

    def tells_organisers(self, url: str) -> bool:
        """Whether the server itself writes to the organiser when a guest's answer changes (RFC 6638)."""
        answered = self._web.ask("OPTIONS", url)
        return "calendar-auto-schedule" in answered.headers.get("dav", "").lower()

    def _put(self, href: str, content: bytes, headers: dict[str, str]) -> Resource:
        answered = self._asked(
            "PUT", href, body=content, headers={"Content-Type": "text/calendar; charset=utf-8", **headers}
        )
        etag = answered.headers.get("etag", "")
        # A server that stores something else than it was given must not say an etag (RFC 4791, 5.3.4).
        return Resource(href, etag, content) if etag else self.get(href)

    def _homes(self) -> list[str]:
        """Where the user's calendars are; the address may be the server's, the user's or one calendar's own."""
        trouble: Trouble = NotACalendar()
        for start in self._starts():
            try:
                found = self._properties(start, 0, "<d:current-user-principal/><c:calendar-home-set/><d:resourcetype/>")
            except (WrongPassword, Unreachable, Elsewhere):
                raise
            except Trouble as problem:
                trouble = problem
                continue
            for url, prop in found:
                if homes := self._homes_of(url, prop):
                    return homes
        raise trouble

    def _starts(self) -> Iterator[str]:
        yield self._address
        yield urljoin(self._address, "/.well-known/caldav")
        yield urljoin(self._address, "/")

    def _homes_of(self, url: str, prop: Element) -> list[str]:
        if prop.first(f"{CALDAV} calendar") is not None:
            return [url]
        if homes := _hrefs(url, prop, f"{CALDAV} calendar-home-set"):
            return homes
        homes = []
        for principal in _hrefs(url, prop, f"{DAV} current-user-principal"):
            for found, about in self._properties(principal, 0, "<c:calendar-home-set/>"):
                homes += _hrefs(found, about, f"{CALDAV} calendar-home-set")
        return homes

    def _since(self, url: str, token: str) -> tuple[dict[str, str], list[str], str] | None:
        """Etags of what changed, what is gone, and the new token; nothing when the server has forgotten the token."""
        listed, gone = dict[str, str](), list[str]()
        for _round in range(_MOST_ROUNDS):
            body = (
                f"<d:sync-collection {_NAMES}><d:sync-token>{escape(token)}</d:sync-token>"
                "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"
            )
            answered = self._web.ask("REPORT", url, body=_xml(body), headers={"Content-Type": _XML, "Depth": "0"})
            if answered.status in (400, 403, 405, 409, 410, 415, 501, 507):
                return None
            root = self._multistatus(answered)
            is_cut = False
            for response in root.each(f"{DAV} response"):
                href = urljoin(url, response.text_of(f"{DAV} href"))
                status = next((one.text for one in response.children if one.tag == f"{DAV} status"), "")
                if " 507" in status:
                    is_cut = True
                elif " 404" in status or " 410" in status:
                    gone.append(href)
                    listed.pop(href, None)
                elif etag := response.text_of(f"{DAV} getetag"):
                    listed[href] = etag
            token = root.text_of(f"{DAV} sync-token")
            if not is_cut:
                return listed, gone, token
        return None

    def _listed(self, url: str, since: datetime, until: datetime) -> dict[str, str]:
        span = f'<c:time-range start="{_stamp(since)}" end="{_stamp(until)}"/>'
        body = (
            f"<c:calendar-query {_NAMES}><d:prop><d:getetag/></d:prop><c:filter>"
            f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{span}</c:comp-filter></c:comp-filter>'
            "</c:filter></c:calendar-query>"
        )
        return {href: prop.text_of(f"{DAV} getetag") for href, prop in self._report(url, body)}

    def _really_gone(self, url: str, missing: list[str]) -> list[str]:
        """What left the period is not gone: it is still on the server."""
        if not missing:
            return []
        there = {href for href, _prop in self._properties(url, 1, "<d:getetag/>")}
        return [href for href in missing if href not in there]

    def _properties(self, url: str, depth: int, wanted: str) -> list[tuple[str, Element]]:
        body = f"<d:propfind {_NAMES}><d:prop>{wanted}</d:prop></d:propfind>"
        answered = self._asked("PROPFIND", url, body=_xml(body), headers={"Content-Type": _XML, "Depth": str(depth)})
        return self._props(answered)

    def _report(self, url: str, body: str) -> list[tuple[str, Element]]:
        answered = self._asked("REPORT", url, body=_xml(body), headers={"Content-Type": _XML, "Depth": "1"})
        return self._props(answered)

    def _props(self, answered: Answered) -> list[tuple[str, Element]]:
        """Each address with what was found of it."""
        found = []
        for response in self._multistatus(answered).each(f"{DAV} response"):
            href = response.text_of(f"{DAV} href")
            for part in response.each(f"{DAV} propstat"):
                prop = part.first(f"{DAV} prop")
                if href and prop is not None and " 200" in part.text_of(f"{DAV} status"):
                    found.append((urljoin(answered.url, href), prop))
        return found

    def _multistatus(self, answered: Answered) -> Element:
        refuse(answered)
        try:
            root = parse(answered.body)
        except BadXml:
            raise NotACalendar from None
        if answered.status != 207 or root.first(f"{DAV} multistatus") is None:
            raise NotACalendar
        return root

    def _asked(
        self, method: str, url: str, *, body: bytes = b"", headers: dict[str, str] | None = None, most_bytes: int = 0
    ) -> Answered:
        bounds = {"most_bytes": most_bytes} if most_bytes else {}
        answered = self._web.ask(method, url, body=body, headers=headers, **bounds)
        refuse(answered)
        return answered


_TROUBLES: dict[int, type[Trouble]] = {
    401: WrongPassword,
    403: NotAllowed,
    404: Gone,
    410: Gone,
    409: Conflict,
    412: Conflict,
    423: Conflict,
    429: Busy,
}


def refuse(answered: Answered) -> None:
    """Raises the Trouble that the answer's status means."""
    if answered.status >= 500:
        raise Busy
    if answered.status >= 300:
        raise _TROUBLES.get(answered.status, NotACalendar)


_XML = "application/xml; charset=utf-8"
_PLACE = (
    "<d:resourcetype/><d:displayname/><d:sync-token/><s:getctag/><d:current-user-privilege-set/>"
    "<c:supported-calendar-component-set/>"
)


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()


def _stamp(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _hrefs(url: str, prop: Element, tag: str) -> list[str]:
    found = prop.first(tag)
    return [urljoin(url, one.text) for one in found.each(f"{DAV} href") if one.text] if found else []


def _place(url: str, prop: Element) -> Place | None:
    kind = prop.first(f"{DAV} resourcetype")
    if kind is None or kind.first(f"{CALDAV} calendar") is None:
        return None
    supported = {one.attributes.get("name", "").upper() for one in prop.each(f"{CALDAV} comp")}
    if supported and "VEVENT" not in supported:
        return None
    rights = {right.tag for one in prop.each(f"{DAV} privilege") for right in one.children}
    writes = {f"{DAV} {name}" for name in ("all", "write", "write-content", "bind")}
    name = one_line(prop.text_of(f"{DAV} displayname"), 120) or urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return Place(
        url=url,
        name=name,
        may_write=not rights or bool(rights & writes),
        token=prop.text_of(f"{DAV} sync-token"),
        ctag=prop.text_of(f"{SERVER} getctag"),
    )
