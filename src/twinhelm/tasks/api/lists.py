"""Over JSON: the list, the page of one task and views that are kept."""

from ninja import Router

router = Router(tags=["tasks"])
