"""Why somebody fits, with everything the number is made of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.forms.fit import FitForm
from twinhelm.inventory.queries.fit_page import fit_page
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest


@require_safe
@for_leads
def fit(request: MemberRequest) -> HttpResponse:
    """`?client=…&hat=…&member=…`, or `project=` with its client; without them the form asks."""
    form = FitForm(request.GET or None, viewer=request.user)
    if not form.is_valid():
        return render(request, "inventory/fit.html", {"form": form, "page": None}, status=422 if request.GET else 200)
    client, project = form.cleaned_data["client"], form.cleaned_data["project"]
    project = project if project and project.client_id == client.pk else None
    post = Post(client.pk, Hat(form.cleaned_data["hat"]), project.pk if project else None)
    on = clock.day_in(request.user.zone, clock.now())
    page = fit_page(post, client, project, form.cleaned_data["member"], viewer=request.user, on=on)
    return render(request, "inventory/fit.html", {"form": form, "page": page})
