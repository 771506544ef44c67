"""Rolling one client back: the people it had, nothing on its way, the story kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.clients.queries.leads import leads_of
from twinhelm.clients.testing import a_client, a_contact, a_lead, a_mode
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_conversation, a_message
from twinhelm.foundation import mail
from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions.locking import MovedMeanwhile
from twinhelm.transition.actions.pulses import ask_pulse
from twinhelm.transition.actions.reassigning import reassign
from twinhelm.transition.actions.rolling_back import NobodyToGoBackTo, NotUnderWay, roll_back
from twinhelm.transition.choices import EducationState, LetterState, Step, TransitionState
from twinhelm.transition.models import EducationLetter, Pulse, Stage, Worry
from twinhelm.transition.queries.reassigning import previewed
from twinhelm.transition.queries.rolling_back import preview
from twinhelm.transition.testing import a_transition, an_education

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


class Story:
    """Jonas did both; from 1 December Ana leads the account and Pim the work."""

    def __init__(self, *, effective_on: date = date(2026, 12, 1)) -> None:
        self.oda = an_owner()
        self.ana, self.jonas = (a_member(name, Role.ACCOUNT_MANAGER) for name in ("Ana Reyes", "Jonas Berg"))
        self.pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
        self.alder = a_client(mode=Mode.HYBRID if effective_on > TODAY else Mode.CLIENT_LED)
        before = effective_on - timedelta(days=1)
        for part, member in ((Part.ACCOUNT, self.ana), (Part.PRODUCTION, self.pim)):
            a_lead(self.alder, part, self.jonas, to_on=before)
            a_lead(self.alder, part, member, from_on=effective_on)
        a_mode(self.alder, self.oda, Mode.CLIENT_LED, from_on=effective_on, was=Mode.HYBRID)
        self.moved = a_transition(
            self.alder,
            Step.TELL,
            account=self.ana,
            production=self.pim,
            former_account=self.jonas,
            former_production=self.jonas,
            effective_on=effective_on,
        )

    def back(self, **said):
        asked = {"why": "They want Jonas", "version": 1, "key": "a", "by": self.oda, "at": AT}
        return roll_back(self.moved, **(asked | said))

    def leads(self, on=TODAY):
        found = leads_of([self.alder.pk], on)[self.alder.pk]
        return found.account, found.production


def test_leads_that_are_still_to_come_are_taken_back():
    story = Story()
    story.back()
    for day in (TODAY, date(2027, 6, 1)):
        assert story.leads(day) == (story.jonas, story.jonas)
    assert ClientLead.objects.count() == 2
    alder = Client.objects.get()
    assert alder.mode == Mode.HYBRID
    assert not alder.modes.exists()


def test_leads_in_force_end_yesterday_and_the_former_ones_follow_from_today():
    story = Story(effective_on=date(2026, 11, 2))
    story.back()
    assert story.leads(date(2026, 11, 22)) == (story.ana, story.pim)
    assert story.leads() == (story.jonas, story.jonas)
    assert Client.objects.get().mode == Mode.HYBRID


def test_leads_of_today_are_as_if_they_had_never_been():
    story = Story(effective_on=TODAY)
    story.back()
    assert story.leads() == (story.jonas, story.jonas)
    assert ClientLead.objects.count() == 2


def test_today_is_where_the_client_is():
    """The change counts from the 24th; in Auckland that day has come, so it is in force there and taken back."""
    story = Story(effective_on=date(2026, 11, 24))
    Client.objects.update(time_zone="Pacific/Auckland")
    story.back(at=datetime(2026, 11, 24, 11, 30, tzinfo=UTC))
    assert story.leads(date(2026, 11, 24)) == (story.ana, story.pim)
    assert story.leads(date(2026, 11, 25)) == (story.jonas, story.jonas)


def test_whoever_was_decided_since_stays():
    story = Story(effective_on=date(2026, 11, 2))
    mia = a_member("Mia", Role.ACCOUNT_MANAGER)
    ClientLead.objects.filter(part=Part.ACCOUNT, member=story.ana).update(to_on=date(2026, 11, 14))
    a_lead(story.alder, Part.ACCOUNT, mia, from_on=date(2026, 11, 15))
    story.back()
    assert story.leads() == (mia, story.jonas)


def test_a_deactivated_former_lead_asks_whom_instead():
    story = Story(effective_on=date(2026, 11, 2))
    story.jonas.is_active = False
    story.jonas.save()
    with pytest.raises(NobodyToGoBackTo, match=r"Jonas Berg.*deactivated.*instead"):
        story.back()
    assert story.leads() == (story.ana, story.pim)
    story.back(instead={Part.ACCOUNT: story.oda, Part.PRODUCTION: story.pim})
    assert story.leads() == (story.oda, story.pim)


def test_a_deactivated_former_lead_of_a_change_to_come_asks_too():
    story = Story()
    story.jonas.is_active = False
    story.jonas.save()
    with pytest.raises(NobodyToGoBackTo):
        story.back()
    story.back(instead={Part.ACCOUNT: story.oda, Part.PRODUCTION: story.oda})
    assert story.leads() == (story.oda, story.oda)


def test_the_same_click_twice_is_one_roll_back():
    story = Story()
    story.back()
    again = story.back()
    assert again.version == 2
    assert EventRecord.objects.filter(name="RolledBack").count() == 1


def test_the_second_of_two_people_reads_that_it_is_done():
    story = Story()
    story.back()
    with pytest.raises(NotUnderWay, match="rolled back already"):
        story.back(key="b", by=story.ana)


def test_a_page_from_before_a_move_refuses():
    story = Story()
    story.moved.version, story.moved.step = 5, Step.INTRODUCE
    story.moved.save()
    with pytest.raises(MovedMeanwhile, match="Somebody changed Alder Bakery"):
        story.back(version=4)
    assert story.leads(date(2026, 12, 1)) == (story.ana, story.pim)


def test_others_who_lead_work_may_not_but_the_former_lead_may():
    story = Story()
    with pytest.raises(NotPermitted, match="Owners and the leads concerned"):
        story.back(by=a_member("Mia", Role.ACCOUNT_MANAGER))
    assert story.back(by=story.jonas).state == TransitionState.ROLLED_BACK


def test_what_has_not_left_is_called_off_and_what_was_sent_stays():
    story = Story()
    marta, nils, per = (a_contact(story.alder, name) for name in ("Marta", "Nils", "Per"))
    education = an_education(story.moved, state=EducationState.PLANNED, send_at=AT + timedelta(hours=5))
    EducationLetter.objects.create(education=education, contact=marta)
    waiting = a_message(a_conversation(client=story.alder), sender=story.ana)
    waiting.outgoing = mail.post(to="nils@alder.example", subject="Two people", text="Hello")
    waiting.save()
    EducationLetter.objects.create(education=education, contact=nils, state=LetterState.POSTED, message=waiting)
    EducationLetter.objects.create(education=education, contact=per, state=LetterState.SENT)
    story.back()
    assert list(EducationLetter.objects.order_by("pk").values_list("state", flat=True)) == [
        LetterState.PLANNED,
        LetterState.NOT_SENT,
        LetterState.SENT,
    ]
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    education.refresh_from_db()
    assert education.send_at is None
    assert education.state != EducationState.PLANNED


def test_a_pulse_that_waits_is_withdrawn():
    story = Story(effective_on=date(2026, 11, 2))
    story.moved.handed_over_on = date(2026, 11, 10)
    story.moved.save()
    ask_pulse(story.moved, a_contact(story.alder), by=story.oda, at=AT)
    story.back()
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    assert Pulse.objects.get().not_asked_why == "rolled_back"


def test_the_story_can_be_read_and_the_client_may_enter_again():
    story = Story()
    Worry.objects.create(transition=story.moved, contact=a_contact(story.alder), text="Who calls me?", at=AT, key="w")
    story.back()
    assert Stage.objects.filter(transition=story.moved).count() == len(Step)
    assert Worry.objects.get().text == "Who calls me?"
    story.moved.refresh_from_db()
    assert story.moved.ended_why == "They want Jonas"
    assert a_transition(story.alder).state == TransitionState.UNDER_WAY


def test_the_preview_says_who_leads_again_and_from_when():
    said = "\n".join(preview(Story().moved, at=AT).lines)
    assert "Jonas Berg stays account lead: that Ana Reyes follows from 1 December 2026 on is taken back." in said
    assert "It is hybrid again." in said
    assert "The story stays" in said


def test_nothing_is_half_done_when_a_part_of_it_is_refused():
    story = Story(effective_on=date(2026, 11, 2))
    story.jonas.is_active = False
    story.jonas.save()
    with pytest.raises(NobodyToGoBackTo):
        story.back(instead={Part.ACCOUNT: story.oda})
    assert story.leads() == (story.ana, story.pim)
    story.moved.refresh_from_db()
    assert story.moved.state == TransitionState.UNDER_WAY


def test_what_was_handed_over_goes_back_where_it_is_still_as_it_was_left():
    story = Story(effective_on=date(2026, 11, 2))
    for subject in ("Sundays", "Ovens"):
        a_conversation(story.alder, subject, assigned_to=story.jonas)
    moved = (
        type(story.moved)
        .objects.select_related("client", "account", "production", "former_account", "former_production")
        .get()
    )
    reassign(moved, key="page", digest=previewed(moved, AT).digest, by=story.ana, at=AT)
    Conversation.objects.filter(subject="Ovens").update(assigned_to=story.oda)
    story.back()
    assert {one.subject: one.assigned_to.name for one in Conversation.objects.select_related("assigned_to")} == {
        "Sundays": "Jonas Berg",
        "Ovens": "Oda Lindqvist",
    }
    facts = EventRecord.objects.get(name="RolledBack").facts
    assert (facts["given_back"], facts["stayed"]) == (1, 1)
