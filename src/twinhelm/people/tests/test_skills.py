"""What people can do: who says it, and how the list stays tidy."""

from datetime import UTC, datetime, timedelta

import pytest

from twinhelm.foundation.answers import Invalid, NotPermitted, Refusal
from twinhelm.people import actions, queries
from twinhelm.people.choices import Role
from twinhelm.people.models import MemberSkill, Skill
from twinhelm.people.testing import a_member, a_member_skill, a_skill, an_owner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def levels_of(member):
    return dict(member.skills.values_list("skill__name", "level"))


def test_a_member_says_what_they_can_do_and_it_is_known_who_said_it():
    dee = a_member("Dee", Role.MAKER)
    said = actions.rate(dee, name="Figma", level=4, by=dee, at=NOW)
    assert (said.level, said.said_by, said.said_at) == (4, dee, NOW)


def test_the_last_word_counts():
    pim, dee = a_member("Pim", Role.PRODUCTION_MANAGER), a_member("Dee", Role.MAKER)
    actions.rate(dee, name="Figma", level=4, by=dee, at=NOW)
    said = actions.rate(dee, name="figma ", level=3, by=pim, at=NOW)
    assert (said.level, said.said_by) == (3, pim)
    assert levels_of(dee) == {"Figma": 3}


def test_colleagues_do_not_rate_each_other():
    dee, kim = a_member("Dee", Role.MAKER), a_member("Kim", Role.MAKER)
    with pytest.raises(NotPermitted, match="they say themselves"):
        actions.rate(dee, name="Figma", level=1, by=kim, at=NOW)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_level_outside_of_one_to_five_is_refused(level):
    dee = a_member("Dee")
    with pytest.raises(Invalid, match="from 1"):
        actions.rate(dee, name="Figma", level=level, by=dee, at=NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_skill_without_a_usable_name_is_refused(name):
    dee = a_member("Dee")
    with pytest.raises(Invalid):
        actions.rate(dee, name=name, level=1, by=dee, at=NOW)
    assert not Skill.objects.exists()


def test_a_skill_is_renamed_unless_another_one_has_the_name():
    oda = an_owner()
    figma, sketch = a_skill("Figma"), a_skill("Sketch")
    assert actions.rename_skill(figma, name="FIGMA", by=oda, at=NOW).name == "FIGMA"
    with pytest.raises(actions.SkillTaken, match="Merge the two"):
        actions.rename_skill(sketch, name="figma", by=oda, at=NOW)


def test_merged_skills_keep_what_was_said_last():
    oda, dee, kim = an_owner(), a_member("Dee"), a_member("Kim")
    a_member_skill(dee, "Photoshop", 2)
    actions.rate(dee, name="Adobe Photoshop", level=5, by=dee, at=NOW)
    a_member_skill(kim, "Adobe Photoshop", 3)
    actions.merge_skill(a_skill("Adobe Photoshop"), into=a_skill("Photoshop"), by=oda, at=NOW + timedelta(days=1))
    assert levels_of(dee) == {"Photoshop": 5}
    assert levels_of(kim) == {"Photoshop": 3}
    assert [skill.name for skill in Skill.objects.all()] == ["Photoshop"]


def test_areas_above_move_along_and_a_failure_there_undoes_the_merge(monkeypatch):
    oda, dee = an_owner(), a_member("Dee")
    a_member_skill(dee, "Photoshop", 2)

    def breaks(skill, into):
        raise Refusal(f"{skill.name} is needed as it is.")

    monkeypatch.setattr(actions.skills, "skill_moves", [breaks])
    with pytest.raises(Refusal, match="needed as it is"):
        actions.merge_skill(a_skill("Photoshop"), into=a_skill("Figma"), by=oda, at=NOW)


def test_a_skill_is_not_merged_into_itself():
    with pytest.raises(Invalid, match="itself"):
        actions.merge_skill(a_skill(), into=a_skill(), by=an_owner(), at=NOW)


def test_only_a_skill_that_nobody_has_is_removed():
    oda = an_owner()
    a_member_skill(a_member("Dee"), "Figma")
    with pytest.raises(actions.SkillInUse, match="1 person has"):
        actions.remove_skill(a_skill("Figma"), by=oda, at=NOW)
    actions.remove_skill(a_skill("Sketch"), by=oda, at=NOW)
    assert not Skill.objects.filter(name="Sketch").exists()


def test_a_maker_does_not_rename_skills_for_everybody():
    with pytest.raises(NotPermitted):
        actions.rename_skill(a_skill(), name="X", by=a_member("Dee", Role.MAKER), at=NOW)


def test_a_skill_is_taken_off_by_whoever_may_say_it():
    dee, kim = a_member("Dee"), a_member("Kim")
    said = a_member_skill(dee)
    with pytest.raises(NotPermitted):
        actions.unsay(said, by=kim, at=NOW)
    actions.unsay(said, by=dee, at=NOW)
    assert not MemberSkill.objects.exists()


def test_the_matrix_is_narrowed_by_skill_and_level_with_the_best_first(django_assert_num_queries):
    dee, kim, _lou = a_member("Dee"), a_member("Kim"), a_member("Lou")
    a_member_skill(dee, "Figma", 3)
    a_member_skill(kim, "Figma", 5)
    a_member_skill(a_member("Gone", is_active=False), "Figma", 5)
    with django_assert_num_queries(3):
        matrix = queries.skill_matrix(dee)
    assert [row.member.name for row in matrix.rows] == ["Dee", "Kim", "Lou"]
    narrowed = queries.skill_matrix(dee, skill=a_skill("Figma"))
    assert [row.member.name for row in narrowed.rows] == ["Kim", "Dee"]
    assert [row.member.name for row in queries.skill_matrix(dee, skill=a_skill("Figma"), least=4).rows] == ["Kim"]
