"""Rounds: which clients and leads, within which limits, and what was proposed."""

from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.models import leads_work
from twinhelm.inventory.choices import (
    Aim,
    Hat,
    LimitKind,
    ProposalState,
    RoundChangeKind,
    RoundFailure,
    RoundState,
)
from twinhelm.inventory.models.needs import AboutQuerySet, AboutWork
from twinhelm.people.models import Member


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None) if leads_work(member) else self.none()

    def deleted_for(self, member: Member) -> Self:
        """Who may put them back."""
        return self.exclude(deleted_at=None) if leads_work(member) else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Round(models.Model):
    """One time of asking who leads: kept with everything that it was proposed from."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.DRAFT)
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    from_on = models.DateField()
    """The earliest day from which accepted decisions count."""
    first_on = models.DateField()
    last_on = models.DateField()
    """The period whose facts it rests on."""
    asks_account = models.BooleanField(default=True)
    asks_production = models.BooleanField(default=True)
    looking_at = models.CharField(max_length=10, choices=Aim, default=Aim.BALANCED)
    """The proposal that people work on."""
    version = models.PositiveIntegerField(default=1)
    """Rises with each change, so that two people can't overwrite each other."""

    objects = RoundQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class RoundClientQuerySet(AboutQuerySet["RoundClient"]):
    pass


class RoundClient(AboutWork):
    """A client, or one project of a client, that a round asks about, as it was known then."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="asked")
    communication = models.PositiveSmallIntegerField(null=True)
    """Tenths, after overruling."""
    complexity = models.PositiveSmallIntegerField(null=True)
    weekly_minutes = models.PositiveIntegerField(null=True)
    is_hybrid = models.BooleanField(default=False)
    """One person with both hats is wanted."""
    from_on = models.DateField(null=True, blank=True)
    """Later than the round's day for this one; null: the round's."""

    objects = RoundClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "client"], name="round_client_once", condition=Q(project=None)),
            models.UniqueConstraint(fields=["round", "project"], name="round_project_once", condition=~Q(project=None)),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.client_id}/{self.project_id}"


class RoundLead(models.Model):
    """A member whom a round may ask to lead, and how much they have room for."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="leads")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    room = models.PositiveIntegerField()
    """Load points at most, with what they keep outside the round."""
    carried = models.PositiveIntegerField(default=0)
    """Load points outside the round."""
    takes_account = models.BooleanField(default=True)
    takes_production = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member"], name="round_lead_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.member_id}"


class RoundLimit(models.Model):
    """Somebody stays with a client, never leads one, or never leads together with somebody."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="limits")
    kind = models.CharField(max_length=8, choices=LimitKind)
    asked = models.ForeignKey(RoundClient, on_delete=models.CASCADE, null=True, blank=True, related_name="limits")
    """The client or project of a pin or a never."""
    hat = models.CharField(max_length=10, choices=Hat, blank=True)
    """Empty: whichever."""
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of two who are kept apart."""
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=LimitKind.APART, other__isnull=False, asked=None)
                | Q(kind__in=[LimitKind.PIN, LimitKind.NEVER], other=None, asked__isnull=False),
                name="round_limit_shape",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.member_id}"


class Proposal(models.Model):
    """What a round found for one aim."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    aim = models.CharField(max_length=10, choices=Aim)
    state = models.CharField(max_length=12, choices=ProposalState, default=ProposalState.WAITING)
    cost = models.BigIntegerField(null=True)
    bound = models.BigIntegerField(null=True)
    """No assignment costs less."""
    is_proven = models.BooleanField(default=False)
    inputs_digest = models.CharField(max_length=64, blank=True)
    relaxations = models.JSONField(default=list)
    """Where nothing fits: which limits to relax, by how much."""
    failure = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "aim"], name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.aim}: {self.state}"


class Assignment(models.Model):
    """Who would wear a hat at one client or project of a round, and what else was possible."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assignments")
    asked = models.ForeignKey(RoundClient, on_delete=models.CASCADE, related_name="assignments")
    hat = models.CharField(max_length=10, choices=Hat)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    load = models.PositiveIntegerField()
    """Load points."""
    fit = models.PositiveSmallIntegerField(null=True)
    """Tenths, 0 to 100; null: too little is known."""
    before = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    """Who wears the hat now."""
    runner_up = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    extra_cost = models.PositiveIntegerField(null=True)
    """Of choosing the runner-up, in tenths of fit; null: nobody else can."""
    facts = models.JSONField(default=dict)
    """What the sentences are made of: what speaks for the member, what breaks."""
    is_pinned = models.BooleanField(default=False)
    """Put there by hand; stays when the rest is proposed again."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "asked", "hat"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.hat}: {self.member_id}"


class RoundChangeQuerySet(models.QuerySet["RoundChange"]):
    def running(self) -> Self:
        """Not answered yet."""
        return self.filter(settled_at=None)

    def standing(self) -> Self:
        """Not taken back, and not without effect."""
        return self.filter(undone_at=None, failure="")

    def latest_first(self) -> Self:
        return self.order_by("-version")


class RoundChange(models.Model):
    """One time that proposals of a round were asked for: what for, what stood there before, and what became of it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=RoundChangeKind)
    facts = models.JSONField(default=dict)
    """What the sentence is made of."""
    before = models.JSONField(default=dict)
    """The proposals that stood there, and whatever else it replaced: what taking it back restores."""
    failure = models.CharField(max_length=10, choices=RoundFailure, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    """Null: proposals are being made."""
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RoundChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="round_change_once"),
            models.UniqueConstraint(fields=["round"], name="round_change_running", condition=Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.version}: {self.kind}"
