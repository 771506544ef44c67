"""A real calendar server, and servers that mean harm."""

import http.server
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

import httpx2
import pytest
from tests.parts.certificates import certificates
from tests.parts.radicale import Radicale

from twinhelm.diaries import caldav, read, write
from twinhelm.diaries.dav_xml import BadXml, parse
from twinhelm.diaries.events import Answer, Event, Guest, Window
from twinhelm.diaries.web import (
    Conflict,
    Elsewhere,
    Gone,
    NotACalendar,
    TooMuch,
    Unreachable,
    Web,
    WrongPassword,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
PASSWORD = "cinnamon"
numbers = count()


def loopback(_host: str, _port: int) -> str:
    return "127.0.0.1"


def an_event(uid: str = "one@northlight.example", **facts) -> Event:
    usual = {
        "title": "Kick-off",
        "starts": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "ends": datetime(2026, 11, 24, 10, tzinfo=UTC),
        "guests": (Guest("maya@alder.example", "Maya"),),
    }
    return Event(uid=uid, **{**usual, **facts})


@pytest.fixture
def user(radicale: Radicale) -> str:
    name = f"ana{next(numbers)}"
    radicale.add_user(name, PASSWORD)
    return name


@pytest.fixture
def work(radicale: Radicale, user: str) -> str:
    return radicale.add_calendar(user, PASSWORD, "Work")


@pytest.fixture
def server(radicale: Radicale, user: str, work: str) -> Iterator[caldav.Server]:
    with caldav.Server(radicale.url, user, PASSWORD, guard=loopback) as server:
        yield server


def changes(server: caldav.Server, url: str, known=None, **before) -> caldav.Changes:
    return server.changes(url, known or {}, since=SINCE, until=UNTIL, **before)


def known_after(found: caldav.Changes) -> dict[str, str]:
    return {one.href: one.etag for one in found.changed}


def test_finds_the_calendars_from_the_address_of_the_server(server, work):
    (place,) = server.calendars()
    assert (place.name, place.url, place.may_write) == ("Work", work, True)


def test_finds_the_calendar_from_its_own_address(work, user):
    with caldav.Server(work, user, PASSWORD, guard=loopback) as server:
        assert [one.url for one in server.calendars()] == [work]


def test_a_wrong_password_is_called_that(radicale, user, work):
    with caldav.Server(radicale.url, user, "guess", guard=loopback) as server, pytest.raises(WrongPassword):
        server.calendars()


def test_nobody_there():
    with caldav.Server("http://127.0.0.1:9", "a", "b", guard=loopback) as server, pytest.raises(Unreachable):
        server.calendars()


def test_an_event_of_ours_is_found_by_another_program(server, work, radicale, user):
    put = server.add(work, "one@northlight.example", write.stored(an_event(), at=AT))
    assert "SUMMARY:Kick-off" in radicale.get(put.href, user, PASSWORD)
    assert put.etag


def test_the_same_event_is_never_put_twice(server, work):
    server.add(work, "one@northlight.example", write.stored(an_event(), at=AT))
    with pytest.raises(Conflict):
        server.add(work, "one@northlight.example", write.stored(an_event(title="Other"), at=AT))


def test_two_people_who_change_one_event_are_told(server, work, radicale, user):
    put = server.add(work, "one@northlight.example", write.stored(an_event(), at=AT))
    radicale.put(put.href, user, PASSWORD, write.stored(an_event(title="Moved by phone"), at=AT).decode())
    with pytest.raises(Conflict):
        server.change(put, write.stored(an_event(title="Ours"), at=AT))
    assert "Moved by phone" in radicale.get(put.href, user, PASSWORD)
    server.change(server.get(put.href), write.stored(an_event(title="Ours"), at=AT))
    assert "SUMMARY:Ours" in radicale.get(put.href, user, PASSWORD)


def test_removes_once_and_does_not_mind_what_is_gone(server, work, radicale, user):
    put = server.add(work, "one@northlight.example", write.stored(an_event(), at=AT))
    server.remove(put)
    server.remove(put)
    with pytest.raises(Gone):
        server.get(put.href)


def test_hears_only_of_what_changed_since_the_last_time(server, work, radicale, user):
    for number in range(3):
        server.add(work, f"{number}@x.example", write.stored(an_event(f"{number}@x.example"), at=AT))
    first = changes(server, work)
    assert len(first.changed) == 3
    assert first.token
    assert changes(server, work, known_after(first), token=first.token) == caldav.Changes(
        (), (), first.token, first.ctag
    )
    hrefs = sorted(known_after(first))
    radicale.put(hrefs[0], user, PASSWORD, write.stored(an_event("0@x.example", title="New"), at=AT).decode())
    radicale.delete(hrefs[1], user, PASSWORD)
    second = changes(server, work, known_after(first), token=first.token)
    assert [b"SUMMARY:New" in one.content for one in second.changed] == [True]
    assert second.gone == (hrefs[1],)


def test_a_token_that_the_server_forgot_costs_a_comparison_and_no_event(server, work):
    server.add(work, "0@x.example", write.stored(an_event("0@x.example"), at=AT))
    first = changes(server, work)
    server.add(work, "1@x.example", write.stored(an_event("1@x.example"), at=AT))
    again = changes(server, work, known_after(first), token="http://radicale.org/ns/sync/" + "0" * 64)
    assert len(again.changed) == 1
    assert not again.gone


def test_compares_where_there_are_no_tokens(server, work, radicale, user, monkeypatch):
    monkeypatch.setattr(caldav, "_PLACE", caldav._PLACE.replace("<d:sync-token/>", ""))
    server.add(work, "0@x.example", write.stored(an_event("0@x.example"), at=AT))
    server.add(work, "1@x.example", write.stored(an_event("1@x.example"), at=AT))
    first = changes(server, work)
    assert (first.token, len(first.changed)) == ("", 2)
    radicale.delete(first.changed[0].href, user, PASSWORD)
    second = changes(server, work, known_after(first), ctag=first.ctag)
    assert second.gone == (first.changed[0].href,)
    assert not second.changed
    assert changes(server, work, {}, ctag=second.ctag).changed == ()


def test_what_lies_outside_of_the_period_is_not_fetched_and_not_gone(server, work):
    server.add(
        work,
        "old@x.example",
        write.stored(
            an_event(
                "old@x.example", starts=datetime(2019, 1, 1, 9, tzinfo=UTC), ends=datetime(2019, 1, 1, 10, tzinfo=UTC)
            ),
            at=AT,
        ),
    )
    assert not changes(server, work).changed
    href = f"{work}old.ics"
    assert not changes(server, work, {href: "x"}).gone


def test_an_invitation_of_ours_is_accepted_there_by_another_program(server, work, radicale, user):
    put = server.add(work, "one@northlight.example", write.stored(an_event(), at=AT))
    theirs = radicale.get(put.href, user, PASSWORD)
    radicale.put(put.href, user, PASSWORD, theirs.replace("NEEDS-ACTION", "ACCEPTED"))
    window = Window(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("UTC"))
    (event,) = read.read(changes(server, work).changed[0].content, window).events
    assert event.guests[0].answer is Answer.YES


class Harm(http.server.BaseHTTPRequestHandler):
    """Answers whatever `answers` says."""

    def do_PROPFIND(self):
        status, headers, body = self.server.answers(self.path)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for piece in body:
                self.wfile.write(piece)
        except OSError:
            pass

    def do_GET(self):
        self.do_PROPFIND()

    def log_message(self, *args):
        pass


@pytest.fixture
def harm() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Harm)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def asked(harm, answers) -> list[caldav.Place]:
    harm.answers = answers
    with caldav.Server(f"http://127.0.0.1:{harm.server_port}/", "a", "b", guard=loopback) as server:
        return server.calendars()


def test_a_web_site_is_no_calendar(harm):
    with pytest.raises(NotACalendar):
        asked(harm, lambda path: (200, {"Content-Type": "text/html"}, [b"<h1>Hello</h1>"]))


def test_is_not_sent_to_another_host(harm):
    with pytest.raises(Elsewhere, match=r"inside\.example"):
        asked(harm, lambda path: (302, {"Location": "http://inside.example/"}, []))


def test_is_not_sent_to_another_port_of_the_same_host(harm):
    with pytest.raises(Elsewhere):
        asked(harm, lambda path: (302, {"Location": f"http://127.0.0.1:{harm.server_port + 1}/"}, []))


def test_does_not_run_in_circles(harm):
    with pytest.raises(NotACalendar):
        asked(harm, lambda path: (302, {"Location": path}, []))


def test_an_answer_without_end_is_cut(harm):
    with pytest.raises(TooMuch):
        asked(harm, lambda path: (207, {}, (b"<a>" + b" " * 1_000_000 for _ in range(40))))


def test_a_packed_answer_is_not_unpacked(harm):
    with pytest.raises(NotACalendar):
        asked(harm, lambda path: (207, {"Content-Encoding": "gzip"}, [b"x"]))


def test_an_answer_that_declares_entities_is_not_read(harm):
    laughs = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with pytest.raises(NotACalendar):
        asked(harm, lambda path: (207, {}, [laughs]))


def test_a_very_deep_answer_is_not_read():
    with pytest.raises(BadXml):
        parse(b"<a>" * 100 + b"</a>" * 100)


def test_asks_for_the_address_before_each_request(harm):
    harm.answers = lambda path: (200, {}, [b"x"])
    seen = []

    def guard(host: str, port: int) -> str:
        seen.append((host, port))
        return "127.0.0.1"

    web = Web(f"http://calendar.example:{harm.server_port}/", guard=guard)
    web.ask("GET", f"http://calendar.example:{harm.server_port}/a")
    web.ask("GET", f"http://calendar.example:{harm.server_port}/b")
    assert seen == [("calendar.example", harm.server_port)] * 2


def encrypted(harm, folder, host: str) -> ssl.SSLContext:
    """The server shows a certificate for the host; the answer trusts who signed it."""
    files = certificates(folder, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.cert, files.key)
    harm.socket = context.wrap_socket(harm.socket, server_side=True)
    harm.answers = lambda path: (207, {}, [b"<a/>"])
    return ssl.create_default_context(cafile=str(files.authority))


def asked_safely(harm) -> None:
    with caldav.Server(f"https://calendar.example:{harm.server_port}/", "a", "b", guard=loopback) as server:
        server.calendars()


def test_a_certificate_that_nobody_vouches_for_is_not_believed(harm, tmp_path):
    encrypted(harm, tmp_path, "calendar.example")
    with pytest.raises(Unreachable):
        asked_safely(harm)


@pytest.mark.parametrize(("host", "outcome"), [("calendar.example", NotACalendar), ("other.example", Unreachable)])
def test_at_the_checked_address_the_certificate_must_still_be_the_hosts(harm, tmp_path, monkeypatch, host, outcome):
    trusted = partial(httpx2.HTTPTransport, verify=encrypted(harm, tmp_path, host))
    monkeypatch.setattr(httpx2, "HTTPTransport", trusted)
    with pytest.raises(outcome):
        asked_safely(harm)
