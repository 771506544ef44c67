"""Addresses of the pages about projects."""

from django.urls import path

from twinhelm.projects.views import listing, one, parts, tables, templates

app_name = "projects"
urlpatterns = [
    path("projects/", listing.projects, name="projects"),
    path("projects.csv", listing.projects_csv, name="projects_csv"),
    path("projects/new/", one.new, name="new"),
    path("projects/bring/", tables.bring, name="bring"),
    path("projects/tables/<int:pk>/", tables.table, name="table"),
    path("projects/tables/<int:pk>/confirm/", tables.confirm, name="confirm_table"),
    path("projects/tables/<int:pk>/drop/", tables.drop, name="drop_table"),
    path("projects/tables/<int:pk>/problems.csv", tables.problems_csv, name="problems_csv"),
    path("projects/templates/", templates.templates, name="templates"),
    path("projects/templates/<int:pk>/", templates.template, name="template"),
    path("projects/templates/<int:pk>/change/", templates.change, name="change_template"),
    path("projects/templates/<int:pk>/delete/", templates.delete, name="delete_template"),
    path("projects/templates/<int:pk>/put-back/", templates.put_back, name="put_back_template"),
    path("projects/templates/<int:pk>/lines/", templates.add_line, name="add_template_line"),
    path("projects/templates/<int:pk>/lines/<int:line_id>/", templates.change_line, name="change_template_line"),
    path("projects/templates/<int:pk>/lines/<int:line_id>/remove/", templates.remove_line, name="remove_template_line"),
    path(
        "projects/templates/<int:pk>/lines/<int:line_id>/put-back/",
        templates.put_back_line,
        name="put_back_template_line",
    ),
    path("projects/<int:pk>/", one.project, name="project"),
    path("projects/<int:pk>/template/", templates.make, name="make_template"),
    path("projects/<int:pk>/edit/", one.edit, name="edit"),
    path("projects/<int:pk>/state/", one.change_state, name="change_state"),
    path("projects/<int:pk>/delete/", one.delete, name="delete"),
    path("projects/<int:pk>/put-back/", one.put_back, name="put_back"),
    path("projects/<int:pk>/leads/", parts.set_lead, name="set_lead"),
    path("projects/<int:pk>/mode/", parts.set_mode, name="set_mode"),
    path("projects/<int:pk>/mode/<int:mode_id>/take-back/", parts.take_back_mode, name="take_back_mode"),
    path("projects/<int:pk>/leads/<int:lead_id>/take-back/", parts.take_back_lead, name="take_back_lead"),
    path("projects/<int:pk>/seats/", parts.take_seat, name="take_seat"),
    path("projects/<int:pk>/seats/<int:seat_id>/leave/", parts.leave_seat, name="leave_seat"),
    path("projects/<int:pk>/scope/", parts.add_scope_item, name="add_scope_item"),
    path("projects/<int:pk>/scope/order/", parts.order_scope, name="order_scope"),
    path("projects/<int:pk>/scope/<int:scope_item_id>/", parts.change_scope_item, name="change_scope_item"),
    path("projects/<int:pk>/scope/<int:scope_item_id>/delete/", parts.delete_scope_item, name="delete_scope_item"),
    path(
        "projects/<int:pk>/scope/<int:scope_item_id>/put-back/", parts.put_back_scope_item, name="put_back_scope_item"
    ),
    path("projects/<int:pk>/milestones/", parts.add_milestone, name="add_milestone"),
    path("projects/<int:pk>/milestones/<int:milestone_id>/move/", parts.move_milestone, name="move_milestone"),
    path("projects/<int:pk>/milestones/<int:milestone_id>/reach/", parts.reach_milestone, name="reach_milestone"),
    path("projects/<int:pk>/milestones/<int:milestone_id>/reopen/", parts.reopen_milestone, name="reopen_milestone"),
    path("projects/<int:pk>/milestones/<int:milestone_id>/remove/", parts.remove_milestone, name="remove_milestone"),
    path("projects/<int:pk>/facts/", parts.note_fact, name="note_fact"),
    path("projects/<int:pk>/facts/<int:fact_id>/drop/", parts.drop_fact, name="drop_fact"),
]
