"""What stands in the way of a day, and why a client waits, as sentences."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.people.models import Member
from twinhelm.transition.choices import BlackoutKind
from twinhelm.transition.models import Blackout
from twinhelm.transition.queries.blackouts import Block
from twinhelm.transition.rules.schedule import Wait


def block_words(block: Block) -> str:
    return words(block.kind, block.facts, (block.from_on, block.to_on))


def blackout_words(blackout: Blackout) -> str:
    return words(blackout.kind, {"reason": blackout.reason}, (blackout.from_on, blackout.to_on))


def wait_words(wait: Wait, people: Mapping[int, Member]) -> str:
    """One sentence."""
    facts: dict[str, Any] = dict(wait.facts)
    if wait.key == "pace":
        lead = people.get(facts["lead"])
        said = {"name": lead.get_short_name() if lead else _("A lead"), "n": facts["pace"]}
        return (
            ngettext(
                "%(name)s has %(n)d client that week already.",
                "%(name)s has %(n)d clients that week already.",
                said["n"],
            )
            % said
        )
    if wait.key == "decided":
        return _("It was decided for %(day)s.") % {"day": spoken(facts["day"])}
    if wait.key == "in_force":
        return _("The new leads count since %(day)s already.") % {"day": spoken(facts["day"])}
    if wait.key == "no_week":
        return _("No week was found within five years.")
    return words(wait.key, facts, None)


def words(kind: str, facts: Mapping[str, Any], days: tuple[date, date] | None) -> str:
    if "reason" in facts:
        return said_words(str(facts["reason"]), days)
    if kind == BlackoutKind.LAUNCH:
        said = {"milestone": facts["milestone"], "project": facts["project"], "day": spoken(facts["day"])}
        return _("“%(milestone)s” of %(project)s is due on %(day)s.") % said
    if kind == BlackoutKind.ABSENCE:
        return away_words(str(facts["name"]), days)
    since = {"day": date_format(datetime.fromisoformat(str(facts["since"])).date(), "j F")}
    if facts["why"] == "worry":
        return _("Somebody there is worried since %(day)s.") % since
    return _("Somebody there has waited for an answer since %(day)s, longer than promised.") % since


def said_words(reason: str, days: tuple[date, date] | None) -> str:
    if days is None:
        return _("Nothing changes then: %(why)s.") % {"why": reason.rstrip(".")}
    return _("From %(from)s to %(to)s nothing changes: %(why)s.") % {**span(days), "why": reason.rstrip(".")}


def away_words(name: str, days: tuple[date, date] | None) -> str:
    if days is None:
        return _("%(name)s is away.") % {"name": name}
    if days[0] == days[1]:
        return _("%(name)s is away on %(from)s.") % {"name": name, **span(days)}
    return _("%(name)s is away from %(from)s to %(to)s.") % {"name": name, **span(days)}


def span(days: tuple[date, date]) -> dict[str, str]:
    return {"from": date_format(days[0], "j F"), "to": date_format(days[1], "j F")}


def spoken(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F")
