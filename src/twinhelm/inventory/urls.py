"""Addresses of the pages of the inventory."""

from django.urls import path

from twinhelm.inventory.views import quadrant, rounds

app_name = "inventory"
urlpatterns = [
    path("inventory/", quadrant.inventory, name="inventory"),
    path("inventory/rounds/", rounds.rounds, name="rounds"),
]
