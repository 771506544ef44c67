"""Fixtures that every test may ask for."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.architecture.loading import forbid_loading_while_rendering
from tests.parts.radicale import radicale
from tests.parts.static_files import list_static_files_once

from twinhelm.people.adapters import PasswordHasher
from twinhelm.people.models import Member

__all__ = ["radicale"]

pytest_plugins = ["tests.parts.fixtures"]
forbid_loading_while_rendering()
list_static_files_once()

PasswordHasher.memory_cost = 256  # the real hash, cheap: tests sign in hundreds of times
SignIn = Callable[..., Client]


@pytest.fixture
def browser() -> Client:
    """Nobody is signed in."""
    return Client()


@pytest.fixture
def signed_in(db: None) -> SignIn:
    """`signed_in(ana)` is a browser in which Ana is signed in; `csrf=True` turns on the forgery checks of real life."""

    def sign_in(member: Member, *, csrf: bool = False) -> Client:
        browser = Client(enforce_csrf_checks=csrf)
        browser.force_login(member)
        return browser

    return sign_in
