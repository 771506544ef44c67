"""Passwords of other systems, as they lie in the database."""

import pytest

from twinhelm.foundation import secrecy


def test_nothing_of_a_password_can_be_read_where_it_lies() -> None:
    sealed = secrecy.seal("two helms, one ship")
    assert "helms" not in sealed
    assert secrecy.unseal(sealed) == "two helms, one ship"


def test_two_equal_passwords_do_not_look_alike() -> None:
    assert secrecy.seal("same") != secrecy.seal("same")


def test_no_password_stays_none() -> None:
    assert secrecy.seal("") == ""
    assert secrecy.unseal("") == ""


def test_an_earlier_key_still_opens_what_it_sealed(settings) -> None:
    settings.SECRET_KEY = "earlier"
    sealed = secrecy.seal("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "now", ["earlier"]
    assert secrecy.unseal(sealed) == "secret"


def test_says_what_to_do_when_the_key_is_gone(settings) -> None:
    settings.SECRET_KEY = "earlier"
    sealed = secrecy.seal("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "now", []
    with pytest.raises(secrecy.Unreadable, match="Enter it once more"):
        secrecy.unseal(sealed)
