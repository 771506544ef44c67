"""Addresses of the pages about clients."""

from django.urls import path

from twinhelm.clients.views import listing, one

app_name = "clients"
urlpatterns = [
    path("clients/", listing.clients, name="clients"),
    path("clients/<int:pk>/", one.client, name="client"),
]
