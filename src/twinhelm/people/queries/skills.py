"""Who can do what, and how well."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from twinhelm.people.models import Member, MemberSkill, Skill

Use = Callable[[Skill], str]
skill_uses: list[Use] = []
"""What areas above say needs a skill: a sentence, or nothing."""


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One person of the matrix; levels in the order of its skills, None where nobody has said anything."""

    member: Member
    across: tuple[Skill, ...]
    levels: tuple[MemberSkill | None, ...]

    @property
    def said(self) -> list[tuple[Skill, MemberSkill]]:
        """The best first."""
        found = [(skill, one) for skill, one in zip(self.across, self.levels, strict=True) if one]
        return sorted(found, key=lambda pair: -pair[1].level)


@dataclass(frozen=True, slots=True)
class SkillMatrix:
    """People down, skills across."""

    skills: tuple[Skill, ...]
    rows: tuple[SkillRow, ...]

    @property
    def held_by_one(self) -> list[Skill]:
        """What only one of these people can do."""
        counts = [sum(row.levels[at] is not None for row in self.rows) for at in range(len(self.skills))]
        return [skill for skill, count in zip(self.skills, counts, strict=True) if count == 1]


def skills(by: Member) -> QuerySet[Skill]:
    """Each with how many active members have it (`held_by`) and their mean level (`mean`). Cost: one query."""
    active = Q(holders__member__is_active=True)
    found = Skill.objects.visible_to(by).by_name()
    return found.annotate(held_by=Count("holders", filter=active), mean=Avg("holders__level", filter=active, default=0))


def skill_matrix(by: Member, *, skill: Skill | None = None, least: int = 1) -> SkillMatrix:
    """Of active members; narrowed to a skill, those who have it at this level or above, the best first.

    Cost: three queries.
    """
    across = tuple(Skill.objects.visible_to(by).by_name())
    said = MemberSkill.objects.visible_to(by).filter(member__is_active=True)
    levels: dict[int, dict[int, MemberSkill]] = defaultdict(dict)
    for one in said:
        levels[one.member_id][one.skill_id] = one
    rows = [
        SkillRow(member, across, tuple(levels[member.pk].get(one.pk) for one in across))
        for member in Member.objects.visible_to(by).active().by_name()
        if fits(levels[member.pk], skill, least)
    ]
    if skill:
        rows.sort(key=lambda row: -levels[row.member.pk][skill.pk].level)
    return SkillMatrix(across, tuple(rows))


def fits(levels: dict[int, MemberSkill], skill: Skill | None, least: int) -> bool:
    if skill is None:
        return least <= 1 or any(one.level >= least for one in levels.values())
    return skill.pk in levels and levels[skill.pk].level >= least


def skills_table(matrix: SkillMatrix) -> tuple[list[str], list[list[object]]]:
    header = [_("Name"), *(skill.name for skill in matrix.skills)]
    return header, [[row.member.name, *(one.level if one else None for one in row.levels)] for row in matrix.rows]


def uses_of(skill: Skill) -> list[str]:
    """Sentences about everything that needs the skill."""
    return [sentence for use in skill_uses if (sentence := use(skill))]


def skills_as_text(said: Sequence[MemberSkill]) -> str:
    """`Figma 4; Python 3`: as the file of people has it. Needs: skills are loaded."""
    return "; ".join(f"{one.skill.name} {one.level}" for one in said)


def holders_of(skill: Skill, by: Member) -> list[MemberSkill]:
    """Active members who have it, the best first. Cost: one query."""
    said = MemberSkill.objects.visible_to(by).filter(skill=skill, member__is_active=True)
    return list(said.select_related("member", "said_by").order_by("-level", Lower("member__name"), "pk"))
