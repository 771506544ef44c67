"""The programme of Northlight: three waves since spring, and where each client stands on its way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from twinhelm.config.demo.book import Book
from twinhelm.config.demo.change import ALDER, Led
from twinhelm.config.demo.decided import AGO
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Decision, Round
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.people.models import Member
from twinhelm.transition.choices import BlackoutKind, ProgrammeState, Step, TransitionState
from twinhelm.transition.models import Blackout, Programme, Stage, Transition, Wave
from twinhelm.transition.rules.owners import People, owners

BEGAN = AGO - timedelta(weeks=1)
WAVES = {1: timedelta(weeks=33), 2: timedelta(weeks=17), 3: timedelta(weeks=2)}
STUCK, STUCK_DAYS = "Pallas", 12
WAITS = "Willow Care"
LEFT_BEFORE = {
    Step.ASSESS: 35, Step.DECIDE: 28, Step.BRIEF: 24, Step.TELL: 21, Step.INTRODUCE: 14, Step.SHADOW: 1, Step.HAND_OVER: 0,
}  # fmt: skip
"""Days before the new leads begin."""
OF_ALDER = {Step.ASSESS: 21, Step.DECIDE: 13, Step.BRIEF: 10}
"""Days ago: it was quicker."""


@dataclass(frozen=True, slots=True)
class Way:
    """One client on its way: the row, and what the story knows of it."""

    transition: Transition
    led: Led
    left: Mapping[Step, datetime]
    """When each step was left, of those that were."""

    @property
    def is_through(self) -> bool:
        return self.transition.state == TransitionState.THROUGH


def write(book: Book, members: Mapping[str, Member], at: datetime) -> list[Way]:
    today, oda = day_in(ZONE, at), members["oda"]
    programme = Programme.objects.create(
        name="Two helms", round=Round.objects.get(), state=ProgrammeState.RUNNING, began_by=oda,
        first_on=monday_of(today) - WAVES[1], began_at=at - BEGAN, started_at=at - BEGAN,
    )  # fmt: skip
    waves = {
        number: Wave.objects.create(programme=programme, number=number, first_on=monday_of(today) - ago)
        for number, ago in WAVES.items()
    }
    decided = {(one.client_id, one.hat): one for one in Decision.objects.filter(round=programme.round)}
    ways = []
    for number, (name, led) in enumerate(book.led.items()):
        left = left_at(led, number, at)
        transition = transition_of(led, left, members, at)
        transition.programme, transition.wave, transition.client = programme, waves[led.wave], book.clients[name]
        transition.decision_account = decided.get((transition.client_id, Hat.ACCOUNT))
        transition.decision_production = decided.get((transition.client_id, Hat.PRODUCTION))
        ways.append(Way(transition, led, left))
    Transition.objects.bulk_create(way.transition for way in ways)
    Stage.objects.bulk_create(stage for way in ways for stage in stages_of(way, members, today))
    write_blackout(programme, book, oda, at)
    return ways


def left_at(led: Led, number: int, at: datetime) -> dict[Step, datetime]:
    """Until it is on the step that the story says, each at an hour of its own, never in the future."""
    order = list(Step)
    found: dict[Step, datetime] = {}
    noon = at.replace(hour=8 + number % 7, minute=7 * number % 60)
    if led.from_on is None:
        return {Step.ASSESS: on_workday(noon - timedelta(days=4))} if led.step == Step.DECIDE else {}
    begins = noon - timedelta(days=(day_in(ZONE, at) - led.from_on).days)
    days = {step: -before for step, before in LEFT_BEFORE.items()}
    asked_after = 30 + number * 5 if led.wave == 1 else 30 + number % 5
    days |= {Step.CHECK_IN: asked_after, Step.STABLE: asked_after + 16}
    last = Step.REVIEW if led.step == Step.STABLE else Step(led.step)
    for step in order[: order.index(last)]:
        moment = begins + timedelta(days=days[step])
        if led.client.name == ALDER:
            moment = noon - timedelta(days=OF_ALDER[step])
        elif led.step != Step.STABLE:
            ago = timedelta(days=1 + 2 * (order.index(last) - order.index(step)), hours=number % 5)
            moment = min(moment, at - ago) - timedelta(days=STUCK_DAYS if led.client.name == STUCK else 0)
        if moment > at:
            break
        found[step] = max(on_workday(moment), at - BEGAN + timedelta(hours=6 * (1 + order.index(step))))
    return found


def on_workday(moment: datetime) -> datetime:
    """Nobody does this on a weekend."""
    return moment - timedelta(days=max(0, moment.weekday() - 4))


def transition_of(led: Led, left: Mapping[Step, datetime], members: Mapping[str, Member], at: datetime) -> Transition:
    order = list(Step)
    step = order[len(left)]
    is_through = led.step == Step.STABLE
    before = members[led.before]
    began = left[order[len(left) - 1]] if left else at - WAVES[led.wave]
    return Transition(
        step=step,
        state=TransitionState.THROUGH if is_through else TransitionState.UNDER_WAY,
        step_since=began,
        due_on=due_on(led, step, left, at),
        account=members[led.account] if led.from_on else None,
        production=members[led.production] if led.from_on else None,
        mode=led.mode if led.from_on else "",
        former_account=before,
        former_production=before,
        effective_on=led.from_on,
        handed_over_on=left[Step.HAND_OVER].date() if Step.HAND_OVER in left else None,
        ended_at=left.get(Step.CHECK_IN),
        version=1 + len(left),
    )


def due_on(led: Led, step: Step, left: Mapping[Step, datetime], at: datetime) -> date:
    """Of the steps to come too, one after the other."""
    today = day_in(ZONE, at)
    if led.client.name == STUCK and step == Step.HAND_OVER and led.step == step:
        return today - timedelta(days=STUCK_DAYS)
    if led.from_on is None:
        return today + timedelta(days=9 + 3 * list(Step).index(step))
    if step == Step.REVIEW:
        return months_after(left[Step.HAND_OVER].date() if Step.HAND_OVER in left else led.from_on, 6)
    after = {Step.CHECK_IN: 30, Step.STABLE: 45}
    day = led.from_on + timedelta(days=after.get(step, -LEFT_BEFORE.get(step, 0)))
    return max(day, today + timedelta(days=list(Step).index(step))) if step not in left else day


def stages_of(way: Way, members: Mapping[str, Member], today: date) -> Iterator[Stage]:
    one, left = way.transition, way.left
    former = (one.former_account_id, one.former_production_id)
    whose = owners(People(members["oda"].pk, members["oda"].pk, one.account_id, former))
    entered: datetime | None = one.programme.started_at
    for step in Step:
        reached = step == one.step or step in left
        yield Stage(
            transition=one,
            step=step,
            owner_id=whose[step],
            due_on=one.due_on if step == one.step else left[step].date() if step in left else later(way, step, today),
            entered_at=entered if reached else None,
            left_at=left.get(step),
            left_by_id=whose[step] if step in left else None,
        )
        entered = left.get(step, entered)


def later(way: Way, step: Step, today: date) -> date:
    order = list(Step)
    steps = order.index(step) - order.index(Step(way.transition.step))
    begins = way.led.from_on or today + timedelta(days=50)
    after = {Step.CHECK_IN: 30, Step.STABLE: 45, Step.REVIEW: 182}
    day = max(begins + timedelta(days=after.get(step, -LEFT_BEFORE.get(step, 0))), today + timedelta(days=3 * steps))
    return day if step in after else min(day, begins)


def write_blackout(programme: Programme, book: Book, by: Member, at: datetime) -> None:
    today = day_in(ZONE, at)
    Blackout.objects.create(
        programme=programme, client=book.clients[WAITS], kind=BlackoutKind.LAUNCH,
        from_on=today - timedelta(days=3), to_on=today + timedelta(days=11),
        reason="Their new jobs page goes live: nothing else may move that week.",
        by=by, at=at - timedelta(days=9),
    )  # fmt: skip
