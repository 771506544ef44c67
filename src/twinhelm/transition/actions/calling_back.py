"""What goes back with a client that is rolled back: letters that have not left, and what was handed over in bulk."""

from datetime import datetime

from django.db import transaction

from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member
from twinhelm.transition.actions.reassigning import undo
from twinhelm.transition.actions.telling_follow import take_back_unwanted
from twinhelm.transition.actions.telling_plan import call_off
from twinhelm.transition.choices import EducationState
from twinhelm.transition.models import Education, Transition
from twinhelm.transition.queries.rolling_back import Going


def call_off_letters(moved: Transition, *, by: Member, at: datetime) -> int:
    """Needs: an open transaction in which the transition has ended. Returns how many mails came back."""
    education = Education.objects.filter(transition=moved).first()
    if education is None:
        return 0
    if education.state == EducationState.PLANNED:
        call_off(education, by=by, at=at)
    return len(take_back_unwanted(education, at=at))


def take_back_reassignments(going: Going, *, by: Member, at: datetime) -> tuple[int, int]:
    """The latest first. Returns how many things went back, and how many stay: moved on since, or refused there."""
    back = stayed = 0
    for row in going.reassignments:
        try:
            with transaction.atomic():
                done = undo(row, by=by, at=at)
        except Refusal:
            stayed += len(row.moved)
            continue
        back, stayed = back + done.back, stayed + len(done.left)
    return back, stayed
