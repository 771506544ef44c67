"""The team says how their work is, in five short answers."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, NotPermitted, Refusal
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.events.measuring import StaffAnswered
from twinhelm.transition.models import Measurement, StaffAnswer
from twinhelm.transition.policies.measuring import is_asked
from twinhelm.transition.queries.staff_answers import is_closed
from twinhelm.transition.rules.measures import QUESTIONS


class AnswersClosed(Refusal):
    """The answers are added up."""


@transaction.atomic
def answer(
    measurement: Measurement, scores: Mapping[str, int], words: str = "", *, by: Member, at: datetime
) -> list[StaffAnswer]:
    """Said anew, the newest counts. scores: 1 to 5 by question. Raises NotPermitted, AnswersClosed, Invalid."""
    if not is_asked(by, measurement):
        raise NotPermitted(_("Leads and makers who were there then are asked."))
    measurement = Measurement.objects.select_for_update().get(pk=measurement.pk)
    if is_closed(measurement, at):
        raise AnswersClosed(
            _("The answers were added up, so they stay as they are. You are asked again at the next review.")
        )
    refuse_incomplete(scores)
    kept = []
    for question in QUESTIONS:
        said = {"score": scores[question], "words": words.strip()[:500] if question == QUESTIONS[0] else "", "at": at}
        row, _is_new = StaffAnswer.objects.update_or_create(
            measurement=measurement, member=by, question=question, defaults=said
        )
        kept.append(row)
    told = StaffAnswered(subject_id=measurement.pk, programme_id=measurement.programme_id, questions=len(kept))
    announce(told, by=by, at=at)
    return kept


def refuse_incomplete(scores: Mapping[str, int]) -> None:
    """Raises Invalid."""
    missing = {question: _("Choose one.") for question in QUESTIONS if scores.get(question) not in range(1, 6)}
    if missing or set(scores) - set(QUESTIONS):
        raise Invalid(_("Each of the five questions has an answer from 1 to 5."), **missing)
