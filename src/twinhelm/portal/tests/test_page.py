"""What a contact reads and says on their page, and that nobody else's is ever among it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.models import Conversation, Mailbox
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency, Member
from twinhelm.people.testing import a_member, an_agency
from twinhelm.portal.queries.page import page_for
from twinhelm.portal.rules import clock_time, same_hours
from twinhelm.transition.actions.worries import settle_worry
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Acknowledgement, Transition, Worry
from twinhelm.transition.testing import a_transition, an_education

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def no_tries_yet():
    cache.clear()


def read(browser, path="/for-you/"):
    """What stands on the page, as a reader sees it."""
    text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<head>.*?</head>", "", browser.get(path).content.decode()))
    return " ".join(text.replace(" ,", ",").split())


def test_before_the_day_it_says_who_comes_from_when_and_who_is_there_until_then(came_in, marta):
    page = read(came_in(marta))
    assert "Two people for Alder Bakery" in page
    assert "From 1 December Ana is there for you, and Pim steers the work." in page
    assert "Until then you reach Jonas, as before." in page
    assert "Ana Reyes Your first contact" in page
    assert "Pim de Wit Steers the work" in page
    assert "Mon – Fri 9:00 – 17:30, answers within 4 hours" in page
    assert "Not sure whom to ask? Ask Ana." in page


def test_from_the_clients_own_midnight_they_are_simply_there(came_in, marta, monday):
    monday.move_to(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    browser = came_in(marta)
    assert "From 1 December" in read(browser)
    monday.move_to(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))  # midnight in Amsterdam
    page = read(browser)
    assert "Ana is there for you, and Pim steers the work." in page
    assert "From 1 December" not in page
    assert "Until then" not in page


def test_the_former_contact_in_copy_is_named_while_it_lasts(came_in, marta, moving, monday):
    Transition.objects.update(copied_until=date(2026, 11, 29))
    browser = came_in(marta)
    assert "Jonas stays in copy until 29 November" in read(browser)
    monday.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert "in copy" not in read(browser)


def test_writing_goes_to_the_leads_own_mailbox_else_to_the_shared_one(came_in, marta):
    page = came_in(marta).get("/for-you/").content.decode()
    assert 'href="mailto:ana@northlight.example"' in page
    assert 'href="mailto:hello@northlight.example"' in page
    assert "pim.de.wit@northlight.example" not in page


def test_without_any_mailbox_nobody_is_offered_an_address(came_in, marta):
    browser = came_in(marta)
    Mailbox.objects.update(removed_at=clock.now())
    assert "mailto:" not in browser.get("/for-you/").content.decode()


def test_a_client_who_was_not_told_reads_nothing_of_the_change(came_in, marta, moving):
    Transition.objects.update(step=Step.TELL)
    an_education(moving)
    browser = came_in(marta)
    page = read(browser)
    assert "One person for Alder Bakery" in page
    assert "Jonas Berg Your contact for everything" in page
    assert "Ana" not in page
    assert "I have read this" not in page
    assert browser.post("/for-you/read/").status_code == 404
    assert browser.post("/for-you/worry/", {"text": "Is somebody leaving?"}).status_code == 404
    moving.education.sent_at = clock.now()
    moving.education.save()
    assert "From 1 December" in read(browser)


def test_rolled_back_it_says_who_leads_and_nothing_else(came_in, marta):
    Transition.objects.update(state=TransitionState.ROLLED_BACK)
    page = read(came_in(marta))
    assert "From 1 December" not in page
    assert "Jonas Berg" in page
    assert "worries" not in page.replace("worries, ideas", "")


def test_a_client_without_a_change_and_one_without_anybody(came_in):
    an_agency()
    fjord, quiet = a_client("Fjord Hotels"), a_client("Quiet Press")
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_lead(fjord, Part.ACCOUNT, ana)
    a_lead(fjord, Part.PRODUCTION, pim)
    assert "Ana is there for you, and Pim steers the work." in read(came_in(a_contact(fjord, "Nils Berg")))
    assert "We are just settling who is there for you." in read(came_in(a_contact(quiet, "Ida Holm")))


def test_a_production_lead_in_front_is_the_first_contact(came_in, marta, moving):
    a_lead(moving.client, Part.FIRST_CONTACT, Member.objects.get(name="Pim de Wit"), from_on=date(2026, 12, 1))
    page = read(came_in(marta))
    assert "Pim de Wit Your first contact Anything urgent" in page
    assert "Ana Reyes Looks after what you need" in page
    assert "Ask Pim." in page


def test_a_former_first_contact_is_not_named_after_the_day(came_in, marta, moving, monday):
    a_lead(moving.client, Part.FIRST_CONTACT, moving.former_account)
    monday.move_to(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    browser = came_in(marta)
    assert "Ana Reyes Your first contact" in read(browser)
    assert "Jonas Berg" not in read(browser)


def test_read_is_said_once_and_thanked_for(came_in, marta, monday):
    browser = came_in(marta)
    assert browser.post("/for-you/read/").url == "/for-you/"
    monday.move_to(clock.now() + timedelta(days=1))
    browser.post("/for-you/read/")
    assert "You read this on 23 November. Thank you." in read(browser)
    assert "I have read this" not in read(browser)
    assert Acknowledgement.objects.get().contact == marta


def test_a_worry_becomes_a_conversation_and_says_who_answers_by_when(came_in, marta, moving):
    browser = came_in(marta)
    key = re.search(r'name="key" value="(\w+)"', browser.get("/for-you/").content.decode())[1]
    for _time in range(2):
        answer = browser.post("/for-you/worry/", {"text": "Will Ana know <b>our</b> till?", "key": key})
        assert answer.url == "/for-you/"
    assert (Worry.objects.count(), Conversation.objects.count()) == (1, 1)
    page = read(browser)
    assert "You wrote on 23 November: Will Ana know" in page
    assert "Jonas Berg answers you by Monday, 15:00." in page
    assert "<b>our</b>" not in browser.get("/for-you/").content.decode()
    settle_worry(Worry.objects.get(), how="Showed her.", by=moving.account, at=clock.now())
    assert "That is settled." in read(browser)
    assert "Showed her" not in read(browser)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_a_worry_that_cant_be_taken_stays_in_the_form_with_a_sentence(came_in, marta, text):
    answer = came_in(marta).post("/for-you/worry/", {"text": text})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "<details open>" in page
    assert "Write what worries you" in page or "4000 letters at most" in page
    assert not Conversation.objects.exists()


def test_contacts_read_nothing_of_another_client_and_of_each_other(came_in, marta, moving):
    """The canaries: what one client's contact says or is told never stands on another's page."""
    fjord = a_client("Fjord CANARY Hotels")
    nils = a_contact(fjord, "Nils CANARY")
    a_transition(fjord, Step.INTRODUCE, account=moving.account, effective_on=date(2026, 12, 1))
    came_in(nils).post("/for-you/worry/", {"text": "CANARY price"})
    rosa = a_contact(moving.client, "Rosa CANARY")
    came_in(rosa).post("/for-you/worry/", {"text": "CANARY of a colleague"})
    came_in(rosa).post("/for-you/read/")
    browser = came_in(marta)
    for path in ("/for-you/", "/for-you/?client=2", f"/for-you/?contact={nils.pk}"):
        assert "CANARY" not in browser.get(path).content.decode()
    browser.post("/for-you/worry/", {"text": "mine", "transition": 2, "contact": nils.pk, "client": fjord.pk})
    assert Worry.objects.get(text="mine").contact == marta
    browser.post("/for-you/read/", {"contact": nils.pk})
    assert not Acknowledgement.objects.filter(contact=nils).exists()


def test_it_speaks_no_internal_words(came_in, marta, moving):
    marta.likes = "CANARY hates mornings"
    marta.save()
    Transition.objects.update(stopped_at=clock.now(), stopped_why="CANARY unpaid", ended_why="CANARY")
    assert "CANARY" not in came_in(marta).get("/for-you/").content.decode()


@pytest.mark.parametrize(("own", "clients", "spoken"), [("xx", "yy", "en"), ("", "", "en"), ("EN-gb", "", "en")])
def test_a_language_that_nobody_speaks_here_falls_back(came_in, marta, own, clients, spoken):
    marta.language, marta.client.language = own, clients
    marta.save()
    marta.client.save()
    assert came_in(marta).get("/for-you/").headers["Content-Language"] == spoken


def test_a_member_signed_in_beside_changes_neither_language_nor_zone(came_in, marta, monday):
    browser = came_in(marta)
    browser.post("/for-you/read/")
    Agency.objects.update(time_zone="Pacific/Auckland")
    browser.force_login(a_member("Oda", Role.OWNER))
    page = read(browser)
    assert "You read this on 23 November." in page
    assert "in Auckland" in page


def test_hours_and_promises_are_told_in_words():
    week = [[540, 1050]] * 4 + [[540, 960], None, None]
    assert same_hours(week) == [(0, 3, 540, 1050), (4, 4, 540, 960)]
    assert (clock_time(540), clock_time(1050)) == ("9:00", "17:30")


def test_the_clients_own_promise_is_told(came_in, marta):
    marta.client.response_minutes = 60
    marta.client.save()
    assert "answers within 1 hour" in read(came_in(marta))


def test_a_page_costs_few_queries_however_much_was_said(came_in, marta, django_assert_max_num_queries):
    browser = came_in(marta)
    for number in range(6):
        browser.post("/for-you/worry/", {"text": f"Worry {number}"})
    with django_assert_max_num_queries(14):
        browser.get("/for-you/")


def test_the_preview_is_the_page_and_nothing_on_it_can_be_pressed(signed_in, marta, moving):
    answer = signed_in(moving.account).get(f"/transition/clients/{moving.pk}/as/{marta.pk}/")
    page = answer.content.decode()
    assert "You see what <b>Marta Lindgaard</b> of Alder Bakery sees" in page
    assert "Two people for Alder Bakery" in page
    assert "<form" not in page
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_preview_shows_a_client_who_was_not_told_both_ways(signed_in, marta, moving):
    Transition.objects.update(step=Step.TELL)
    browser, path = signed_in(moving.account), f"/transition/clients/{moving.pk}/as/{marta.pk}/"
    assert "From 1 December" not in read(browser, path)
    assert "From 1 December" in read(browser, f"{path}?told=1")


@pytest.mark.parametrize("role", [Role.MAKER, Role.FINANCE])
def test_the_preview_is_not_there_for_who_doesnt_lead(signed_in, marta, moving, role):
    path = f"/transition/clients/{moving.pk}/as/{marta.pk}/"
    assert signed_in(a_member("Dee", role)).get(path).status_code == 404


def test_the_preview_takes_no_contact_of_another_client(signed_in, moving):
    nils = a_contact(a_client("Fjord Hotels"), "Nils Berg")
    assert signed_in(moving.account).get(f"/transition/clients/{moving.pk}/as/{nils.pk}/").status_code == 404


def test_a_stranger_gets_the_door_and_not_the_page(marta):
    browser = Browser()
    browser.cookies["for-you"] = "guess"
    assert browser.get("/for-you/").url == "/for-you/ask/"


def test_one_person_for_both_is_shown_once(marta, moving):
    moving.client.leads.filter(part=Part.PRODUCTION).update(member=moving.account)
    moving.client.leads.filter(part=Part.ACCOUNT, to_on=None).update(member=moving.account)
    found = page_for(marta, datetime(2026, 12, 2, tzinfo=UTC))
    assert [(one.member.name, one.helm, one.is_first) for one in found.people] == [("Ana Reyes", "h", True)]
    assert len(found.people[0].asks) == 6
