"""The pages of what follows a hand-over, as the people who use them see them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.check_ins import check_in
from twinhelm.transition.actions.pulses import answer_pulse, ask_pulse
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import JointReview, Stage, Worry
from twinhelm.transition.queries.needed import needed
from twinhelm.transition.queries.story import story_of
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
HANDED = (NOW - timedelta(days=40)).date()


class Story:
    def __init__(self) -> None:
        self.oda, self.ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
        self.pim, self.jonas = (
            a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
            a_member("Jonas Berg", Role.ACCOUNT_MANAGER),
        )
        self.alder = a_client()
        self.marta = a_contact(self.alder)
        for part, member in ((Part.ACCOUNT, self.ana), (Part.PRODUCTION, self.pim)):
            a_lead(self.alder, part, self.jonas, to_on=HANDED - timedelta(days=1))
            a_lead(self.alder, part, member, from_on=HANDED)
        self.moved = a_transition(
            self.alder,
            Step.CHECK_IN,
            account=self.ana,
            production=self.pim,
            former_account=self.jonas,
            former_production=self.jonas,
            handed_over_on=HANDED,
            effective_on=HANDED,
        )
        Stage.objects.filter(step=Step.CHECK_IN).update(owner=self.jonas)


def lines(story, step=Step.CHECK_IN, at=NOW):
    return {line.key: line for line in needed(story.moved, step, story.oda, at)}


def test_the_one_who_is_asked_checks_in_and_the_new_leads_see_only_that_they_did(signed_in):
    story = Story()
    address = reverse("transition:check_in", args=[story.moved.pk])
    page = signed_in(story.jonas).get(address).content.decode()
    assert "<b>Jonas</b> is asked to talk to them" in page
    sent = {"mood": 2, "words": "They find the calls too long", "contact": story.marta.pk}
    assert signed_in(story.jonas).post(address, sent).status_code == 302
    for member, reads in ((story.jonas, True), (story.oda, True), (story.ana, False), (story.pim, False)):
        page = signed_in(member).get(address).content.decode()
        assert "Took place" in page
        assert ("calls too long" in page) is reads
        assert ("<b>Not quite at ease</b>" in page) is reads
        assert ("talked to Marta" in page) is reads


def test_the_new_account_lead_finds_no_form_and_is_refused_with_a_sentence(signed_in):
    story = Story()
    address = reverse("transition:check_in", args=[story.moved.pk])
    browser = signed_in(story.ana)
    page = browser.get(address).content.decode()
    assert "a client says more to somebody else" in page
    assert "<textarea" not in page
    refused = browser.post(address, {"mood": 5})
    assert refused.status_code == 403
    assert "says more to somebody else" in refused.content.decode()


def test_no_second_way_tells_what_was_said_in_confidence(signed_in):
    """CSV, JSON, the trail, the story, the list of what is needed, the client's page."""
    story = Story()
    check_in(story.moved, contact=story.marta, mood=1, words="Secret words", by=story.jonas, at=NOW)
    for member in (story.ana, story.pim):
        browser = signed_in(member)
        ways = [
            b"".join(
                browser.get(reverse("transition:check_ins_csv", args=[story.moved.pk])).streaming_content
            ).decode(),
            browser.get(f"/api/transitions/{story.moved.pk}/check-ins").content.decode(),
            browser.get(reverse("clients:client", args=[story.alder.pk])).content.decode(),
        ]
        for way in ways:
            assert "Secret words" not in way
            assert "Unhappy" not in way
        (shown,) = browser.get(f"/api/transitions/{story.moved.pk}/check-ins").json()
        assert (shown["mood"], shown["contact_id"], shown["words"]) == (None, None, "")
    assert "Secret" not in str(list(EventRecord.objects.values_list("facts", flat=True)))
    told = " ".join(line.sentence for line in story_of(story.moved))
    assert "Jonas Berg asked Alder Bakery, in confidence" in told
    assert "Secret" not in told + str(lines(story))
    read = signed_in(story.jonas).get(f"/api/transitions/{story.moved.pk}/check-ins").json()
    assert (read[0]["mood"], read[0]["words"]) == (1, "Secret words")


def test_a_form_without_a_mood_is_refused_and_keeps_what_was_written(signed_in):
    story = Story()
    answer = signed_in(story.jonas).post(reverse("transition:check_in", args=[story.moved.pk]), {"words": "Kept"})
    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()


def test_a_pulse_is_asked_with_a_click_and_never_twice(signed_in):
    story = Story()
    address, browser = reverse("transition:pulses", args=[story.moved.pk]), signed_in(story.pim)
    assert "asked by itself on" in browser.get(address).content.decode()
    assert browser.post(address, {"contact": story.marta.pk}).status_code == 302
    assert "has not answered yet" in browser.get(address).content.decode()
    again = browser.post(address, {"contact": story.marta.pk})
    assert again.status_code == 422
    assert "was asked already" in again.content.decode()
    assert OutgoingMail.objects.count() == 1


def test_a_pulse_to_somebody_without_an_email_says_why(signed_in):
    story = Story()
    nils = a_contact(story.alder, "Nils", email=None)
    address, browser = reverse("transition:pulses", args=[story.moved.pk]), signed_in(story.pim)
    browser.post(address, {"contact": nils.pk})
    assert "There is no email of Nils" in browser.get(address).content.decode()
    assert not OutgoingMail.objects.exists()


def test_the_two_note_a_joint_review_edit_it_and_take_a_deletion_back(signed_in):
    story = Story()
    address, browser = reverse("transition:joint_reviews", args=[story.alder.pk]), signed_in(story.ana)
    assert "have not looked at it together" in browser.get(address).content.decode()
    today = NOW.date().isoformat()
    browser.post(address, {"on": today, "words": "All calm", "agreed": "Pim joins the Monday call"})
    review = JointReview.objects.get()
    page = browser.get(address).content.decode()
    assert "<b>today</b>" in page
    assert "Pim joins the Monday call" in page
    assert (
        browser.post(reverse("transition:joint_review", args=[review.pk]), {"on": today, "words": "Calm"}).status_code
        == 302
    )
    browser.post(reverse("transition:delete_joint_review", args=[review.pk]))
    page = browser.get(address).content.decode()
    assert "None noted yet" in page
    assert reverse("transition:put_back_joint_review", args=[review.pk]) in page
    browser.post(reverse("transition:put_back_joint_review", args=[review.pk]))
    assert "Calm" in browser.get(address).content.decode()


def test_somebody_else_reads_joint_reviews_and_is_told_whose_they_are(signed_in):
    story = Story()
    review = JointReview.objects.create(client=story.alder, on=HANDED, by=story.ana, other=story.pim, at=NOW)
    browser = signed_in(story.jonas)
    page = browser.get(reverse("transition:joint_reviews", args=[story.alder.pk])).content.decode()
    assert "The two leads of a client note" in page
    assert "Note it</button>" not in page
    assert browser.post(reverse("transition:delete_joint_review", args=[review.pk])).status_code == 403


def test_the_seam_counts_days_in_alarm_only_past_thirty(signed_in):
    story = Story()
    page = signed_in(story.oda).get(reverse("transition:seam")).content.decode()
    assert "<b>1 client</b> has not been looked at together" in page
    assert re.search(r'class="warn".*?40 days', page, re.DOTALL)
    JointReview.objects.create(client=story.alder, on=(NOW - timedelta(days=3)).date(), by=story.ana, at=NOW)
    page = signed_in(story.oda).get(reverse("transition:seam")).content.decode()
    assert 'class="warn"' not in page
    assert "3 days" in page


def test_the_bell_reminds_the_two_leads_in_one_line_and_nobody_else(signed_in):
    story = Story()
    sentence = "Alder Bakery has not been looked at together for 40 days"
    for member, is_told in ((story.ana, True), (story.pim, True), (story.oda, False), (story.jonas, False)):
        assert (sentence in signed_in(member).get(reverse("ui:notices")).content.decode()) is is_told
    for number in range(3):
        another = a_client(f"Client {number}")
        a_lead(another, Part.ACCOUNT, story.ana, from_on=HANDED)
        a_lead(another, Part.PRODUCTION, story.pim, from_on=HANDED)
    page = signed_in(story.ana).get(reverse("ui:notices")).content.decode()
    assert "4 clients wait to be looked at together" in page
    assert sentence not in page


def test_days_stand_on_the_page_of_every_client_with_two_leads(signed_in):
    story = Story()
    fjord = a_client("Fjord Hotels")
    a_lead(fjord, Part.ACCOUNT, story.ana, from_on=HANDED)
    a_lead(fjord, Part.PRODUCTION, story.pim, from_on=HANDED)
    page = signed_in(story.oda).get(reverse("clients:client", args=[fjord.pk])).content.decode()
    assert "Looked at together" in page
    assert "40 days" in page


def test_the_list_of_the_seam_costs_the_same_for_one_client_and_for_many(signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    story = Story()
    browser = signed_in(story.oda)
    browser.get(reverse("transition:seam"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(reverse("transition:seam"))
    for number in range(12):
        another = a_client(f"Client {number}")
        a_lead(another, Part.ACCOUNT, story.ana, from_on=HANDED)
        a_lead(another, Part.PRODUCTION, story.pim, from_on=HANDED)
    with django_assert_num_queries(len(few)):
        page = browser.get(reverse("transition:seam")).content.decode()
    assert page.count("<tr data-row>") == 13


def test_a_long_list_goes_on_on_a_second_page(signed_in):
    story = Story()
    for number in range(110):
        another = a_client(f"Client {number:03}")
        a_lead(another, Part.ACCOUNT, story.ana, from_on=HANDED)
        a_lead(another, Part.PRODUCTION, story.pim, from_on=HANDED)
    browser = signed_in(story.oda)
    first = browser.get(reverse("transition:seam")).content.decode()
    assert first.count("<tr data-row>") == 100
    assert "?from=100" in first
    assert browser.get(reverse("transition:seam"), {"from": 100}).content.decode().count("<tr data-row>") == 11
    assert browser.get(reverse("transition:seam"), {"from": "٣x"}).status_code == 200


def test_rolling_back_shows_what_will_happen_and_then_the_people_of_before(signed_in):
    story = Story()
    address, browser = reverse("transition:roll_back", args=[story.moved.pk]), signed_in(story.oda)
    page = browser.get(address).content.decode()
    assert "Jonas Berg is account lead again" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = {"why": "They want one person", "version": 1, "key": key}
    assert browser.post(address, sent).status_code == 302
    assert browser.post(address, sent).status_code == 302
    story.moved.refresh_from_db()
    assert story.moved.state == TransitionState.ROLLED_BACK
    assert "already" in browser.get(address).content.decode()
    assert "Oda Lindqvist rolled Alder Bakery back." in [line.sentence for line in story_of(story.moved)]


def test_rolling_back_asks_whom_where_the_former_lead_is_deactivated(signed_in):
    story = Story()
    story.jonas.is_active = False
    story.jonas.save()
    address, browser = reverse("transition:roll_back", args=[story.moved.pk]), signed_in(story.oda)
    page = browser.get(address).content.decode()
    assert "Jonas Berg, who was account lead, is deactivated" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = {"why": "They want one person", "version": 1, "key": key}
    assert browser.post(address, sent).status_code == 422
    sent |= {"account": story.oda.pk, "production": story.pim.pk}
    assert browser.post(address, sent).status_code == 302


def test_the_second_of_two_people_who_roll_back_reads_that_it_is_done(signed_in):
    story = Story()
    sent = {"why": "They want one person", "version": 1}
    address = reverse("transition:roll_back", args=[story.moved.pk])
    signed_in(story.oda).post(address, sent | {"key": "a"})
    second = signed_in(story.ana).post(address, sent | {"key": "b"})
    assert second.status_code == 422
    assert "is rolled back already" in second.content.decode()


def test_checking_in_asks_for_somebody_else_a_pulse_and_no_open_worry():
    story = Story()
    asked = lines(story)
    assert {key: line.is_met for key, line in asked.items()} == {
        "checked_in": False,
        "pulse_asked": False,
        "no_worry": True,
    }
    check_in(story.moved, mood=4, by=story.jonas, at=NOW)
    ask_pulse(story.moved, a_contact(story.alder, "Nils", email=None), by=story.oda, at=NOW)
    Worry.objects.create(transition=story.moved, contact=story.marta, text="Who calls me?", at=NOW, key="w")
    asked = lines(story)
    assert asked["checked_in"].is_met
    assert asked["pulse_asked"].is_met
    assert "There is no email of Nils" in asked["pulse_asked"].detail
    assert not asked["no_worry"].is_met
    assert asked["no_worry"].is_alarm


def test_stable_asks_for_days_a_joint_review_and_that_a_bad_pulse_was_talked_about():
    story = Story()
    asked = lines(story, Step.STABLE)
    assert not asked["days_over"].is_met
    assert lines(story, Step.STABLE, NOW + timedelta(days=6))["days_over"].is_met
    assert not asked["joint_review"].is_met
    assert asked["pulse_good"].is_met
    JointReview.objects.create(client=story.alder, on=NOW.date(), by=story.ana, other=story.pim, at=NOW)
    pulse = ask_pulse(story.moved, story.marta, by=story.oda, at=NOW)
    answer_pulse(pulse, story.marta, score=2, at=NOW)
    asked = lines(story, Step.STABLE)
    assert asked["joint_review"].is_met
    (talk,) = [line for line in asked.values() if line.is_said]
    assert not talk.is_met
    assert "A little worse" in talk.detail
    story.moved.confirmations.create(step=Step.STABLE, key=talk.key, by=story.ana, at=NOW)
    assert lines(story, Step.STABLE)[talk.key].is_met


def test_makers_and_finance_find_nothing_of_it(signed_in):
    story = Story()
    for role in (Role.MAKER, Role.FINANCE):
        browser = signed_in(a_member(f"A {role}", role))
        assert browser.get(reverse("transition:seam")).status_code == 404
        assert browser.get(reverse("transition:check_in", args=[story.moved.pk])).status_code == 404


def test_stable_counts_days_where_the_client_is():
    story = Story()
    story.moved.handed_over_on = date(2027, 2, 11)
    on_the_day_clocks_change = datetime(2027, 3, 27, 22, 59, tzinfo=UTC)
    assert not lines(story, Step.STABLE, on_the_day_clocks_change)["days_over"].is_met
    assert lines(story, Step.STABLE, on_the_day_clocks_change + timedelta(minutes=1))["days_over"].is_met
