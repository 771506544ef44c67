"""What people can do: saying it, and keeping the list of skills tidy."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies, queries
from twinhelm.people.actions.membership import hold_owners_still
from twinhelm.people.events import SkillAdded, SkillMerged, SkillRemoved, SkillRenamed, SkillSaid
from twinhelm.people.models import Member, MemberSkill, Skill
from twinhelm.people.models.skills import HIGHEST, LOWEST

LONGEST_NAME = 60
skill_moves: list[Callable[[Skill, Skill], None]] = []
"""What areas above do, in the same transaction, when the first skill becomes part of the second."""


class SkillTaken(Refusal):
    """Another skill has this name already; the two can be merged."""


class SkillInUse(Refusal):
    """Somebody has the skill, or something needs it."""


@transaction.atomic
def rate(member: Member, *, name: str, level: int, by: Member, at: datetime) -> MemberSkill:
    """By the skill's name; a new one is added to the list. The last word counts, whoever said it."""
    require(policies.may_rate(by, member))
    refuse_strange_level(level)
    skill = known_skill(name, by=by, at=at)
    said, is_new = MemberSkill.objects.select_for_update().get_or_create(
        member=member, skill=skill, defaults={"level": level, "said_by": by, "said_at": at}
    )
    if not is_new:
        said.level, said.said_by, said.said_at = level, by, at
        said.save(update_fields=["level", "said_by", "said_at"])
    announce(SkillSaid(subject_id=member.pk, skill_id=skill.pk, level=level), by=by, at=at)
    return said


@transaction.atomic
def unsay(said: MemberSkill, *, by: Member, at: datetime) -> None:
    """The member doesn't do this."""
    require(policies.may_rate(by, said.member))
    gone, _rows = MemberSkill.objects.filter(pk=said.pk).delete()
    if gone:
        announce(SkillSaid(subject_id=said.member_id, skill_id=said.skill_id, level=0), by=by, at=at)


@transaction.atomic
def add_skill(*, name: str, by: Member, at: datetime) -> Skill:
    """Adding what is there already changes nothing."""
    require(policies.may_arrange_skills(by))
    return known_skill(name, by=by, at=at)


@transaction.atomic
def rename_skill(skill: Skill, *, name: str, by: Member, at: datetime) -> Skill:
    """Raises SkillTaken."""
    require(policies.may_arrange_skills(by))
    hold_owners_still()
    skill = Skill.objects.select_for_update().get(pk=skill.pk)
    name, before = tidy_skill(name), skill.name
    if Skill.objects.filter(name__iexact=name).exclude(pk=skill.pk).exists():
        reason = _("There is “%(name)s” already. Merge the two instead.") % {"name": name}
        raise SkillTaken(reason, name=reason)
    if name == before:
        return skill
    skill.name = name
    skill.save(update_fields=["name"])
    announce(SkillRenamed(subject_id=skill.pk, name=name, before=before), by=by, at=at)
    return skill


@transaction.atomic
def merge_skill(skill: Skill, *, into: Skill, by: Member, at: datetime) -> Skill:
    """Who has both keeps the level that was said last. Areas above move what needs the skill along."""
    require(policies.may_arrange_skills(by))
    if skill.pk == into.pk:
        reason = _("A skill can’t be merged into itself. Choose another one.")
        raise Invalid(reason, into=reason)
    hold_owners_still()
    merged = {one.pk: one for one in Skill.objects.select_for_update().filter(pk__in=[skill.pk, into.pk])}
    if len(merged) < 2:
        raise Refusal(_("One of the two skills is gone. Look at the list once more."))
    here = {one.member_id: one for one in MemberSkill.objects.filter(skill=into)}
    coming = list(MemberSkill.objects.filter(skill=skill))
    for said in coming:
        keep_latest(said, here.get(said.member_id), into)
    for move in skill_moves:
        move(skill, into)
    merge = SkillMerged(
        subject_id=into.pk, name=into.name, merged_id=skill.pk, merged_name=skill.name, members=len(coming)
    )
    Skill.objects.filter(pk=skill.pk).delete()
    announce(merge, by=by, at=at)
    return into


@transaction.atomic
def remove_skill(skill: Skill, *, by: Member, at: datetime) -> None:
    """Raises SkillInUse."""
    require(policies.may_arrange_skills(by))
    hold_owners_still()
    holders = MemberSkill.objects.filter(skill=skill).count()
    if holders:
        raise SkillInUse(
            ngettext(
                "%(n)s person has “%(name)s”. Merge it into another skill, or take it off them first.",
                "%(n)s people have “%(name)s”. Merge it into another skill, or take it off them first.",
                holders,
            )
            % {"n": holders, "name": skill.name}
        )
    if uses := queries.uses_of(skill):
        raise SkillInUse(" ".join(uses))
    Skill.objects.filter(pk=skill.pk).delete()
    announce(SkillRemoved(subject_id=skill.pk, name=skill.name), by=by, at=at)


def known_skill(name: str, *, by: Member, at: datetime) -> Skill:
    """The skill of this name in any case, or a new one. Needs: an open transaction."""
    name = tidy_skill(name)
    hold_owners_still()
    found = Skill.objects.filter(name__iexact=name).first()
    if found is None:
        found = Skill.objects.create(name=name, added_at=at)
        announce(SkillAdded(subject_id=found.pk, name=name), by=by, at=at)
    return found


def keep_latest(said: MemberSkill, other: MemberSkill | None, into: Skill) -> None:
    if other is None:
        said.skill = into
        said.save(update_fields=["skill"])
        return
    if said.said_at > other.said_at:
        other.level, other.said_by_id, other.said_at = said.level, said.said_by_id, said.said_at
        other.save(update_fields=["level", "said_by", "said_at"])
    said.delete()


def refuse_strange_level(level: int) -> None:
    if not LOWEST <= level <= HIGHEST:
        reason = _("A level goes from 1, has begun, to 5, others learn it from them.")
        raise Invalid(reason, level=reason)


def tidy_skill(name: str) -> str:
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not name:
        raise Invalid(_("The skill has no name."), name=_("Write what it is called."))
    if len(name) > LONGEST_NAME:
        reason = _("A skill’s name has 60 letters at most.")
        raise Invalid(reason, name=reason)
    return name
