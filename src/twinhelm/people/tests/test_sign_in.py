"""Signing in: who gets in, what a wrong guess is told, where it leads."""

import pytest
from django.urls import reverse

from twinhelm.people.choices import Role
from twinhelm.people.testing import PASSWORD, a_member, an_owner

pytestmark = pytest.mark.django_db


def sign_in(browser, email, password=PASSWORD, **extra):
    return browser.post(reverse("account_login"), {"login": email, "password": password, **extra})


def test_a_member_signs_in_and_sees_people(browser):
    an_owner()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    answer = sign_in(browser, ana.email)
    assert answer.status_code == 302
    assert answer.url == "/"
    page = browser.get("/people/")
    assert page.status_code == 200
    assert "Oda Lindqvist" in page.content.decode()


def test_whoever_is_not_signed_in_is_sent_to_the_door(browser):
    an_owner()
    assert browser.get("/people/").url == "/sign-in/?next=/people/"
