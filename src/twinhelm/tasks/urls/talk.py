"""Addresses of comments, files and watching."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import files, talk

paths: list[URLPattern] = [
    path("tasks/<int:pk>/talk/", talk.talk, name="talk"),
    path("tasks/<int:pk>/comments/", talk.say_it, name="comments"),
    path("tasks/<int:pk>/comments/<int:comment_pk>/", talk.comment, name="comment"),
    path("tasks/<int:pk>/comments/<int:comment_pk>/delete/", talk.delete_comment, name="delete_comment"),
    path("tasks/<int:pk>/comments/<int:comment_pk>/put-back/", talk.put_back_comment, name="put_back_comment"),
    path("tasks/<int:pk>/seen/", talk.seen, name="seen"),
    path("tasks/<int:pk>/watch/", talk.watch, name="watch"),
    path("tasks/<int:pk>/unwatch/", talk.unwatch, name="unwatch"),
    path("tasks/<int:pk>/files/", files.add_file, name="add_file"),
    path("tasks/<int:pk>/files/<int:file_pk>/", files.file, name="file"),
    path("tasks/<int:pk>/files/<int:file_pk>/delete/", files.delete_file, name="delete_file"),
    path("tasks/<int:pk>/files/<int:file_pk>/put-back/", files.put_back_file, name="put_back_file"),
]
