"""Addresses of the pages about work."""

from django.urls import path

from twinhelm.worklog.views import imports

app_name = "worklog"
urlpatterns = [
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.one_import, name="import"),
    path("imports/<int:pk>/reread/", imports.reread, name="reread"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="confirm"),
    path("imports/<int:pk>/call-off/", imports.call_off, name="call_off"),
    path("imports/<int:pk>/take-back/", imports.take_back, name="take_back"),
    path("imports/<int:pk>/put-back/", imports.put_back, name="put_back"),
    path("imports/<int:pk>/problems.csv", imports.problems_csv, name="problems_csv"),
]
