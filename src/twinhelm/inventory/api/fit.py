"""Fit, relationships and load over JSON."""

from ninja import Router

router = Router(tags=["fit"])
