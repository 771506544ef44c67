"""Addresses of the pages of upkeep."""

from django.urls import path

from twinhelm.upkeep import views

app_name = "upkeep"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/cancel/", views.cancel_job, name="cancel_job"),
    path("jobs/<int:pk>/retry/", views.retry_job, name="retry_job"),
    path("outgoing-mail/", views.outgoing_mail, name="mail"),
    path("outgoing-mail/<int:pk>/send-again/", views.send_again, name="send_again"),
    path("outgoing-mail/<int:pk>/arrived/", views.confirm_arrival, name="confirm_arrival"),
    path("trail/", views.trail, name="trail"),
    path("trail.csv", views.trail_csv, name="trail_csv"),
    path("health", views.health, name="health"),
]
