"""Addresses of the pages of the inventory."""

from django.urls import path

from twinhelm.inventory.views import kickoffs, quadrant, rounds

app_name = "inventory"
urlpatterns = [
    path("inventory/", quadrant.inventory, name="inventory"),
    path("inventory/rounds/", rounds.rounds, name="rounds"),
    path("inventory/kickoffs/", kickoffs.kickoffs, name="kickoffs"),
    path("inventory/kickoffs.csv", kickoffs.kickoffs_csv, name="kickoffs_csv"),
    path("inventory/kickoffs/<int:pk>/", kickoffs.kickoff, name="kickoff"),
    path("inventory/kickoffs/<int:pk>/waive/", kickoffs.waive_kickoff, name="waive_kickoff"),
]
