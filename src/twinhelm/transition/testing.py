"""Builders of the change, for tests and the demo."""

from datetime import UTC, date, datetime
from typing import Any

from twinhelm.clients.choices import Mode
from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner
from twinhelm.transition.choices import ProgrammeState, Step
from twinhelm.transition.models import Education, Programme, Stage, Transition, Wave

BEGAN_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def a_programme(**fields: Any) -> Programme:
    """Under way since Monday 2 November 2026, with one wave."""
    began_by = fields.pop("began_by", None) or Member.objects.order_by("pk").first() or an_owner()
    defaults = {
        "name": "Two helms",
        "state": ProgrammeState.RUNNING,
        "first_on": date(2026, 11, 9),
        "began_by": began_by,
        "began_at": BEGAN_AT,
        "started_at": BEGAN_AT,
    }
    made = Programme.objects.create(**(defaults | fields))
    Wave.objects.create(programme=made, number=1, first_on=made.first_on)
    return made


def a_transition(client: Client, step: Step = Step.ASSESS, **fields: Any) -> Transition:
    """On a step since 2 November 2026, of the only programme, with stages up to there; counts from 1 December."""
    programme = fields.pop("programme", None) or Programme.objects.order_by("pk").first() or a_programme()
    wave = fields.pop("wave", None) or programme.waves.get(number=1)
    defaults = {"effective_on": date(2026, 12, 1), "mode": Mode.CLIENT_LED, "step_since": BEGAN_AT}
    made = Transition.objects.create(programme=programme, wave=wave, client=client, step=step, **(defaults | fields))
    order = list(Step)
    for one in order:
        entered = BEGAN_AT if order.index(one) <= order.index(step) else None
        left = BEGAN_AT if order.index(one) < order.index(step) else None
        Stage.objects.create(transition=made, step=one, entered_at=entered, left_at=left)
    return made


def an_education(transition: Transition, **fields: Any) -> Education:
    """A draft in three parts."""
    defaults = {
        "subject": "Two people for Alder instead of one",
        "reason": "One person was answering you and steering the build at the same time.",
        "benefit": "Somebody is there for every call, and somebody steers the work.",
        "way_forward": "Nothing stops. The three of us meet on Thursday.",
    }
    return Education.objects.create(transition=transition, **(defaults | fields))
