"""Work over JSON, one file per topic: the same acts, policies and answers as the pages."""

from ninja import Router

from twinhelm.worklog.api import divisions

router = Router()
router.add_router("", divisions.router)
