"""How the plan of one client is told."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.transition.choices import Step
from twinhelm.transition.events import programmes as events
from twinhelm.transition.queries.story import Said, tells


def plain(said: Said, **more: Any) -> dict[str, Any]:
    return {"who": said.who, "client": said.client, **more}


def day(written: str) -> str:
    return date_format(date.fromisoformat(written), "j F") if written else _("no day")


@tells(events.TransitionPlanned)
def planned(said: Said) -> str:
    return _("%(who)s put %(client)s into wave %(wave)s.") % plain(said, wave=said.facts["wave"])


@tells(events.TransitionTakenOut)
def taken_out(said: Said) -> str:
    return _("%(who)s took %(client)s out.") % plain(said)


@tells(events.TransitionPutBack)
def put_back(said: Said) -> str:
    return _("%(who)s put %(client)s back in.") % plain(said)


@tells(events.TransitionMovedToWave)
def moved_to_wave(said: Said) -> str:
    more = plain(said, before=said.facts["before"], after=said.facts["after"])
    return _("%(who)s moved %(client)s from wave %(before)s to wave %(after)s.") % more


@tells(events.StepRescheduled)
def step_rescheduled(said: Said) -> str:
    facts = said.facts
    step = str(Step(facts["step"]).label) if facts["step"] in Step.values else facts["step"]
    more = plain(said, step=step, before=day(facts["before"]), after=day(facts["after"]))
    return _("%(who)s moved “%(step)s” of %(client)s from %(before)s to %(after)s.") % more


@tells(events.HandOverRescheduled)
def hand_over_rescheduled(said: Said) -> str:
    more = plain(said, before=day(said.facts["before"]), after=day(said.facts["after"]))
    return _("%(who)s moved the hand-over of %(client)s from %(before)s to %(after)s.") % more


@tells(events.BlackoutOverruled)
def overruled(said: Said) -> str:
    more = plain(said, why=said.facts["reason"])
    return _("%(who)s went ahead with %(client)s although days are closed: %(why)s.") % more


@tells(events.OverruleTakenBack)
def overrule_taken_back(said: Said) -> str:
    return _("%(who)s let the closed days of %(client)s count again.") % plain(said)


@tells(events.LeadReplaced)
def lead_replaced(said: Said) -> str:
    part = str(Part(said.facts["part"]).label).lower()
    more = plain(said, part=part, before=said.member("before_id"), after=said.member("after_id"))
    return _("%(who)s chose %(after)s instead of %(before)s as %(part)s of %(client)s.") % more
