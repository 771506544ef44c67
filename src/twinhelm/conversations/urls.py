"""Addresses of the pages about what is said with clients."""

from django.urls import path

from twinhelm.conversations.views import calendars, calls

app_name = "conversations"
urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls.csv", calls.calls_csv, name="calls_csv"),
    path("calls/whom/", calls.whom, name="whom"),
    path("calls/start/", calls.start_call, name="start_call"),
    path("calls/log/", calls.log_call, name="log_call"),
    path("calls/<int:pk>/", calls.one_call, name="call"),
    path("calls/<int:pk>/notes/", calls.call_notes, name="call_notes"),
    path("calls/<int:pk>/end/", calls.end_call, name="end_call"),
    path("calls/<int:pk>/delete/", calls.delete_call, name="delete_call"),
    path("calls/<int:pk>/put-back/", calls.put_call_back, name="put_call_back"),
    path("calls/<int:pk>/settle-step/", calls.settle_step, name="settle_step"),
    path("calls/<int:pk>/reopen-step/", calls.reopen_step, name="reopen_step"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/connect/", calendars.connect, name="connect_calendar"),
    path("calendars/choose/", calendars.choose, name="choose_calendars"),
    path("calendars/address/", calendars.connect_address, name="calendar_address"),
    path("calendars/file/", calendars.bring_file, name="calendar_file"),
    path("calendars/<int:pk>/look/", calendars.look, name="look_at_calendar"),
    path("calendars/<int:pk>/main/", calendars.make_main, name="main_calendar"),
    path("calendars/<int:pk>/pause/", calendars.pause, name="pause_calendar"),
    path("calendars/<int:pk>/resume/", calendars.resume, name="resume_calendar"),
    path("calendars/<int:pk>/remove/", calendars.remove, name="remove_calendar"),
]
