"""Decisions of who leads, what the two people say, and when each is looked at again."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, leads_work
from twinhelm.inventory.choices import Cause, DecisionState, Hat, KickoffState, Stance
from twinhelm.inventory.models.needs import AboutQuerySet, AboutWork
from twinhelm.inventory.models.rounds import Assignment, Round
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project


class Acceptance(models.Model):
    """One act of accepting, of one decision or many: they hold together, and are taken back together."""

    key = models.CharField(max_length=64)
    """Of the page that was clicked: a second click finds the first one's act."""
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="acceptances")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.by_id} at {self.at}"


class DecisionQuerySet(AboutQuerySet["Decision"]):
    def accepted(self) -> Self:
        return self.filter(state=DecisionState.ACCEPTED)

    def asked(self) -> Self:
        return self.filter(state=DecisionState.ASKED)

    def standing(self) -> Self:
        """Accepted, or out for comment."""
        return self.filter(state__in=[DecisionState.ASKED, DecisionState.ACCEPTED])

    def concerning(self, member: Member) -> Self:
        """The member would lead, or leads now."""
        return self.filter(Q(member=member) | Q(before=member))


class Decision(AboutWork):
    """Who is to wear a hat at a client or project from a day on, why, and when that is looked at again."""

    hat = models.CharField(max_length=10, choices=Hat)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who wore the hat when it was decided."""
    mode = models.CharField(max_length=16, choices=Mode, blank=True)
    """Decided together with the lead; empty: as it was."""
    from_on = models.DateField()
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.ASKED)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    """Null: decided at a kick-off or by itself."""
    assignment = models.ForeignKey(Assignment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recommended = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whom the round recommended, where somebody else was chosen."""
    keeps_mode = models.BooleanField(default=False, db_default=False)
    """The mode stays as it is, whatever the needs say."""
    acceptance = models.ForeignKey(
        Acceptance, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    made = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """Ids of the dated leads and the mode that came of it: what is undone when it is taken back."""
    fit = models.PositiveSmallIntegerField(null=True)
    """Tenths, as known then."""
    communication = models.PositiveSmallIntegerField(null=True)
    complexity = models.PositiveSmallIntegerField(null=True)
    """Tenths, as known then: what drift is measured from."""
    facts = models.JSONField(default=dict)
    """What was known of the member then: what the sentences are made of."""
    review_on = models.DateField()
    """When it comes back by itself."""
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "hat"],
                name="decision_asked_of_client",
                condition=Q(project=None, state=DecisionState.ASKED),
            ),
            models.UniqueConstraint(
                fields=["project", "hat"],
                name="decision_asked_of_project",
                condition=~Q(project=None) & Q(state=DecisionState.ASKED),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "review_on"], name="decision_review"),
            models.Index(fields=["member", "state"], name="decision_of"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}/{self.project_id} {self.hat}: {self.member_id} from {self.from_on}"

    @property
    def stays(self) -> bool:
        """Who wears the hat keeps it."""
        return self.before_id == self.member_id


class DecisionComment(models.Model):
    """What one of the two people, or somebody else who leads work, says to a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stance = models.CharField(max_length=10, choices=Stance, default=Stance.SAYS)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.by_id}: {self.stance}"


DRIFT = (Cause.MORE_COMMUNICATION, Cause.LESS_COMMUNICATION, Cause.MORE_COMPLEX)
FIRST_DAYS = timedelta(days=7)
"""For so long, what is said of somebody's work is theirs to look at."""


class RelookQuerySet(AboutQuerySet["Relook"]):
    def visible_to(self, member: Member) -> Self:
        """What drifts at a client is shown to its two leads first, a lead's load to them and to owners; after a week to
        everybody who leads work. Reviews that are due, leads who left and clients without any are shown at once."""
        rows = super().visible_to(member)
        hats = ClientLead.objects.filter(to_on=None, part__in=[Part.ACCOUNT, Part.PRODUCTION])
        theirs = Q(client__in=hats.filter(member=member).values("client"))
        unled = ~Q(client__in=hats.filter(member__is_active=True).values("client"))
        held = [*DRIFT, *([] if member.is_owner else [Cause.OVERLOADED])]
        return rows.filter(~Q(cause__in=held) | theirs | unled | Q(raised_at__lte=Now() - FIRST_DAYS))

    def open(self) -> Self:
        return self.filter(settled_at=None)


class Relook(AboutWork):
    """Who leads is to be looked at again, and why."""

    cause = models.CharField(max_length=20, choices=Cause)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="relooks")
    facts = models.JSONField(default=dict)
    """The numbers that the sentence is made of."""
    raised_at = models.DateTimeField()
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it stays as it is."""

    objects = RelookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "cause"], name="relook_of_client", condition=Q(project=None, settled_at=None)
            ),
            models.UniqueConstraint(
                fields=["project", "cause"], name="relook_of_project", condition=~Q(project=None) & Q(settled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}/{self.project_id}: {self.cause}"


class KickoffQuerySet(models.QuerySet["Kickoff"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever leads work, of projects that stand."""
        if not leads_work(member):
            return self.none()
        return self.filter(
            project__deleted_at=None, project__client__deleted_at=None, project__client__merged_into=None
        )

    def waiting(self) -> Self:
        """Of projects that are about to begin, or have begun without."""
        return self.filter(state=KickoffState.WAITING, project__state__in=[ProjectState.PROPOSED, ProjectState.ACTIVE])

    def oldest_first(self) -> Self:
        return self.order_by("opened_at", "pk")


class Kickoff(models.Model):
    """The question who leads a new project, until it is decided or an owner lets it go ahead."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=KickoffState, default=KickoffState.WAITING)
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = KickoffQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.project_id}: {self.state}"
