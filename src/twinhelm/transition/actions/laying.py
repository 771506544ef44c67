"""Writing a plan down: transitions, their ten stages, and the day from which their leads count."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from twinhelm.clients.choices import Part
from twinhelm.foundation.events import announce_all
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.transition.actions.dated_leads import move_leads
from twinhelm.transition.choices import Step
from twinhelm.transition.events.programmes import TransitionPlanned
from twinhelm.transition.models import Programme, Stage, Transition, Wave
from twinhelm.transition.queries.planning import PlanRow
from twinhelm.transition.rules.owners import People, owners

DECIDED = (Step.ASSESS, Step.DECIDE)


def write_down(
    programme: Programme, rows: Sequence[PlanRow], waves: dict[int, Wave], *, by: Member, at: datetime
) -> list[Transition]:
    """Cost: three queries, and for each client whose leads were decided for another day what moving them costs."""
    made = Transition.objects.bulk_create(
        [transition_of(programme, row, waves[row.laid.wave], at) for row in rows], batch_size=500
    )
    owner = an_owner(by)
    stages = [
        stage for one, row in zip(made, rows, strict=True) for stage in stages_of(one, row, owner=owner, by=by, at=at)
    ]
    Stage.objects.bulk_create(stages, batch_size=500)
    for one, row in zip(made, rows, strict=True):
        if row.entry.from_on and one.effective_on and one.effective_on != row.entry.from_on:
            move_leads(one, row.entry.from_on, one.effective_on, by=by, at=at)
    announce_all([planned(one, row) for one, row in zip(made, rows, strict=True)], by=by, at=at)
    return made


def transition_of(programme: Programme, row: PlanRow, wave: Wave, at: datetime) -> Transition:
    entry, laid = row.entry, row.laid
    step = Step.BRIEF if entry.is_decided else Step.ASSESS
    return Transition(
        programme=programme,
        wave=wave,
        client=entry.client,
        step=step,
        step_since=at,
        due_on=laid.due.get(step),
        account=entry.account,
        production=entry.production,
        mode=entry.mode,
        former_account=entry.former_account,
        former_production=entry.former_production,
        decision_account=entry.decisions.get(Part.ACCOUNT),
        decision_production=entry.decisions.get(Part.PRODUCTION),
        effective_on=laid.effective_on,
    )


def stages_of(one: Transition, row: PlanRow, *, owner: int | None, by: Member, at: datetime) -> Iterable[Stage]:
    """Of a client whose leads are decided, assessing and deciding are left: by whoever decided."""
    whose = owners(People(by.pk, owner, one.account_id, (one.former_account_id, one.former_production_id)))
    is_decided = one.step == Step.BRIEF
    decision = one.decision_account or one.decision_production
    for step in Step:
        is_left = is_decided and step in DECIDED
        yield Stage(
            transition=one,
            step=step,
            owner_id=whose[step],
            due_on=row.laid.due.get(step),
            entered_at=at if is_left or step == one.step else None,
            left_at=(decision.settled_at if decision and decision.settled_at else at) if is_left else None,
            left_by_id=(decision.settled_by_id if decision and decision.settled_by_id else by.pk) if is_left else None,
        )


def planned(one: Transition, row: PlanRow) -> TransitionPlanned:
    return TransitionPlanned(
        subject_id=one.pk, client_id=one.client_id, programme_id=one.programme_id, wave=row.laid.wave
    )


def an_owner(by: Member) -> int | None:
    """Whoever plans, if they own the agency; else the owner who is there longest. Cost: one query."""
    if by.is_owner:
        return by.pk
    return Member.objects.active().holding(Role.OWNER).order_by("pk").values_list("pk", flat=True).first()
