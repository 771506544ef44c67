"""The agency's sorting rules: make, change, move, remove."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog import policies
from twinhelm.worklog.actions.corrections import refuse_retired
from twinhelm.worklog.choices import Match, RuleField
from twinhelm.worklog.events.sorting import RuleChanged
from twinhelm.worklog.models import SortingRule
from twinhelm.worklog.rules.patterns import Rule

LONGEST_PATTERN = 200


@transaction.atomic
def make_rule(rule: Rule, *, by: Member, at: datetime) -> SortingRule:
    """It stands last, so that it takes nothing from the rules before it."""
    require(policies.may_make_rules(by))
    responsibility = fitting(rule)
    last = SortingRule.objects.select_for_update().order_by("position").last()
    made = SortingRule.objects.create(
        field=rule.field,
        match=rule.match,
        pattern=rule.pattern.strip(),
        responsibility=responsibility,
        position=last.position + 1 if last else 0,
        made_by=by,
        made_at=at,
    )
    announce(RuleChanged(subject_id=made.pk, change="made"), by=by, at=at)
    return made


@transaction.atomic
def change_rule(standing: SortingRule, rule: Rule, *, by: Member, at: datetime) -> SortingRule:
    require(policies.may_make_rules(by))
    standing = SortingRule.objects.select_for_update().get(pk=standing.pk)
    standing.responsibility = fitting(rule)
    standing.field, standing.match, standing.pattern = rule.field, rule.match, rule.pattern.strip()
    standing.save(update_fields=["field", "match", "pattern", "responsibility"])
    announce(RuleChanged(subject_id=standing.pk, change="changed"), by=by, at=at)
    return standing


@transaction.atomic
def order_rules(ids: list[int], *, by: Member, at: datetime) -> None:
    """The given rules first, in this order; rules made meanwhile keep standing behind them."""
    require(policies.may_make_rules(by))
    standing = {rule.pk: rule for rule in SortingRule.objects.select_for_update()}
    wanted = [pk for pk in dict.fromkeys(ids) if pk in standing]
    order = [*wanted, *(pk for pk in standing if pk not in wanted)]
    for position, pk in enumerate(order):
        standing[pk].position = position
    SortingRule.objects.bulk_update(standing.values(), ["position"])
    announce(RuleChanged(change="moved"), by=by, at=at)


@transaction.atomic
def remove_rule(standing: SortingRule, *, by: Member, at: datetime) -> None:
    """Entries that it sorted are sorted anew."""
    require(policies.may_make_rules(by))
    pk = standing.pk
    SortingRule.objects.filter(pk=pk).delete()
    announce(RuleChanged(subject_id=pk, change="removed"), by=by, at=at)


def fitting(rule: Rule) -> Responsibility:
    """Raises Invalid, RetiredLine."""
    if rule.field not in RuleField.values or rule.match not in Match.values:
        raise Invalid(_("A rule looks at the words, project, client, people, labels or kind of an entry."))
    if not rule.pattern.strip():
        sentence = _("Say what to look for: an empty rule would match everything or nothing.")
        raise Invalid(sentence, pattern=sentence)
    if len(rule.pattern.strip()) > LONGEST_PATTERN:
        sentence = _("What to look for has at most 200 characters.")
        raise Invalid(sentence, pattern=sentence)
    responsibility = Responsibility.objects.filter(pk=rule.responsibility_id).first()
    if responsibility is None:
        sentence = _("Choose the responsibility that matching entries belong to.")
        raise Invalid(sentence, responsibility=sentence)
    refuse_retired(responsibility)
    return responsibility
