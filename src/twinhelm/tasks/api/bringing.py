"""Over JSON: bringing tasks in from other programs."""

from ninja import Router

router = Router(tags=["tasks"])
