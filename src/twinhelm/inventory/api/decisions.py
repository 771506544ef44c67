"""Decisions of who leads over JSON."""

from ninja import Router

router = Router(tags=["decisions"])
