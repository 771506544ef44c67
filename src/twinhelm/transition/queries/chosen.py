"""One client on its way: who, what is needed to leave the step, and all ten steps with their days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Stage, Transition
from twinhelm.transition.policies.way import may_confirm
from twinhelm.transition.queries.client_days import day_at
from twinhelm.transition.queries.confirmed import said_for
from twinhelm.transition.queries.needed import Needed, needed
from twinhelm.transition.queries.words import short_of
from twinhelm.transition.rules import steps

LOADED = ("client", "wave", "programme", "account", "production", "former_account", "former_production", "stopped_by")
FAR = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of what is needed, and what the viewer can do about it."""

    line: Needed
    confirmation_id: int | None
    may_say: bool


@dataclass(frozen=True, slots=True)
class Halt:
    """One of the ten steps."""

    stage: Stage
    label: str
    state: str
    """`done`, `now` or empty: to come."""
    day: date | None
    words: str

    @property
    def is_now(self) -> bool:
        return self.state == "now"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One client of the change, as its viewer may see it."""

    transition: Transition
    asked: Sequence[Asked]
    halts: Sequence[Halt]
    until_now: str
    from_on: str
    """When the new leads count, as a sentence's end."""

    @property
    def number(self) -> int:
        return steps.NUMBERS[self.transition.step]

    @property
    def missing(self) -> list[Asked]:
        return [one for one in self.asked if not one.line.is_met]

    @property
    def next_label(self) -> str:
        following = steps.after(self.transition.step)
        return str(Step(following).label) if following else ""

    @property
    def before_label(self) -> str:
        earlier = steps.before(self.transition.step)
        return str(Step(earlier).label) if earlier else ""

    @property
    def is_over(self) -> bool:
        """All ten steps were left."""
        return all(halt.state == "done" for halt in self.halts)

    @property
    def now(self) -> Halt:
        return next((halt for halt in self.halts if halt.is_now), self.halts[-1])

    @property
    def gone_leads(self) -> list[Member]:
        new = (self.transition.account, self.transition.production)
        return [member for member in new if member and not member.is_active]

    @property
    def is_to_decide(self) -> bool:
        return not (self.transition.account and self.transition.production and self.transition.effective_on)


def find(viewer: Member, *, pk: int | None = None, client: str = "") -> Transition | None:
    """Cost: one query."""
    rows = Transition.objects.visible_to(viewer).select_related(*LOADED)
    if pk is not None:
        return rows.filter(pk=pk).first()
    return rows.filter(client=int(client)).order_by("-pk").first() if client.isdigit() and len(client) < 10 else None


def chosen_of(transition: Transition, viewer: Member, *, at: datetime) -> Chosen:
    """Needs: everything in LOADED. Cost: two queries, and those of the lines of its step."""
    step = Step(transition.step)
    said = said_for(transition, step)
    asked = []
    for line in needed(transition, step, viewer, at):
        about = line.about.pk if line.about else None
        confirmation = said.get((line.key, about)) if line.is_said else None
        may_say = line.is_said and leads_work(viewer) and bool(may_confirm(viewer, line.about))
        asked.append(Asked(line, confirmation.pk if confirmation else None, may_say))
    stages = {stage.step: stage for stage in transition.stages.select_related("owner", "left_by")}
    halts = [halt_of(transition, stages, Step(name), viewer, at) for name in steps.STEPS]
    return Chosen(transition, asked, halts, until_now(transition), from_words(transition, at))


def halt_of(transition: Transition, stages: Mapping[str, Stage], step: Step, viewer: Member, at: datetime) -> Halt:
    stage = stages.get(step) or Stage(transition=transition, step=step)
    today = day_in_zone(viewer, at)
    if stage.left_at and not steps.is_past(step, transition.step):
        left_on = day_in_zone(viewer, stage.left_at)
        return Halt(stage, short_of(step), "done", left_on, day_words(left_on, today))
    if step == transition.step:
        day = stage.due_on
        words = _("till %(day)s") % {"day": day_words(day, today)} if day and day > today else day_words(day, today)
        return Halt(stage, short_of(step), "now", day, words or _("now"))
    return Halt(stage, short_of(step), "", stage.due_on, day_words(stage.due_on, today))


def day_in_zone(viewer: Member, at: datetime) -> date:
    return clock.day_in(viewer.zone, at)


def day_words(day: date | None, today: date) -> str:
    if day is None:
        return ""
    if day == today:
        return _("today")
    return date_format(day, "M Y") if abs(day - today) > FAR else date_format(day, "j M")


def until_now(transition: Transition) -> str:
    account, production = transition.former_account, transition.former_production
    if account and account == production:
        return _("Until now %(name)s did both.") % {"name": account.get_short_name()}
    if account and production:
        said = {"account": account.get_short_name(), "production": production.get_short_name()}
        return _("Until now %(account)s had the account and %(production)s the production.") % said
    if account:
        return _("Until now %(name)s had the account, and nobody the production.") % {"name": account.get_short_name()}
    if production:
        said = {"name": production.get_short_name()}
        return _("Until now %(name)s had the production, and nobody the account.") % said
    return _("Until now nobody was named.")


def from_words(transition: Transition, at: datetime) -> str:
    day = transition.effective_on
    if day is None:
        return _("From a day that is still to be chosen:")
    if day <= day_at(transition.client, at):
        return _("Since %(day)s:") % {"day": date_format(day, "j F Y")}
    return _("From %(day)s:") % {"day": date_format(day, "j F")}
