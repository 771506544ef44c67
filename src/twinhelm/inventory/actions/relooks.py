"""Decisions that come back: raising them, saying that they stay, and letting go of what came right by itself."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import spoken, tidy_reason, today
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.inventory.events.relooks import RelookRaised, RelookSettled
from twinhelm.inventory.models import Decision, Relook
from twinhelm.inventory.policies.relooks import may_settle_relook
from twinhelm.inventory.queries.drift import Finding, Look, look
from twinhelm.people.models import Member

LATEST_DAYS = 2 * 366


class SettledMeanwhile(Refusal):
    """Somebody else settled it, or the facts came back."""


@transaction.atomic
def look_again(*, on: date, at: datetime) -> Look:
    """Raises what holds today and isn't open; settles what was decided anew or holds no longer."""
    settle_decided(at=at)
    found = look(on)
    for finding in found.new:
        raise_relook(finding, at=at)
    for row in found.gone:
        close(row, None, at=at, note="returned")
    return found


def raise_relook(finding: Finding, *, at: datetime) -> None:
    """Raised once: what is open already stays as it is."""
    client_id, project_id = finding.place
    said = {"decision": finding.decision, "facts": finding.facts, "raised_at": at}
    key: dict[str, Any] = {"client_id": client_id, "project_id": project_id, "cause": finding.cause}
    row, is_new = Relook.objects.get_or_create(**key, settled_at=None, defaults=said)
    if is_new:
        event = RelookRaised(subject_id=row.pk, client_id=client_id, project_id=project_id, cause=finding.cause)
        announce(event, by=None, at=at)


@transaction.atomic
def settle_decided(*, at: datetime, client_id: int | None = None) -> None:
    """Of what was decided after it came back, nobody needs to be reminded."""
    rows = Relook.objects.open()
    rows = rows.filter(client=client_id) if client_id else rows
    decided = Decision.objects.accepted().filter(client__in=rows.values("client")).select_related("settled_by")
    newest = {(one.client_id, one.project_id): one for one in decided.order_by("settled_at", "pk")}
    for row in rows:
        decision = newest.get((row.client_id, row.project_id))
        if decision and decision.settled_at and decision.settled_at > row.raised_at:
            close(row, decision.settled_by, at=at, note="decided")


@transaction.atomic
def keep_as_it_is(relook: Relook, *, until: date, why: str, by: Member, at: datetime) -> Relook:
    """It comes back on that day. Said twice the same way, it happens once. Raises SettledMeanwhile, Invalid."""
    require(may_settle_relook(by))
    why = tidy_reason(why)
    refuse_until(until, at, by)
    locked = Relook.objects.select_for_update(of=("self",)).select_related("settled_by", "client").get(pk=relook.pk)
    if locked.settled_at:
        refuse_otherwise(locked, until, by)
        return locked
    about = Decision.objects.accepted().filter(client=locked.client_id, project=locked.project_id)
    about.filter(review_on__lt=until).update(review_on=until, version=F("version") + 1)
    locked.facts = {**locked.facts, "until": until.isoformat()}
    close(locked, by, at=at, why=why)
    return locked


def close(row: Relook, by: Member | None, *, at: datetime, why: str = "", note: str = "") -> None:
    row.settled_by, row.settled_at, row.reason = by, at, why
    if note:
        row.facts = {**row.facts, "note": note}
    row.save(update_fields=["settled_by", "settled_at", "reason", "facts"])
    event = RelookSettled(
        subject_id=row.pk,
        client_id=row.client_id,
        project_id=row.project_id,
        cause=row.cause,
        why=why,
        until=row.facts.get("until", ""),
    )
    announce(event, by=by, at=at)


def refuse_until(until: date, at: datetime, by: Member) -> None:
    if not 0 < (until - today(at, by)).days <= LATEST_DAYS:
        sentence = _("Choose a day from tomorrow on, within two years.")
        raise Invalid(sentence, until=sentence)


def refuse_otherwise(row: Relook, until: date, by: Member) -> None:
    if row.settled_by_id == by.pk and row.facts.get("until") == until.isoformat():
        return
    if row.settled_by is None:
        raise SettledMeanwhile(_("The facts came back by themselves meanwhile, so there is nothing to decide."))
    said = {"name": row.settled_by.name}
    if "until" not in row.facts:
        raise SettledMeanwhile(_("%(name)s decided anew who leads meanwhile. Look at the client.") % said)
    said["day"] = spoken(date.fromisoformat(row.facts["until"]))
    raise SettledMeanwhile(_("%(name)s said meanwhile that it stays as it is until %(day)s.") % said)
