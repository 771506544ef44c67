"""Many at one door at the same moment: run inside a house as `twinhelm shell -c "from tests.durability.crowd import *; …"`."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client

from twinhelm.clients.actions.access import make_link
from twinhelm.clients.models import ContactVisit
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people import actions
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner

NEW = "twelve quiet harbours"


def at_once(acts: list[Callable[[], str]]) -> None:
    """Prints how often each outcome came."""
    gate = Barrier(len(acts))

    def go(act: Callable[[], str]) -> str:
        gate.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        print(json.dumps(Counter(pool.map(go, acts))))


def join_with_one_letter(people: int) -> None:
    """Only the doing is at once; the password's hash was made before, as it costs more than the race lasts."""
    oda = an_owner()
    actions.invite(email="ivo@northlight.example", roles=frozenset(), by=oda, at=clock.now())
    secret = OutgoingMail.objects.get().text.split("/join/")[1].split("/")[0]
    browsers = [Client() for _one in range(people)]
    acts = [lambda browser=browser: str(join(browser, secret)) for browser in browsers]
    at_once(acts)


def join(browser: Client, secret: str) -> int:
    return browser.post(f"/join/{secret}/", {"name": "Ivo", "password": NEW}, HTTP_HOST="127.0.0.1").status_code


def start_the_agency(people: int) -> None:
    def start(number: int) -> str:
        email = f"{number}@northlight.example"
        actions.start_agency(
            agency="Northlight", time_zone="UTC", name="Oda", email=email, password=NEW, at=clock.now()
        )
        return "started"

    at_once([lambda number=number: start(number) for number in range(people)])
    print(json.dumps({"owners": Member.objects.holding(Role.OWNER).count()}))


def two_owners_remove_each_other() -> None:
    oda, ana = an_owner(), a_member("Ana Reyes", Role.OWNER)

    def remove(by: Member, other: Member) -> str:
        actions.deactivate(other, by=by, at=clock.now())
        return "removed"

    at_once([lambda: remove(oda, ana), lambda: remove(ana, oda)])
    print(json.dumps({"owners": Member.objects.able_to_sign_in().holding(Role.OWNER).count()}))


def guess_a_password(times: int) -> None:
    oda = an_owner()
    browsers = [Client() for _one in range(times)]

    def guess(browser: Client) -> str:
        wrong = {"login": oda.email, "password": "wrong wrong wrong"}
        answer = browser.post("/sign-in/", wrong, HTTP_HOST="127.0.0.1")
        return "closed" if b"Too many tries" in answer.content or answer.status_code == 429 else "wrong"

    at_once([lambda browser=browser: guess(browser) for browser in browsers])


def open_one_link(people: int) -> None:
    """From as many places, so that nobody is stopped for guessing."""
    an_owner()
    marta = a_contact(a_client(), email="marta@alder.example")
    path = urlsplit(make_link(marta, email="marta@alder.example", at=clock.now())).path
    acts = [lambda place=place: opened(path, f"203.0.113.{place}") for place in range(people)]
    at_once(acts)
    print(json.dumps({"visits": ContactVisit.objects.count()}))


def opened(path: str, place: str) -> str:
    answer = Client(REMOTE_ADDR=place).post(path, HTTP_HOST="127.0.0.1")
    came_in = "with a cookie" if "for-you" in answer.cookies else "without"
    return f"{answer.status_code} {came_in}"
