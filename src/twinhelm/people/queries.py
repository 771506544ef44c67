"""Answers about the agency and its people that are not rows to act on."""

from twinhelm.people.models import Agency


def agency() -> Agency | None:
    """None until somebody has started the agency. Cost: one query."""
    return Agency.objects.first()
