"""The doors of insights."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door
from twinhelm.people.models import Member

INSIGHTS: dict[str, Door] = {}

BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to."""
    return {}
