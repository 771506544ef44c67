"""Saying which tasks need no answer to their brief."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.readiness import MOST_AT_ONCE, Settling
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.choices import Clarity
from twinhelm.tasks.events.briefs import SkipRuleChanged
from twinhelm.tasks.models import SkipRule, Task
from twinhelm.tasks.policies.briefs import may_set_skip_rule

LONGEST_SMALL = 40 * 60


class RuleChangedMeanwhile(Refusal):
    """Somebody else set it since the page was opened."""


@dataclass(frozen=True, slots=True)
class WouldChange:
    """What another rule would do to open tasks now."""

    to_answer: int
    """Were skipped, and would ask for an answer."""
    skipped: int
    """Wait for an answer, and would need none any more."""


def would_change(rule: SkipRule, *, at: datetime) -> WouldChange:
    """Writes nothing. Cost: six queries for 10,000 open tasks."""
    to_answer = skipped = 0
    for part in concerned():
        for before, after in after_settling(part, rule, at=at):
            to_answer += before == Clarity.SKIPPED != after
            skipped += after == Clarity.SKIPPED != before
    return WouldChange(to_answer, skipped)


def after_settling(part: list[Task], rule: SkipRule, *, at: datetime) -> Iterator[tuple[str, str]]:
    settling = Settling(part, rule, at=at, by=None)
    settling.read()
    for task in part:
        before = task.understanding
        settling.settle_one(task)
        yield before, task.understanding


@transaction.atomic
def set_rule(
    *,
    up_to_minutes: int,
    is_own_skipped: bool,
    is_recurring_skipped: bool,
    version: int,
    by: Member,
    at: datetime,
) -> SkipRule:
    """version: of the rule that was on the page. Raises NotPermitted, RuleChangedMeanwhile, Invalid."""
    require(may_set_skip_rule(by))
    if not 0 <= up_to_minutes <= LONGEST_SMALL:
        sentence = _("A small task has up to 40 hours; 0 means that none is small.")
        raise Invalid(sentence, up_to_minutes=sentence)
    rule, _made = SkipRule.objects.select_for_update().get_or_create(only_one=True)
    if rule.version != version:
        raise RuleChangedMeanwhile(_("Somebody set this rule since you opened the page. Look at it again."))
    rule.up_to_minutes, rule.version = up_to_minutes, rule.version + 1
    rule.is_own_skipped, rule.is_recurring_skipped = is_own_skipped, is_recurring_skipped
    rule.save()
    changed = sum(settle_again(part, rule, by=by, at=at) for part in concerned(lock=True))
    announce(SkipRuleChanged(changed=changed), by=by, at=at)
    return rule


def settle_again(part: list[Task], rule: SkipRule, *, by: Member, at: datetime) -> int:
    settling = Settling(part, rule, at=at, by=by)
    settling.settle()
    moved = {key for keys in settling.moved.values() for key in keys}
    tell_pages([task for task in part if task.pk in moved], at=at)
    return len(moved)


def concerned(*, lock: bool = False) -> Iterator[list[Task]]:
    """Open tasks that wait or are skipped, in parts."""
    rows = Task.objects.standing_open().filter(understanding__in=(Clarity.WAITING, Clarity.SKIPPED)).order_by("pk")
    last = 0
    while part := list((rows.select_for_update() if lock else rows).filter(pk__gt=last)[:MOST_AT_ONCE]):
        yield part
        last = part[-1].pk
