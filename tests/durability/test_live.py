"""What one process changes, a page that another process tells hears; nobody else does."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.durability.processes import House, a_free_port, until
from tests.durability.test_workers import answers

SETTING = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, BACKEND_SESSION_KEY
from django.core import signing
from twinhelm.foundation import live
from twinhelm.people.testing import a_member
from twinhelm.people.choices import Role

def session_of(member):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(member.pk), member.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store.create()
    return store.session_key

dee, pim = a_member("Dee", Role.MAKER), a_member("Pim", Role.PRODUCTION_MANAGER)
hers, his = session_of(dee), session_of(pim)
made = int(time.time())
signing.time.time = lambda real=time.time: real() - 5 * 3600
expired = live.sign_pass(dee.pk, hers, ["task:1"])
signing.time.time = lambda: made
fits = live.sign_pass(dee.pk, hers, ["task:1", "project:1"])
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "hers": hers, "his": his, "dee": dee.pk, "fits": fits,
    "for_pim": live.sign_pass(pim.pk, his, ["task:1"]), "stolen": live.sign_pass(pim.pk, hers, ["task:1"]),
    "expired": expired, "forged": fits[:-2] + "xx", "many": live.sign_pass(dee.pk, hers, ["task:1"] * 9)}))
"""
CHANGE = "from twinhelm.foundation import live, clock; from django.db import transaction\nwith transaction.atomic(): live.changed({topics}, at=clock.now())"


class Ear(threading.Thread):
    """A browser that listens and notes the lines that it is sent."""

    def __init__(self, port: int, cookie: str, token: str) -> None:
        super().__init__(daemon=True)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.line.request("GET", f"/live?for={token}", headers={"Cookie": cookie} if cookie else {})
        self.answer = self.line.getresponse()
        self.status = self.answer.status
        self.said: list[str] = []
        self.has_ended = False
        self.start()

    def run(self) -> None:
        try:
            while line := self.answer.readline():
                self.said.append(line.decode().strip())
        except (OSError, ValueError):
            pass
        self.has_ended = True

    @property
    def heard(self) -> set[str]:
        return {topic for line in self.said if line.startswith("data: ") for topic in line[6:].split()}


@contextmanager
def served(house: House, count: int = 1) -> Iterator[list[int]]:
    ports = [a_free_port() for _number in range(count)]
    for port in ports:
        house.start("serve", "--port", port)
    until(lambda: all(answers(port) for port in ports))
    yield ports


def settings_of(house: House) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(house.run("shell", "--no-imports", "-c", SETTING).stdout.splitlines()[-1])
    said["her_cookie"] = f"{said['cookie']}={said['hers']}"
    said["his_cookie"] = f"{said['cookie']}={said['his']}"
    return said


def change(house: House, *topics: str) -> None:
    """From a process of its own."""
    house.run("shell", "--no-imports", "-c", CHANGE.format(topics=", ".join(map(repr, topics))))


def test_two_servers_tell_of_what_a_third_process_changed(house):
    said = settings_of(house)
    with served(house, 2) as ports:
        ears = [Ear(port, said["her_cookie"], said["fits"]) for port in ports]
        assert [ear.status for ear in ears] == [200, 200]
        until(lambda: all(ear.said for ear in ears))
        time.sleep(0.5)
        change(house, "task:1", "task:2")
        until(lambda: all(ear.heard for ear in ears))
        assert [ear.heard for ear in ears] == [{"task:1"}, {"task:1"}], "only what its page is about"


def test_who_may_listen(house):
    said = settings_of(house)
    with served(house) as [port]:

        def status(cookie: str, token: str) -> int:
            return Ear(port, cookie, token).status

        assert status("", said["fits"]) == 401
        assert status(f"{said['cookie']}=nonsense", said["fits"]) == 403
        assert status(said["her_cookie"], "") == 403
        assert status(said["her_cookie"], said["forged"]) == 403
        assert status(said["her_cookie"], said["expired"]) == 403
        assert status(said["her_cookie"], said["for_pim"]) == 403, "the pass of somebody else"
        assert status(said["her_cookie"], said["stolen"]) == 403, "in her session, but for him"
        assert status(said["his_cookie"], said["fits"]) == 403
        assert status(said["her_cookie"], said["fits"]) == 200
        for method in ("POST", "PUT", "DELETE", "HEAD"):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            line.request(method, f"/live?for={said['fits']}", headers={"Cookie": said["her_cookie"]})
            assert line.getresponse().status == 405, method


def test_who_is_deactivated_or_signed_out_hears_no_more(house):
    said = settings_of(house)
    with served(house) as [port]:
        hers, his = (
            Ear(port, said[f"{who}_cookie"], said[what]) for who, what in (("her", "fits"), ("his", "for_pim"))
        )
        until(lambda: hers.said and his.said)
        house.run("shell", "-c", f"Member.objects.filter(pk={said['dee']}).update(is_active=False)")
        until(lambda: hers.has_ended, 10)
        assert not his.has_ended
        house.run("shell", "-c", f"Session.objects.filter(pk={said['his']!r}).delete()")
        until(lambda: his.has_ended, 10)
        assert Ear(port, said["her_cookie"], said["fits"]).status == 401


def test_one_member_can_not_take_every_place(house):
    said = settings_of(house)
    with served(house) as [port]:
        ears = [Ear(port, said["her_cookie"], said["fits"]) for _number in range(13)]
        assert [ear.status for ear in ears] == [200] * 12 + [429]
        assert Ear(port, said["his_cookie"], said["for_pim"]).status == 200, "others still hear"


def test_pages_that_listen_do_not_hold_up_the_end_of_the_server(house):
    said = settings_of(house)
    with served(house) as [port]:
        ears = [Ear(port, said["her_cookie"], said["fits"]) for _number in range(5)]
        until(lambda: all(ear.said for ear in ears))
        begun = time.monotonic()
        house.started[-1].terminate()
        assert house.started[-1].wait(10) == 0
        assert time.monotonic() - begun < 3
        until(lambda: all(ear.has_ended for ear in ears))


def test_a_lost_connection_to_the_database_is_made_again_and_pages_are_told_of_the_gap(house):
    if not house.database_url:
        pytest.skip("there is no connection to lose on the embedded database")
    said = settings_of(house)
    with served(house) as [port]:
        ear = Ear(port, said["her_cookie"], said["fits"])
        until(lambda: ear.said)
        time.sleep(0.5)
        house.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        until(lambda: "event: gap" in ear.said, 15)
        change(house, "project:1")
        until(lambda: "project:1" in ear.heard)
