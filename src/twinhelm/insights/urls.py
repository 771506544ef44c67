"""Addresses of pages across areas."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from twinhelm.insights.views import home as views
from twinhelm.people.choices import Role

View = Callable[..., HttpResponseBase]
app_name = "insights"
urlpatterns: list[URLPattern] = []


def first_page(others: View) -> URLPattern:
    """An owner's own; who only makes is led to their work; `others` is what everybody else finds there."""

    @require_safe
    def home(request: HttpRequest) -> HttpResponseBase:
        if getattr(request.user, "roles", None) == {Role.MAKER}:
            return redirect("tasks:my_work")
        view: View = views.home if getattr(request.user, "is_owner", False) else others
        return view(request)

    return path("", home, name="home")
