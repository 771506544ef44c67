"""What a member says about themselves and how pages look to them."""

import pytest

from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency

pytestmark = pytest.mark.django_db
EMPTY = {"time_zone": "", "language": "", "theme": "", "contrast": "", "density": ""}


def test_a_chosen_face_stands_beside_the_name_for_colleagues_too(signed_in):
    an_agency()
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    answer = signed_in(ana).post("/profile/", {**EMPTY, "name": "Ana Reyes", "portrait": "long-dark"})
    assert answer.status_code == 302
    assert "faces.svg#long-dark" in signed_in(pim).get("/people/").content.decode()


def test_refuses_a_face_that_nobody_has_drawn(signed_in):
    an_agency()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    answer = signed_in(ana).post("/profile/", {**EMPTY, "name": "Ana Reyes", "portrait": "../secret"})
    assert answer.status_code == 422
    ana.refresh_from_db()
    assert ana.portrait == ""


def test_the_profile_keeps_what_was_chosen(signed_in):
    an_agency()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    browser = signed_in(ana)
    browser.post("/profile/", {**EMPTY, "name": "Ana R", "theme": "dark", "contrast": "more", "density": "compact"})
    page = browser.get("/profile/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-contrast="more"' in page
    assert 'data-density="compact"' in page


def test_an_agreed_working_time_is_between_its_member_and_the_owner(signed_in):
    an_agency()
    ana, pim, oda = a_member("Ana Reyes"), a_member("Pim de Wit"), a_member("Oda Lindqvist", Role.OWNER)
    assert "a week" in signed_in(ana).get(f"/people/{ana.pk}/").content.decode()
    assert "Agree on another week" in signed_in(oda).get(f"/people/{ana.pk}/").content.decode()
    assert "a week" not in signed_in(pim).get(f"/people/{ana.pk}/").content.decode()
    assert signed_in(pim).get(f"/api/members/{ana.pk}").json()["weekly_minutes"] is None
    assert signed_in(ana).get(f"/api/members/{ana.pk}").json()["weekly_minutes"] == ana.weekly_minutes
