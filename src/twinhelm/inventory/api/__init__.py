"""The inventory over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.inventory.api import decisions, fit, kickoffs, needs, rounds

router = Router()
for topic in (needs, fit, rounds, decisions, kickoffs):
    router.add_router("", topic.router)
