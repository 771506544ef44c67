"""The catalogue of responsibilities."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower

from twinhelm.responsibilities.choices import Family

if TYPE_CHECKING:
    from twinhelm.people.models import Member


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def visible_to(self, member: "Member") -> Self:
        return self.all() if member.is_active else self.none()

    def current(self) -> Self:
        return self.filter(retired_at=None)

    def in_order(self) -> Self:
        """Client family first, then the agency's own order."""
        return self.order_by("family", "position", "pk")


class Responsibility(models.Model):
    """One line of the laundry list; everything that happens belongs to one."""

    key = models.SlugField(max_length=40, unique=True)
    """Stable name for files, API and the sorter; never shown where a name can be."""
    family = models.CharField(max_length=8, choices=Family)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=24)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    split_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    """The line whose examples this one inherits until it has its own."""
    retired_at = models.DateTimeField(null=True, blank=True)
    """Entries keep a retired line; new ones are not sorted into it."""

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="responsibility_name_once", condition=models.Q(retired_at=None)
            ),
            models.CheckConstraint(condition=models.Q(family__in=["CLIENT", "PROJECT"]), name="responsibility_family"),
        ]
        ordering = ["family", "position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_client(self) -> bool:
        return self.family == Family.CLIENT
