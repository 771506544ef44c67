"""Rolling one client back: what will happen, then the act."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import rolling_back as actions
from twinhelm.transition.forms.afterwards import RollBackForm
from twinhelm.transition.policies.afterwards import may_roll_back
from twinhelm.transition.queries.rolling_back import going_back, is_open, preview
from twinhelm.transition.views.doors import find_transition, for_leads
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def roll_back(request: MemberRequest, pk: int) -> HttpResponse:
    transition, at = find_transition(request, pk), clock.now()
    require(may_roll_back(request.user, transition))
    ways = going_back(transition, at=at).asks_whom
    form = RollBackForm(request.POST or None, ways=ways, initial={"version": transition.version, "key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("why", "version", "key")}
        try:
            actions.roll_back(transition, **said, instead=form.instead, by=request.user, at=at)
            toast(request, _("%(name)s is back as it was.") % {"name": transition.client.name})
            return redirect("clients:client", transition.client_id)
        except Refusal as refusal:
            say(form, refusal)
    context = {"transition": transition, "form": form, "preview": preview(transition, at=at)}
    context["is_open"] = is_open(transition)
    return render(request, "transition/roll_back.html", context, status=422 if request.method == "POST" else 200)
