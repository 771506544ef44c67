"""Reviews as tables to take along."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.queries.measure_words import Value
from twinhelm.transition.queries.review_page import ClientRow, Line, ReviewPage
from twinhelm.transition.queries.reviews import WaveRow

HEADER = (
    _("Of"), _("Measure"), _("Before"), _("Before, low"), _("Before, high"), _("Before, rests on"), _("Now"),
    _("Now, low"), _("Now, high"), _("Now, rests on"), _("Difference"), _("Difference, low"), _("Difference, high"),
    _("What it says"), _("How it is computed"),
)  # fmt: skip
WAVES = (
    _("Programme"), _("Wave"), _("Clients"), _("Handed over"), _("Due on"), _("State"), _("Why"), _("Decided by"),
    _("Decided on"),
)  # fmt: skip


def table_of(page: ReviewPage, rows: Iterable[ClientRow]) -> Iterator[Sequence[object]]:
    wave = say("Wave %(number)s") % {"number": page.review.wave.number}
    for line in (*page.lines, *page.staff):
        yield cells(wave, line)
    for row in rows:
        for line in row.lines:
            yield cells(row.client.name, line)


def cells(whose: str, line: Line) -> Sequence[object]:
    change = line.change
    apart = [round(one, 4) for one in (change.value, change.low, change.high)] if change else ["", "", ""]
    return [whose, line.name, *numbers(line.before), *numbers(line.after), *apart, line.verdict_said, line.how]


def numbers(value: Value) -> list[object]:
    found = value.interval
    known: list[object] = [round(one, 4) for one in (found.value, found.low, found.high)] if found else ["", "", ""]
    return [*known, value.n]


def waves_table(rows: Iterable[WaveRow], viewer: Member) -> Iterator[Sequence[object]]:
    for row in rows:
        review = row.review
        yield (
            row.wave.programme.name,
            row.wave.number,
            row.clients,
            row.handed_over,
            row.due_on,
            row.state,
            review.reason if review else "",
            review.decided_by.name if review and review.decided_by else "",
            clock.day_in(viewer.zone, review.decided_at) if review and review.decided_at else "",
        )
