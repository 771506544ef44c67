"""Addresses of the board and of one client's way."""

from django.urls import URLPattern, path

from twinhelm.transition.views import board, together, way

paths: list[URLPattern] = [
    path("transition/", board.board, name="board"),
    path("transition/table/", board.table, name="table"),
    path("transition/table.csv", board.table_csv, name="table_csv"),
    path("transition/together/", together.together, name="together"),
    path("transition/clients/<int:pk>/", way.transition, name="transition"),
    path("transition/clients/<int:pk>/go-on/", way.go_on, name="go_on"),
    path("transition/clients/<int:pk>/take-back/<int:version>/", way.take_back, name="take_back"),
    path("transition/clients/<int:pk>/go-back/", way.go_back, name="go_back"),
    path("transition/clients/<int:pk>/stop/", way.stop, name="stop"),
    path("transition/clients/<int:pk>/resume/", way.resume, name="resume"),
    path("transition/clients/<int:pk>/confirm/", way.confirm, name="confirm"),
    path("transition/clients/<int:pk>/leads/", way.leads, name="leads"),
    path("transition/confirmations/<int:pk>/take-back/", way.unconfirm, name="unconfirm"),
    path("transition/stages/<int:pk>/owner/", way.set_owner, name="set_owner"),
]
