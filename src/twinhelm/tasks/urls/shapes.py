"""Addresses of templates and recurring work."""

from django.urls import path

from twinhelm.tasks.views import shapes as views
from twinhelm.tasks.views import templates

paths = [
    path("tasks/recurring/", views.recurring, name="recurring"),
    path("tasks/recurring.csv", views.recurring_csv, name="recurring_csv"),
    path("tasks/recurring/new/", views.new_recurrence, name="new_recurrence"),
    path("tasks/recurring/<int:pk>/", views.change_recurrence, name="recurrence"),
    path("tasks/recurring/<int:pk>/<slug:act>/", views.move_recurrence, name="move_recurrence"),
    path("tasks/templates/", templates.templates, name="templates"),
    path("tasks/templates.csv", templates.templates_csv, name="templates_csv"),
    path("tasks/templates/of-project/", templates.of_project, name="template_of_project"),
    path("tasks/templates/<int:pk>/", templates.template, name="template"),
    path("tasks/templates/<int:pk>/use/", templates.use, name="use_template"),
    path("tasks/templates/<int:pk>/delete/", templates.delete, name="delete_template"),
    path("tasks/templates/<int:pk>/put-back/", templates.put_back, name="put_template_back"),
]
