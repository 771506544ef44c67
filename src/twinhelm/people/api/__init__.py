"""People over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.people.api import members, presence, skills
from twinhelm.people.api.doors import Asked, BrowserAuth, TokenAuth, find_member

router = Router()
for topic in (members, skills, presence):
    router.add_router("", topic.router)

__all__ = ["Asked", "BrowserAuth", "TokenAuth", "find_member", "router"]
