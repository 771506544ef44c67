"""What is said of whom a kick-off recommends: composed from numbers when somebody looks."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.inventory.queries.recommending import Candidate, Field, Needing
from twinhelm.inventory.queries.sentences import tenths, why
from twinhelm.inventory.rules.kickoffs import Because
from twinhelm.projects.models import Project

FULLEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of a hat, in words."""

    candidate: Candidate
    fit: str
    """With one decimal; empty: not known."""
    why: str
    is_recommended: bool

    @property
    def percent(self) -> int:
        """Of their room that they would carry."""
        return self.candidate.standing.percent

    @property
    def is_full(self) -> bool:
        return not self.candidate.standing.has_room


@dataclass(frozen=True, slots=True)
class Told:
    """One hat at a project in words."""

    part: Part
    chosen: Candidate | None
    fit: str
    why: str
    load: str
    otherwise: str
    """The runner-up, and what choosing them costs."""
    rows: tuple[Row, ...]
    """Everybody, in order."""

    @property
    def is_full(self) -> bool:
        return self.chosen is not None and not self.chosen.standing.has_room


def told_of(field: Field, project: Project, names: Mapping[int, str]) -> Told:
    chosen = field.chosen
    rows = tuple(Row(one, fit_of(one), why_of(one, names), one is chosen) for one in field.candidates)
    if chosen is None:
        return Told(field.part, None, "", "", "", "", rows)
    return Told(
        field.part,
        chosen,
        fit_of(chosen),
        because(field, chosen, project, names),
        load_of(chosen),
        otherwise(field),
        rows,
    )


def needs_said(needing: Needing) -> str:
    """What the project asks of whoever leads it, and from where that is known."""
    seen = needing.seen
    said = {
        "client": needing.client.client.name,
        "communication": shown(seen.communication),
        "complexity": shown(seen.complexity),
    }
    if not needing.is_of_client:
        return _("It needs communication %(communication)s and complexity %(complexity)s of 10.") % said
    if seen.communication is None and seen.complexity is None:
        return _("Not enough is known yet of what the project or %(client)s needs.") % said
    return (
        _(
            "Too little is known of the project itself, so what %(client)s needs counts: communication"
            " %(communication)s, complexity %(complexity)s of 10."
        )
        % said
    )


def shown(value: int | None) -> str:
    return _("not known") if value is None else tenths(value)


def fit_of(candidate: Candidate) -> str:
    return "" if candidate.tenths is None else tenths(candidate.tenths)


def why_of(candidate: Candidate, names: Mapping[int, str]) -> str:
    return why(candidate.facts, names)


def because(field: Field, chosen: Candidate, project: Project, names: Mapping[int, str]) -> str:
    """One sentence on why them, and what speaks for them as far as it is known."""
    reason = field.found.because if field.found else Because.BEST
    known = why_of(chosen, names) if any(part["score"] for part in chosen.facts["parts"]) else ""
    now = field.leads_now
    said = {"client": project.client.name, "name": now.member.get_short_name() if now else ""}
    if reason == Because.LEADS:
        said["day"] = date_format(chosen.since_on, "j F Y") if chosen.since_on else ""
        first = _("Leads %(client)s since %(day)s.") if chosen.is_client_lead else _("Named for it on %(day)s.")
    elif reason == Because.FULL and now:
        said["percent"] = str(now.standing.percent)
        first = _("%(name)s, who leads %(client)s, would carry %(percent)s %% of their room.")
    elif reason == Because.BETTER and now:
        said["more"] = tenths((chosen.tenths or 0) - (now.tenths or 0))
        first = _("Fits %(more)s better than %(name)s, who leads %(client)s.")
    else:
        first = ""
    return " ".join(part for part in (first % said, known) if part)


def load_of(chosen: Candidate) -> str:
    if not chosen.standing.room:
        return _("Has no room in the coming weeks.")
    said = {"percent": chosen.standing.percent}
    if chosen.standing.percent > FULLEST:
        return _("Would carry %(percent)s %% of their room: too much.") % said
    return _("Would carry %(percent)s %% of their room.") % said


def otherwise(field: Field) -> str:
    other, found = field.runner_up, field.found
    if other is None or found is None:
        return _("Nobody else is known well enough to say.")
    said = {"name": other.member.get_short_name(), "percent": other.standing.percent}
    if not other.standing.has_room:
        return _("Runner-up %(name)s, who would carry %(percent)s %% of their room.") % said
    if found.cost is None:
        return _("Runner-up %(name)s.") % said
    said["cost"] = tenths(abs(found.cost))
    if found.cost < 0:
        return _("%(name)s fits %(cost)s better, and would be new in the part.") % said
    return _("Runner-up %(name)s; choosing %(name)s costs %(cost)s.") % said
