"""Who leads, as Northlight decided it in spring: a round with three proposals, its decisions, and what came back since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from twinhelm.clients.choices import Mode, NeedKind
from twinhelm.config.demo.book import Book, reason_of
from twinhelm.config.demo.change import Led
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.inventory.actions.kickoffs import ask_who_leads, decide_kickoff
from twinhelm.inventory.actions.needs import count_needs, overrule
from twinhelm.inventory.actions.reckoning import Reckoning, change_reckoning
from twinhelm.inventory.actions.relooks import look_again
from twinhelm.inventory.choices import Aim, DecisionState, Hat, ProposalState, RoundState
from twinhelm.inventory.models import Assignment, Decision, Need, Proposal, Round, RoundClient, RoundLead
from twinhelm.inventory.queries.answers import told
from twinhelm.inventory.queries.counting import stored_weights
from twinhelm.inventory.queries.fit import Fits, fits
from twinhelm.inventory.queries.load import loads_of
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.rules.fit import Key
from twinhelm.inventory.rules.relationships import breaking
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project

AGO = timedelta(weeks=35)
STRONG = 30
"""Tenths: from here on the end of a relationship was noted."""
ROOM = 1200
LEADS = ("ana", "pim", "jonas", "mirela", "noor", "timo")
FULL_TIME = 40 * 60
QUIET_THEN = {"Cobalt Cycles": 27, "Brightwater Council": 61}
"""What some needed of communication in spring; the others much the same as today."""
NOT_YET = timedelta(days=40)
"""The six-month review of the first wave comes first."""
LOOK_AGAIN = "Juno Theatre"
"""Its review was due last week."""
OVERRULED = (
    "Linden School",
    NeedKind.COMMUNICATION,
    58,
    "The open day is near: their board wants a call every morning.",
)
HATS = (Hat.ACCOUNT, Hat.PRODUCTION)


def write(book: Book, members: Mapping[str, Member], at: datetime) -> None:
    """Needs: mail, calendars, projects and hours are there. What clients need is counted from them, as every night."""
    give_room(members, at)
    count_needs(by=None, at=at - timedelta(hours=5))
    write_round(book, members, at)
    write_kickoffs(members, at)
    name, kind, tenths, why = OVERRULED
    overrule(book.clients[name], kind, tenths, why=why, by=members["mirela"], at=at - timedelta(days=3, hours=2))
    look_again(on=day_in(ZONE, at), at=at - timedelta(hours=4))


def give_room(members: Mapping[str, Member], at: datetime) -> None:
    """Northlight has found that its people carry more than the usual."""
    known = settings()
    wanted = Reckoning(known.weeks, known.middle, ROOM, known.review_months, stored_weights())
    change_reckoning(wanted, version=known.version, by=members["oda"], at=at - AGO - timedelta(days=1))


def write_kickoffs(members: Mapping[str, Member], at: datetime) -> None:
    """Proposed projects wait for their leads; one of them has got its own already."""
    proposed = list(Project.objects.filter(state=ProjectState.PROPOSED).select_related("client").order_by("pk"))
    for number, project in enumerate(proposed):
        ask_who_leads(project, at=at - timedelta(days=2 + number))
    decide_kickoff(
        proposed[-1], members["mirela"], members["timo"], by=members["oda"], at=at - timedelta(days=1),
        why="Timo has built the same before, and Mirela knows whom to ask there.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spring:
    """What the rows of the round are made of."""

    book: Book
    members: Mapping[str, Member]
    decided: Mapping[str, Led]
    """Only those whose leads were decided."""
    at: datetime
    fits: Fits
    loads: Mapping[Post, int]

    def holders(self, name: str, aim: Aim) -> tuple[str, str]:
        """Who has the account and who the production: what was accepted is the balanced proposal."""
        one = self.decided[name]
        place = list(self.decided).index(name)
        if aim == Aim.KEEP and place % 3:
            return one.before, one.production if place % 3 == 1 else one.before
        if aim == Aim.FIT and place % 2:
            return max(("ana", "mirela", "noor"), key=lambda key: self.fit(name, Hat.ACCOUNT, key) or 0), one.production
        return one.account, one.production

    def post(self, name: str, hat: Hat) -> Post:
        return Post(self.book.clients[name].pk, hat)

    def fit(self, name: str, hat: Hat, key: str) -> int | None:
        return self.fits.tenths(self.post(name, hat), self.members[key].pk)


def write_round(book: Book, members: Mapping[str, Member], at: datetime) -> None:
    today = day_in(ZONE, at)
    decided = {name: one for name, one in book.led.items() if one.is_in_round}
    posts = [Post(book.clients[name].pk, hat) for name in decided for hat in HATS]
    loads = {post: load.points for post, load in loads_of(posts).items()}
    told_of = Spring(book, members, decided, at, fits(posts, list(members.values()), on=today), loads)
    opened = at - AGO
    until = monday_of(opened.date()) - timedelta(days=1)
    held = Round.objects.create(
        name=f"Round of {opened:%B}",
        state=RoundState.CLOSED,
        opened_by=members["oda"],
        opened_at=opened,
        closed_at=opened + timedelta(days=3),
        from_on=min(one.from_on for one in decided.values() if one.from_on),
        first_on=until - timedelta(weeks=13, days=-1),
        last_on=until,
        looking_at=Aim.BALANCED,
        version=4,
    )
    RoundLead.objects.bulk_create(
        RoundLead(round=held, member=members[key], room=ROOM * (members[key].weekly_minutes or 0) // FULL_TIME)
        for key in LEADS
    )
    asked = write_asked(held, told_of)
    accepted = write_proposals(held, asked, told_of)
    Decision.objects.bulk_create(decision_of(row, told_of, today) for row in accepted)


def write_asked(held: Round, told_of: Spring) -> dict[str, RoundClient]:
    """With what they needed then."""
    needs = {need.client_id: need for need in Need.objects.filter(project=None)}
    rows = []
    for number, name in enumerate(told_of.decided):
        client = told_of.book.clients[name]
        need, drift = needs[client.pk], number % 5 - 2
        rows.append(
            RoundClient(
                round=held,
                client=client,
                communication=QUIET_THEN.get(name, max(0, (need.communication or 0) + 2 * drift)),
                complexity=max(0, (need.complexity or 0) - 3 * drift),
                weekly_minutes=need.weekly_minutes,
            )
        )
    return dict(zip(told_of.decided, RoundClient.objects.bulk_create(rows), strict=True))


def write_proposals(held: Round, asked: Mapping[str, RoundClient], told_of: Spring) -> list[Assignment]:
    """Three of them; returns what was accepted."""
    costs = {Aim.KEEP: 2110, Aim.BALANCED: 1740, Aim.FIT: 1990}
    proposals = Proposal.objects.bulk_create(
        Proposal(
            round=held, aim=aim, state=ProposalState.FOUND, cost=cost, bound=cost, is_proven=True,
            made_at=held.opened_at + timedelta(minutes=1),
        )
        for aim, cost in costs.items()
    )  # fmt: skip
    rows = [row for one in proposals for name in asked for row in assigned(one, name, asked[name], told_of)]
    made = Assignment.objects.bulk_create(rows)
    return [row for row in made if row.proposal.aim == Aim.BALANCED]


def assigned(proposal: Proposal, name: str, asked: RoundClient, told_of: Spring) -> Iterator[Assignment]:
    before = told_of.members[told_of.decided[name].before]
    for hat, key in zip(HATS, told_of.holders(name, Aim(proposal.aim)), strict=True):
        post, member = told_of.post(name, hat), told_of.members[key]
        parts = told_of.fits.of(post, member.pk).parts
        fit = told_of.fit(name, hat, key) or 0
        other, next_fit = runner_up(told_of, name, hat, key)
        yield Assignment(
            proposal=proposal,
            asked=asked,
            hat=hat,
            member=member,
            load=told_of.loads[post],
            fit=fit,
            before=before,
            runner_up=told_of.members[other],
            extra_cost=max(3, fit - next_fit + 4),
            facts={
                "on": proposal.round.opened_at.date().isoformat(),
                "parts": [told(part) for part in parts if part.score is not None and part.key != Key.ABSENCE],
                "unknown": [],
                "breaks": list(broken(told_of, post, before, told_of.holders(name, Aim(proposal.aim)))),
            },
        )


def runner_up(told_of: Spring, name: str, hat: Hat, key: str) -> tuple[str, int]:
    """Whoever fits next best, with the fit."""
    return max(
        ((other, told_of.fit(name, hat, other) or 0) for other in LEADS if other != key),
        key=lambda one: (one[1], one[0]),
    )


def broken(told_of: Spring, post: Post, before: Member, holders: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """Of who led and leads nothing there any more; account leads take their relationships with them."""
    if post.hat != Hat.ACCOUNT or before.pk in {told_of.members[key].pk for key in holders}:
        return
    one = told_of.fits.known.relationships.get((post.client_id, before.pk))
    if one and one.strength > STRONG:
        cost = breaking(one.strength, one.months)
        kept = {"months": one.months, "led_months": one.led_months, "letters": one.letters}
        yield {"member": before.pk, "strength": one.strength, "cost": cost, **kept}


def decision_of(row: Assignment, told_of: Spring, today: date) -> Decision:
    client, settled = row.asked.client, told_of.at - AGO + timedelta(days=3)
    one = told_of.decided[client.name]
    from_on = one.from_on or today
    is_due = client.name == LOOK_AGAIN
    return Decision(
        client=client,
        hat=row.hat,
        member=row.member,
        before=row.before,
        mode=one.mode if row.hat == Hat.ACCOUNT else Mode(one.mode),
        from_on=from_on,
        reason=reason_of(one, told_of.members),
        state=DecisionState.ACCEPTED,
        round=row.proposal.round,
        assignment=row,
        fit=row.fit,
        communication=row.asked.communication,
        complexity=row.asked.complexity,
        facts=row.facts,
        review_on=today - timedelta(days=6) if is_due else max(from_on + timedelta(days=182), today + NOT_YET),
        asked_by=told_of.members["oda"],
        asked_at=settled,
        settled_by=told_of.members["oda"],
        settled_at=settled,
    )
