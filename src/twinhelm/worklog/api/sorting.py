"""Sorting over JSON: what an entry is, what people have said, the agency's rules."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog import policies
from twinhelm.worklog.actions import corrections as acts
from twinhelm.worklog.actions import rules
from twinhelm.worklog.models import Correction, SortingRule, WorkEntry
from twinhelm.worklog.queries.rules import reach
from twinhelm.worklog.rules.patterns import Rule
from twinhelm.worklog.schemas.sorting import (
    CorrectionShown,
    OrderInput,
    ReachShown,
    ResponsibilityInput,
    RuleInput,
    RuleShown,
)

router = Router(tags=["sorting"])


@router.put(
    "/entries/{entry_id}/responsibility", response=CorrectionShown, summary="Say what an entry and its likes are"
)
def correct_entry(request: Asked, entry_id: Id, wanted: ResponsibilityInput) -> dict[str, Any]:
    entry = get_object_or_404(WorkEntry.objects.visible_to(request.user).counted(), pk=entry_id)
    line = get_object_or_404(Responsibility.objects.visible_to(request.user), pk=wanted.responsibility_id)
    return shown(acts.correct(entry, line, by=request.user, at=clock.now()))


@router.get("/corrections", response=Page[CorrectionShown], summary="What people have said, newest first")
def list_corrections(request: Asked, paging: Pages) -> dict[str, Any]:
    visible = Correction.objects.visible_to(request.user).defer("before")
    rows, after = page_of(visible, [Key("pk", is_falling=True)], paging)
    return {"rows": [shown(one) for one in rows], "next": after}


@router.post("/corrections/{correction_id}/undo", response=CorrectionShown, summary="Put back what was before")
def undo_correction(request: Asked, correction_id: Id) -> dict[str, Any]:
    return shown(acts.undo(found(request, correction_id), by=request.user, at=clock.now()))


@router.post("/corrections/{correction_id}/unlearn", response=CorrectionShown, summary="Forget a correction")
def unlearn_correction(request: Asked, correction_id: Id) -> dict[str, Any]:
    return shown(acts.unlearn(found(request, correction_id), by=request.user, at=clock.now()))


@router.get("/rules", response=list[RuleShown], summary="The agency's rules in their order")
def list_rules(request: Asked) -> list[SortingRule]:
    return list(SortingRule.objects.visible_to(request.user))


@router.post("/rules", response={201: RuleShown}, summary="Make a rule")
def make_rule(request: Asked, wanted: RuleInput) -> tuple[int, SortingRule]:
    return 201, rules.make_rule(rule_of(wanted), by=request.user, at=clock.now())


@router.post("/rules/try", response=ReachShown, summary="What a rule would match")
def try_rule(request: Asked, wanted: RuleInput) -> dict[str, Any]:
    require(policies.may_make_rules(request.user))
    would = reach(rule_of(wanted))
    return {
        "entries": would.entries,
        "minutes": would.minutes,
        "decided_already": would.decided_already,
        "samples": list(would.samples),
    }


@router.put("/rules/order", response=list[RuleShown], summary="Put the rules in another order")
def order_rules(request: Asked, wanted: OrderInput) -> list[SortingRule]:
    rules.order_rules(wanted.ids, by=request.user, at=clock.now())
    return list(SortingRule.objects.visible_to(request.user))


@router.put("/rules/{rule_id}", response=RuleShown, summary="Change a rule")
def change_rule(request: Asked, rule_id: Id, wanted: RuleInput) -> SortingRule:
    return rules.change_rule(found_rule(request, rule_id), rule_of(wanted), by=request.user, at=clock.now())


@router.delete("/rules/{rule_id}", response={204: None}, summary="Remove a rule")
def remove_rule(request: Asked, rule_id: Id) -> tuple[int, None]:
    rules.remove_rule(found_rule(request, rule_id), by=request.user, at=clock.now())
    return 204, None


def found(request: Asked, correction_id: int) -> Correction:
    return get_object_or_404(Correction.objects.visible_to(request.user), pk=correction_id)


def found_rule(request: Asked, rule_id: int) -> SortingRule:
    return get_object_or_404(SortingRule.objects.visible_to(request.user), pk=rule_id)


def rule_of(wanted: RuleInput) -> Rule:
    return Rule(wanted.field, wanted.match, wanted.pattern.replace("\0", ""), wanted.responsibility_id)


def shown(correction: Correction) -> dict[str, Any]:
    return {
        "id": correction.pk,
        "text": correction.text,
        "responsibility_id": correction.responsibility_id,
        "by": correction.by_id,
        "at": correction.at,
        "entries_changed": correction.entries_changed,
        "is_for_everybody": correction.is_for_everybody,
        "undone_at": correction.undone_at,
    }
