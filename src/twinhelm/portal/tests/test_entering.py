"""Ways in: who opens a link, how often, until when; what is told to whoever asks."""

import re
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.test import override_settings

from twinhelm.clients.actions import change_contact, delete_client, merge_clients, move_contact
from twinhelm.clients.actions.access import end_access, make_link
from twinhelm.clients.models import ContactLink, ContactVisit
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.foundation import clock
from twinhelm.foundation.models import Job, OutgoingMail
from twinhelm.people.testing import a_member, an_owner
from twinhelm.portal.tests.conftest import do_the_jobs, links_mailed, path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SCANNERS = ["Microsoft Office/16.0 (SafeLinks)", "BarracudaCentral", "Mimecast", "curl/8.5", "GoogleImageProxy"]


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


@pytest.fixture
def link(marta):
    return path_of(make_link(marta, email="marta@alder.example", at=clock.now()))


def wait(monday, **more):
    monday.move_to(clock.now() + timedelta(**more))


def test_looking_at_a_link_never_opens_it_whoever_looks_and_the_button_opens_it_once(browser, link):
    for number, scanner in enumerate(SCANNERS * 2):
        for method in ("GET", "HEAD"):
            answer = Browser(REMOTE_ADDR=f"203.0.113.{number}").generic(method, link, headers={"User-Agent": scanner})
            assert answer.status_code == 200
    assert not ContactVisit.objects.exists()
    page = browser.get(link).content.decode()
    assert "Open the page of Alder Bakery" in page
    assert page.count("<form") == 1
    answer = browser.post(link)
    assert (answer.status_code, answer.url) == (302, "/for-you/")
    assert browser.get("/for-you/").status_code == 200
    assert Browser().post(link).status_code == 410
    assert ContactVisit.objects.count() == 1


def test_pages_on_the_way_in_are_kept_by_no_cache_and_named_to_nobody(browser, link):
    for answer in (browser.get(link), browser.post(link), browser.get("/for-you/"), browser.get("/for-you/ask/")):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_cookie_is_its_own_and_no_script_reads_it(browser, link):
    browser.post(link)
    kept = browser.cookies["for-you"]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/")
    assert kept["max-age"] == 7 * 24 * 3600
    assert "sessionid" not in browser.cookies
    assert "twinhelm" not in browser.cookies


@pytest.mark.parametrize(("seconds", "status"), [(0, 302), (599, 302), (600, 410), (601, 410)])
def test_a_link_opens_for_ten_minutes(browser, link, monday, seconds, status):
    wait(monday, seconds=seconds)
    assert browser.post(link).status_code == status


def test_a_visit_lasts_a_week(came_in, marta, monday):
    browser = came_in(marta)
    wait(monday, days=6, hours=23)
    assert browser.get("/for-you/").status_code == 200
    wait(monday, hours=2)
    assert browser.get("/for-you/").url == "/for-you/ask/"


def test_a_newer_link_ends_the_older_one(browser, link, marta):
    newer = path_of(make_link(marta, email="marta@alder.example", at=clock.now()))
    assert browser.post(link).status_code == 410
    assert browser.post(newer).status_code == 302


def test_an_old_mail_in_the_browser_where_one_came_in_leads_to_the_page(browser, link):
    browser.post(link)
    assert browser.get(link).url == "/for-you/"


def left(marta, oda):
    change_contact(marta, left_on=clock.now().date(), by=oda, at=clock.now())


def address_gone(marta, oda):
    change_contact(marta, emails=["new@alder.example"], by=oda, at=clock.now())


def moved(marta, oda):
    move_contact(marta, a_client("Fjord Hotels"), by=oda, at=clock.now())


def client_deleted(marta, oda):
    delete_client(marta.client, by=oda, at=clock.now())


def client_merged(marta, oda):
    merge_clients(marta.client, a_client("Alder Group"), by=oda, at=clock.now())


def revoked(marta, oda):
    end_access(marta, by=oda, at=clock.now())


LOSSES = [left, address_gone, moved, client_deleted, client_merged, revoked]


@pytest.mark.parametrize("lose", LOSSES)
def test_a_visit_ends_with_the_very_next_request_and_links_lead_nowhere(lose, came_in, marta):
    oda = an_owner()
    inside = came_in(marta)
    waiting = path_of(make_link(marta, email="marta@alder.example", at=clock.now()))
    lose(marta, oda)
    assert inside.get("/for-you/").url == "/for-you/ask/"
    for path, data in (("/for-you/read/", {}), ("/for-you/worry/", {"text": "x"})):
        assert inside.post(path, data).url == "/for-you/ask/"
    answer = Browser().get(waiting)
    assert answer.status_code == Browser().post(waiting).status_code == 404
    assert bare(answer) == bare(Browser().get("/for-you/open/nothing/"))
    assert "Alder" not in answer.content.decode()


def bare(answer):
    """The page without what is new in each answer."""
    text = re.sub(r'(nonce="|content=")[\w+/=-]{20,}"', "", answer.content.decode())
    return re.sub(r'(csrf\w*"?[^>]*value=")[^"]+', "", text)


@pytest.mark.parametrize("lose", LOSSES)
def test_who_lost_access_is_sent_no_new_link(lose, browser, link, marta):
    lose(marta, an_owner())
    assert browser.post(f"{link}again/").url == "/for-you/sent/"
    if lose is not revoked and lose is not moved and lose is not client_merged:
        browser.post("/for-you/ask/", {"email": "marta@alder.example"})
    do_the_jobs()
    assert not links_mailed()


def test_a_mail_that_has_not_left_is_withdrawn_from_who_lost_access(browser, marta):
    browser.post("/for-you/ask/", {"email": "marta@alder.example"})
    from twinhelm.portal.actions.links import send_links

    send_links("marta@alder.example", origin="", at=clock.now())
    assert OutgoingMail.objects.get().state == "waiting"
    left(marta, an_owner())
    assert OutgoingMail.objects.get().state == "cancelled"


def test_a_link_that_is_over_sends_a_new_one_to_where_it_was_sent(browser, link, monday):
    wait(monday, minutes=11)
    page = browser.get(link)
    assert page.status_code == 410
    assert "Send me a new link" in page.content.decode()
    assert browser.post(f"{link}again/").url == "/for-you/sent/"
    do_the_jobs()
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.kind) == ("marta@alder.example", "sign_in")
    assert browser.post(links_mailed()[0]).url == "/for-you/"


def test_an_address_that_is_known_gets_a_link_with_its_origin_and_time(browser, marta):
    answer = browser.post("/for-you/ask/", {"email": " Marta@Alder.Example "}, REMOTE_ADDR="203.0.113.7")
    assert answer.url == "/for-you/sent/"
    do_the_jobs()
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "marta@alder.example"
    assert "203.0.113.7" in mail.text
    assert "23 November, 11:00" in mail.text
    assert links_mailed()


def test_one_address_at_two_clients_gets_a_link_to_each(browser, marta):
    a_contact(a_client("Fjord Hotels"), "Marta Lindgaard", email="marta@alder.example")
    browser.post("/for-you/ask/", {"email": "marta@alder.example"})
    do_the_jobs()
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize(
    "email", ["nobody@alder.example", "ana.reyes@northlight.example", "mårta@alder.example", "marta@аlder.example"]
)
def test_an_unknown_address_and_a_members_get_the_same_answer_and_no_mail(browser, marta, email):
    a_contact(marta.client, "Ana", email="ana.reyes@northlight.example")
    known = browser.post("/for-you/ask/", {"email": "marta@alder.example"})
    other = Browser().post("/for-you/ask/", {"email": email})
    assert (other.status_code, other.url, dict(other.headers)) == (known.status_code, known.url, dict(known.headers))
    do_the_jobs()
    assert [mail.recipient for mail in OutgoingMail.objects.all()] == ["marta@alder.example"]


@pytest.mark.parametrize("typed", ["ｍarta@alder.example", "mart\u0430@alder.example", "MARTA@ALDER.EXAMPLE"])
def test_a_mail_goes_only_to_the_address_as_it_is_stored(browser, marta, typed):
    browser.post("/for-you/ask/", {"email": typed})
    do_the_jobs()
    assert {mail.recipient for mail in OutgoingMail.objects.all()} <= {"marta@alder.example"}


@pytest.mark.parametrize(
    "fields",
    [
        "email=marta@alder.example&email=evil@evil.example",
        "email=marta@alder.example,evil@evil.example",
        "email=marta@alder.example%0aevil@evil.example",
        "email=marta@alder.example%00",
        "email[]=marta@alder.example&email[]=evil@evil.example",
        'email=["marta@alder.example"]',
        "email=marta@alder.example%20evil@evil.example",
        "email=",
        "email=" + "a" * 300 + "@alder.example",
    ],
)
def test_a_list_of_addresses_is_refused_with_a_sentence(browser, marta, fields):
    answer = browser.generic("POST", "/for-you/ask/", fields, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    do_the_jobs()
    assert not OutgoingMail.objects.exists()


def test_a_known_and_an_unknown_address_cost_the_same_work(browser, marta, django_assert_num_queries):
    """The statements are the same, so the time is; the mail itself is a job's."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(email):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            Browser().post("/for-you/ask/", {"email": email})
        return [re.sub(r"'[^']*'|\d+", "?", one["sql"])[:60] for one in asked]

    statements("warm@alder.example")
    assert statements("marta@alder.example") == statements("nobody@alder.example")
    assert Job.objects.filter(name="portal.send_links").count() == 3


def test_known_and_unknown_take_the_same_time(marta):
    def seconds(email):
        cache.clear()
        began = time.perf_counter()
        Browser().post("/for-you/ask/", {"email": email})
        return time.perf_counter() - began

    pairs = [(seconds("marta@alder.example"), seconds("nobody@alder.example")) for _number in range(60)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.25 * known


def test_five_links_an_hour_for_an_address_from_wherever_they_are_asked(marta):
    for number in range(5):
        assert ask(f"203.0.113.{number}").status_code == 302
    assert ask("203.0.113.99").status_code == 429


def test_five_links_an_hour_from_one_place_whatever_it_says_of_itself(marta):
    for number in range(5):
        ask("203.0.113.1", f"a{number}@alder.example")
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "CF-Connecting-IP"):
        assert ask("203.0.113.1", "b@alder.example", {header: "198.51.100.7"}).status_code == 429
    assert ask("203.0.113.2", "b@alder.example").status_code == 302


def test_one_network_of_ipv6_is_one_place(marta):
    for number in range(5):
        ask(f"2001:db8::{number + 1}", f"a{number}@alder.example")
    assert ask("2001:db8::ffff", "b@alder.example").status_code == 429


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_our_own_proxy_the_clients_real_address_counts(marta):
    for number in range(5):
        ask("10.0.0.1", f"a{number}@alder.example", {"X-Forwarded-For": f"9.9.9.{number}, 203.0.113.1"})
    assert ask("10.0.0.1", "b@alder.example", {"X-Forwarded-For": "8.8.8.8, 203.0.113.1"}).status_code == 429


def test_the_count_is_kept_where_a_restart_forgets_nothing(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_more_than_five_jobs_an_hour_still_mail_only_five_links(marta):
    """Whoever gets past the count at the door meets it again under the lock."""
    from twinhelm.portal.actions.links import send_links

    sent = [send_links("marta@alder.example", origin="", at=clock.now()) for _number in range(8)]
    assert sent == [1] * 5 + [0] * 3


def ask(place, email="marta@alder.example", headers=None):
    return Browser(REMOTE_ADDR=place).post("/for-you/ask/", {"email": email}, headers=headers or {})


def test_guessing_links_is_stopped():
    for _number in range(30):
        assert Browser().post("/for-you/open/guess/").status_code == 404
    assert Browser().post("/for-you/open/guess/").status_code == 429


def test_links_are_long_differ_in_all_and_only_their_digests_are_kept(marta, monday):
    secrets = []
    for _number in range(200):
        address = make_link(marta, email="marta@alder.example", at=clock.now())
        secrets.append(address.rstrip("/").rpartition("/")[2])
    assert len(set(secrets)) == 200
    assert {len(secret) for secret in secrets} == {43}  # 256 bits
    kept = set(ContactLink.objects.values_list("digest", flat=True))
    assert not kept & set(secrets)
    shared = {secret[:2] for secret in secrets}
    assert len(shared) > 150


def test_a_members_session_opens_nothing_here(signed_in, marta):
    oda = signed_in(an_owner())
    assert oda.get("/for-you/").url == "/for-you/ask/"
    assert oda.post("/for-you/read/").url == "/for-you/ask/"


def test_a_contacts_visit_opens_nothing_of_the_members(came_in, marta):
    inside = came_in(marta)
    for path in ("/", "/clients/", "/inbox/", "/api/clients", f"/clients/{marta.client_id}/", "/transition/"):
        assert inside.get(path).status_code in (302, 401, 404)
        assert "/sign-in/" in inside.get(path).headers.get("Location", "/sign-in/")


@pytest.mark.parametrize("path", ["read/", "worry/", "leave/", "ask/", "open/x/", "open/x/again/"])
def test_every_post_wants_our_own_form(path):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post(f"/for-you/{path}", {"email": "marta@alder.example"}).status_code == 403


def test_leaving_ends_the_visit_for_this_browser(came_in, marta):
    inside = came_in(marta)
    stolen = inside.cookies["for-you"].value
    inside.post("/for-you/leave/")
    assert inside.get("/for-you/").url == "/for-you/ask/"
    other = Browser()
    other.cookies["for-you"] = stolen
    assert other.get("/for-you/").url == "/for-you/ask/"


def test_a_link_to_a_member_is_refused(marta):
    from twinhelm.clients.actions.access import NoAddress

    a_member("Zoe", email="zoe@northlight.example")
    both = a_contact(marta.client, "Zoe", email="zoe@northlight.example")
    with pytest.raises(NoAddress):
        make_link(both, email="zoe@northlight.example", at=datetime.now(UTC))
