"""What the views of clients share: finding through the person, and telling a form why an act was refused."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from twinhelm.clients.actions import ChangedMeanwhile
from twinhelm.clients.forms.one import Versioned
from twinhelm.clients.models import Client, Contact
from twinhelm.foundation.answers import NotPermitted, Refusal
from twinhelm.people.views.doors import MemberRequest, say


def found(request: MemberRequest, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def found_contact(request: MemberRequest, pk: int, contact_pk: int) -> Contact:
    people = Contact.objects.visible_to(request.user).select_related("client")
    return get_object_or_404(people, pk=contact_pk, client=found(request, pk))


def is_done(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Whether the form held and the act was done; if not, the form says why and keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotPermitted:
        raise
    except ChangedMeanwhile as refusal:
        if isinstance(form, Versioned):
            form.show_version(refusal.fields["version"])
        form.add_error(None, refusal.reason)
        return False
    except Refusal as refusal:
        say(form, refusal)
        return False
    return True


def page(request: MemberRequest, template: str, **context: Any) -> HttpResponse:
    """A page with a form: 422 when the form came back wrong."""
    form = context.get("form")
    status = 422 if form is not None and form.is_bound else 200
    return render(request, template, context, status=status)
