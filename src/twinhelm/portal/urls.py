"""Addresses of the client's own pages."""

from django.urls import path

from twinhelm.clients.rules.access import PAGE
from twinhelm.portal.views import entering, page, preview, pulse

app_name = "portal"
urlpatterns = [
    path(PAGE, page.page, name="page"),
    path(f"{PAGE}ask/", entering.ask, name="ask"),
    path(f"{PAGE}sent/", entering.sent, name="sent"),
    path(f"{PAGE}leave/", entering.leave, name="leave"),
    path(f"{PAGE}read/", page.acknowledge, name="acknowledge"),
    path(f"{PAGE}worry/", page.worry, name="worry"),
    path(f"{PAGE}pulse/", pulse.pulse, name="pulse"),
    path(f"{PAGE}open/<str:secret>/", entering.open_link, name="open"),
    path(f"{PAGE}open/<str:secret>/again/", entering.again, name="again"),
    path("transition/clients/<int:pk>/as/<int:contact_pk>/", preview.as_contact, name="as_contact"),
]
