"""Imports as pages show them: the list, and one import with all that was found in it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.foundation.queries import Progress, progress_of
from twinhelm.people.models import Member
from twinhelm.reading import Code, Effect, Format, Problem, sentence
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Import, WorkEntry

PAGE = 30
FORMATS = {
    Format.TOGGL: gettext_lazy("Toggl Track, detailed report"),
    Format.HARVEST: gettext_lazy("Harvest, detailed time"),
    Format.CLOCKIFY: gettext_lazy("Clockify, detailed report"),
    Format.JIRA: gettext_lazy("Jira issues"),
    Format.JIRA_WORKLOG: gettext_lazy("Jira work log"),
    Format.ASANA: gettext_lazy("Asana tasks"),
    Format.TABLE: gettext_lazy("A table"),
    Format.TRELLO: gettext_lazy("Trello board"),
    Format.CALENDAR: gettext_lazy("Calendar"),
    Format.MAILBOX: gettext_lazy("Mailbox"),
    Format.MESSAGE: gettext_lazy("A mail"),
    Format.PASTED: gettext_lazy("A list of lines"),
}

SEPARATORS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """Problems of one kind: how many, and the first of them as sentences."""

    code: str
    effect: str
    count: int
    sentences: tuple[str, ...]

    @property
    def is_lost(self) -> bool:
        return self.effect == Effect.LEFT_OUT

    @property
    def more(self) -> int:
        return self.count - len(self.sentences)


@dataclass(frozen=True, slots=True)
class Found:
    """What the dry run found, ready to be said."""

    format: str
    facts: tuple[tuple[str, str], ...]
    new: Mapping[str, int]
    here: Mapping[str, int]
    twin: Mapping[str, int]
    left_out: Mapping[str, int]
    people: int
    first_on: date | None
    last_on: date | None
    without_time: int
    samples: tuple[Mapping[str, Any], ...]
    twins: tuple[Mapping[str, Any], ...]
    lost: tuple[Kind, ...]
    """Rows that can't be read."""
    skipped: tuple[Kind, ...]
    """Understood, and not work; or read under an assumption."""
    notes: tuple[str, ...]
    """Assumptions about the file as a whole."""
    is_calendar: bool
    is_mail: bool

    @property
    def lost_rows(self) -> int:
        return sum(kind.count for kind in self.lost)


@dataclass(frozen=True, slots=True)
class OneImport:
    """An import on its page."""

    imported: Import
    found: Found | None
    failure: str
    progress: Progress | None
    corrected: int = 0

    @property
    def is_under_way(self) -> bool:
        return self.imported.state in (ImportState.CHECKING, ImportState.RUNNING)


def imports(member: Member, *, before: int | None = None) -> list[Import]:
    """A page of the newest. Cost: one query."""
    rows = Import.objects.visible_to(member).brought().select_related("started_by").defer("findings", "understanding")
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def counted_by_itself(member: Member) -> list[Import]:
    """Cost: one query."""
    own = Import.objects.visible_to(member).filter(is_own=True).select_related("started_by")
    return list(own.order_by("started_by__name"))


def one_import(imported: Import, *, job_key: str) -> OneImport:
    """Cost: one query."""
    under_way = imported.state in (ImportState.CHECKING, ImportState.RUNNING)
    return OneImport(
        imported,
        found_in(imported) if imported.findings.get("new") else None,
        failure_of(imported),
        progress_of(job_key) if under_way else None,
    )


def taken_along(imported: Import) -> tuple[int, int]:
    """Entries that count, and those of them that a person has sorted. Cost: one query."""
    entries = WorkEntry.objects.counted().filter(source=imported).values_list("sorted_by", flat=True)
    sorted_by = list(entries)
    return len(sorted_by), sum(one == "person" for one in sorted_by)


def failure_of(imported: Import) -> str:
    refused = imported.findings.get("refused")
    if refused:
        return sentence(problem_of(refused), _)
    if imported.findings.get("broke"):
        return _(
            "Twinhelm broke on this file; the reason stands under Jobs. Nothing was stored. Import it again, or as CSV."
        )
    if imported.state == ImportState.FAILED:
        return _("The file is no longer there. Import it again.")
    return ""


def found_in(imported: Import) -> Found:
    findings, read = imported.findings, imported.understanding["read"]
    kinds = [kind_of(one) for one in findings["problems"]]
    format_, who = Format(read["format"]), names_of(findings["people"])
    return Found(
        format=str(FORMATS[format_]),
        facts=tuple(facts_of_file(read)),
        new=findings["new"],
        here=findings["here"],
        twin=findings["twin"],
        left_out=findings["left_out"],
        people=len([one for one in findings["people"] if one["owner"] != "out"]),
        first_on=day(findings["first_on"]),
        last_on=day(findings["last_on"]),
        without_time=findings["without_time"],
        samples=tuple(
            {**one, "on": day(one["on"]), "who": who.get(one["person"], one["person"])} for one in findings["samples"]
        ),
        twins=tuple({**one, "on": day(one["on"])} for one in findings["twins"]),
        lost=tuple(kind for kind in kinds if kind.is_lost),
        skipped=tuple(kind for kind in kinds if not kind.is_lost),
        notes=tuple(sentence(problem_of(note), _) for note in read["notes"]),
        is_calendar=format_ == Format.CALENDAR,
        is_mail=format_ in (Format.MAILBOX, Format.MESSAGE),
    )


def names_of(people: list[Mapping[str, Any]]) -> dict[str, str]:
    """What the members are called whom the file's names mean. Cost: one query."""
    owners = {one["person"]: one["owner"] for one in people if isinstance(one["owner"], int)}
    names = dict(Member.objects.filter(pk__in=owners.values()).values_list("pk", "name"))
    return {person: names[owner] for person, owner in owners.items() if owner in names}


def facts_of_file(read: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if read["container"] == "xlsx":
        yield _("Sheet"), read["sheet"] or _("the first")
    if read["encoding"]:
        yield _("Letters"), read["encoding"].upper()
    if read["delimiter"]:
        yield _("Separator"), str(SEPARATORS.get(read["delimiter"], read["delimiter"]))
    if read["header_row"]:
        yield _("Header"), _("row %(row)s") % {"row": read["header_row"]}


def kind_of(plain: Mapping[str, Any]) -> Kind:
    said = tuple(sentence(problem_of(one), _) for one in plain["first"])
    return Kind(plain["code"], plain["effect"], plain["count"], said)


def problem_of(plain: Mapping[str, Any]) -> Problem:
    return Problem(**{**plain, "code": Code(plain["code"])})


def day(plain: str | None) -> date | None:
    return date.fromisoformat(plain) if plain else None


def problems_of(imported: Import) -> Iterator[tuple[str, str, str, str, str]]:
    """All that the dry run could not read: row, column, effect, kind, sentence."""
    path = settings.FILES / (imported.path + ".problems")
    if not imported.path or not path.exists():
        return
    with path.open(encoding="utf-8") as listed:
        for line in listed:
            problem = problem_of(json.loads(line))
            yield str(problem.row or ""), problem.column, problem.effect.value, problem.code.value, sentence(problem, _)
