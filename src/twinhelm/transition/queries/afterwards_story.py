"""How the story tells what followed the hand-over: never how a client felt, nor a word of what was said in confidence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.transition.queries.story import Said, tells


@tells("CheckedIn")
def checked_in(said: Said) -> str:
    return _("%(who)s asked %(client)s, in confidence, how it goes.") % {"who": said.who, "client": said.client}


@tells("CheckInTakenBack")
def check_in_taken_back(said: Said) -> str:
    return _("%(who)s took a check-in with %(client)s back.") % {"who": said.who, "client": said.client}


@tells("PulseAsked")
def pulse_asked(said: Said) -> str:
    words = {"who": said.who, "client": said.client}
    if not said.facts.get("is_sent", True):
        return _("A contact of %(client)s was to be asked how it goes, and could not be reached.") % words
    if said.who:
        return _("%(who)s asked a contact of %(client)s how it goes.") % words
    return _("A contact of %(client)s was asked how it goes.") % words


@tells("PulseAnswered")
def pulse_answered(said: Said) -> str:
    return _("A contact of %(client)s said how it goes.") % {"client": said.client}


@tells("PulseWithdrawn")
def pulse_withdrawn(said: Said) -> str:
    return _("A question to %(client)s that had not left was withdrawn.") % {"client": said.client}


@tells("RolledBack")
def rolled_back(said: Said) -> str:
    sentence = _("%(who)s rolled %(client)s back.") % {"who": said.who, "client": said.client}
    stayed = int(said.facts.get("stayed") or 0)
    more = ngettext(
        "%(n)d thing that had been handed over stays where it is.",
        "%(n)d things that had been handed over stay where they are.",
        stayed,
    )
    return f"{sentence} {more % {'n': stayed}}" if stayed else sentence
