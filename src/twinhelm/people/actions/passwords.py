"""Passwords: what is refused, and the costly hash, made before a transaction opens."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from twinhelm.foundation.answers import Invalid
from twinhelm.people.models import Member


def refuse_weak(password: str, member: Member) -> None:
    """Raises Invalid."""
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise Invalid(error.messages[0], password=error.messages[0]) from None


def hashed(password: str) -> str:
    return make_password(password)
