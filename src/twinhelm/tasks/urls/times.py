"""Addresses of timer, timesheet and weeks."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import entries, hours, timesheet, timing, weeks

paths: list[URLPattern] = [
    path("time/", timesheet.timesheet, name="timesheet"),
    path("time/cells/", timesheet.fill_cells, name="fill_cells"),
    path("time/suggestions/", timesheet.answer_suggestion, name="answer_suggestion"),
    path("time/suggestions/<int:pk>/ask-again/", timesheet.ask_again, name="ask_again"),
    path("time/hand-in/", timesheet.hand_in, name="hand_in"),
    path("time/take-back/", timesheet.take_back, name="take_week_back"),
    path("time/timer/", timing.timer, name="timer"),
    path("time/timer/start/", timing.start_timer, name="start_timer"),
    path("time/timer/stop/", timing.stop_timer, name="stop_timer"),
    path("time/timer/discard/", timing.discard_timer, name="discard_timer"),
    path("time/weeks/", weeks.weeks, name="weeks"),
    path("time/weeks.csv", weeks.weeks_csv, name="weeks_csv"),
    path("time/weeks/approve/", weeks.approve_weeks, name="approve_weeks"),
    path("time/weeks/<int:pk>/send-back/", weeks.send_week_back, name="send_week_back"),
    path("time/weeks/<int:pk>/open/", weeks.open_week, name="open_week"),
    path("time/report/", hours.time_report, name="time_report"),
    path("time/report.csv", hours.time_report_csv, name="time_report_csv"),
    path("time/entries.csv", hours.time_entries_csv, name="time_entries_csv"),
    path("time/things/", hours.time_things, name="time_things"),
    path("time/log/", entries.log_time, name="log_time"),
    path("time/entries/<int:pk>/", entries.time_entry, name="time_entry"),
    path("time/entries/<int:pk>/delete/", entries.delete_time, name="delete_time"),
    path("time/entries/<int:pk>/put-back/", entries.put_time_back, name="put_time_back"),
    path("time/entries/<int:pk>/split/", entries.split_time, name="split_time"),
    path("time/entries/<int:pk>/copy/", entries.copy_time, name="copy_time"),
]
