"""Addresses of the shell."""

from django.urls import path

from twinhelm.ui import views

app_name = "ui"
urlpatterns = [
    path("palette/", views.palette, name="palette"),
    path("notices/", views.notices, name="notices"),
    path("appearance/", views.appearance, name="appearance"),
    path("_components/", views.components, name="components"),
]
