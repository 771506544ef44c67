"""All clients that are being told: how far each text is, and what became of each letter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.people.models import Member
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.models import Education, EducationLetter, Transition
from twinhelm.transition.queries.telling_sentences import sentence_for, why_of_letter
from twinhelm.transition.queries.telling_words import PEOPLE
from twinhelm.transition.rules.placeholders import filled, one_word

IN_TROUBLE = (LetterState.RETURNED, LetterState.PERHAPS, LetterState.NOT_SENT)
MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One client's text with its letters."""

    education: Education
    letters: Sequence[EducationLetter]
    why: str
    """What went wrong with it; empty: nothing."""

    @property
    def subject(self) -> str:
        """With the client's name where the text has a place for it."""
        return filled(self.education.subject, {"client": one_word(self.education.transition.client.name)})


def educations(viewer: Member) -> QuerySet[Education]:
    """What waits for somebody first, then by moment."""
    rows = Education.objects.visible_to(viewer).select_related(*PEOPLE)
    return rows.order_by(F("sent_at").asc(nulls_first=True), F("send_at").asc(nulls_last=True), "pk")


def told_of(rows: Sequence[Education]) -> list[Told]:
    """Cost: one query, and one for each letter that a server said something about."""
    letters: dict[int, list[EducationLetter]] = {one.pk: [] for one in rows}
    found = EducationLetter.objects.filter(education__in=letters).select_related("contact", "message__outgoing")
    by_pk = {one.pk: one for one in rows}
    for letter in found.order_by("contact__name", "pk"):
        letter.education = by_pk[letter.education_id]
        letters[letter.education_id].append(letter)
    return [Told(one, letters[one.pk], trouble_of(one, letters[one.pk])) for one in rows]


def trouble_of(education: Education, letters: Sequence[EducationLetter]) -> str:
    first = next(iter(letters), None)
    if education.not_sent_why:
        return sentence_for(education.not_sent_why, education, first)
    wrong = next((one for one in letters if one.state in IN_TROUBLE), None)
    if wrong is None:
        return ""
    said = {
        "name": wrong.contact.name,
        "state": wrong.get_state_display().lower(),
        "why": why_of_letter(wrong, education),
    }
    return _("%(name)s: %(state)s. %(why)s") % said


@dataclass(frozen=True, slots=True)
class Lede:
    """How many clients are told, how many texts wait for somebody, and in how many something went wrong."""

    told: int
    waiting: int
    wrong: int


def lede_of(rows: Sequence[Told]) -> Lede:
    sent = sum(1 for one in rows if one.education.sent_at)
    wrong = sum(1 for one in rows if one.why)
    planned = sum(1 for one in rows if one.education.state == EducationState.PLANNED)
    return Lede(sent, len(rows) - sent - planned, wrong)


def to_read(viewer: Member) -> QuerySet[Education]:
    """What waits for the viewer's reading."""
    waiting = Education.objects.visible_to(viewer).filter(state=EducationState.TO_READ, reader=viewer)
    return waiting.select_related("transition__client", "adapted_by")


def sent_back(viewer: Member) -> QuerySet[Education]:
    """What came back to the viewer with a question."""
    rows = Education.objects.visible_to(viewer).filter(state=EducationState.DRAFT, adapted_by=viewer, read_at=None)
    return rows.exclude(read_note="").select_related("transition__client", "reader")


def in_trouble(viewer: Member) -> QuerySet[Education]:
    """What did not go, came back or perhaps arrived, of clients that concern the viewer."""
    mine = Education.objects.visible_to(viewer).filter(transition__in=concerned(viewer))
    held = mine.filter(sent_at=None).exclude(not_sent_why="").values("pk")
    stray = mine.filter(letters__state__in=IN_TROUBLE, sent_at__isnull=False).values("pk")
    found = Education.objects.filter(pk__in=held.union(stray))
    return found.select_related(*PEOPLE).order_by("pk")


def concerned(viewer: Member) -> QuerySet:  # type: ignore[type-arg]
    rows = Transition.objects.visible_to(viewer).under_way()
    return (rows if viewer.is_owner else rows.concerning(viewer)).values("pk")


def table_of(rows: Sequence[Told], zone: ZoneInfo) -> Iterator[Sequence[object]]:
    """A line for each letter; one without a contact where nobody is chosen yet."""
    for told in rows:
        education = told.education
        begins = [education.transition.client.name, told.subject, education.get_state_display()]
        for letter in told.letters or [None]:  # type: ignore[list-item]
            yield [*begins, *cells_of(letter, education, zone)]


def cells_of(letter: EducationLetter | None, education: Education, zone: ZoneInfo) -> list[object]:
    when = education.sent_at or education.send_at
    moment = date_format(when.astimezone(zone), "Y-m-d H:i") if when else ""
    if letter is None:
        return ["", "", "", moment, ""]
    why = why_of_letter(letter, education)
    return [letter.contact.name, letter.address, letter.get_state_display(), moment, why]
