"""Who doesn't get on, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.choices import LetterState, LineState, Step
from twinhelm.transition.models import Education, EducationLetter, HandOverLine, Programme
from twinhelm.transition.queries.rows import Row, rows_of
from twinhelm.transition.queries.telling_sentences import briefly
from twinhelm.transition.rules import steps

TOO_LONG = {Step.ASSESS: 28, Step.SHADOW: 42, Step.CHECK_IN: 70}
USUALLY = 21
"""Days on a step without a day of its own, after which something seems to be missing."""
CAME_BACK = (LetterState.RETURNED, LetterState.NOT_SENT)


@dataclass(frozen=True, slots=True)
class Stuck:
    """One client that doesn't get on: since when, and the reason as a sentence."""

    row: Row
    since_on: date
    days: int
    why: str

    @property
    def days_words(self) -> str:
        return ngettext("%(n)d day", "%(n)d days", self.days) % {"n": self.days}


def stuck_of(programme: Programme, viewer: Member, *, at: datetime) -> list[Stuck]:
    """The longest first. Cost: four queries."""
    found = stuck_in(rows_of(programme, viewer), viewer, at=at)
    return sorted(found.values(), key=lambda one: (-one.days, one.row.name))


def stuck_in(rows: Iterable[Row], viewer: Member, *, at: datetime) -> dict[int, Stuck]:
    """By transition. Cost: three queries, however many."""
    going = {row.pk: row for row in rows if row.is_under_way or row.stopped_at}
    today = clock.day_in(viewer.zone, at)
    returned, unsent, questions = came_back(going), not_sent(going), asked(going)
    found = {}
    for pk, row in going.items():
        reasons = [
            *plainly(row, viewer, today),
            *letters(row, returned, unsent, viewer),
            *open_questions(row, questions, viewer),
        ]
        if reasons:
            since, why = reasons[0]
            found[pk] = Stuck(row, since, max((today - since).days, 0), why)
    return found


Reasons = Iterator[tuple[date, str]]


def plainly(row: Row, viewer: Member, today: date) -> Reasons:
    """What the row itself says, the gravest first."""
    since = clock.day_in(viewer.zone, row.step_since)
    if row.stopped_at:
        yield clock.day_in(viewer.zone, row.stopped_at), _("stopped: %(why)s") % {"why": row.stopped_why}
    if row.gone_lead and not steps.is_past(row.step, Step.HAND_OVER):
        yield since, _("%(name)s was deactivated: somebody else has to lead") % {"name": row.gone_lead}
    if row.due_on and row.due_on < today and row.is_under_way:
        yield row.due_on, _("should have left this step by %(day)s") % {"day": date_format(row.due_on, "j F")}
    elif row.due_on is None and today - since > timedelta(days=TOO_LONG.get(Step(row.step), USUALLY)):
        yield since, _("on this step since %(day)s, and nobody set a day") % {"day": date_format(since, "j F")}


def letters(
    row: Row, returned: dict[int, tuple[datetime, str]], unsent: dict[int, tuple[datetime, str]], viewer: Member
) -> Reasons:
    if row.pk in returned:
        when, why = returned[row.pk]
        yield clock.day_in(viewer.zone, when), _("a letter came back: %(why)s") % {"why": why or _("nobody knows why")}
    if row.pk in unsent:
        when, why = unsent[row.pk]
        yield (
            clock.day_in(viewer.zone, when),
            _("the letter was not sent: %(why)s") % {"why": why or _("nobody knows why")},
        )


def open_questions(row: Row, questions: dict[int, tuple[datetime, int]], viewer: Member) -> Reasons:
    if row.pk in questions:
        since, count = questions[row.pk]
        sentence = ngettext(
            "%(n)d question about the hand-over waits for an answer",
            "%(n)d questions about the hand-over wait for an answer",
            count,
        )
        yield clock.day_in(viewer.zone, since), sentence % {"n": count}


def came_back(going: dict[int, Row]) -> dict[int, tuple[datetime, str]]:
    """By transition, when and why, while it is being told. Cost: one query."""
    rows = EducationLetter.objects.filter(
        state__in=CAME_BACK, education__transition__step=Step.TELL, posted_at__isnull=False
    )
    found = rows.order_by("-posted_at").values_list("education__transition", "posted_at", "why", "message__returned")
    return {pk: (when, returned or briefly(why)) for pk, when, why, returned in found if pk in going and when}


def not_sent(going: dict[int, Row]) -> dict[int, tuple[datetime, str]]:
    """Cost: one query."""
    rows = Education.objects.filter(transition__step=Step.TELL, sent_at=None).exclude(not_sent_why="")
    found = rows.exclude(send_at=None).values_list("transition", "send_at", "not_sent_why")
    return {pk: (when, briefly(why)) for pk, when, why in found if pk in going and when}


def asked(going: dict[int, Row]) -> dict[int, tuple[datetime, int]]:
    """By transition, since when and how many. Cost: one query."""
    found: dict[int, tuple[datetime, int]] = {}
    rows = HandOverLine.objects.filter(state=LineState.ASKED).order_by("-settled_at", "-gathered_at")
    for pk, settled, gathered in rows.values_list("transition", "settled_at", "gathered_at"):
        if pk in going:
            found[pk] = (settled or gathered, found[pk][1] + 1 if pk in found else 1)
    return found
