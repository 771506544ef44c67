"""What a client brings in a year."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinhelm.clients import actions, policies
from twinhelm.clients.actions import ChangedMeanwhile
from twinhelm.clients.forms.one import RevenueForm
from twinhelm.clients.models import Client
from twinhelm.clients.rules.money import cents_of, written
from twinhelm.clients.views.doors import found, is_done, page
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(BOTH)
def revenue(request: MemberRequest, pk: int) -> HttpResponse:
    one = found(request, pk)
    require(policies.may_set_revenue(request.user))
    now = written(one.yearly_cents)
    form = RevenueForm(request.POST or None, initial={"yearly": now, "was": now})
    if request.method == "POST" and is_done(form, lambda: say(request, one, form)):
        toast(request, _("Kept."))
        return redirect("clients:client", pk)
    back, lede = reverse("clients:client", args=[pk]), _("Only owners and finance see it.")
    context = {"client": one, "title": _("Revenue"), "lede": lede, "verb": _("Keep"), "back": back}
    return page(request, "clients/edit.html", form=form, **context)


def say(request: MemberRequest, one: Client, form: RevenueForm) -> None:
    wanted, was = form.cleaned_data["yearly"], cents_of(form.cleaned_data["was"])
    try:
        actions.set_revenue(one, wanted, was=was, by=request.user, at=clock.now())
    except ChangedMeanwhile as refusal:
        form.show_now(refusal.fields["version"])
        raise
