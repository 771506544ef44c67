"""What a file of people would do. It adds and changes; it takes nothing away, invites nobody, and moves no sign-in."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.models.skills import HIGHEST, LOWEST
from twinhelm.people.queries.regions import countries, country_name, subdivision_names, subdivisions
from twinhelm.people.rules import Change, Fault, PlannedRow, tidy_email
from twinhelm.reading import Column, Listing, ListRow

PEOPLE_COLUMNS = (
    Column("name", "Name|Full name|Member|Person|Employee", is_needed=True, instead="first_name"),
    Column("first_name", "First name|Given name|Vorname|Voornaam|Prénom"),
    Column("last_name", "Last name|Surname|Family name|Nachname|Achternaam|Nom de famille"),
    Column("email", "Email|E-mail|Email address|E-mail address|Mail"),
    Column("roles", "Roles|Role"),
    Column("skills", "Skills|Skill"),
    Column("hours", "Weekly hours|Hours a week|Hours per week|Working time|Hours"),
    Column("region", "Region|Country|Public holidays"),
    Column("time_zone", "Time zone|Timezone|Zone"),
)
LONGEST_NAME, LONGEST_SKILL = 120, 60
_PARTS = re.compile(r"[;,\n|]")
_RATED = re.compile(r"(.+?)[\s:=]*\(?([0-9]+)\)?")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*h?")


class Misfit(Exception):  # noqa: N818
    """A cell that can't be used, with the reason."""


@dataclass
class Draft:
    """A row on its way to be planned."""

    row: ListRow
    name: str
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """Who is here already. Cost: three queries."""

    by_email: Mapping[str, Member]
    by_name: Mapping[str, list[Member]]

    @classmethod
    def now(cls, by: Member) -> "Known":
        by_email: dict[str, Member] = {}
        by_name: dict[str, list[Member]] = {}
        for member in Member.objects.visible_to(by).prefetch_related("role_grants", "skills__skill"):
            by_name.setdefault(alike(member.name), []).append(member)
            if member.email:
                by_email[member.email.lower()] = member
        return cls(by_email, by_name)


def planned_people(listing: Listing, by: Member) -> Iterator[PlannedRow]:
    """Found by email, else by name. Cost: three queries."""
    known, seen = Known.now(by), dict[str, int]()
    for row in listing.rows:
        draft = Draft(row, name_in(row))
        email = read(draft, "email", email_of)
        member = who(draft, email, known)
        refuse_doubled(draft, email, member, seen)
        if not draft.name:
            draft.faults.append(Fault("name", _("The name is missing.")))
        elif len(draft.name) > LONGEST_NAME:
            draft.faults.append(Fault("name", _("A name has 120 letters at most.")))
        compare(draft, member, email)
        yield PlannedRow(
            row.number,
            draft.name,
            member.pk if member else None,
            tuple(draft.changes),
            tuple(draft.faults),
            {"name": draft.name, **draft.values},
        )


def name_in(row: ListRow) -> str:
    said = row.get("name") or f"{row.get('first_name')} {row.get('last_name')}"
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())


def read(draft: Draft, key: str, reader: Callable[[str], Any]) -> Any:
    """What the cell says; None for an empty one, which leaves things as they are, and for one that can't be used."""
    said = draft.row.get(key)
    if not said:
        return None
    try:
        return reader(said)
    except Misfit as misfit:
        draft.faults.append(Fault(key, str(misfit)))
        return None


def who(draft: Draft, email: str | None, known: Known) -> Member | None:
    """The one whom the row is about."""
    if email and email in known.by_email:
        return known.by_email[email]
    namesakes = known.by_name.get(alike(draft.name), []) if draft.name else []
    if len(namesakes) > 1:
        why = _("%(n)s people here are called so. Write the email to say which one is meant.")
        draft.faults.append(Fault("name", why % {"n": len(namesakes)}))
        return None
    if namesakes and email and namesakes[0].email:
        why = _(
            "%(name)s is here with another email. Whoever it belongs to changes it; somebody else needs another name."
        )
        draft.faults.append(Fault("email", why % {"name": namesakes[0].name}))
        return None
    return namesakes[0] if namesakes else None


def refuse_doubled(draft: Draft, email: str | None, member: Member | None, seen: dict[str, int]) -> None:
    keys = {f"@{email}" if email else f"={alike(draft.name)}", f"#{member.pk}" if member else ""} - {"", "="}
    earlier = min((seen[key] for key in keys if key in seen), default=None)
    if earlier:
        draft.faults.append(Fault("", _("Row %(row)s is about the same person.") % {"row": earlier}))
    for key in keys:
        seen.setdefault(key, draft.row.number)


def compare(draft: Draft, member: Member | None, email: str | None) -> None:
    """Puts into the draft what is other than it is here, and what `apply` needs for it."""
    if member and draft.name and draft.name != member.name:
        differs(draft, "name", _("Name"), member.name, draft.name, draft.name)
    if email and (member is None or not member.email):
        differs(draft, "email", _("Email"), "", email, email)
    hours = read(draft, "hours", minutes_of_week)
    if hours is not None and (member is None or hours != member.weekly_minutes):
        before = f"{member.weekly_minutes / 60:g}" if member else ""
        differs(draft, "weekly_minutes", _("Weekly hours"), before, f"{hours / 60:g}", hours)
    compare_roles(draft, member)
    compare_skills(draft, member)
    region = read(draft, "region", region_of_text)
    if region is not None and region != ((member.country, member.subdivision) if member else ("", "")):
        before = region_text(member.country, member.subdivision) if member else ""
        differs(draft, "region", _("Region"), before, region_text(*region), list(region))
    zone = read(draft, "time_zone", zone_of)
    if zone and zone != (member.time_zone if member else ""):
        differs(draft, "time_zone", _("Time zone"), member.time_zone if member else "", zone, zone)


def compare_roles(draft: Draft, member: Member | None) -> None:
    wanted = read(draft, "roles", roles_of) or ()
    held = member.roles if member else frozenset[Role]()
    given = [role for role in wanted if role not in held]
    if given:
        before = ", ".join(str(role.label) for role in Role if role in held)
        after = ", ".join(str(role.label) for role in Role if role in {*held, *given})
        differs(draft, "roles", _("Roles"), before, after, [str(role) for role in given])


def compare_skills(draft: Draft, member: Member | None) -> None:
    wanted = read(draft, "skills", skills_of_text) or []
    said = {alike(one.skill.name): one.level for one in member.skills.all()} if member else {}
    other = [(name, level) for name, level in wanted if said.get(alike(name)) != level]
    for name, level in other:
        before = f"{name} {said[alike(name)]}" if alike(name) in said else ""
        draft.changes.append(Change(_("Skill"), before, f"{name} {level}"))
    if other:
        draft.values["skills"] = [list(one) for one in other]


def differs(draft: Draft, key: str, what: str, before: str, after: str, value: Any) -> None:
    draft.changes.append(Change(what, before, after))
    draft.values[key] = value


def email_of(said: str) -> str:
    email = tidy_email(said)
    try:
        validate_email(email)
    except ValidationError:
        raise Misfit(_("“%(email)s” is no email address.") % {"email": said[:80]}) from None
    return email


def minutes_of_week(said: str) -> int:
    found = _NUMBER.fullmatch(said.strip().casefold())
    hours = float(f"{found[1]}.{found[2] or 0}") if found else -1
    if not 0 <= hours <= 168:
        raise Misfit(_("“%(said)s” is no number of hours between 0 and 168.") % {"said": said[:40]})
    return round(hours * 60)


def roles_of(said: str) -> list[Role]:
    names = {alike(str(role.label)): role for role in Role} | {
        alike(role.value.replace("_", " ")): role for role in Role
    }
    found = []
    for part in filter(None, map(str.strip, _PARTS.split(said))):
        role = names.get(alike(part.replace("_", " ")))
        if role is None:
            every = ", ".join(str(role.label) for role in Role)
            raise Misfit(_("“%(said)s” is no role. The roles are: %(every)s.") % {"said": part[:40], "every": every})
        found.append(role)
    return found


def skills_of_text(said: str) -> list[tuple[str, int]]:
    """`Figma 4; Python (3)`; without a number it is 3."""
    found: dict[str, tuple[str, int]] = {}
    for part in filter(None, map(str.strip, _PARTS.split(said))):
        rated = _RATED.fullmatch(part)
        name, level = (rated[1].strip(), int(rated[2][:3])) if rated else (part, 3)
        if not LOWEST <= level <= HIGHEST:
            raise Misfit(_("“%(said)s”: a level goes from 1 to 5.") % {"said": part[:60]})
        if len(name) > LONGEST_SKILL:
            raise Misfit(_("“%(said)s…” is longer than the 60 letters of a skill.") % {"said": name[:30]})
        found[alike(name)] = (name, level)
    return list(found.values())


def region_of_text(said: str) -> tuple[str, str]:
    """`NL`, `DE-BY`, `Netherlands`."""
    code, _dash, part = said.strip().partition("-")
    if code.upper() in countries() and (not part or part.upper() in subdivisions(code.upper())):
        return code.upper(), part.upper()
    by_name = {alike(country_name(one)): one for one in countries()}
    if alike(said) in by_name:
        return by_name[alike(said)], ""
    raise Misfit(
        _("“%(said)s” is no region whose holidays are known. Write NL, DE-BY or Netherlands.") % {"said": said[:40]}
    )


def region_text(country: str, subdivision: str) -> str:
    """As the file of people has it: `DE-BY`."""
    return f"{country}-{subdivision}" if subdivision else country


def region_name(country: str, subdivision: str) -> str:
    """As a page says it: `Germany, Bayern`."""
    if not country:
        return ""
    part = subdivision_names(country).get(subdivision, subdivision)
    return f"{country_name(country)}, {part}" if part else country_name(country)


def zone_of(said: str) -> str:
    names = {name.casefold(): name for name in available_timezones()}
    found = names.get(said.strip().replace(" ", "_").casefold())
    if found is None:
        raise Misfit(_("“%(said)s” is no time zone. Write one such as Europe/Amsterdam.") % {"said": said[:64]})
    return found


def alike(name: str) -> str:
    return " ".join(name.casefold().split())


def people_file(members: Iterable[Member]) -> tuple[list[str], list[list[object]]]:
    """The people as a file that can be brought in again. Needs: roles and skills are loaded."""
    header = [_("Name"), _("Email"), _("Roles"), _("Skills"), _("Weekly hours"), _("Region"), _("Time zone")]
    return header, [
        [
            member.name,
            member.email,
            "; ".join(str(role.label) for role in Role if role in member.roles),
            "; ".join(sorted(f"{one.skill.name} {one.level}" for one in member.skills.all())),
            round(member.weekly_minutes / 60, 2),
            region_text(member.country, member.subdivision),
            member.time_zone,
        ]
        for member in members
    ]
