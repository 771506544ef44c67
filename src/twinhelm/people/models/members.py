"""The agency, its members, and how they come in."""

from datetime import datetime
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from twinhelm.people.choices import Purpose, Role, Scope

OFFICE_HOURS: list[list[int] | None] = [[540, 1050]] * 5 + [None, None]
"""Monday to Friday from nine to half past five."""


def office_hours() -> list[list[int] | None]:
    return list(OFFICE_HOURS)


class Agency(models.Model):
    """The one agency of this installation."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    asks_two_steps = models.BooleanField(default=False, db_default=False)
    """Whether owners and finance need a second step beside their password."""
    opening = models.JSONField(default=office_hours, db_default=models.Value(OFFICE_HOURS, models.JSONField()))
    """By weekday from Monday: from and to in minutes after midnight, or null when closed."""
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    """Whose public holidays count; empty: none."""
    subdivision = models.CharField(max_length=8, blank=True, default="", db_default="")
    """The part of the country, where parts have holidays of their own."""
    response_minutes = models.PositiveIntegerField(default=240, db_default=240)
    """Opening minutes within which clients are promised an answer, unless they were promised another."""
    only_one = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only_one=True), name="agency_only_one")]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, member: "Member") -> Self:
        """Colleagues see each other's names."""
        return self.all() if member.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def holding(self, role: Role) -> Self:
        return self.filter(role_grants__role=role)

    def able_to_sign_in(self) -> Self:
        return self.filter(is_active=True, email__isnull=False, accepted_at__isnull=False)

    def narrowed(self, words: str, role: str, *, by: "Member") -> Self:
        """By a part of the name; by one of the email only for who sees emails, or the search would tell them."""
        found = self
        if words:
            by_email = models.Q(email__icontains=words) if by.is_owner else models.Q()
            found = found.filter(models.Q(name__icontains=words) | by_email)
        return found.filter(pk__in=RoleGrant.objects.filter(role=role).values("member")) if role else found

    def with_standing(self) -> Self:
        """Brings along roles and waiting invitations. Cost: two queries more."""
        waiting = models.Prefetch("invitations", Invitation.objects.unanswered(), to_attr="waiting")
        return self.prefetch_related("role_grants", waiting)

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class MemberManager(BaseUserManager["Member"]):
    """Django's sign-in asks this for a member by email."""

    def get_queryset(self) -> MemberQuerySet:
        return MemberQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email__iexact=username)


class Member(AbstractBaseUser):
    """A person of the agency. Without an email they appear in the hours but can't sign in."""

    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, blank=True)  # noqa: DJ001  unique, so absence must be null
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    """When they took up their invitation; null: they can't sign in."""
    last_seen_at = models.DateTimeField(null=True, blank=True)
    """To within five minutes."""
    signed_out_at = models.DateTimeField(null=True, blank=True)
    """When every browser was signed out for good; a session from before never counts again."""
    time_zone = models.CharField(max_length=64, blank=True)
    """Empty: the agency's."""
    language = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=2, blank=True, default="", db_default="")
    """Whose public holidays they keep; empty: the agency's."""
    subdivision = models.CharField(max_length=8, blank=True, default="", db_default="")
    weekly_minutes = models.PositiveIntegerField(default=40 * 60)
    """Agreed working time a week: the sum of the pattern in force today."""
    theme = models.CharField(max_length=8, blank=True)
    density = models.CharField(max_length=12, blank=True)
    contrast = models.CharField(max_length=8, blank=True)
    portrait = models.CharField(max_length=12, blank=True, default="", db_default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = MemberManager.from_queryset(MemberQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="member_email_once")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's own, and the moment that ended all sessions."""
        began = self.signed_out_at.isoformat() if self.signed_out_at else ""
        return salted_hmac(
            "twinhelm.people.session", self.password + began, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def can_sign_in(self) -> bool:
        return self.is_active and bool(self.email) and self.accepted_at is not None

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Cost: one query, once per loaded member."""
        return frozenset(Role(grant.role) for grant in self.role_grants.all())

    def holds(self, *wanted: Role) -> bool:
        return bool(self.roles.intersection(wanted))

    @property
    def is_owner(self) -> bool:
        return self.holds(Role.OWNER)

    @cached_property
    def agency(self) -> Agency | None:
        """Cost: one query, once per loaded member."""
        return Agency.objects.first()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The member's own time zone, else the agency's. Cost: one query at most, once per loaded member."""
        own = self.time_zone or (self.agency.time_zone if self.agency else "")
        return ZoneInfo(own or "UTC")


class RoleGrant(models.Model):
    """A role that a member holds, since when, and who gave it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=24, choices=Role)
    granted_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.role}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, member: Member) -> Self:
        return self.all() if member.is_active and member.is_owner else self.none()

    def unanswered(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self, at: datetime) -> Self:
        return self.unanswered().filter(expires_at__gt=at)


class Invitation(models.Model):
    """A letter that lets one person take their seat once. The roles are those that the member holds by then."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                name="invitation_unanswered_once",
                condition=models.Q(accepted_at=None, revoked_at=None),
            )
        ]
        ordering = ["-invited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email}, {self.invited_at:%Y-%m-%d}"

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at


class OneTimeLink(models.Model):
    """A link in a letter that sets a new password or confirms a new email, once and soon."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose)
    email = models.EmailField()
    """Where it was sent: the address that will count, or the one that counted then."""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Used, or overtaken by a newer link, a new password, a new email or a deactivation."""

    class Meta:
        indexes = [models.Index(fields=["member", "purpose"], name="one_time_link_of")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.member_id}"


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(member=member) if member.is_active else self.none()

    def current(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class AccessToken(models.Model):
    """What a program shows to act for one member; only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=16)
    """Its first characters, to recognise it by."""
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=8, choices=Scope)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    """To within five minutes."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.start}"
