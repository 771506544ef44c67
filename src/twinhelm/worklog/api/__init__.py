"""Work over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.worklog.api import divisions, entries, split

router = Router()
for topic in (split, entries, divisions):
    router.add_router("", topic.router)
