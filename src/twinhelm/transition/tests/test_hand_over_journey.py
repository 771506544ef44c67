"""The whole hand-over as two members live it: Jonas gives, Ana receives, and the client goes on."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_call, a_conversation, a_mailbox, a_message
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions import moving
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import HandOverLine, Transition
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)


def values(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def test_from_shadowing_to_the_check_in(signed_in, django_capture_on_commit_callbacks) -> None:
    oda, jonas, ana = an_owner(), a_member("Jonas Falk", "account_manager"), a_member("Ana Reyes", "account_manager")
    alder = a_client()
    a_lead(alder, Part.ACCOUNT, jonas, to_on=date(2026, 11, 30))
    a_lead(alder, Part.ACCOUNT, ana, from_on=date(2026, 12, 1))
    marta = a_contact(alder, likes="Calls before ten")
    sundays = a_conversation(alder, "Sundays", assigned_to=jonas)
    a_message(sundays, Direction.IN, sender=marta, at=MONDAY)
    a_call(jonas, alder, next_step="Send the plan")
    change = a_transition(alder, Step.SHADOW, former_account=jonas, account=ana)
    here = f"/transition/clients/{change.pk}/hand-over/"

    with time_machine.travel(MONDAY, tick=False):
        # Entering the step, the list is there by itself.
        with django_capture_on_commit_callbacks(execute=True):
            moving.go_on(change, version=change.version, overruled="Seen enough", by=oda, at=MONDAY)
        gives, receives = signed_in(jonas), signed_in(ana)
        page = receives.get(here).content.decode()
        assert "<b>3 of 3</b> things that Jonas hands over wait to be accepted." in page

        # The step can't be left yet, and says why.
        change = Transition.objects.get()
        with pytest.raises(moving.StillMissing, match="Everything that is open is accepted"):
            moving.go_on(change, version=change.version, by=ana, at=MONDAY)

        # One thing goes back with a question, and comes forth with an answer.
        promise = HandOverLine.objects.get(kind="promises")
        receives.post(f"{here}lines/{promise.pk}/send-back/", {"text": "Which plan?", "version": promise.version})
        assert "1 question about what you hand over of Alder Bakery" in gives.get("/notices/").content.decode()
        promise.refresh_from_db()
        gives.post(f"{here}lines/{promise.pk}/answer/", {"text": "For the oven.", "version": promise.version})

        # Everything that can be given is given at once, and all is accepted.
        preview = receives.get(f"{here}give/").content.decode()
        sent = {"key": values(preview, "key")[0], "digest": values(preview, "digest")[0]}
        receives.post(f"{here}give/", sent)
        assert Conversation.objects.get().assigned_to == ana
        page = receives.get(here).content.decode()
        receives.post(f"{here}accept/", {"lines": values(page, "lines")})
        assert set(HandOverLine.objects.values_list("state", flat=True)) == {LineState.ACCEPTED}
        receives.post(f"{here}rating/", {"trust": "4", "words": "She calls already"})

        # Ana answers with Jonas in copy.
        a_mailbox()
        assert "Jonas Falk &lt;jonas.falk@" in receives.get(f"/conversations/{sundays.pk}/").content.decode()

        # Nothing is missing any more.
        change = Transition.objects.get()
        moved = moving.go_on(change, version=change.version, by=ana, at=MONDAY)
        assert (moved.step, moved.handed_over_on) == (Step.CHECK_IN, date(2026, 12, 14))
