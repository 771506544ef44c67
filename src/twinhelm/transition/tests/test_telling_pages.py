"""Pages of what clients are told, as people use them."""

import json
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.models import Mailbox
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member
from twinhelm.transition.actions import telling, texts
from twinhelm.transition.actions.telling_plan import plan
from twinhelm.transition.actions.telling_post import post
from twinhelm.transition.choices import EducationState, LetterState, Step
from twinhelm.transition.models import Education, EducationTemplate
from twinhelm.transition.testing import a_transition, an_education
from twinhelm.ui import navigation, panels

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TWO = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
TEXTS = {
    "subject": "Two people for {client}",
    "reason": "Dear {contact},\n\none person did both.",
    "benefit": "From {effective_day} {production_lead} steers the work.",
    "way_forward": "We meet on {meeting}.",
}
PLAIN = TEXTS | {"way_forward": "Nothing stops. {page}"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture
def education(change):
    made = an_education(change.transition)
    return telling.adapt(made, texts.Texts(**PLAIN), version=1, by=change.ana, at=AT)


def read(change, education):
    education = telling.ask_reader(education, change.oda, by=change.ana, at=AT)
    education = telling.approve(education, version=education.version, note="Good bread", by=change.oda, at=AT)
    return telling.choose_recipients(education, [change.marta], by=change.ana, at=AT)


def words(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def notices_for(member) -> list[str]:
    return [one.name for source in navigation.notices for one in source(Member.objects.get(pk=member.pk))]


def at(name, *args):
    return reverse(f"transition:{name}", args=args)


def test_templates_of_the_house_are_taken_with_one_click(change, signed_in):
    browser = signed_in(change.oda)
    page = words(browser.get(at("texts")))
    assert "Take these three" in page
    assert "Nothing stops." in page
    browser.post(at("texts_ready"))
    assert EducationTemplate.objects.count() == 3
    assert "Take these three" not in words(browser.get(at("texts")))


def test_a_template_is_written_changed_deleted_and_put_back(change, signed_in):
    browser = signed_in(change.ana)
    refused = browser.post(at("text_new"), {"name": "Growing", **TEXTS, "reason": "Hello {you}"})
    assert refused.status_code == 422
    assert "“{you}”, which stands for nothing" in words(refused)
    browser.post(at("text_new"), {"name": "Growing", **TEXTS})
    text = EducationTemplate.objects.get()
    browser.post(at("text", text.pk), {"name": "Grown", "version": 1, **TEXTS})
    stale = browser.post(at("text", text.pk), {"name": "Again", "version": 1, **TEXTS})
    assert "Somebody changed this text" in words(stale)
    browser.post(at("text_delete", text.pk))
    assert browser.get(at("text", text.pk)).status_code == 404
    browser.post(at("text_put_back", text.pk))
    assert "Grown" in words(browser.get(at("texts")))


def test_a_letter_is_begun_written_read_and_planned_by_plain_forms(change, signed_in):
    ana, oda = signed_in(change.ana), signed_in(change.oda)
    texts.take_ready_texts(by=change.oda, at=AT)
    template = EducationTemplate.objects.first()
    ana.post(at("letter_begin", change.transition.pk), {"template": template.pk})
    education = Education.objects.get()
    page = at("letter", education.pk)
    ana.post(at("letter_edit", education.pk), {"version": education.version, **PLAIN})
    ana.post(at("letter_ask", education.pk), {"reader": change.oda.pk})
    education.refresh_from_db()
    oda.post(at("letter_read", education.pk), {"version": education.version, "verdict": "fine", "note": "Good bread"})
    assert "Good bread" in words(ana.get(page))
    ana.post(at("letter_recipients", education.pk), {"contacts": [change.marta.pk]})
    education.refresh_from_db()
    ana.post(at("letter_plan", education.pk), {"version": education.version, "send_at": "2026-11-24T14:00"})
    education.refresh_from_db()
    assert (education.state, education.send_at) == (EducationState.PLANNED, TWO)
    assert "It goes out by itself on <b>24 November, 14:00</b>" in words(ana.get(page))


def test_shows_what_is_filled_in_for_each_contact(change, education, signed_in):
    tom = a_contact(change.alder, "Tom Alder", email="tom@alder.example")
    browser = signed_in(change.ana)
    for contact, name in ((change.marta, "Marta"), (tom, "Tom")):
        page = words(browser.get(at("letter_as", education.pk, contact.pk)))
        assert f"Dear <mark>{name}</mark>," in page
        assert "From <mark>1 December</mark> <mark>Pim</mark> steers the work." in page
        assert "/for-you/open/…" in page


def test_marks_what_nothing_is_known_for(change, signed_in):
    made = an_education(change.transition)
    education = telling.adapt(made, texts.Texts(**TEXTS), version=1, by=change.ana, at=AT)
    page = words(signed_in(change.ana).get(at("letter", education.pk)))
    assert 'class="is-missing"' in page
    assert "{meeting}</mark>" in page


def test_a_contact_of_another_client_is_not_looked_through(change, education, signed_in):
    stranger = a_contact(a_client("Juno Theatre"), "Eve")
    assert signed_in(change.ana).get(at("letter_as", education.pk, stranger.pk)).status_code == 404


def test_a_contact_without_address_is_shown_with_the_way_to_one(change, education, signed_in):
    tom = a_contact(change.alder, "Tom Alder", email=None)
    page = words(signed_in(change.ana).get(at("letter", education.pk)))
    assert "has no email address" in page
    assert reverse("clients:contact", args=[change.alder.pk, tom.pk]) in page


def test_shows_what_changed_since_it_was_read(change, education, signed_in):
    education = read(change, education)
    changed = texts.Texts(**PLAIN | {"reason": "Dear {contact}, other words"})
    telling.adapt(education, changed, version=education.version, by=change.ana, at=AT)
    page = words(signed_in(change.oda).get(at("letter", education.pk)))
    assert "What changed since it was last read" in page
    assert "<ins>Dear {contact}, other words</ins>" in page


def test_a_refusal_stands_on_the_page_with_its_status(change, education, signed_in):
    answer = signed_in(change.ana).post(
        at("letter_plan", education.pk), {"version": education.version, "send_at": "2026-11-24T14:00"}
    )
    assert answer.status_code == 409
    assert "A second person has not read the text" in words(answer)


def test_the_hour_that_spring_leaves_out_is_refused_and_the_one_in_autumn_is_the_first(change, education, signed_in):
    education = read(change, education)
    browser = signed_in(change.ana)
    version = {"version": education.version}
    refused = browser.post(at("letter_plan", education.pk), {**version, "send_at": "2027-03-28T02:30"})
    assert refused.status_code == 422
    assert "the clocks go forward" in words(refused)
    browser.post(at("letter_plan", education.pk), {**version, "send_at": "2027-10-31T02:30"})
    education.refresh_from_db()
    assert education.send_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_the_moment_is_said_in_the_time_of_whoever_looks(change, education, signed_in):
    education = read(change, education)
    plan(education, TWO, version=education.version, by=change.ana, at=AT)
    Member.objects.filter(pk=change.pim.pk).update(time_zone="Asia/Tokyo")
    pim = Member.objects.get(pk=change.pim.pk)
    assert "24 November, 22:00" in words(signed_in(pim).get(at("letter", education.pk)))


def test_the_moment_is_typed_in_the_time_of_whoever_writes(change, education, signed_in):
    education = read(change, education)
    Member.objects.filter(pk=change.pim.pk).update(time_zone="Asia/Tokyo")
    browser = signed_in(Member.objects.get(pk=change.pim.pk))
    browser.post(at("letter_plan", education.pk), {"version": education.version, "send_at": "2026-11-24T14:00"})
    education.refresh_from_db()
    assert education.send_at == TWO


def test_sent_now_and_had_back_by_plain_forms(change, education, signed_in):
    education = read(change, education)
    browser = signed_in(change.ana)
    browser.post(at("letter_send", education.pk), {"version": education.version})
    page = words(browser.get(at("letter", education.pk)))
    assert "On its way" in page
    assert "Have it back" in page
    browser.post(at("letter_back", education.pk))
    education.refresh_from_db()
    assert education.state == EducationState.READ
    assert OutgoingMail.objects.get().state == "cancelled"


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_version_that_is_none_sends_nothing(change, education, signed_in, version):
    education = read(change, education)
    answer = signed_in(change.ana).post(at("letter_send", education.pk), {"version": version})
    assert answer.status_code == 409
    assert not OutgoingMail.objects.exists()


def in_state(change, education, state, why=""):
    education = read(change, education)
    education = plan(education, TWO, version=education.version, by=change.ana, at=AT)
    post(education, at=TWO)
    education.letters.update(state=state, why=why)
    return education


STATES = {
    LetterState.POSTED: "On its way",
    LetterState.SENT: "Sent",
    LetterState.PERHAPS: "It arrived",
    LetterState.RETURNED: "Came back",
    LetterState.NOT_SENT: "Send again",
}


@pytest.mark.parametrize("state", STATES)
def test_says_what_became_of_a_letter_and_what_can_be_done(change, education, signed_in, state):
    in_state(change, education, state)
    assert STATES[state] in words(signed_in(change.ana).get(at("letter", education.pk)))


def test_says_on_page_list_and_bell_what_did_not_go_out_and_why(change, education, signed_in):
    education = read(change, education)
    education = plan(education, TWO, version=education.version, by=change.ana, at=AT)
    Mailbox.objects.update(removed_at=AT)
    post(education, at=TWO)
    sentence = "Ana has no mailbox that can send, and there is no shared one."
    assert sentence in words(signed_in(change.ana).get(at("letter", education.pk)))
    assert sentence in words(signed_in(change.ana).get(at("letters")))
    assert any(sentence in one for one in notices_for(change.ana))
    assert any(sentence in one for one in notices_for(change.oda))


@pytest.mark.parametrize("state", [LetterState.PERHAPS, LetterState.RETURNED, LetterState.NOT_SENT])
def test_the_bell_rings_for_letters_in_trouble_at_whom_it_concerns(change, education, state):
    in_state(change, education, state, "contact_left")
    other = a_member("Rik Vos", Role.ACCOUNT_MANAGER)
    assert any("The letter to Alder Bakery" in one for one in notices_for(change.pim))
    assert not any("The letter to Alder Bakery" in one for one in notices_for(other))


def test_the_bell_asks_the_reader_and_then_the_writer(change, education):
    education = telling.ask_reader(education, change.oda, by=change.ana, at=AT)
    assert any("waits for your reading" in one for one in notices_for(change.oda))
    telling.send_back(education, "Why bread?", version=education.version, by=change.oda, at=AT)
    assert not any("waits for your reading" in one for one in notices_for(change.oda))
    assert any("There is a question" in one for one in notices_for(change.ana))


def test_the_table_has_a_line_for_each_letter_and_runs_no_formula(change, education, signed_in):
    change.marta.name = "=cmd()"
    change.marta.save()
    in_state(change, education, LetterState.NOT_SENT, "contact_left")
    table = b"".join(signed_in(change.ana).get(at("letters_csv")).streaming_content).decode()
    assert "Alder Bakery" in table
    assert ",=cmd()" not in table
    assert "has left Alder Bakery" in table


def test_lists_a_hundred_clients_for_the_price_of_one(change, signed_in, django_assert_num_queries):
    browser = signed_in(change.ana)
    for number in range(3):
        add_one(change, number)
    browser.get(at("letters"))
    with django_assert_num_queries(LIST_COST):
        browser.get(at("letters"))
    for number in range(3, 12):
        add_one(change, number)
    with django_assert_num_queries(LIST_COST):
        browser.get(at("letters"))


LIST_COST = 18


def add_one(change, number):
    client = a_client(f"Client {number}")
    education = an_education(a_transition(client, Step.TELL, account=change.ana))
    education.letters.create(contact=a_contact(client), address="x@y.example")


def test_makers_find_nothing_here(change, education, signed_in):
    browser = signed_in(a_member("Dee", Role.MAKER))
    for address in (at("letters"), at("texts"), at("letter", education.pk), at("text_new")):
        assert browser.get(address).status_code == 404


def send_json(browser, method, path, body):
    return browser.generic(method, path, json.dumps(body), content_type="application/json")


def test_over_json_a_letter_is_begun_adapted_read_chosen_planned_and_called_off(change, signed_in):
    ana, oda = signed_in(change.ana), signed_in(change.oda)
    path = f"/api/transitions/{change.transition.pk}/education"
    made = send_json(ana, "POST", f"{path}/begin", {}).json()
    made = send_json(ana, "PUT", path, {"version": made["version"], **PLAIN}).json()
    assert made["adapted_by"] == "Ana Reyes"
    made = send_json(ana, "POST", f"{path}/ask", {"reader_id": change.oda.pk}).json()
    made = send_json(oda, "POST", f"{path}/verdict", {"version": made["version"], "is_fine": True}).json()
    made = send_json(ana, "PUT", f"{path}/recipients", {"contact_ids": [change.marta.pk]}).json()
    assert made["letters"][0]["address"] == "marta@alder.example"
    plan = {"version": made["version"], "send_at": "2026-11-24T14:00:00+01:00"}
    assert send_json(ana, "POST", f"{path}/plan", plan).json()["state"] == "planned"
    assert send_json(ana, "POST", f"{path}/call-off", {}).json()["state"] == "read"
    assert ana.get("/api/educations").json()["rows"][0]["client"] == "Alder Bakery"


@pytest.mark.parametrize("moment", ["2026-11-24T14:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_over_json_a_moment_that_is_none_gets_a_sentence(change, education, signed_in, moment):
    path = f"/api/transitions/{change.transition.pk}/education/plan"
    education = read(change, education)
    answer = send_json(signed_in(change.ana), "POST", path, {"version": education.version, "send_at": moment})
    assert answer.status_code == 422
    assert answer.json()["detail"]


def panel(change, member, rf) -> str:
    request = rf.get("/")
    request.user = Member.objects.get(pk=member.pk)
    return " ".join(unescape("".join(panels.drawn("transition.main", request, change.transition))).split())


def test_the_page_of_the_way_offers_to_begin_and_then_shows_the_letter(change, rf):
    assert "Nothing is written yet" in panel(change, change.ana, rf)
    made = an_education(change.transition)
    telling.adapt(made, texts.Texts(**PLAIN), version=1, by=change.ana, at=AT)
    shown = panel(change, change.ana, rf)
    assert "Dear <mark>Marta</mark>," in shown
    assert "View as Marta" in shown
    assert "Ask a reader…" in shown
    assert "mark" not in panel(change, a_member("Dee", Role.MAKER), rf)
