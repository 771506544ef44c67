"""Addresses of the pages of the inventory."""

from django.urls import path

from twinhelm.inventory.views import fit, kickoffs, load, needs, quadrant, reckoning, round_page, rounds

app_name = "inventory"
urlpatterns = [
    path("inventory/", quadrant.inventory, name="inventory"),
    path("inventory.csv", quadrant.inventory_csv, name="inventory_csv"),
    path("inventory/clients/<int:pk>/", needs.of_client, name="client"),
    path("inventory/clients/<int:pk>/need.csv", needs.table_of_client, name="client_table"),
    path("inventory/clients/<int:pk>/overrule/", needs.overrule_client, name="overrule"),
    path("inventory/projects/<int:pk>/", needs.of_project, name="project"),
    path("inventory/projects/<int:pk>/need.csv", needs.table_of_project, name="project_table"),
    path("inventory/projects/<int:pk>/overrule/", needs.overrule_project, name="overrule_project"),
    path("inventory/overrules/<int:pk>/take-back/", needs.take_back, name="take_back_overrule"),
    path("inventory/reckoning/", reckoning.show, name="reckoning"),
    path("inventory/reckoning/preview/", reckoning.preview, name="preview_reckoning"),
    path("inventory/reckoning/undo/", reckoning.undo, name="undo_reckoning"),
    path("inventory/count/", needs.count, name="count"),
    path("inventory/fit/", fit.fit, name="fit"),
    path("inventory/load/", load.load, name="load"),
    path("inventory/load.csv", load.load_csv, name="load_csv"),
    path("inventory/load/<int:pk>/", load.load_of_member, name="load_of_member"),
    path("inventory/rounds/", rounds.rounds, name="rounds"),
    path("inventory/rounds/new/", rounds.new, name="round_new"),
    path("inventory/rounds/<int:pk>/", round_page.one_round, name="round"),
    path("inventory/rounds/<int:pk>/edit/", rounds.edit, name="round_edit"),
    path("inventory/rounds/<int:pk>/limits/", round_page.limit, name="round_limit"),
    path("inventory/rounds/<int:pk>/limits/<int:limit_id>/lift/", round_page.lift, name="round_limit_lift"),
    path("inventory/rounds/<int:pk>/later/", round_page.later, name="round_later"),
    path("inventory/rounds/<int:pk>/close/", rounds.close, name="round_close"),
    path("inventory/rounds/<int:pk>/reopen/", rounds.reopen, name="round_reopen"),
    path("inventory/rounds/<int:pk>/delete/", rounds.delete, name="round_delete"),
    path("inventory/rounds/<int:pk>/put-back/", rounds.put_back, name="round_put_back"),
    path("inventory/kickoffs/", kickoffs.kickoffs, name="kickoffs"),
    path("inventory/kickoffs.csv", kickoffs.kickoffs_csv, name="kickoffs_csv"),
    path("inventory/kickoffs/<int:pk>/", kickoffs.kickoff, name="kickoff"),
    path("inventory/kickoffs/<int:pk>/waive/", kickoffs.waive_kickoff, name="waive_kickoff"),
]
