"""Several clients go on at once: first a preview, then the act."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions.together import MOST, NothingChosen, TooMany, Went, go_on_together
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.chosen import LOADED, chosen_of
from twinhelm.transition.views.way_doors import for_leads
from twinhelm.ui.toasts import toast


@require_POST
@for_leads
def together(request: MemberRequest) -> HttpResponse:
    """`chosen` is a transition and the version seen, for instance `12.3`."""
    wanted, at = pairs(request.POST.getlist("chosen")), clock.now()
    rows = Transition.objects.visible_to(request.user).select_related(*LOADED).in_bulk(list(wanted))
    if not rows:
        raise NothingChosen(_("No client is chosen. Tick at least one, then go on."))
    if request.POST.get("then") != "go-on":
        looked = [(chosen_of(row, request.user, at=at), wanted[pk]) for pk, row in rows.items()]
        return render(request, "transition/together.html", {"looked": looked})
    came = go_on_together([(row, wanted[pk]) for pk, row in rows.items()], by=request.user, at=at)
    held = [one for one in came if one.why_not]
    say_how_many(request, came)
    if held:
        return render(request, "transition/together.html", {"held": held}, status=409)
    return redirect("transition:board")


def say_how_many(request: MemberRequest, came: list[Went]) -> None:
    moved = sum(1 for one in came if not one.why_not)
    if moved:
        toast(request, ngettext("%(n)d client went on.", "%(n)d clients went on.", moved) % {"n": moved})


def pairs(chosen: list[str]) -> dict[int, int]:
    """Raises TooMany."""
    if len(chosen) > MOST:
        raise TooMany(_("%(most)d clients at once at most. Move them on in parts.") % {"most": MOST})
    found = {}
    for one in chosen:
        pk, _dot, version = one.partition(".")
        if pk.isdigit() and version.isdigit() and len(one) < 20:
            found[int(pk)] = int(version)
    return found
