"""Builders of needs, rounds and decisions, for tests and the demo."""

from datetime import UTC, date, datetime
from typing import Any

from twinhelm.clients.models import Client
from twinhelm.inventory.choices import Aim, Hat, ProposalState, RoundState
from twinhelm.inventory.models import Assignment, Decision, Need, Proposal, Round, RoundClient, RoundLead
from twinhelm.people.models import Member
from twinhelm.people.testing import an_owner
from twinhelm.projects.models import Project

COUNTED_AT = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
FIRST_ON, LAST_ON = date(2026, 8, 17), date(2026, 11, 15)
"""Thirteen whole weeks before Monday 16 November 2026."""


def a_need(
    client: Client,
    communication: int | None = 50,
    complexity: int | None = 50,
    *,
    project: Project | None = None,
    **fields: Any,
) -> Need:
    """In tenths, from thirteen weeks, with four hours a week."""
    defaults = {
        "first_on": FIRST_ON,
        "last_on": LAST_ON,
        "counted_at": COUNTED_AT,
        "weekly_minutes": 240,
        "weeks_known": 13,
    }
    return Need.objects.create(
        client=client, project=project, communication=communication, complexity=complexity, **(defaults | fields)
    )


def a_round(*clients: Client, leads: tuple[Member, ...] = (), **fields: Any) -> Round:
    """Asks who leads these clients from 1 December 2026; each lead has room for eight middling clients."""
    opened_by = fields.pop("opened_by", None) or Member.objects.order_by("pk").first() or an_owner()
    defaults = {
        "name": "Round of November",
        "opened_by": opened_by,
        "opened_at": COUNTED_AT,
        "from_on": date(2026, 12, 1),
        "first_on": FIRST_ON,
        "last_on": LAST_ON,
    }
    made = Round.objects.create(**(defaults | fields))
    for client in clients:
        RoundClient.objects.create(round=made, client=client, communication=50, complexity=50, weekly_minutes=240)
    for member in leads:
        RoundLead.objects.create(round=made, member=member, room=800)
    return made


def a_proposal(of_round: Round, aim: Aim = Aim.BALANCED, **fields: Any) -> Proposal:
    """Found and proven; the round is proposed."""
    Round.objects.filter(pk=of_round.pk).update(state=RoundState.PROPOSED)
    defaults = {"state": ProposalState.FOUND, "cost": 0, "bound": 0, "is_proven": True, "made_at": COUNTED_AT}
    return Proposal.objects.create(round=of_round, aim=aim, **(defaults | fields))


def an_assignment(
    proposal: Proposal, client: Client, member: Member, hat: Hat = Hat.ACCOUNT, **fields: Any
) -> Assignment:
    """At a client that the round asks about."""
    asked = proposal.round.asked.get(client=client, project=None)
    return Assignment.objects.create(
        proposal=proposal, asked=asked, hat=hat, member=member, **({"load": 100, "fit": 70} | fields)
    )


def a_decision(client: Client, member: Member, hat: Hat = Hat.ACCOUNT, **fields: Any) -> Decision:
    """Out for comment, from 1 December 2026, to be looked at again in June."""
    defaults = {
        "from_on": date(2026, 12, 1),
        "reason": "Knows their shop",
        "review_on": date(2027, 6, 1),
        "asked_by": Member.objects.order_by("pk").first() or an_owner(),
        "asked_at": COUNTED_AT,
    }
    return Decision.objects.create(client=client, member=member, hat=hat, **(defaults | fields))
