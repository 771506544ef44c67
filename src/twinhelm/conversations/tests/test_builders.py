"""The builders tell one story: what they make is counted, previewed and waited for."""

import pytest

from twinhelm.conversations.choices import Direction
from twinhelm.conversations.testing import a_conversation, a_mailbox, a_message

pytestmark = pytest.mark.django_db


def test_whoever_wrote_last_decides_whether_somebody_waits():
    conversation = a_conversation(mailbox=a_mailbox())
    a_message(conversation, text="When do you open?")
    assert conversation.waiting_since
    a_message(conversation, Direction.OUT, text="At nine.")
    assert (conversation.waiting_since, conversation.message_count, conversation.last_words) == (None, 2, "At nine.")
