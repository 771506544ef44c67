"""The lines of a hand-over: accepted, sent back with a question, answered, added by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Part
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.gathering import gather  # noqa: F401  where others look for it
from twinhelm.transition.actions.locking import lock as lock_transition
from twinhelm.transition.actions.locking import refuse_gone, refuse_over
from twinhelm.transition.choices import LineState
from twinhelm.transition.events import handing as events
from twinhelm.transition.models import HandOverLine, Transition
from twinhelm.transition.policies.handing import may_hand, may_receive
from twinhelm.transition.queries.handing import SAID, passings

LONGEST = 500


class ChangedMeanwhile(Refusal):
    """A line is not as it was when somebody looked at it."""


class NoLongerOpen(Refusal):
    """The line was settled."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as somebody saw it."""

    pk: int
    version: int


@transaction.atomic
def accept(change: Transition, seen: Sequence[Seen], *, by: Member, at: datetime) -> list[HandOverLine]:
    """All of them or none; those that were accepted already are left alone. Returns those that changed.

    Raises NotPermitted, ChangedMeanwhile, NoLongerOpen, NotUnderWay.
    """
    lines = held_lines(change, seen)
    for line in lines:
        require(may_receive(by, line))
    lines = [line for line in lines if line.state != LineState.ACCEPTED]
    refuse_settled(lines)
    refuse_older(lines, seen)
    for line in lines:
        line.state, line.settled_by, line.settled_at, line.version = LineState.ACCEPTED, by, at, line.version + 1
    HandOverLine.objects.bulk_update(lines, ["state", "settled_by", "settled_at", "version"])
    if lines:
        announce(events.LinesAccepted(**about(change), lines=[one.pk for one in lines]), by=by, at=at)
    return lines


@transaction.atomic
def take_back_acceptance(change: Transition, seen: Sequence[Seen], *, by: Member, at: datetime) -> int:
    """Those that are still as they were accepted wait again. Says how many that are."""
    wanted = {one.pk: one.version for one in seen}
    lines = [one for one in held_lines(change, seen) if one.version == wanted[one.pk]]
    lines = [one for one in lines if one.state == LineState.ACCEPTED]
    for line in lines:
        require(may_receive(by, line))
        line.state, line.settled_by, line.settled_at, line.version = LineState.OPEN, None, None, line.version + 1
    HandOverLine.objects.bulk_update(lines, ["state", "settled_by", "settled_at", "version"])
    if lines:
        announce(events.AcceptanceTakenBack(**about(change), lines=[one.pk for one in lines]), by=by, at=at)
    return len(lines)


@transaction.atomic
def send_back(line: HandOverLine, question: str, *, version: int, by: Member, at: datetime) -> HandOverLine:
    """It waits for an answer. Asked twice the same way, it happens once.

    Raises NotPermitted, Invalid, ChangedMeanwhile, NoLongerOpen, NotUnderWay.
    """
    held = held_line(line)
    require(may_receive(by, held))
    asked = words_in(question, field="question", missing=_("Write what you need to know first."))
    if held.state == LineState.ASKED and held.question == asked:
        return held
    refuse_settled([held])
    refuse_older([held], [Seen(line.pk, version)])
    held.state, held.question, held.answer, held.version = LineState.ASKED, asked, "", held.version + 1
    held.save(update_fields=["state", "question", "answer", "version"])
    announce(events.LineSentBack(**about(held.transition), line_id=held.pk, question=asked), by=by, at=at)
    return held


@transaction.atomic
def answer(line: HandOverLine, text: str, *, version: int, by: Member, at: datetime) -> HandOverLine:
    """By the giver, or whoever knows: it waits for the receiver again. Said twice the same way, it happens once.

    Raises NotPermitted, Invalid, ChangedMeanwhile, NoLongerOpen, NotUnderWay.
    """
    held = held_line(line)
    require(may_hand(by))
    said = words_in(text, field="answer", missing=_("Write the answer."))
    if held.state != LineState.ASKED and held.answer == said:
        return held
    if held.state != LineState.ASKED:
        raise NoLongerOpen(_("There is no open question about “%(title)s” any more.") % {"title": held.title})
    refuse_older([held], [Seen(line.pk, version)])
    held.state, held.answer, held.version = LineState.OPEN, said, held.version + 1
    held.save(update_fields=["state", "answer", "version"])
    event = events.LineAnswered(**about(held.transition), line_id=held.pk, question=held.question, answer=said)
    announce(event, by=by, at=at)
    return held


@transaction.atomic
def say(
    change: Transition, title: str, *, part: Part, detail: str = "", key: str = "", by: Member, at: datetime
) -> HandOverLine:
    """A line that no area knows of. key: of the form it was written in; sent twice, it is one line.

    Raises NotPermitted, Invalid, NotUnderWay.
    """
    require(may_hand(by))
    held = lock_transition(change)
    passing = next((one for one in passings(held) if one.part == part), None)
    if passing is None:
        raise Invalid(_("That part doesn’t change hands here."), part=_("Choose a part that changes hands."))
    title = words_in(title, field="title", missing=_("Write what is handed over."))[:250]
    facts = {"client_id": held.client_id, "title": title, "detail": detail.strip()[:LONGEST], "gathered_at": at}
    people = {"giver": passing.giver, "receiver": passing.receiver}
    line, is_new = HandOverLine.objects.get_or_create(
        transition=held, kind=SAID, key=key[:80] or get_random_string(20), defaults=facts | people
    )
    if is_new:
        announce(events.LineSaid(**about(held), line_id=line.pk, title=title), by=by, at=at)
    return line


@transaction.atomic
def change(line: HandOverLine, title: str, detail: str, *, version: int, by: Member, at: datetime) -> HandOverLine:
    """Of a line added by hand: whoever accepted what it said before is asked again.

    Raises NotPermitted, Invalid, ChangedMeanwhile, NotUnderWay.
    """
    held = said_line(line, by=by)
    title = words_in(title, field="title", missing=_("Write what is handed over."))[:250]
    detail = detail.strip()[:LONGEST]
    if (held.title, held.detail) == (title, detail):
        return held
    refuse_older([held], [Seen(line.pk, version)])
    held.title, held.detail, held.version = title, detail, held.version + 1
    if held.state == LineState.ACCEPTED:
        held.state, held.settled_by, held.settled_at = LineState.OPEN, None, None
    held.save(update_fields=["title", "detail", "version", "state", "settled_by", "settled_at"])
    announce(events.LineSaid(**about(held.transition), line_id=held.pk, title=title), by=by, at=at)
    return held


@transaction.atomic
def remove(line: HandOverLine, *, by: Member, at: datetime) -> HandOverLine:
    """A line added by hand; `put_back` takes it back."""
    held = said_line(line, by=by)
    if held.state != LineState.GONE:
        held.state, held.settled_by, held.settled_at, held.version = LineState.GONE, by, at, held.version + 1
        held.save(update_fields=["state", "settled_by", "settled_at", "version"])
        announce(events.LineRemoved(**about(held.transition), line_id=held.pk), by=by, at=at)
    return held


@transaction.atomic
def put_back(line: HandOverLine, *, by: Member, at: datetime) -> HandOverLine:
    held = said_line(line, by=by)
    if held.state == LineState.GONE:
        held.state, held.settled_by, held.settled_at, held.version = LineState.OPEN, None, None, held.version + 1
        held.save(update_fields=["state", "settled_by", "settled_at", "version"])
        announce(events.LinePutBack(**about(held.transition), line_id=held.pk), by=by, at=at)
    return held


def said_line(line: HandOverLine, *, by: Member) -> HandOverLine:
    require(may_hand(by))
    held = held_line(line)
    if held.kind != SAID:
        raise Invalid(_("This was found by itself, and goes by itself once it is no longer open."))
    return held


def held_line(line: HandOverLine) -> HandOverLine:
    held = with_people(HandOverLine.objects.select_for_update(of=("self",))).get(pk=line.pk)
    refuse_ended(held.transition)
    return held


def refuse_ended(change: Transition) -> None:
    """Raises NotUnderWay. Needs: its client and programme are loaded."""
    refuse_gone(change.client)
    refuse_over(change)


def held_lines(change: Transition, seen: Iterable[Seen]) -> list[HandOverLine]:
    """In one order, so that two such acts never wait for each other."""
    refuse_ended(Transition.objects.select_related("client", "programme").get(pk=change.pk))
    rows = with_people(HandOverLine.objects.select_for_update(of=("self",)))
    return list(rows.filter(transition=change, pk__in=[one.pk for one in seen]).order_by("pk"))


def with_people(rows: QuerySet[HandOverLine]) -> QuerySet[HandOverLine]:
    return rows.select_related("transition__client", "transition__programme", "giver", "receiver", "settled_by")


def words_in(text: str, *, field: str, missing: str) -> str:
    """Raises Invalid."""
    words = " ".join(text.split())
    if not words:
        raise Invalid(missing, **{field: missing})
    if len(words) > LONGEST:
        sentence = _("That is too long: %(most)d letters at most.") % {"most": LONGEST}
        raise Invalid(sentence, **{field: sentence})
    return words


def refuse_settled(lines: Sequence[HandOverLine]) -> None:
    """Raises NoLongerOpen."""
    for line in lines:
        if line.state == LineState.ACCEPTED:
            name = line.settled_by.get_short_name() if line.settled_by else "…"
            raise NoLongerOpen(_("%(name)s accepted “%(title)s” meanwhile.") % {"name": name, "title": line.title})
    gone = [line for line in lines if line.state == LineState.GONE]
    if gone:
        sentence = ngettext("“%(title)s” is no longer open.", "%(n)d of them are no longer open.", len(gone))
        raise NoLongerOpen(sentence % {"n": len(gone), "title": gone[0].title})


def refuse_older(lines: Sequence[HandOverLine], seen: Sequence[Seen]) -> None:
    """Raises ChangedMeanwhile."""
    versions = {one.pk: one.version for one in seen}
    for line in lines:
        if versions[line.pk] != line.version:
            words = {"title": line.title, "state": line.get_state_display()}
            raise ChangedMeanwhile(
                _("“%(title)s” changed while you looked at it. Now: %(state)s. Look at it again.") % words
            )


def about(change: Transition) -> dict[str, int]:
    return {"subject_id": change.pk, "client_id": change.client_id}
