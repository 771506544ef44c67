"""Addresses of programmes, of the plan of one client, and of the calendar."""

from django.urls import URLPattern, path

from twinhelm.transition.views import calendar, plans, programme_changes, programmes

paths: list[URLPattern] = [
    path("transition/programme/", programmes.programmes, name="programmes"),
    path("transition/programme/new/", programmes.new, name="programme_new"),
    path("transition/programme/<int:pk>/", programmes.programme, name="programme"),
    path("transition/programme/<int:pk>/plan.csv", programmes.programme_csv, name="programme_csv"),
    path("transition/programme/<int:pk>/start/", programmes.start, name="programme_start"),
    path("transition/programme/<int:pk>/end/", programmes.end, name="programme_end"),
    path("transition/programme/<int:pk>/again/", programmes.take_up_again, name="programme_again"),
    path("transition/programme/<int:pk>/delete/", programmes.delete, name="programme_delete"),
    path("transition/programme/<int:pk>/put-back/", programmes.put_back, name="programme_put_back"),
    path("transition/programme/<int:pk>/edit/", programme_changes.edit, name="programme_edit"),
    path("transition/programme/<int:pk>/add/", programme_changes.add, name="programme_add"),
    path("transition/programme/<int:pk>/blackouts/", programme_changes.add_blackout, name="blackout_add"),
    path("transition/programme/blackouts/<int:pk>/lift/", programme_changes.lift_blackout, name="blackout_lift"),
    path("transition/programme/blackouts/<int:pk>/again/", programme_changes.say_blackout_again, name="blackout_again"),
    path("transition/clients/<int:pk>/plan/", plans.plan, name="plan"),
    path("transition/clients/<int:pk>/plan/day/", plans.reschedule, name="reschedule"),
    path("transition/clients/<int:pk>/plan/wave/", plans.move, name="move_to_wave"),
    path("transition/clients/<int:pk>/plan/wave/<int:number>/<int:version>/", plans.move_back, name="move_back"),
    path("transition/clients/<int:pk>/plan/lead/", plans.replace_lead, name="replace_lead"),
    path("transition/clients/<int:pk>/plan/out/", plans.take_out, name="take_out"),
    path("transition/clients/<int:pk>/plan/in/", plans.put_back_in, name="put_back_in"),
    path("transition/clients/<int:pk>/overrule/", plans.overrule, name="overrule"),
    path("transition/clients/<int:pk>/overrule/back/", plans.take_back_overrule, name="take_back_overrule"),
    path("transition/calendar/", calendar.calendar, name="calendar"),
    path("transition/calendar.csv", calendar.calendar_csv, name="calendar_csv"),
]
