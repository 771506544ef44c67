"""How what happened to a hand-over is told on the way of its client."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.transition.events import handing as events
from twinhelm.transition.queries.story import Said, tells


@tells(events.LinesAccepted)
def accepted(said: Said) -> str:
    n = len(said.facts.get("lines", []))
    sentence = ngettext("%(who)s accepted one thing.", "%(who)s accepted %(n)d things.", n)
    return sentence % {"who": said.who, "n": n}


@tells(events.LineSentBack)
def asked(said: Said) -> str:
    return _("%(who)s asked about the hand-over: “%(question)s”") % {
        "who": said.who,
        "question": said.facts.get("question", ""),
    }


@tells(events.LineAnswered)
def answered(said: Said) -> str:
    return _("%(who)s answered: “%(answer)s”") % {"who": said.who, "answer": said.facts.get("answer", "")}


@tells(events.ThingsReassigned)
def reassigned(said: Said) -> str:
    n = said.facts.get("moved", 0)
    sentence = ngettext(
        "%(who)s gave one thing of %(client)s to who leads anew.",
        "%(who)s gave %(n)d things of %(client)s to who leads anew.",
        n,
    )
    return sentence % {"who": said.who, "client": said.client, "n": n}


@tells(events.ReassignmentUndone)
def undone(said: Said) -> str:
    return _("%(who)s took the giving of things of %(client)s back.") % {"who": said.who, "client": said.client}


@tells(events.RelationshipRated)
def rated(said: Said) -> str:
    words = {"who": said.who, "client": said.client, "trust": said.facts.get("trust", 0)}
    return _("%(who)s rated the relationship with %(client)s afresh: %(trust)s of 5.") % words


@tells(events.CopyingChanged)
def copied(said: Said) -> str:
    until = date_format(date.fromisoformat(said.facts["until"]), "j F Y")
    return _("%(who)s has the former contact of %(client)s copied until %(day)s.") % {
        "who": said.who,
        "client": said.client,
        "day": until,
    }
