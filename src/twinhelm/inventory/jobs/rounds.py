"""Proposals in the background."""

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job
from twinhelm.inventory.actions.proposing import explain, give_up, make
from twinhelm.inventory.choices import Aim, RoundFailure, RoundState
from twinhelm.inventory.models import Round
from twinhelm.inventory.queries.proposing import job_of, key_of

FAILURES = {JobState.FAILED: RoundFailure.BROKE, JobState.CANCELLED: RoundFailure.STOPPED}


@job("inventory.propose", quick=True, again=True, lease_seconds=15, title=_("Propose who leads"))
def make_proposals(work: Work, *, round_id: int) -> None:
    one = Round.objects.filter(pk=round_id).first()
    made = make(one, at=clock.now(), say=work.progress) if one else []
    if made:
        explain_proposals.enqueue(round_id=round_id, aims=[str(aim) for aim in made])


@job("inventory.explain", tries=2, title=_("Reckon what choosing otherwise costs"))
def explain_proposals(_work: Work, *, round_id: int, aims: list[str]) -> None:
    one = Round.objects.filter(pk=round_id).first()
    if one:
        explain(one, [Aim(aim) for aim in aims])


def ask_for_proposals(round_id: int) -> Job:
    return make_proposals.enqueue(key=key_of(round_id), round_id=round_id)


@every(minutes=1)
@job("inventory.tidy_rounds", quick=True, title=_("Look after rounds that wait for proposals"))
def tidy_rounds(_work: Work) -> None:
    """Takes up what a crash between two steps has left lying, and lets go of what nobody does any more."""
    for one in Round.objects.filter(state=RoundState.PROPOSING, deleted_at=None):
        last = job_of(one.pk)
        if last is None or last.state == JobState.DONE:
            ask_for_proposals(one.pk)
        elif last.state in FAILURES:
            give_up(one, failure=FAILURES[JobState(last.state)], at=clock.now())
