"""Whom a decision concerns hears of it, once it is stored."""

from twinhelm.foundation.events import Event, on
from twinhelm.inventory.events.decisions import DecisionAsked, DecisionChanged
from twinhelm.inventory.jobs.decisions import tell_asked
from twinhelm.inventory.models import Decision


@on(DecisionAsked)
@on(DecisionChanged)
def ask_by_mail(event: Event) -> None:
    decision = Decision.objects.filter(pk=event.subject_id or 0).first()
    if decision is None:
        return
    for member_id in sorted({decision.member_id, decision.before_id or decision.member_id} - {decision.asked_by_id}):
        key = f"decision {decision.pk} {decision.version} {member_id}"
        tell_asked.enqueue(key=key, decision_id=decision.pk, member_id=member_id, version=decision.version)
