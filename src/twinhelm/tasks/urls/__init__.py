"""Addresses of the pages of the work, one file per topic."""

from twinhelm.tasks.urls import briefs, bringing, lists, mine, pictures, shapes, talk, times, work

app_name = "tasks"
urlpatterns = [
    *work.paths,
    *lists.paths,
    *pictures.paths,
    *briefs.paths,
    *times.paths,
    *mine.paths,
    *bringing.paths,
    *shapes.paths,
    *talk.paths,
]
