"""Addresses of board and timeline."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import picture_acts, pictures

paths: list[URLPattern] = [
    path("tasks/board/", pictures.board, name="board"),
    path("tasks/timeline/", pictures.timeline, name="timeline"),
    path("tasks/feed/", pictures.feed, name="feed"),
    path("tasks/board/place/", picture_acts.put, name="place"),
    path("tasks/timeline/days/", picture_acts.days, name="days"),
    path("tasks/timeline/tie/", picture_acts.tie, name="tie"),
    path("tasks/timeline/untie/<int:pk>/", picture_acts.untie, name="untie"),
    path("tasks/timeline/followers/", picture_acts.look, name="followers"),
    path("tasks/timeline/followers/move/", picture_acts.move_followers, name="move_followers"),
    path("tasks/picture/undo/<int:pk>/", picture_acts.take_back, name="picture_undo"),
]
