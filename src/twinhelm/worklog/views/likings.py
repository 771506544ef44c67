"""The questionnaire: what a member says that they like."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import likings as acts
from twinhelm.worklog.forms.likings import AnswerForm
from twinhelm.worklog.queries.likings import likings_of

SCALE = (
    (-2, ("−2", _("drains me"))),
    (-1, ("−1", _("rather drains me"))),
    (0, ("0", _("leaves me even"))),
    (1, ("+1", _("rather gives me energy"))),
    (2, ("+2", _("gives me energy"))),
)


@require_safe
def questionnaire(request: MemberRequest) -> HttpResponse:
    return render(request, "worklog/likings.html", {"likings": likings_of(request.user), "scale": SCALE})


@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Saves one answer at once; asked by htmx, gives the head with the progress back."""
    line = get_object_or_404(Responsibility.objects.visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        acts.say_liking(request.user, line, form.cleaned_data["score"], by=request.user, at=clock.now())
    if form.is_valid() and not request.htmx:  # type: ignore[attr-defined]
        return redirect(f"{reverse('worklog:likings')}#line-{line.pk}")
    context = {"likings": likings_of(request.user), "form": form, "scale": SCALE}
    page = "worklog/_likings_head.html" if request.htmx else "worklog/likings.html"  # type: ignore[attr-defined]
    return render(request, page, context, status=200 if form.is_valid() else 422)
