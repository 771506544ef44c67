"""Addresses of My work."""

from django.urls import URLPattern, path

from twinhelm.tasks.views import mine as views
from twinhelm.tasks.views import my_acts

paths: list[URLPattern] = [
    path("my-work/", views.my_work, name="my_work"),
    path("my-work/table.csv", views.my_table, name="my_table"),
    path("my-work/order/", views.arrange, name="arrange_day"),
    path("my-work/tasks/<int:pk>/day/", views.place_in_day, name="place_in_day"),
    path("my-work/tasks/<int:pk>/change/", my_acts.change_mine, name="change_mine"),
    path("my-work/tasks/<int:pk>/timer/", my_acts.time_mine, name="time_mine"),
    path("my-work/<int:pk>/", views.member_work, name="member_work"),
    path("my-work/<int:pk>/table.csv", views.member_table, name="member_table"),
]
