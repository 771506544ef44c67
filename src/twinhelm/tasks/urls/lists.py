"""Addresses of the list, the page of one task and views that are kept."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import adding, editing, hanging, listing, saved_views, several, task

paths: list[URLPattern] = [
    path("tasks/", listing.tasks, name="tasks"),
    path("tasks/table.csv", listing.table, name="table"),
    path("tasks/new/", adding.new, name="new"),
    path("tasks/several/", several.several, name="several"),
    path("tasks/delete/", several.delete, name="delete"),
    path("tasks/acts/<int:pk>/undo/", several.undo, name="undo"),
    path("tasks/views/", saved_views.views, name="views"),
    path("tasks/views/<int:pk>/", saved_views.change, name="change_view"),
    path("tasks/views/<int:pk>/delete/", saved_views.delete, name="delete_view"),
    path("tasks/views/<int:pk>/put-back/", saved_views.put_back, name="put_view_back"),
    path("tasks/<int:pk>/", task.task, name="task"),
    path("tasks/<int:pk>/row/", listing.row, name="row"),
    path("tasks/<int:pk>/edit/<slug:field>/", editing.edit, name="edit"),
    path("tasks/<int:pk>/check/", editing.check, name="check"),
    path("tasks/<int:pk>/subtasks/", adding.add_subtask, name="add_subtask"),
    path("tasks/<int:pk>/links/", hanging.add_link, name="add_link"),
    path("tasks/<int:pk>/links/<int:other_pk>/remove/", hanging.remove_link, name="remove_link"),
    path("tasks/<int:pk>/block/", hanging.block, name="block"),
    path("tasks/<int:pk>/unblock/", hanging.unblock, name="unblock"),
]
