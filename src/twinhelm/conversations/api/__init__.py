"""What is said with clients over JSON."""

from ninja import Router

from twinhelm.conversations.api.calls import router as calls
from twinhelm.conversations.api.mailboxes import router as mailboxes

router = Router()
router.add_router("", calls)
router.add_router("", mailboxes)
