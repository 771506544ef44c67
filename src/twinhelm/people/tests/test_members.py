"""Members: their zone, their roles, whom they see."""

from zoneinfo import ZoneInfo

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import PASSWORD, a_member, an_agency, an_owner

pytestmark = pytest.mark.django_db


def test_a_member_without_a_zone_lives_in_the_agencys():
    an_agency(time_zone="America/New_York")
    assert a_member("Dee").zone == ZoneInfo("America/New_York")


def test_a_member_keeps_their_own_zone():
    dee = a_member("Dee")
    dee.time_zone = "Asia/Tokyo"
    assert dee.zone == ZoneInfo("Asia/Tokyo")


def test_a_built_member_signs_in_with_the_password(browser):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    assert ana.check_password(PASSWORD)
    assert ana.email == "ana.reyes@northlight.example"


def test_a_deactivated_member_sees_nobody():
    an_owner()
    assert not Member.objects.visible_to(a_member("Gone", is_active=False)).exists()


def test_a_signed_in_browser_is_that_member(signed_in):
    ana = a_member("Ana Reyes")
    assert int(signed_in(ana).session["_auth_user_id"]) == ana.pk
