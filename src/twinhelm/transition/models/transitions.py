"""One client's way through the ten steps, and what was confirmed on it."""

from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.choices import Mode
from twinhelm.clients.models import Client, leads_work
from twinhelm.inventory.models import Decision
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step, TransitionState
from twinhelm.transition.models.programmes import Programme, Wave


class TransitionQuerySet(models.QuerySet["Transition"]):
    def visible_to(self, member: Member) -> Self:
        """Whoever leads work, of clients that stand."""
        if not leads_work(member):
            return self.none()
        return self.filter(client__merged_into=None, client__deleted_at=None, programme__deleted_at=None)

    def under_way(self) -> Self:
        return self.filter(state=TransitionState.UNDER_WAY)

    def through(self) -> Self:
        return self.filter(state=TransitionState.THROUGH)

    def concerning(self, member: Member) -> Self:
        """The member will lead, or led."""
        return self.filter(
            Q(account=member) | Q(production=member) | Q(former_account=member) | Q(former_production=member)
        )


class Transition(models.Model):
    """The change of one client: from whom to whom, on which step, and from when it counts."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="transitions")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="transitions")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=TransitionState, default=TransitionState.UNDER_WAY)
    step = models.CharField(max_length=10, choices=Step, default=Step.ASSESS)
    step_since = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    """Of the step it is on, so that a board needs one table."""
    account = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    production = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who will lead; null: not decided yet."""
    mode = models.CharField(max_length=16, choices=Mode, blank=True)
    """Which helm will stand in front; empty: as it is."""
    former_account = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    former_production = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who leads until then."""
    decision_account = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision_production = models.ForeignKey(
        Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """What it rests on; null: decided here."""
    effective_on = models.DateField(null=True, blank=True)
    """From this day, in the client's time zone, the new leads count."""
    copied_until = models.DateField(null=True, blank=True)
    """The former contact is copied up to this day; null: as long as the programme says, counted from the hand-over."""
    handed_over_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null while stopped: a client's worry did it."""
    stopped_why = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was through, rolled back or taken out."""
    ended_why = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Rises with each change, so that two people moving one client stop each other."""

    objects = TransitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], name="transition_open_once", condition=Q(state__in=OPEN)),
            models.CheckConstraint(condition=Q(state__in=TransitionState.values), name="transition_state"),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="transition_step"),
        ]
        indexes = [
            models.Index(fields=["programme", "wave", "step"], name="transition_on_board"),
            models.Index(fields=["client", "-id"], name="transition_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.step}"

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None


class Stage(models.Model):
    """One step of one client: whose it is, by when, and how it was left."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="stages")
    step = models.CharField(max_length=10, choices=Step)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    overruled = models.CharField(max_length=500, blank=True)
    """Why it was left although something was missing; empty: nothing was."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transition", "step"], name="stage_once")]
        indexes = [models.Index(fields=["owner", "due_on"], name="stage_of", condition=Q(left_at=None))]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.step}"


class Confirmation(models.Model):
    """Something that a person confirmed for a step, where the product can't see it by itself."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="confirmations")
    step = models.CharField(max_length=10, choices=Step)
    key = models.CharField(max_length=40)
    """What was confirmed: a name from the rules of the step."""
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """About whom, where it is asked of several people."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transition", "step", "key"], name="confirmation_once", condition=Q(member=None)
            ),
            models.UniqueConstraint(
                fields=["transition", "step", "key", "member"],
                name="confirmation_of_member_once",
                condition=~Q(member=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.key}"


class BlackoutOverrule(models.Model):
    """Somebody goes ahead although a blackout stands in the way."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="overrules")
    key = models.CharField(max_length=80)
    """Which blackout: `said:7`, `launch:<milestone>`, `absence:<member>:<day>`, `trouble`."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transition", "key"], name="blackout_overruled_once")]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.key}"
