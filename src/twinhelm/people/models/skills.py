"""What people can do, and how well."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from twinhelm.people.models.members import Member

LOWEST, HIGHEST = 1, 5


class SkillQuerySet(models.QuerySet["Skill"]):
    def visible_to(self, member: Member) -> Self:
        return self.all() if member.is_active else self.none()

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class Skill(models.Model):
    """Something that work may need and members can do: a craft, a tool, a language."""

    name = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="skill_name_once")]

    def __str__(self) -> str:
        return self.name


class MemberSkillQuerySet(models.QuerySet["MemberSkill"]):
    def visible_to(self, member: Member) -> Self:
        """Colleagues see what each other can do."""
        return self.all() if member.is_active else self.none()

    def best_first(self) -> Self:
        return self.select_related("skill", "said_by").order_by("-level", Lower("skill__name"), "pk")


class MemberSkill(models.Model):
    """How well one member does one thing, from 1 (has begun) to 5 (others learn it from them); who said so, and when."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="holders")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)])
    said_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    objects = MemberSkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "skill"], name="member_skill_once"),
            models.CheckConstraint(condition=Q(level__gte=LOWEST, level__lte=HIGHEST), name="member_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.level}"
