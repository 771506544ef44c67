"""Rounds and proposals over JSON."""

from ninja import Router

router = Router(tags=["rounds"])
