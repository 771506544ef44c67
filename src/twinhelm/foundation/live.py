"""Says what has changed, so that open pages can fetch it anew: a topic, never what it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from twinhelm.foundation import clock
from twinhelm.foundation.models import LiveChange

CHANNEL = "twinhelm_live"
PATH = "/live"
SALT = "twinhelm.foundation.live"
LASTS_SECONDS = 4 * 3600
MOST_TOPICS = 60


def changed(*topics: str, at: datetime) -> None:
    """Tells open pages, in every process, once the act is stored. A topic is `kind:key`, for instance `project:3`.

    Needs: an open transaction, the act's own. Cost: one statement.
    """
    if not topics:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, topic) FROM unnest(%s::text[]) AS topic", [CHANNEL, sorted(set(topics))]
            )
        return
    LiveChange.objects.bulk_create([LiveChange(topic=topic, at=at) for topic in sorted(set(topics))])


@dataclass(frozen=True, slots=True)
class Pass:
    """Topics that one member may hear of in one session: a page about them could be drawn for them."""

    member_id: int
    session: str
    topics: tuple[str, ...]
    made_at: float
    """Seconds since 1970."""

    @property
    def ends_at(self) -> float:
        return self.made_at + LASTS_SECONDS

    def is_for(self, session_key: str) -> bool:
        return constant_time_compare(self.session, mark_of(session_key))


def sign_pass(member_id: int, session_key: str, topics: Iterable[str]) -> str:
    named = list(dict.fromkeys(topics))[:MOST_TOPICS]
    return signing.dumps(
        [member_id, mark_of(session_key), named, int(clock.now().timestamp())], salt=SALT, compress=True
    )


def read_pass(token: str) -> Pass:
    """Raises signing.BadSignature, also when it is too old."""
    member_id, session, topics, made_at = signing.loads(token, salt=SALT, max_age=LASTS_SECONDS)
    return Pass(member_id, session, tuple(topics), made_at)


def mark_of(session_key: str) -> str:
    """Names a session in a page without giving it away."""
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:24]
