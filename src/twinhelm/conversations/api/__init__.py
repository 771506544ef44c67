"""What is said with clients over JSON."""

from ninja import Router

from twinhelm.conversations.api.calls import router as calls

router = Router()
router.add_router("", calls)
