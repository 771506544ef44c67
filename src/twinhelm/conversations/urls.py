"""Addresses of the pages about what is said with clients."""

from django.urls import path

from twinhelm.conversations.views import calls

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
]
