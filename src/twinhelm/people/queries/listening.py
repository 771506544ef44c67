"""Whose sessions still count, for what listens outside of requests."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from twinhelm.people.models import Member
from twinhelm.people.queries.members import owes_second_step


def members_of(session_keys: Collection[str], *, at: datetime) -> dict[str, int]:
    """By session: the member signed in there. One who was deactivated, signed out or owes a step is absent.

    Cost: three queries, and those of the second step for owners and finance.
    """
    standing = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=at)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    opened = {row.session_key: store(row.session_key) for row in standing}
    for row in standing:
        opened[row.session_key]._session_cache = row.get_decoded()
    wanted = {key: int(one.get(SESSION_KEY) or 0) for key, one in opened.items()}
    found = Member.objects.active().prefetch_related("role_grants").in_bulk(set(wanted.values()))
    return {key: pk for key, pk in wanted.items() if pk in found and counts(opened[key], found[pk])}


def counts(session: Any, member: Member) -> bool:
    """Signed in since every browser was signed out, and past the second step."""
    said = session.get(HASH_SESSION_KEY, "")
    hashes = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
    return (
        member.can_sign_in
        and any(constant_time_compare(said, one) for one in hashes)
        and not owes_second_step(member, session)
    )
