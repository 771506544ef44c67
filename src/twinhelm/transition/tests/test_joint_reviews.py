"""Joint reviews: the two leads note that they sat together."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.actions import joint_reviews as actions
from twinhelm.transition.models import JointReview

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def story():
    oda, ana, pim = (
        an_owner(),
        a_member("Ana Reyes", Role.ACCOUNT_MANAGER),
        a_member("Pim de Wit", Role.PRODUCTION_MANAGER),
    )
    alder = a_client()
    a_lead(alder, Part.ACCOUNT, ana)
    a_lead(alder, Part.PRODUCTION, pim)
    return oda, ana, pim, alder


def test_either_lead_notes_it_for_both(story):
    _oda, ana, pim, alder = story
    noted = actions.note_joint_review(alder, on=TODAY, agreed="Pim joins the Monday call", by=pim, at=AT)
    assert (noted.by, noted.other) == (pim, ana)


def test_the_second_note_of_a_day_names_who_was_first(story):
    _oda, ana, pim, alder = story
    actions.note_joint_review(alder, on=TODAY, words="All well", by=ana, at=AT)
    actions.note_joint_review(alder, on=TODAY, words="All well", by=ana, at=AT)
    with pytest.raises(actions.NotedThatDay, match="Ana Reyes noted"):
        actions.note_joint_review(alder, on=TODAY, words="Fine", by=pim, at=AT)
    assert JointReview.objects.count() == 1


def test_others_who_lead_work_may_not_note_it(story):
    *_others, alder = story
    with pytest.raises(NotPermitted, match="two leads"):
        actions.note_joint_review(alder, on=TODAY, by=a_member("Jonas", Role.ACCOUNT_MANAGER), at=AT)


def test_a_client_with_one_person_for_both_has_nobody_to_sit_with():
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    solo = a_client("Solo")
    a_lead(solo, Part.ACCOUNT, ana)
    a_lead(solo, Part.PRODUCTION, ana)
    with pytest.raises(actions.OnePersonLeads, match="no two leads"):
        actions.note_joint_review(solo, on=TODAY, by=ana, at=AT)


def test_today_is_where_the_client_is(story):
    _oda, ana, _pim, alder = story
    alder.time_zone = "Pacific/Auckland"
    alder.save()
    late = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    tomorrow_here = date(2026, 11, 24)
    assert actions.note_joint_review(alder, on=tomorrow_here, by=ana, at=late).on == tomorrow_here
    with pytest.raises(Invalid, match="still to come"):
        actions.note_joint_review(alder, on=date(2026, 11, 25), by=ana, at=late)
    with pytest.raises(Invalid, match="year ago"):
        actions.note_joint_review(alder, on=date(2025, 11, 1), by=ana, at=late)


def test_it_is_changed_deleted_and_put_back_by_the_two(story):
    _oda, ana, pim, alder = story
    noted = actions.note_joint_review(alder, on=TODAY, by=ana, at=AT)
    actions.change_joint_review(noted, on=date(2026, 11, 20), words="A day later", by=pim, at=AT)
    noted.refresh_from_db()
    assert noted.on == date(2026, 11, 20)
    actions.delete_joint_review(noted, by=pim, at=AT)
    assert not JointReview.objects.visible_to(ana).exists()
    actions.put_back_joint_review(noted, by=ana, at=AT)
    assert JointReview.objects.visible_to(ana).count() == 1


def test_a_deleted_one_isnt_put_back_beside_another_of_that_day(story):
    _oda, ana, _pim, alder = story
    noted = actions.note_joint_review(alder, on=TODAY, by=ana, at=AT)
    actions.delete_joint_review(noted, by=ana, at=AT)
    actions.note_joint_review(alder, on=TODAY, words="Once more", by=ana, at=AT)
    with pytest.raises(actions.NotedThatDay):
        actions.put_back_joint_review(noted, by=ana, at=AT)
