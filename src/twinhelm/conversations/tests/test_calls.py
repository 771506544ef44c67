"""Calls: one at a time, timed truly, and answering what they are about."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions import calls as acts
from twinhelm.conversations.choices import CallOutcome
from twinhelm.conversations.models import Call
from twinhelm.conversations.queries import calls as queries
from twinhelm.conversations.rules.calls import minutes_between, moment_in
from twinhelm.conversations.testing import NINE, a_call, a_conversation, a_message
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def ana():
    return a_member("Ana Reyes", Role.ACCOUNT_MANAGER)


@pytest.fixture
def alder(ana):
    return Client.objects.create(name="Alder Bakery", made_by=ana, made_at=NINE)


@pytest.fixture
def marta(alder):
    return Contact.objects.create(client=alder, name="Marta Lindgaard", made_at=NINE)


def names_of_events():
    return list(EventRecord.objects.order_by("pk").values_list("name", flat=True))


def test_a_call_with_a_contact_is_one_with_their_client(ana, alder, marta):
    call = acts.start(acts.Aim(contact=marta), by=ana, at=NINE)
    assert (call.client, call.contact) == (alder, marta)


def test_a_second_call_is_refused_and_says_which_is_going_on(ana, marta):
    acts.start(acts.Aim(contact=marta), by=ana, at=NINE)
    with pytest.raises(acts.AlreadyTalking, match="Marta Lindgaard, since 10:00"):
        acts.start(acts.Aim(), by=ana, at=NINE + timedelta(minutes=5))


def test_two_members_can_talk_at_the_same_time(ana):
    acts.start(acts.Aim(), by=ana, at=NINE)
    acts.start(acts.Aim(), by=a_member("Pim de Wit", Role.PRODUCTION_MANAGER), at=NINE)
    assert Call.objects.running().count() == 2


def test_ending_counts_it_as_real_time(ana, marta):
    call = acts.start(acts.Aim(contact=marta), by=ana, at=NINE)
    ended = acts.end(call, by=ana, at=NINE + timedelta(minutes=12, seconds=20))
    assert (ended.minutes, ended.responsibility.key, ended.outcome) == (12, "real-time", CallOutcome.REACHED)
    assert names_of_events()[-2:] == ["CallStarted", "CallEnded"]


def test_a_forgotten_timer_counts_nothing_until_somebody_says_how_long_it_was(ana):
    call = acts.start(acts.Aim(), by=ana, at=NINE)
    with pytest.raises(acts.TimerForgotten, match="how many minutes"):
        acts.end(call, by=ana, at=NINE + timedelta(hours=4, minutes=1))
    ended = acts.end(call, minutes=25, by=ana, at=NINE + timedelta(hours=19))
    assert ended.ended_at == NINE + timedelta(minutes=25)


def test_a_call_over_midnight_and_the_end_of_summer_time_takes_as_long_as_it_took(ana):
    before = datetime(2026, 10, 24, 23, 50, tzinfo=AMSTERDAM)
    assert minutes_between(before, before.astimezone(UTC) + timedelta(minutes=40)) == 40
    twice = datetime(2026, 10, 25, 2, 50, tzinfo=AMSTERDAM)
    call = acts.log_call(acts.Span(twice, 30), acts.Account(), by=ana, at=twice + timedelta(days=1))
    assert (call.minutes, call.ended_at.astimezone(AMSTERDAM).strftime("%H:%M")) == (30, "02:20")


def test_an_hour_that_spring_leaves_out_is_no_time_of_a_call(ana, signed_in):
    assert moment_in(AMSTERDAM, datetime(2026, 3, 29, 2, 30)) is None
    answer = signed_in(ana).post(
        "/calls/log/",
        {"on": "2026-03-29", "began": "02:30", "minutes": 5, "outcome": "reached", "direction": "out"},
    )
    assert answer.status_code == 422
    assert "The clock never showed that" in answer.content.decode()
    assert not Call.objects.exists()


def test_a_call_that_has_not_taken_place_yet_is_refused(ana):
    with pytest.raises(Invalid, match="future"):
        acts.log_call(acts.Span(NINE, 30), acts.Account(), by=ana, at=NINE + timedelta(minutes=10))


def test_one_that_was_agreed_is_pre_scheduled(ana, alder):
    account = acts.Account(aim=acts.Aim(client=alder), was_agreed=True)
    call = acts.log_call(acts.Span(NINE, 30), account, by=ana, at=NINE + timedelta(days=1))
    assert call.responsibility.key == "scheduled"


def waiting_conversation(alder, marta):
    conversation = a_conversation(alder, at=NINE - timedelta(hours=2))
    a_message(conversation, at=NINE - timedelta(hours=1), sender=marta)
    conversation.refresh_from_db()
    return conversation


def test_reaching_somebody_ends_the_waiting_of_what_they_wrote(ana, alder, marta):
    conversation = waiting_conversation(alder, marta)
    call = acts.start(acts.Aim(conversation=conversation), by=ana, at=NINE)
    acts.end(call, by=ana, at=NINE + timedelta(minutes=3))
    conversation.refresh_from_db()
    assert (conversation.waiting_since, conversation.answer_due_at) == (None, None)


def test_not_reaching_them_leaves_them_waiting_as_before(ana, alder, marta):
    conversation = waiting_conversation(alder, marta)
    since, due = conversation.waiting_since, conversation.answer_due_at
    call = acts.start(acts.Aim(conversation=conversation), by=ana, at=NINE)
    call = acts.end(call, by=ana, at=NINE + timedelta(minutes=3))
    account = acts.Account(aim=acts.Aim(conversation=conversation), outcome=CallOutcome.NOT_REACHED)
    acts.change(call, account, by=ana, at=NINE + timedelta(minutes=4))
    conversation.refresh_from_db()
    assert (conversation.waiting_since, conversation.answer_due_at) == (since, due)


def test_deleting_the_call_gives_the_waiting_back_and_putting_it_back_ends_it_again(ana, alder, marta):
    conversation = waiting_conversation(alder, marta)
    since = conversation.waiting_since
    call = acts.end(
        acts.start(acts.Aim(conversation=conversation), by=ana, at=NINE), by=ana, at=NINE + timedelta(minutes=3)
    )
    acts.delete(call, by=ana, at=NINE + timedelta(minutes=4))
    conversation.refresh_from_db()
    assert conversation.waiting_since == since
    acts.put_back(call, by=ana, at=NINE + timedelta(minutes=5))
    conversation.refresh_from_db()
    assert conversation.waiting_since is None


def test_a_running_call_thrown_away_goes_on_when_it_is_put_back(ana):
    call = acts.start(acts.Aim(), by=ana, at=NINE)
    acts.delete(call, by=ana, at=NINE + timedelta(minutes=1))
    other = acts.start(acts.Aim(), by=ana, at=NINE + timedelta(minutes=2))
    with pytest.raises(acts.AlreadyTalking):
        acts.put_back(call, by=ana, at=NINE + timedelta(minutes=3))
    acts.delete(other, by=ana, at=NINE + timedelta(minutes=4))
    assert acts.put_back(call, by=ana, at=NINE + timedelta(minutes=5)).ended_at is None


def test_a_project_of_another_client_is_refused(ana, alder, marta):
    fjord = Client.objects.create(name="Fjord Hotels", made_by=ana, made_at=NINE)
    with pytest.raises(Invalid, match="belongs to another client"):
        acts.start(acts.Aim(client=fjord, contact=marta), by=ana, at=NINE)


def test_who_looked_at_something_older_is_told_what_stands(ana):
    call = a_call(ana, notes="Wants two versions")
    acts.change(call, acts.Account(notes="Wants three"), seen=1, by=ana, at=NINE + timedelta(days=1))
    with pytest.raises(acts.ChangedMeanwhile, match="Wants three"):
        acts.change(call, acts.Account(notes="Mine"), seen=1, by=ana, at=NINE + timedelta(days=1))


def test_only_who_talked_or_an_owner_changes_a_call(ana):
    call, pim = a_call(ana), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    with pytest.raises(NotPermitted, match="Ana talked"):
        acts.delete(call, by=pim, at=NINE)
    acts.delete(call, by=an_owner(), at=NINE)


def test_finance_logs_no_calls(db):
    with pytest.raises(NotPermitted, match="Who only reads"):
        acts.start(acts.Aim(), by=a_member("Sam", Role.FINANCE), at=NINE)


def test_a_maker_sees_only_their_own_calls(ana, alder):
    dee = a_member("Dee Okafor", Role.MAKER)
    a_call(ana, alder)
    own = a_call(dee)
    assert list(Call.objects.visible_to(dee)) == [own]


def test_every_page_shows_the_running_call_with_its_end(ana, marta, signed_in):
    browser = signed_in(ana)
    assert 'aria-label="Start a call"' in browser.get("/people/").content.decode()
    browser.post("/calls/start/", {"contact": marta.pk})
    page = browser.get("/people/").content.decode()
    assert "Marta Lindgaard" in page
    assert f"/calls/{Call.objects.get().pk}/end/" in page


def test_starting_twice_shows_the_one_that_goes_on(ana, marta, signed_in):
    browser = signed_in(ana)
    browser.post("/calls/start/", {"contact": marta.pk})
    answer = browser.post("/calls/start/", {})
    assert answer.status_code == 409
    assert "already in a call with Marta Lindgaard" in answer.content.decode()
    assert Call.objects.count() == 1


def test_notes_are_kept_while_talking_and_with_the_end(ana, signed_in):
    browser = signed_in(ana)
    browser.post("/calls/start/")
    call = Call.objects.get()
    answer = browser.post(f"/calls/{call.pk}/notes/", {"notes": "Wants Sundays", "version": call.version})
    assert "Saved at" in answer.content.decode()
    browser.post(f"/calls/{call.pk}/end/", {"notes": "Wants Sundays, and the menu"})
    call.refresh_from_db()
    assert call.notes == "Wants Sundays, and the menu"
    assert call.ended_at


def test_a_forgotten_timer_asks_on_its_page(ana, signed_in):
    call = a_call(ana, minutes=None, at=datetime.now(UTC) - timedelta(hours=20))
    browser = signed_in(ana)
    assert "How long was it really?" in browser.get(f"/calls/{call.pk}/").content.decode()
    assert browser.post(f"/calls/{call.pk}/end/").status_code == 422
    assert browser.post(f"/calls/{call.pk}/end/", {"minutes": "18"}).status_code == 302
    call.refresh_from_db()
    assert call.minutes == 18


def test_a_call_is_told_by_the_name_of_whom_it_was_with(ana, alder, marta, signed_in):
    wanted = {
        "whom": "marta lindgaard, Alder Bakery", "on": "2026-11-16", "began": "10:30", "minutes": 20,
        "outcome": "call_back", "direction": "in", "next_step": "Send prices", "next_step_on": "2026-11-18",
    }  # fmt: skip
    assert signed_in(ana).post("/calls/log/", wanted).status_code == 302
    call = Call.objects.get()
    assert (call.contact, call.started_at, call.next_step_on) == (
        marta,
        NINE + timedelta(minutes=30),
        date(2026, 11, 18),
    )


def test_a_name_that_nobody_has_is_said(ana, signed_in):
    wanted = {
        "whom": "Nobody",
        "on": "2026-11-16",
        "began": "10:30",
        "minutes": 20,
        "outcome": "reached",
        "direction": "in",
    }
    answer = signed_in(ana).post("/calls/log/", wanted)
    assert answer.status_code == 422
    assert "Nobody is called exactly that" in answer.content.decode()


def test_saving_the_page_unchanged_keeps_the_seconds(ana, signed_in):
    call = a_call(ana, at=NINE + timedelta(seconds=41))
    page = {
        "whom": "", "on": "2026-11-16", "began": "10:00", "minutes": 12, "outcome": "voice_mail", "direction": "out",
        "notes": "", "version": 1,
    }  # fmt: skip
    assert signed_in(ana).post(f"/calls/{call.pk}/", page).status_code == 302
    call.refresh_from_db()
    assert (call.started_at.second, call.outcome) == (41, "voice_mail")


def test_the_list_asks_as_much_for_forty_calls_as_for_two(ana, alder, marta, signed_in, django_assert_max_num_queries):
    for number in range(40):
        a_call(ana, alder, at=NINE + timedelta(minutes=number), contact=marta)
    browser = signed_in(ana)
    browser.get("/calls/")
    with django_assert_max_num_queries(24):
        assert browser.get("/calls/").status_code == 200


def test_filters_narrow_the_list_and_the_table_to_take_along(ana, alder, signed_in):
    a_call(ana, alder, notes="About Sundays")
    a_call(ana, at=NINE + timedelta(days=3), notes="About prices")
    browser = signed_in(ana)
    assert "About prices" not in browser.get("/calls/?q=sunday").content.decode()
    lines = b"".join(browser.get("/calls.csv?first=2026-11-18").streaming_content).decode()
    assert "About prices" in lines
    assert "About Sundays" not in lines


def test_what_was_agreed_is_due_until_it_is_done(ana, alder):
    call = a_call(ana, alder, next_step="Send prices", next_step_on=NINE.date())
    assert queries.due_steps(ana, NINE.date()) == 1
    acts.settle_step(call, by=ana, at=NINE)
    assert queries.due_steps(ana, NINE.date()) == 0
    acts.reopen_step(call, by=ana)
    assert list(queries.open_steps(ana)) == [call]


def test_programs_start_end_change_delete_and_put_back(ana, marta, signed_in):
    browser = signed_in(ana)

    def ask(method, path, **body):
        answer = browser.generic(method, f"/api/calls{path}", json.dumps(body), content_type="application/json")
        return answer.status_code, json.loads(answer.content) if answer.content else None

    status, call = ask("POST", "/start", contact_id=marta.pk)
    assert (status, call["client_id"], call["ended_at"]) == (201, marta.client_id, None)
    assert ask("POST", "/start")[0] == 409
    assert ask("GET", "/going-on")[1]["id"] == call["id"]
    _, call = ask("POST", f"/{call['id']}/end")
    assert call["minutes"] == 1
    assert ask("PUT", f"/{call['id']}", version=1)[0] == 409
    assert ask("PUT", f"/{call['id']}", version=call["version"], notes="Sundays")[1]["notes"] == "Sundays"
    assert ask("DELETE", f"/{call['id']}")[0] == 204
    assert ask("GET", f"/{call['id']}")[0] == 404
    assert ask("POST", f"/{call['id']}/put-back")[0] == 200
    assert ask("POST", "/start", contact_id=10**9)[0] == 422


def test_a_conversation_is_called_about_from_its_row(ana, alder, marta, signed_in):
    conversation = waiting_conversation(alder, marta)
    type(conversation).objects.filter(pk=conversation.pk).update(assigned_to=ana)
    browser = signed_in(ana)
    assert f'name="conversation" value="{conversation.pk}"' in browser.get("/conversations/").content.decode()
    browser.post("/calls/start/", {"conversation": conversation.pk})
    assert Call.objects.get().conversation == conversation
