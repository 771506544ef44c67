"""What speaks for whom, what breaks and what to relax, as sentences composed of stored facts.

names = names_in(assignments)                   # one query
why(assignment.facts, names)                    # "Wrote 212 of our 600 letters in a year and has led here for 4 years."
otherwise(assignment, names)                    # "Runner-up Mirela; choosing Mirela costs 1.8 and breaks …"
breaks(assignment.facts, names)                 # ["Breaks 4 years with Ana, who wrote 212 letters in a year."]
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Assignment
from twinhelm.inventory.rules.words import Facts, clauses, reached
from twinhelm.people.models import Member

Names = Mapping[int, str]
MANY_MONTHS = 24
AWAY = "absence"


def names_in(assignments: Iterable[Assignment]) -> dict[int, str]:
    """First names of everybody whom these assignments' sentences name. Cost: one query."""
    ids: set[int | None] = set()
    for one in assignments:
        ids |= {one.member_id, one.before_id, one.runner_up_id}
        ids |= {part.get("other") for part in one.facts.get("parts", [])}
        ids |= {row["member"] for row in (*one.facts.get("breaks", []), *one.facts.get("other", {}).get("breaks", []))}
    return {member.pk: member.get_short_name() for member in Member.objects.filter(pk__in=ids - {None})}


def why(facts: Facts, names: Names) -> str:
    """What speaks for somebody. Never tells what anybody likes, or whose hours how many were."""
    told = [said(clause, part, names) for clause, part in clauses(facts.get("parts", []))]
    away = next((part for part in facts.get("parts", []) if part["key"] == AWAY), None)
    sentences = [capfirst(joined(told)) + "."] if told else [_("Too little is known to say what speaks for whom.")]
    if away:
        sentences.append(_("Is there for only %(share)d %% of the first four weeks.") % {"share": away.get("here", 0)})
    return " ".join(sentences)


def said(clause: str, part: Facts, names: Names) -> str:
    telling = {
        "letters": lambda: (
            _("wrote %(n)s of our %(all)s letters in a year")
            % {"n": number(part["letters"]), "all": number(part["letters_of_all"])}
        ),
        "led": lambda: _("has led here for %(time)s") % {"time": duration(part["led_months"])},
        "known": lambda: _("has known them for %(time)s") % {"time": duration(part["months"])},
        "meetings": lambda: (
            ngettext("sat in %(n)d meeting with them", "sat in %(n)d meetings with them", part["meetings"])
            % {"n": part["meetings"]}
        ),
        "calls": lambda: (
            ngettext("had %(n)d call with them", "had %(n)d calls with them", part["calls"]) % {"n": part["calls"]}
        ),
        "skills": lambda: can_do(part),
        "split": lambda: (
            _("mostly does project work") if part.get("hat") == Hat.PRODUCTION else _("mostly does client work")
        ),
        "speaks": lambda: _("speaks %(language)s") % {"language": language(part["language"])},
        "works_in": lambda: _("works in %(language)s") % {"language": language(part["language"])},
        "industry": lambda: (
            ngettext(
                "knows %(n)d other client of the industry", "knows %(n)d other clients of the industry", part["clients"]
            )
            % {"n": part["clients"]}
        ),
        "pair": lambda: (
            _("has led with %(name)s for %(time)s")
            % {"name": names.get(part.get("other", 0), _("the other lead")), "time": duration(part["months"])}
        ),
    }
    return telling[clause]()


def can_do(part: Facts) -> str:
    held = {"skills": ", ".join(reached(part))}
    if len(reached(part)) < len(part["skills"]):
        return _("can do some of what is needed (%(skills)s)") % held
    return _("can do all that is needed (%(skills)s)") % held


def otherwise(assignment: Assignment, names: Names) -> str:
    """The runner-up, and what choosing them costs and breaks. Needs: the runner-up's name."""
    if assignment.runner_up_id is None:
        return _("Nobody else can: nobody has the room and may.")
    name = names.get(assignment.runner_up_id, "")
    cost = tenths(assignment.extra_cost or 0)
    broken = assignment.facts.get("other", {}).get("breaks", [])
    kept = {row["member"] for row in assignment.facts.get("breaks", [])}
    lost = [row for row in broken if row["member"] not in kept and row["strength"]]
    if lost:
        return _("Runner-up %(name)s; choosing %(name)s costs %(cost)s and breaks %(time)s with %(lead)s.") % {
            "name": name,
            "cost": cost,
            "time": duration(lost[0]["months"]),
            "lead": names.get(lost[0]["member"], ""),
        }
    return _("Runner-up %(name)s; choosing %(name)s costs %(cost)s.") % {"name": name, "cost": cost}


def breaks(facts: Facts, names: Names) -> list[str]:
    """One sentence for each relationship that ends."""
    return [broken(row, names) for row in facts.get("breaks", []) if row["strength"]]


def broken(row: Mapping[str, Any], names: Names) -> str:
    words = {"name": names.get(row["member"], ""), "time": duration(row["months"]), "n": number(row["letters"])}
    if row["letters"]:
        return _("Breaks %(time)s with %(name)s, who wrote %(n)s letters in a year.") % words
    return _("Breaks %(time)s with %(name)s.") % words


def relaxed(rows: Sequence[Mapping[str, Any]], names: Names, asked: Names) -> list[str]:
    """Which limits to relax, one sentence for each way. names, asked: of members, and of what the round asks, by id."""
    found = []
    for row in rows:
        told = [changed(change, names, asked) for change in row["changes"]]
        found.append(capfirst(joined(told)) + ".")
    return found


def changed(change: Mapping[str, Any], names: Names, asked: Names) -> str:
    kind, by = change["kind"], change.get("by", 0)
    words = {
        "name": names.get(change.get("member", 0), _("somebody")),
        "other": names.get(change.get("other") or 0, _("somebody")),
        "client": asked.get(change.get("asked") or 0, _("a client")),
        "points": number(by),
        "hat": str(Hat(change["hat"]).label).lower() if change.get("hat") else _("lead"),
        "about": heaviness(by),
    }
    telling = {
        "room": _("give %(name)s room for %(points)s points more (%(about)s)"),
        "pin": _("lift the pin of %(client)s to %(name)s"),
        "never": _("let %(name)s lead %(client)s after all"),
        "apart": _("let %(name)s and %(other)s lead a client together"),
        "nobody_pin": _("lift what fixes the %(hat)s of %(client)s: nobody in the round may take it"),
        "nobody_never": _("let somebody take the %(hat)s of %(client)s: everybody is kept from it"),
        "nobody_hat": _("bring somebody into the round who takes %(client)s (%(hat)s): nobody does"),
    }
    return telling[kind] % words


def heaviness(points: int) -> str:
    """Load points as clients of middling need: 100 are one."""
    if points < 75:
        return _("less than a client of middling need")
    clients = round(points / 100)
    return ngettext("one client of middling need", "%(n)d clients of middling need", clients) % {"n": clients}


def duration(months: int) -> str:
    if months < 1:
        return _("a few weeks")
    if months < MANY_MONTHS:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    years = months // 12
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}


def tenths(value: int) -> str:
    return str(number_format(value / 10, decimal_pos=1))


def number(value: int) -> str:
    return str(number_format(value, decimal_pos=0, force_grouping=True))


def language(code: str) -> str:
    found = LANG_INFO.get(code) or LANG_INFO.get(code.split("-", maxsplit=1)[0]) or {}
    return _(str(found.get("name", code))) if found else code


def joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
