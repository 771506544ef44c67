"""Over JSON: board and timeline."""

from ninja import Router

router = Router(tags=["tasks"])
