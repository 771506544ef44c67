"""Work over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.worklog.api import catalogue, divisions, entries, imports, sorting, split

router = Router()
for topic in (imports, split, entries, sorting, catalogue, divisions):
    router.add_router("", topic.router)
