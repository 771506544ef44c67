"""Addresses of the pages of the change, one file per topic."""

from twinhelm.transition.urls import afterwards, handing, measuring, programme, said, telling, way

app_name = "transition"
urlpatterns = [
    *programme.paths,
    *way.paths,
    *telling.paths,
    *handing.paths,
    *afterwards.paths,
    *measuring.paths,
    *said.paths,
]
