"""One minute: how is your work?"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions.staff_answers import answer
from twinhelm.transition.forms.measuring import AnswersForm
from twinhelm.transition.models import Measurement
from twinhelm.transition.policies.measuring import is_asked
from twinhelm.transition.queries import measure_words as words
from twinhelm.transition.queries.staff_answers import answers_by, turnout
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: MemberRequest, pk: int) -> HttpResponse:
    """Not there for whoever isn't asked."""
    one = find(request.user, pk)
    asked, said = words.QUESTIONS, answers_by(one, request.user)
    form = AnswersForm(request.POST or None, asked=asked, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            answer(one, form.scores, form.cleaned_data["words"], by=request.user, at=clock.now())
            toast(request, _("Thank you. That helps to see what the change does."))
            return redirect("transition:answers", one.pk)
        except Refusal as refusal:
            say(form, refusal)
    context = {"one": one, "form": form, "turnout": turnout(one, clock.now()), "said": said}
    return render(request, "transition/answers.html", context, status=422 if request.method == "POST" else 200)


def find(member: Member, pk: int) -> Measurement:
    one = get_object_or_404(Measurement.objects.filter(programme__deleted_at=None), pk=pk)
    if not is_asked(member, one):
        raise Http404
    return one
