"""What the inbox can be asked for, and what can be done to several conversations."""

from collections.abc import Mapping

from twinhelm.conversations.choices import Tray
from twinhelm.conversations.queries.inbox import Wanted
from twinhelm.foundation.numbers import number_in

MOST = 200
"""Conversations that one act takes at once."""


def wanted_in(asked: Mapping[str, str]) -> Wanted:
    """Whatever can't be read is as if it were not asked."""
    tray = asked.get("tray", "")
    return Wanted(
        tray=Tray(tray) if tray in Tray.values else Tray.ME,
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:120],
        client_id=number_in(asked.get("client", "")),
        mailbox_id=number_in(asked.get("mailbox", "")),
        assigned_id=number_in(asked.get("assigned", "")),
        after=asked.get("after", "")[:60],
    )
