"""Kick-offs and relooks over JSON."""

from ninja import Router

router = Router(tags=["kickoffs"])
