"""How the steps of one client are told."""

from typing import Any

from django.utils.translation import gettext as _

from twinhelm.transition.choices import Step
from twinhelm.transition.events import way as events
from twinhelm.transition.queries.story import Said, tells


def step(name: str) -> str:
    return str(Step(name).label) if name in Step.values else name


def plain(said: Said, **more: Any) -> dict[str, Any]:
    return {"who": said.who, "client": said.client, **more}


@tells(events.WentOn)
def went_on(said: Said) -> str:
    facts = said.facts
    if not facts["to"]:
        return _("%(who)s closed the way of %(client)s.") % plain(said)
    more = plain(said, step=step(facts["step"]), to=step(facts["to"]), why=facts.get("overruled", ""))
    if facts.get("overruled"):
        return _("%(who)s moved %(client)s on to “%(to)s” although something was missing: %(why)s.") % more
    return _("%(who)s moved %(client)s on from “%(step)s” to “%(to)s”.") % more


@tells(events.GoingOnTakenBack)
def taken_back(said: Said) -> str:
    return _("%(who)s took that back: %(client)s is on “%(to)s” again.") % plain(said, to=step(said.facts["to"]))


@tells(events.WentBack)
def went_back(said: Said) -> str:
    more = plain(said, to=step(said.facts["to"]))
    return _("%(who)s moved %(client)s back to “%(to)s”.") % more


@tells(events.WayStopped)
def stopped(said: Said) -> str:
    if not said.who:
        return _("%(client)s was stopped.") % plain(said)
    return _("%(who)s stopped %(client)s.") % plain(said)


@tells(events.WayResumed)
def resumed(said: Said) -> str:
    if not said.who:
        return _("It goes on with %(client)s.") % plain(said)
    return _("%(who)s let %(client)s go on.") % plain(said)


@tells(events.LeadsNamed)
def leads_named(said: Said) -> str:
    more = plain(said, account=said.member("account_id"), production=said.member("production_id"))
    return _("%(who)s decided for %(client)s: %(account)s has the account, %(production)s the production.") % more


@tells(events.Confirmed)
def confirmed(said: Said) -> str:
    note = said.facts.get("note")
    more = plain(said, step=step(said.facts["step"]), note=note)
    if note:
        return _("%(who)s confirmed something for “%(step)s”: “%(note)s”.") % more
    return _("%(who)s confirmed something for “%(step)s”.") % more


@tells(events.ConfirmationTakenBack)
def unconfirmed(said: Said) -> str:
    return _("%(who)s took a confirmation for “%(step)s” back.") % plain(said, step=step(said.facts["step"]))


@tells(events.OwnerSet)
def owner_set(said: Said) -> str:
    more = plain(said, step=step(said.facts["step"]), member=said.member("member_id"))
    return _("%(who)s gave “%(step)s” of %(client)s to %(member)s.") % more
