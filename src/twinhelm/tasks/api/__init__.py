"""The work over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.tasks.api import briefs, bringing, lists, mine, pictures, shapes, talk, times, work

router = Router()
for topic in (work, lists, pictures, briefs, times, mine, bringing, shapes, talk):
    router.add_router("", topic.router)
