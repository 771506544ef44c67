"""Projects, who sits on them, and how their state changed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from twinhelm.clients.choices import Mode
from twinhelm.clients.models import Client, DatedLead, DatedMode, DatedQuerySet, Goal, sees_every_client
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectKind, ProjectState


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, member: Member) -> Self:
        """Leads, owners and finance see every project; a maker those on which they sit or lead."""
        standing = self.filter(deleted_at=None, client__deleted_at=None)
        if sees_every_client(member):
            return standing
        if not member.is_active:
            return self.none()
        seats = ProjectSeat.objects.filter(member=member, left_on=None).values("project")
        leads = ProjectLead.objects.filter(member=member, to_on=None).values("project")
        return standing.filter(Q(pk__in=seats) | Q(pk__in=leads))

    def deleted_for(self, member: Member) -> Self:
        """What can be put back by whoever may delete."""
        may = member.is_active and member.holds(Role.OWNER, Role.PRODUCTION_MANAGER)
        return self.exclude(deleted_at=None) if may else self.none()

    def going(self) -> Self:
        return self.exclude(state=ProjectState.CLOSED)

    def active(self) -> Self:
        return self.filter(state=ProjectState.ACTIVE)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class Project(models.Model):
    """A piece of work for a client, with an agreed scope."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ProjectState, default=ProjectState.PROPOSED)
    """Today's; `ProjectStateChange` keeps when and why it changed."""
    kind = models.CharField(max_length=10, choices=ProjectKind, default=ProjectKind.FIXED)
    mode = models.CharField(max_length=16, choices=Mode, blank=True)
    """In force today; empty: the client's."""
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    monthly_minutes = models.PositiveIntegerField(null=True, blank=True)
    """Of a retainer: agreed effort a month."""
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    """Rises with each change, so that two people can't overwrite each other."""

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("client", Lower("name"), name="project_name_once", condition=Q(deleted_at=None)),
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state"),
            models.CheckConstraint(condition=Q(kind__in=ProjectKind.values), name="project_kind"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="project_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_on"], name="project_by_state")]

    def __str__(self) -> str:
        return self.name


class ProjectSeat(models.Model):
    """A member who works on a project, whether or not they lead it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "member"], name="project_seat_once", condition=Q(left_on=None))
        ]
        indexes = [models.Index(fields=["member", "left_on"], name="project_seat_of")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.member_id}"


class ProjectStateChange(models.Model):
    """When a project's state changed, by whom and why."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="state_changes")
    before = models.CharField(max_length=12, choices=ProjectState, blank=True)
    state = models.CharField(max_length=12, choices=ProjectState)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.project_id}: {self.before} → {self.state}"


class ProjectLeadQuerySet(DatedQuerySet["ProjectLead"]):
    pass


class ProjectLead(DatedLead):
    """Who has a part on a project, for a time; where there is none, the client's lead has it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="leads")

    objects = ProjectLeadQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "part"], name="project_lead_open_once", condition=Q(to_on=None)),
            models.UniqueConstraint(fields=["project", "part", "from_on"], name="project_lead_starts_once"),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="project_lead_order"),
        ]
        indexes = [models.Index(fields=["member", "to_on"], name="project_lead_of")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.part}: {self.member_id} from {self.from_on}"


class ProjectModeQuerySet(DatedQuerySet["ProjectMode"]):
    pass


class ProjectMode(DatedMode):
    """Which helm stands in front on a project, for a time; where there is none, the client's mode counts."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="modes")

    objects = ProjectModeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project"], name="project_mode_open_once", condition=Q(to_on=None)),
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="project_mode_order"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.mode} from {self.from_on}"
