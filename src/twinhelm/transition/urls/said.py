"""Addresses of what clients say to the change."""

from django.urls import URLPattern, path

from twinhelm.transition.views import said

paths: list[URLPattern] = [
    path("transition/clients/<int:pk>/said/", said.said, name="said"),
    path("transition/worries/<int:pk>/settle/", said.settle, name="settle_worry"),
    path("transition/acknowledgements/<int:pk>/take-back/", said.take_back, name="take_back_acknowledgement"),
]
