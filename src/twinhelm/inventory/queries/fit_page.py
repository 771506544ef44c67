"""Who fits a hat at a client, and what each number is made of."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twinhelm.clients.models import Client
from twinhelm.clients.queries.ties import ties
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.fit import Fit, Fits, fits
from twinhelm.inventory.queries.load_page import leading
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import NONE, Relationship
from twinhelm.inventory.queries.sentences import duration, joined, language, number, tenths, why
from twinhelm.inventory.rules.fit import Key, Part
from twinhelm.inventory.rules.relationships import share
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.worklog.models import sees_everybody
from twinhelm.worklog.policies import may_read_likings

NAMES = {
    Key.RELATIONSHIP: gettext_lazy("Relationship"),
    Key.ROLE: gettext_lazy("Role"),
    Key.SPLIT: gettext_lazy("Kind of work"),
    Key.SKILLS: gettext_lazy("Skills"),
    Key.LANGUAGE: gettext_lazy("Language"),
    Key.INDUSTRY: gettext_lazy("Industry"),
    Key.PAIR: gettext_lazy("The other lead"),
    Key.ABSENCE: gettext_lazy("The first weeks"),
    Key.LIKING: gettext_lazy("Liking"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One member who could wear the hat."""

    member: Member
    tenths: int | None
    leads_now: bool
    why: str

    @property
    def value(self) -> str:
        return "" if self.tenths is None else tenths(self.tenths)


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the number: its name, value, weight and what it comes from."""

    name: str
    hat: str
    score: int | None
    weight: int
    words: str
    url: str

    @property
    def value(self) -> str:
        return "" if self.score is None else tenths(self.score)


@dataclass(frozen=True, slots=True)
class TieLine:
    """One tie of the relationship."""

    name: str
    value: str
    full: str
    weight: int
    counts: str


@dataclass(frozen=True, slots=True)
class FitPage:
    """Everybody for one hat at one client or project, and one of them explained."""

    client: Client
    project: Project | None
    post: Post
    rows: Sequence[Row]
    chosen: Member | None
    fit: Fit | None
    lines: Sequence[Line]
    liking: Sequence[Line]
    """Empty unless worklog lets the reader see it."""
    ties: Sequence[TieLine]
    relationship: Relationship
    formula: str

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.client.name

    @property
    def hat(self) -> str:
        return str(Hat(self.post.hat).label)

    @property
    def value(self) -> str:
        return tenths(self.fit.tenths) if self.fit and self.fit.tenths is not None else ""

    @property
    def best(self) -> Row | None:
        return next((row for row in self.rows if row.tenths is not None), None)

    @property
    def cost_of_breaking(self) -> str:
        return tenths(self.relationship.breaking)

    @property
    def known_for(self) -> str:
        return duration(self.relationship.months)


def fit_page(
    post: Post, client: Client, project: Project | None, wanted: int | None, *, viewer: Member, on: date
) -> FitPage:
    """wanted: whom to explain; else whoever leads now, else the best. Cost: about forty queries, however many lead."""
    members = list(leading(on).prefetch_related("role_grants"))
    found = fits([post], members, on=on)
    names = {member.pk: member.get_short_name() for member in members}
    rows = sorted((row_of(found, post, one, names) for one in members), key=lambda row: -(row.tenths or -1))
    chosen = chosen_of(rows, wanted)
    fit = found.of(post, chosen.pk) if chosen else None
    one = found.known.relationships.get((client.pk, chosen.pk), NONE) if chosen else NONE
    sees = chosen is not None and (sees_everybody(viewer) or viewer.pk == chosen.pk)
    may_like = chosen is not None and bool(may_read_likings(viewer, chosen))
    return FitPage(
        client=client,
        project=project,
        post=post,
        rows=rows,
        chosen=chosen,
        fit=fit,
        lines=lines_of(fit.parts, client, chosen, names, sees=sees) if fit and chosen else (),
        liking=lines_of(fit.liking, client, chosen, names, sees=sees) if fit and chosen and may_like else (),
        ties=list(tie_lines(one, sees=sees)),
        relationship=one,
        formula=formula(fit.parts) if fit and post.hat != Hat.BOTH else "",
    )


def row_of(found: Fits, post: Post, member: Member, names: Mapping[int, str]) -> Row:
    parts = [
        {"key": part.key.value, "score": part.score, "weight": part.weight, **part.facts}
        for part in found.of(post, member.pk).parts
        if part.score is not None
    ]
    leads_now = member.pk == found.known.lead_now(post)
    return Row(member, found.tenths(post, member.pk), leads_now, why({"parts": parts}, names))


def chosen_of(rows: Sequence[Row], wanted: int | None) -> Member | None:
    asked = next((row.member for row in rows if row.member.pk == wanted), None)
    leading_now = next((row.member for row in rows if row.leads_now), None)
    return asked or leading_now or (rows[0].member if rows else None)


def lines_of(
    parts: Sequence[Part], client: Client, member: Member, names: Mapping[int, str], *, sees: bool
) -> list[Line]:
    return [
        Line(
            name=str(NAMES[part.key]),
            hat=str(Hat(str(part.facts["hat"])).label),
            score=part.score,
            weight=part.weight,
            words=words_of(part, names, sees=sees),
            url=rows_behind(part.key, client, member),
        )
        for part in parts
    ]


def rows_behind(key: Key, client: Client, member: Member) -> str:
    """Where the rows stand that made the number."""
    person = reverse("people:person", args=[member.pk])
    page = reverse("clients:client", args=[client.pk])
    found = {
        Key.RELATIONSHIP: page,
        Key.ROLE: person,
        Key.SKILLS: f"{person}#skills",
        Key.SPLIT: reverse("worklog:split"),
        Key.LANGUAGE: f"{person}#skills",
        Key.INDUSTRY: f"{reverse('clients:clients')}?words={client.industry}",
        Key.PAIR: page,
        Key.ABSENCE: person,
        Key.LIKING: reverse("worklog:likings"),
    }
    return found[key]


def words_of(part: Part, names: Mapping[int, str], *, sees: bool) -> str:
    """What the number comes from; hours of a single member only for whom worklog shows them."""
    return UNKNOWN[part.key]() if part.score is None else TOLD[part.key](part.facts, names, sees)


Facts = Mapping[str, object]


def of_relationship(facts: Facts, _names: Mapping[int, str], sees: bool) -> str:
    told = []
    if facts["letters"]:
        words = {"n": number(whole(facts["letters"])), "all": number(whole(facts["letters_of_all"]))}
        told.append(_("%(n)s of our %(all)s letters") % words)
    for key, one, many in (("meetings", "%(n)d meeting", "%(n)d meetings"), ("calls", "%(n)d call", "%(n)d calls")):
        if facts[key]:
            told.append(ngettext(one, many, whole(facts[key])) % {"n": facts[key]})
    if sees and facts["hours"]:
        told.append(_("%(n)s h") % {"n": number(whole(facts["hours"]))})
    if facts["led_months"]:
        told.append(_("a lead for %(time)s") % {"time": duration(whole(facts["led_months"]))})
    if not told:
        return _("Nothing in the last year")
    return joined(told)


def of_role(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    role = facts["role"]
    return str(Role(str(role)).label) if role else _("No role that leads work")


def of_split(facts: Facts, _names: Mapping[int, str], sees: bool) -> str:
    family = _("client work") if facts["hat"] == Hat.ACCOUNT else _("project work")
    if sees:
        hours = {
            "n": number(round(whole(facts["minutes"]) / 60)),
            "all": number(round(whole(facts["minutes_of_all"]) / 60)),
        }
        return _("%(n)s of %(all)s sorted hours are %(family)s") % {**hours, "family": family}
    return _("Share of %(family)s in the sorted hours; how many those are is between them and the owners") % {
        "family": family
    }


def of_skills(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    rows: Sequence[Sequence[object]] = facts["skills"]  # type: ignore[assignment]
    return joined(
        [
            _("%(skill)s %(held)s of %(needed)s") % {"skill": name, "held": held, "needed": needed}
            for name, held, needed in rows
        ]
    )


def of_language(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    words = {"language": language(str(facts["language"])), "level": facts.get("level", "")}
    if facts.get("level"):
        return _("%(language)s, level %(level)s of 5") % words
    return _("Works here in %(language)s") % words


def of_industry(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    clients = whole(facts["clients"])
    if not clients:
        return _("No other client of the industry so far")
    return ngettext("%(n)d other client of the industry", "%(n)d other clients of the industry", clients) % {
        "n": clients
    }


def of_pair(facts: Facts, names: Mapping[int, str], _sees: bool) -> str:
    name = names.get(whole(facts["other"]), _("the other lead"))
    if not facts["months"]:
        return _("Has not led with %(name)s so far") % {"name": name}
    return _("Has led with %(name)s for %(time)s") % {"name": name, "time": duration(whole(facts["months"]))}


def of_absence(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    return _("Here for %(share)s %% of the first four weeks") % {"share": facts["here"]}


def of_liking(facts: Facts, _names: Mapping[int, str], _sees: bool) -> str:
    return _("%(mean)s in the questionnaire, from −2 to 2") % {"mean": facts["mean"]}


TOLD = {
    Key.RELATIONSHIP: of_relationship,
    Key.ROLE: of_role,
    Key.SPLIT: of_split,
    Key.SKILLS: of_skills,
    Key.LANGUAGE: of_language,
    Key.INDUSTRY: of_industry,
    Key.PAIR: of_pair,
    Key.ABSENCE: of_absence,
    Key.LIKING: of_liking,
}
UNKNOWN: Mapping[Key, Callable[[], str]] = {
    Key.RELATIONSHIP: lambda: _("Nobody has had to do with this client yet"),
    Key.ROLE: lambda: "",
    Key.SPLIT: lambda: _("Fewer than 10 sorted hours: not enough to say"),
    Key.SKILLS: lambda: _("No skill is noted as needed, or nothing is said of what they can do"),
    Key.LANGUAGE: lambda: _("The client’s language, or whether they speak it, isn’t known"),
    Key.INDUSTRY: lambda: _("The industry isn’t known, or no other client is of it"),
    Key.PAIR: lambda: _("Nobody else wears the other hat"),
    Key.ABSENCE: lambda: _("There from the beginning, so it doesn’t count"),
    Key.LIKING: lambda: _("The questionnaire isn’t answered"),
}


def whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def formula(parts: Sequence[Part]) -> str:
    """The sum as one would write it down."""
    known = [part for part in parts if part.score is not None]
    weights = sum(part.weight for part in known)
    if not weights:
        return ""
    total = " + ".join(f"{part.weight} × {tenths(part.score or 0)}" for part in known)
    return f"({total}) ÷ {weights}"


def tie_lines(one: Relationship, *, sees: bool) -> Iterator[TieLine]:
    for tie, _tell in ties():
        value = one.values.get(tie.key)
        if value is None or (tie.key == "hours" and not sees):
            continue
        counts = tenths(round(100 * share(value, tie.full_at)))
        yield TieLine(str(tie.name), number(round(value)), number(round(tie.full_at)), tie.weight, counts)
