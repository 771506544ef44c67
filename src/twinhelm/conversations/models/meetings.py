"""Calendars and the meetings with clients that stand in them."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from twinhelm.clients.models import Client, Contact, leads_work
from twinhelm.conversations.choices import CalendarKind, GuestAnswer, MeetingState
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility


class CalendarQuerySet(models.QuerySet["Calendar"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(owner=member, removed_at=None) if member.is_active else self.none()


class Calendar(models.Model):
    """A member's calendar that meetings are read from, and written to where it allows."""

    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CalendarKind)
    name = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    user = models.CharField(max_length=254, blank=True)
    password = models.TextField(blank=True)
    """Sealed."""
    is_main = models.BooleanField(default=False)
    """New meetings of its owner are written here."""
    sync_token = models.TextField(blank=True)
    is_read_only = models.BooleanField(default=False, db_default=False)
    """The server lets us look and not write."""
    laid_out_until_on = models.DateField(null=True, blank=True)
    """Until when repeated events stand here; later they are laid out anew."""
    is_paused = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    failed_since = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    """Why it can't be looked at, as a sentence."""
    skipped = models.JSONField(default=list, blank=True)
    """Entries that were not understood: where, and why as a sentence."""
    connected_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "url"], name="calendar_once", condition=Q(removed_at=None)),
            models.UniqueConstraint(
                fields=["owner"], name="calendar_main_once", condition=Q(is_main=True, removed_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_written(self) -> bool:
        return self.kind == CalendarKind.CALDAV and not self.is_read_only and self.removed_at is None


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, member: Member) -> Self:
        """With a client: for whoever leads work and who takes part; all else for those in whose calendar it stands."""
        if not member.is_active:
            return self.none()
        takes_part = MeetingGuest.objects.filter(member=member).values("meeting")
        stands = MeetingCopy.objects.filter(calendar__owner=member).values("meeting")
        mine = Q(by=member) | Q(pk__in=takes_part) | Q(pk__in=stands)
        seen = mine | Q(client__isnull=False) if leads_work(member) else mine
        return self.filter(seen, deleted_at=None)

    def with_clients(self) -> Self:
        return self.filter(client__isnull=False)

    def called_off(self) -> Self:
        return self.filter(state=MeetingState.CANCELLED)

    def standing(self) -> Self:
        return self.exclude(state=MeetingState.CANCELLED)

    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "pk")


class Meeting(models.Model):
    """An appointment with somebody at a client, as calendars know it."""

    calendar = models.ForeignKey(Calendar, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Where it was first seen, or is written to; other calendars it stands in are its copies'."""
    uid = models.CharField(max_length=255)
    recurrence = models.CharField(max_length=32, blank=True)
    """Which occurrence of a repeated one, in UTC; empty: it stands alone."""
    sequence = models.PositiveIntegerField(default=0)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null: with nobody whom we know as a client."""
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=250)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_all_day = models.BooleanField(default=False)
    place = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=500, blank=True, default="", db_default="")
    """Where one meets on the web."""
    organiser = models.CharField(max_length=254, blank=True)
    agenda = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who said that it was held or not; null: it was taken for held, because nobody said otherwise."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who made it here; null: it came from a calendar."""
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid", "recurrence", "calendar"], name="meeting_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="meeting_order"),
        ]
        indexes = [
            models.Index(fields=["client", "-starts_at", "-id"], name="meeting_of_client"),
            models.Index(fields=["starts_at", "id"], name="meeting_by_start"),
            models.Index(fields=["uid"], name="meeting_uid"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED


class MeetingCopy(models.Model):
    """Where a meeting stands in a calendar; the same one stands in the calendars of all who go."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="copies")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="+")
    href = models.CharField(max_length=500)
    etag = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "meeting"], name="meeting_copy_once")]
        indexes = [models.Index(fields=["calendar", "href"], name="meeting_copy_href")]

    def __str__(self) -> str:
        return self.href


class MeetingGuest(models.Model):
    """Somebody who was asked to a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="guests")
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=GuestAnswer, default=GuestAnswer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True, default="", db_default="")
    """What they wrote with their answer."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "address"], name="guest_once")]
        indexes = [models.Index(fields=["member"], name="guest_is_member", condition=Q(member__isnull=False))]

    def __str__(self) -> str:
        return self.address
