"""What the columns of a table mean: the headers that known tools write, and guesses for all others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from twinhelm.reading.problems import Misread
from twinhelm.reading.records import column_letter
from twinhelm.reading.understanding import DateOrder, Field, Format
from twinhelm.reading.values import fits, read_clock, read_seconds

_NOT_A_WORD = re.compile(r"[^\w%#]+")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


@dataclass(frozen=True, slots=True)
class Profile:
    """The header of a known tool: the names that give it away, and what each column means."""

    format: Format
    needs: tuple[frozenset[str], ...]
    """Of each set one name must be there."""
    meanings: Mapping[str, Field]


def _profile(format_: Format, needs: Sequence[str], meanings: Mapping[Field, str]) -> Profile:
    return Profile(
        format_,
        tuple(frozenset(names.split("|")) for names in needs),
        {name: meaning for meaning, names in meanings.items() for name in names.split("|")},
    )


# The first that fits wins, so the more particular stand first.
PROFILES = (
    _profile(
        Format.CLOCKIFY,
        ("project", "description", "user|email", "start date", "duration h|duration decimal"),
        {
            Field.TEXT: "description",
            Field.TASK: "task",
            Field.PERSON: "user",
            Field.EMAIL: "email",
            Field.CLIENT: "client",
            Field.PROJECT: "project",
            Field.STARTED: "start date",
            Field.START_TIME: "start time",
            Field.ENDED: "end date",
            Field.END_TIME: "end time",
            Field.DURATION: "duration h",
            Field.HOURS: "duration decimal",
            Field.BILLABLE: "billable",
            Field.LABELS: "tags|tag",
        },
    ),
    _profile(
        Format.TOGGL,
        ("description", "user|email|member", "start date", "start time", "duration|end time|stop time"),
        {
            Field.TEXT: "description",
            Field.TASK: "task",
            Field.PERSON: "user|member",
            Field.EMAIL: "email",
            Field.CLIENT: "client",
            Field.PROJECT: "project",
            Field.STARTED: "start date",
            Field.START_TIME: "start time",
            Field.ENDED: "end date|stop date",
            Field.END_TIME: "end time|stop time",
            Field.DURATION: "duration",
            Field.BILLABLE: "billable",
            Field.LABELS: "tags",
        },
    ),
    _profile(
        Format.HARVEST,
        ("date", "client", "project", "task", "hours", "first name|last name"),
        {
            Field.TEXT: "notes",
            Field.TASK: "task",
            Field.FIRST_NAME: "first name",
            Field.LAST_NAME: "last name",
            Field.EMAIL: "email",
            Field.CLIENT: "client",
            Field.PROJECT: "project",
            Field.DATE: "date",
            Field.START_TIME: "started at",
            Field.END_TIME: "ended at",
            Field.HOURS: "hours",
            Field.BILLABLE: "billable",
            Field.LABELS: "roles",
        },
    ),
    _profile(
        Format.JIRA_WORKLOG,
        ("issue key|key", "work date|work started|started|date started|start date", "hours|time spent|time spent h"),
        {
            Field.TEXT: "work description|worklog description|comment|description",
            Field.TASK: "issue summary|summary",
            Field.PERSON: "full name|author|user|worklog author",
            Field.EMAIL: "email|author email|user email",
            Field.CLIENT: "account name|account customer",
            Field.PROJECT: "project name|project key|project",
            Field.STARTED: "work date|work started|started|date started|start date",
            Field.HOURS: "hours|time spent h",
            Field.DURATION: "time spent",
            Field.LABELS: "activity name|issue type",
        },
    ),
    _profile(
        Format.JIRA,
        ("summary", "issue key|key", "issue type|issue id|status"),
        {
            Field.TEXT: "summary",
            Field.PERSON: "assignee",
            Field.PROJECT: "project name",
            Field.DATE: "resolved",
            Field.DUE: "due date",
            Field.CREATED: "created",
            Field.SECONDS: "time spent|σ time spent",
            Field.LABELS: "labels|component s|components|issue type|status",
            Field.IDENTITY: "issue key|key",
            Field.LOGGED_WORK: "log work",
        },
    ),
    _profile(
        Format.ASANA,
        ("task id", "created at", "completed at", "name"),
        {
            Field.TEXT: "name",
            Field.PERSON: "assignee",
            Field.EMAIL: "assignee email",
            Field.PROJECT: "projects",
            Field.DATE: "completed at",
            Field.DUE: "due date|start date",
            Field.CREATED: "created at",
            Field.LABELS: "tags|section column|section",
            Field.IDENTITY: "task id",
            Field.MINUTES: "actual time|actual time minutes",
        },
    ),
)

_GUESSES: Mapping[Field, str] = {
    Field.TEXT: "description|notes|note|text|summary|title|activity|comment|comments|work description|what|subject"
    "|details|entry|time entry|work done|beschreibung|notiz|notizen|bemerkung|bemerkungen|tätigkeit|omschrijving"
    "|notitie|notities|libellé|commentaire|descripción|comentario|was",
    Field.TASK: "task|task name|issue summary|category|work type|activity type|aufgabe|taak|tâche|tarea|kategorie",
    Field.PERSON: "user|member|person|employee|full name|user name|username|author|who|worker|team member|assignee"
    "|resource|staff|mitarbeiter|mitarbeiterin|benutzer|medewerker|gebruiker|utilisateur|collaborateur|usuario|wer",
    Field.FIRST_NAME: "first name|vorname|voornaam|prénom|nombre",
    Field.LAST_NAME: "last name|surname|nachname|achternaam|nom de famille|apellido",
    Field.EMAIL: "email|e mail|user email|email address|member email|assignee email|mail|courriel",
    Field.CLIENT: "client|client name|customer|customer name|account|account name|company|kunde|kunden|klant|cliente",
    Field.PROJECT: "project|project name|projekt|projet|proyecto|board|job|engagement",
    Field.DATE: "date|day|spent date|work date|entry date|datum|fecha|tag|dag|jour",
    Field.STARTED: "start|started|started at|start date|begin|start datetime|from|beginn|startdatum|début|inicio|von|van",
    Field.START_TIME: "start time|time from|startzeit|begintijd|heure de début",
    Field.ENDED: "end|ended|ended at|end date|stop|stopped at|stop date|end datetime|to|ende|enddatum|eind|fin|bis|tot",
    Field.END_TIME: "end time|stop time|time to|endzeit|eindtijd|heure de fin",
    Field.DURATION: "duration|time|time spent|duration h|time h|logged|logged time|tracked|tracked time|effort|dauer"
    "|zeit|duur|tijd|durée|temps|duración|tiempo",
    Field.HOURS: "hours|hrs|h|time hours|duration hours|hours logged|hours worked|duration decimal|time decimal"
    "|stunden|uren|heures|horas|quantity",
    Field.MINUTES: "minutes|mins|min|duration minutes|duration min|time minutes|minuten|minutos",
    Field.SECONDS: "seconds|secs|duration seconds|time spent seconds|sekunden",
    Field.BILLABLE: "billable|is billable|abrechenbar|factureerbaar|facturable",
    Field.LABELS: "tags|tag names|labels|label|type|etiketten|étiquettes|etiquetas|section|categories",
    Field.ATTENDEES: "attendees|participants|guests|invitees|required attendees|optional attendees|teilnehmer|deelnemers",
    Field.IDENTITY: "entry id|time entry id|worklog id|uid|uuid|guid",
}
MEANING_OF = {name: meaning for meaning, names in _GUESSES.items() for name in names.split("|")}


def normal(name: str) -> str:
    """A header cell as it is compared: no case, no punctuation, no money in brackets."""
    return " ".join(_NOT_A_WORD.sub(" ", name[:80].casefold()).split())


def unique(header: Sequence[str]) -> tuple[str, ...]:
    """Column names that differ; an empty one is called by its letter."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(cell.split())[:80] or f"Column {column_letter(number)}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def signature(header: Sequence[str]) -> str:
    joined = "\x1f".join(normal(cell) for cell in header)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def known_names(cells: Sequence[str]) -> int:
    """How many cells are names that tables of work use."""
    names = {normal(cell) for cell in cells}
    profiled = max(len(names & profile.meanings.keys()) for profile in PROFILES)
    return max(profiled, len(names & (MEANING_OF.keys() | {"name"})))


def find_profile(header: Sequence[str]) -> Profile | None:
    names = {normal(cell) for cell in header}
    return next((profile for profile in PROFILES if all(names & need for need in profile.needs)), None)


def propose(columns: Sequence[str], profile: Profile | None, samples: Sequence[Sequence[str]]) -> dict[str, str]:
    """Column → meaning, by the header first and by the values of the first rows where the header says nothing."""
    meanings = profile.meanings if profile else MEANING_OF
    found: dict[str, Field] = {}
    order = {name: place for place, name in enumerate(meanings)}
    # Of several columns that would do, the one that stands first in the tool's list of names.
    for column in sorted(columns, key=lambda column: order.get(_bare(column), len(order))):
        meaning = meanings.get(_bare(column))
        if meaning and (meaning in _REPEATABLE or meaning not in found.values()):
            found[column] = meaning
    if profile is None:
        _name_column(columns, found)
        _time_column(columns, samples, found)
        _by_values(columns, samples, found)
    return {column: str(found[column]) for column in columns if column in found}


_REPEATABLE = frozenset({Field.LABELS, Field.LOGGED_WORK, Field.DUE, Field.ATTENDEES})


def _bare(column: str) -> str:
    return normal(re.sub(r" \(\d{1,4}\)$", "", column))


def _name_column(columns: Sequence[str], found: dict[str, Field]) -> None:
    """`Name` is a person beside a description, and the work itself without one."""
    taken = set(found.values())
    for column in columns:
        if normal(column) in ("name", "naam", "nom"):
            if Field.TEXT not in taken and Field.TASK not in taken:
                found[column] = Field.TEXT
            elif Field.PERSON not in taken:
                found[column] = Field.PERSON
            return


def _time_column(columns: Sequence[str], samples: Sequence[Sequence[str]], found: dict[str, Field]) -> None:
    """`Time` is a time of day beside a duration, and when its values are those of a working day."""
    for place, column in enumerate(columns):
        if normal(column) not in _TIME_NAMES or Field.START_TIME in found.values():
            continue
        values = [row[place].strip() for row in samples if place < len(row) and row[place].strip()]
        has_effort = any(found.get(other) in _EFFORT for other in columns if other != column)
        if has_effort or (values and _are_of_a_working_day(values)):
            found[column] = Field.START_TIME
        return


_TIME_NAMES = frozenset({"time", "zeit", "uhrzeit", "tijd", "temps", "tiempo"})
_EFFORT = frozenset({Field.DURATION, Field.HOURS, Field.MINUTES, Field.SECONDS})


def _are_of_a_working_day(values: Sequence[str]) -> bool:
    """Nobody works seven hours on most of their entries; most of them begin after seven."""
    try:
        clocks = sorted(read_clock(value) for value in values)
    except Misread:
        return False
    return clocks[len(clocks) // 2].hour >= 7


def _by_values(columns: Sequence[str], samples: Sequence[Sequence[str]], found: dict[str, Field]) -> None:
    taken = set(found.values())
    texts: list[tuple[float, str]] = []
    for position, column in enumerate(columns):
        if column in found:
            continue
        values = [row[position].strip() for row in samples if position < len(row) and row[position].strip()]
        meaning = _of_values(values)
        if meaning is None and values:
            texts.append((sum(map(len, values)) / len(values), column))
        elif meaning and not taken & _EXCLUDES.get(meaning, {meaning}):
            found[column] = meaning
            taken.add(meaning)
    if not taken & {Field.TEXT, Field.TASK, Field.LOGGED_WORK} and texts:
        found[max(texts)[1]] = Field.TEXT


_EXCLUDES: Mapping[Field, set[Field]] = {
    Field.DATE: {Field.DATE, Field.STARTED, Field.CREATED},
    Field.DURATION: {Field.DURATION, Field.HOURS, Field.MINUTES, Field.SECONDS},
}


def _of_values(values: Sequence[str]) -> Field | None:
    if not values:
        return None
    enough = max(1, round(len(values) * 0.8))
    if sum(_EMAIL.fullmatch(value[:256]) is not None for value in values) >= enough:
        return Field.EMAIL
    if sum(_is_date(value) for value in values) >= enough:
        return Field.DATE
    if sum(_is_duration(value) for value in values) >= enough:
        return Field.DURATION
    return None


def _is_date(value: str) -> bool:
    return not value.isdecimal() and any(fits(value, order) for order in DateOrder)


def _is_duration(value: str) -> bool:
    try:
        return 0 <= read_seconds(value) <= 24 * 3600
    except Misread:
        return False
