"""The inbox: who waits for whom, worst first, and what is done without leaving it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from twinhelm.clients.testing import a_client
from twinhelm.conversations.choices import ConversationState, Direction
from twinhelm.conversations.models import Conversation, FilingMemory, HandOver, InternalNote
from twinhelm.conversations.queries.directory import directory
from twinhelm.conversations.testing import a_conversation, a_mailbox, a_message
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

TEN = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_at_ten():
    with time_machine.travel(TEN, tick=False):
        yield


@pytest.fixture
def ana(db):
    an_owner()
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def pim(ana):
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def alder(ana):
    return a_client("Alder Bakery")


def waiting(client, member, minutes, **fields):
    """A client who has waited, with so many minutes of the promise left."""
    conversation = a_conversation(client, assigned_to=member, **fields)
    a_message(conversation, at=TEN - timedelta(hours=1))
    due = TEN + timedelta(minutes=minutes)
    Conversation.objects.filter(pk=conversation.pk).update(waiting_since=TEN - timedelta(hours=1), answer_due_at=due)
    return conversation


def test_who_waits_longest_past_the_promise_stands_first(ana, alder, signed_in):
    waiting(alder, ana, 120, subject="Winter pages")
    waiting(alder, ana, -40, subject="The board asks")
    waiting(alder, ana, 12, subject="Saturday orders")
    page = signed_in(ana).get("/conversations/").text
    assert page.index("The board asks") < page.index("Saturday orders") < page.index("Winter pages")
    assert "late by 40 min" in page
    assert "12 min left" in page
    assert "2 h left" in page
    assert "Three wait for an answer," in page


def test_what_is_snoozed_waits_for_nobody_until_its_time(ana, alder, signed_in):
    conversation = waiting(alder, ana, 30, subject="Winter pages")
    browser = signed_in(ana)
    answer = browser.post(f"/conversations/{conversation.pk}/snooze/", {"until": "tomorrow"}, follow=True)
    assert "It comes back Tue 17 Nov, 09:00." in answer.text
    assert "Winter pages" not in browser.get("/conversations/").text
    assert "Winter pages" in browser.get("/conversations/?tray=snoozed").text
    with time_machine.travel(TEN + timedelta(days=1)):
        assert "Winter pages" in signed_in(ana).get("/conversations/").text


def test_a_day_that_is_over_can_not_be_snoozed_to(ana, alder, signed_in):
    conversation = waiting(alder, ana, 30)
    answer = signed_in(ana).post(f"/conversations/{conversation.pk}/snooze/", {"until": "day", "on": "2026-11-10"})
    assert answer.status_code == 422
    assert "That moment is over" in answer.text


def test_done_leaves_the_inbox_and_comes_back_by_undo(ana, alder, signed_in):
    conversation = waiting(alder, ana, 30, subject="Winter pages")
    browser = signed_in(ana)
    answer = browser.post("/conversations/done/", {"pk": conversation.pk}, follow=True)
    assert "is done." in answer.text
    assert f"/conversations/open-again/?pk={conversation.pk}" in answer.text
    conversation.refresh_from_db()
    assert conversation.state == ConversationState.DONE
    browser.post(f"/conversations/open-again/?pk={conversation.pk}")
    assert "Winter pages" in browser.get("/conversations/").text


def test_several_are_done_at_once_and_only_those_one_sees(ana, alder, signed_in):
    mine = [waiting(alder, ana, 30), waiting(alder, ana, 40)]
    secret = a_conversation(None, mailbox=a_mailbox(a_member("Nia", Role.ACCOUNT_MANAGER)))
    chosen = {"act": "close", "pk": [one.pk for one in (*mine, secret)]}
    signed_in(ana).post("/conversations/several/", chosen)
    assert Conversation.objects.filter(state=ConversationState.DONE).count() == 2


def test_a_conversation_handed_over_stays_until_the_receiver_accepts(ana, pim, alder, signed_in):
    conversation = waiting(alder, ana, 30, subject="Winter pages")
    given = {"receiver": pim.pk, "note": "It is about the server."}
    signed_in(ana).post(f"/conversations/{conversation.pk}/hand-over/", given)
    conversation.refresh_from_db()
    assert conversation.assigned_to == ana
    browser = signed_in(pim)
    assert "Ana hands you “Winter pages”" in browser.get("/notices/").text
    offer = HandOver.objects.get()
    browser.post(f"/conversations/hand-overs/{offer.pk}/accept/")
    conversation.refresh_from_db()
    assert conversation.assigned_to == pim


def test_a_hand_over_goes_back_only_with_a_question(ana, pim, alder, signed_in):
    conversation = waiting(alder, ana, 30)
    signed_in(ana).post(f"/conversations/{conversation.pk}/hand-over/", {"receiver": pim.pk})
    offer = HandOver.objects.get()
    browser = signed_in(pim)
    assert browser.post(f"/conversations/hand-overs/{offer.pk}/send-back/", {"answer": " "}).status_code == 422
    browser.post(f"/conversations/hand-overs/{offer.pk}/send-back/", {"answer": "Which server?"})
    page = signed_in(ana).get(f"/conversations/{conversation.pk}/").text
    assert "sent back: “Which server?”" in page


def test_nobody_hands_over_to_a_maker(ana, alder, signed_in):
    dee = a_member("Dee", Role.MAKER)
    conversation = waiting(alder, ana, 30)
    answer = signed_in(ana).post(f"/conversations/{conversation.pk}/hand-over/", {"receiver": dee.pk})
    assert answer.status_code == 422
    assert not HandOver.objects.exists()


def test_only_the_receiver_answers_a_hand_over(ana, pim, alder, signed_in):
    conversation = waiting(alder, ana, 30)
    signed_in(ana).post(f"/conversations/{conversation.pk}/hand-over/", {"receiver": pim.pk})
    answer = signed_in(ana).post(f"/conversations/hand-overs/{HandOver.objects.get().pk}/accept/")
    assert answer.status_code == 403


def test_filing_remembers_the_sender_takes_the_others_along_and_can_be_undone(ana, alder, signed_in):
    mailbox = a_mailbox()
    first = a_conversation(None, "Sunday opening", mailbox=mailbox)
    other = a_conversation(None, "Another word", mailbox=mailbox)
    for one in (first, other):
        a_message(one, sender="rosa@alder.example", at=TEN)
    browser = signed_in(ana)
    page = browser.get(f"/conversations/{first.pk}/file/").text
    assert "1 other of the same sender comes along" in page
    assert "<kbd>1</kbd>Alder Bakery" in page
    chosen = {"client": alder.pk, "remember": "contact", "along": "1"}
    answer = browser.post(f"/conversations/{first.pk}/file/", chosen, follow=True)
    assert "2 filed with Alder Bakery. Mail from rosa@alder.example goes to Alder Bakery from now on." in answer.text
    assert directory().party(["rosa@alder.example"]).client == alder
    assert set(Conversation.objects.values_list("client", flat=True)) == {alder.pk}
    assert set(Conversation.objects.values_list("messages__client", flat=True)) == {alder.pk}
    filing = answer.context["shell"].toasts[0].undo_url if "shell" in answer.context else None
    browser.post(filing or "/conversations/filings/1/undo/")
    assert set(Conversation.objects.values_list("client", flat=True)) == {None}
    assert directory().party(["rosa@alder.example"]).client is None


def test_a_whole_domain_is_remembered_only_where_it_is_one_firms(ana, alder, signed_in):
    private = a_conversation(None, "Hello", mailbox=a_mailbox())
    a_message(private, sender="rosa@gmail.com", at=TEN)
    page = signed_in(ana).get(f"/conversations/{private.pk}/file/").text
    assert "All mail of" not in page


def test_what_is_nobodys_goes_nowhere_and_is_remembered(ana, signed_in):
    conversation = a_conversation(None, "Cheap ink", mailbox=a_mailbox())
    a_message(conversation, sender="sales@ink.example", at=TEN)
    browser = signed_in(ana)
    answer = browser.post(f"/conversations/{conversation.pk}/nowhere/", follow=True)
    assert "so does all mail from sales@ink.example" in answer.text
    assert FilingMemory.objects.get().client is None
    assert "Cheap ink" not in browser.get("/conversations/?tray=unfiled").text


def test_a_held_message_is_let_in_and_then_somebody_waits(ana, alder, signed_in):
    conversation = a_conversation(alder, "Change our bank account", assigned_to=ana)
    message = a_message(conversation, is_held=True, at=TEN)
    browser = signed_in(ana)
    assert "Change our bank account" in browser.get("/conversations/?tray=held").text
    assert "Change our bank account" not in browser.get("/conversations/").text
    browser.post(f"/conversations/messages/{message.pk}/let-in/")
    assert "Change our bank account" in browser.get("/conversations/").text
    assert browser.post(f"/conversations/messages/{message.pk}/let-in/").status_code == 409


def test_what_was_thrown_away_is_shown_nowhere_and_can_be_put_back(ana, alder, signed_in):
    conversation = a_conversation(alder, assigned_to=ana)
    message = a_message(conversation, is_held=True, text="Send the money", at=TEN)
    browser = signed_in(ana)
    browser.post(f"/conversations/messages/{message.pk}/drop/")
    assert f'id="message-{message.pk}"' not in browser.get(f"/conversations/{conversation.pk}/").text
    assert browser.get(f"/conversations/messages/{message.pk}/mail/").status_code == 404
    browser.post(f"/conversations/messages/{message.pk}/put-back/")
    assert f'id="message-{message.pk}"' in browser.get(f"/conversations/{conversation.pk}/").text


def test_a_note_is_for_us_only_and_only_its_author_deletes_it(ana, pim, alder, signed_in):
    conversation = a_conversation(alder)
    signed_in(ana).post(f"/conversations/{conversation.pk}/note/", {"text": "She is cross about the invoice."})
    page = signed_in(pim).get(f"/conversations/{conversation.pk}/").text
    assert "She is cross about the invoice." in page
    assert "for us only" in page
    note = InternalNote.objects.get()
    assert signed_in(pim).post(f"/conversations/notes/{note.pk}/delete/").status_code == 404
    signed_in(ana).post(f"/conversations/notes/{note.pk}/delete/")
    assert "cross about" not in signed_in(pim).get(f"/conversations/{conversation.pk}/").text


def test_a_private_conversation_is_seen_by_who_answers_it_only(ana, pim, alder, signed_in):
    conversation = a_conversation(alder, assigned_to=ana, subject="Between us")
    signed_in(ana).post(f"/conversations/{conversation.pk}/private/", {"private": "1"})
    assert signed_in(pim).get(f"/conversations/{conversation.pk}/").status_code == 404
    assert signed_in(ana).get(f"/conversations/{conversation.pk}/").status_code == 200


def test_the_search_says_where_it_has_looked(ana, alder, signed_in):
    a_message(a_conversation(alder, "Winter pages"), at=TEN)
    a_message(a_conversation(alder, "Summer pages"), at=TEN)
    page = signed_in(ana).get("/conversations/?tray=all&q=winter").text
    assert "Winter pages" in page
    assert "Summer pages" not in page
    assert "What the mails themselves say is not searched." in page


@pytest.mark.parametrize("tray", ["me", "us", "mine", "all", "snoozed", "done", "unfiled", "held"])
def test_every_tray_costs_the_same_however_much_lies_in_it(ana, alder, signed_in, django_assert_max_num_queries, tray):
    browser = signed_in(ana)
    browser.get(f"/conversations/?tray={tray}")
    for number in range(3):
        waiting(alder, ana, number)
    with django_assert_max_num_queries(200) as few:
        browser.get(f"/conversations/?tray={tray}")
    for number in range(25):
        waiting(alder, ana, number)
    with django_assert_max_num_queries(len(few)):
        browser.get(f"/conversations/?tray={tray}")
    assert len(few) <= 32


def test_the_pages_of_a_tray_hold_each_conversation_once(ana, alder, signed_in):
    for number in range(70):
        a_message(a_conversation(alder, f"Subject {number:02}", at=TEN), at=TEN - timedelta(minutes=number // 3))
    browser, after, seen = signed_in(ana), "", []
    while True:
        page = browser.get(f"/conversations/?tray=all&after={after}").context["page"]
        seen += [row.conversation.subject for row in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(seen) == [f"Subject {number:02}" for number in range(70)]


def test_an_odd_place_in_the_address_is_the_beginning(ana, alder, signed_in):
    a_message(a_conversation(alder, "Winter pages"), at=TEN)
    for after in ("x", "1.2.3", "99999999999999999999999999.1", "-1.1", "²3.1"):
        assert "Winter pages" in signed_in(ana).get("/conversations/", {"tray": "all", "after": after}).text


def test_an_answer_ends_the_waiting(ana, alder, signed_in):
    conversation = waiting(alder, ana, 30, subject="Winter pages")
    a_message(Conversation.objects.get(pk=conversation.pk), Direction.OUT, sender=ana, at=TEN)
    assert "Winter pages" not in signed_in(ana).get("/conversations/").text
