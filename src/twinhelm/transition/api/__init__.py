"""The change over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.transition.api import afterwards, handing, measuring, programme, telling, way

router = Router()
for topic in (programme, way, telling, handing, afterwards, measuring):
    router.add_router("", topic.router)
