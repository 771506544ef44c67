"""Addresses of bringing tasks in from other programs."""

from django.urls import path

from twinhelm.tasks.views import bringing as views

paths = [
    path("tasks/import/", views.bring, name="bring"),
    path("tasks/import/<int:pk>/", views.bring_run, name="bring_run"),
    path("tasks/import/<int:pk>/confirm/", views.confirm_bringing, name="confirm_bringing"),
    path("tasks/import/<int:pk>/drop/", views.drop_bringing, name="drop_bringing"),
    path("tasks/import/<int:pk>/left-out.csv", views.bringing_csv, name="bringing_csv"),
    path("tasks/imported/<int:pk>/take-out/", views.take_out, name="take_out"),
]
