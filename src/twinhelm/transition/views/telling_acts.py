"""Acts on what a client is told: read, sent back, to whom, when, called off, sent, had back."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.clients.models import Contact
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import telling, telling_follow, telling_plan
from twinhelm.transition.forms.telling import AnewForm, PlanForm, ReaderForm, ReadForm, RecipientsForm
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.views.telling import show
from twinhelm.transition.views.telling_doors import attempted, done, find, for_leads


@require_POST
@for_leads
@attempted(show)
def anew(request: MemberRequest, pk: int) -> HttpResponse:
    """From another template."""
    education = find(request, pk)
    chosen = valid(AnewForm(request.POST, viewer=request.user))
    telling.begin_anew(education, chosen["template"], version=chosen["version"], by=request.user, at=clock.now())
    return done(request, education, _("Begun anew from “%(name)s”.") % {"name": chosen["template"].name})


@require_POST
@for_leads
@attempted(show)
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    education = find(request, pk)
    reader = valid(ReaderForm(request.POST))["reader"]
    telling.ask_reader(education, reader, by=request.user, at=clock.now())
    return done(request, education, _("%(name)s is asked to read it.") % {"name": reader.get_short_name()})


@require_POST
@for_leads
@attempted(show)
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Content, or back with a question."""
    education, said = find(request, pk), valid(ReadForm(request.POST))
    version, note, by = said["version"], said["note"], request.user
    if said["verdict"] == "back":
        telling.send_back(education, note, version=version, by=by, at=clock.now())
        return done(request, education, _("Sent back with your question."))
    telling.approve(education, version=version, note=note, by=by, at=clock.now())
    return done(request, education, _("Read. It can be planned now."))


@require_POST
@for_leads
@attempted(show)
def recipients(request: MemberRequest, pk: int) -> HttpResponse:
    education = find(request, pk)
    here = Contact.objects.visible_to(request.user).filter(client=education.transition.client_id)
    chosen = valid(RecipientsForm(request.POST, contacts=here.prefetch_related("addresses")))["contacts"]
    telling.choose_recipients(education, list(chosen), by=request.user, at=clock.now())
    return done(request, education, _("It goes to whom you chose."))


@require_POST
@for_leads
@attempted(show)
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    education = find(request, pk)
    sender = education.transition.account or request.user
    chosen = valid(PlanForm(request.POST, zone=sender.zone))
    kept = telling_plan.plan(education, chosen["send_at"], version=chosen["version"], by=request.user, at=clock.now())
    return done(request, kept, _("It leaves by itself on %(when)s.") % {"when": moment(kept, request)})


@require_POST
@for_leads
@attempted(show)
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    education = telling_plan.call_off(find(request, pk), by=request.user, at=clock.now())
    return done(request, education, _("Called off. The text stays as it is."))


@require_POST
@for_leads
@attempted(show)
def send(request: MemberRequest, pk: int) -> HttpResponse:
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    education = telling_plan.send_now(find(request, pk), version=seen, by=request.user, at=clock.now())
    back = reverse("transition:letter_back", args=[pk])
    return done(request, education, _("Sent. You can have it back for a moment."), undo_url=back)


@require_POST
@for_leads
@attempted(show)
def have_back(request: MemberRequest, pk: int) -> HttpResponse:
    education = telling_follow.have_back(find(request, pk), by=request.user, at=clock.now())
    return done(request, education, _("It is back. Nobody got it."))


@require_POST
@for_leads
@attempted(show)
def arrived(request: MemberRequest, pk: int, letter_id: int) -> HttpResponse:
    education = find(request, pk)
    telling_follow.it_arrived(find_letter(education, letter_id), by=request.user, at=clock.now())
    return done(request, education, _("Noted: it arrived."))


@require_POST
@for_leads
@attempted(show)
def again(request: MemberRequest, pk: int, letter_id: int) -> HttpResponse:
    education = find(request, pk)
    telling_follow.send_again(find_letter(education, letter_id), by=request.user, at=clock.now())
    return done(request, education, _("It is on its way."))


def find_letter(education: Education, letter_id: int) -> EducationLetter:
    return get_object_or_404(EducationLetter.objects.filter(education=education), pk=letter_id)


def valid(form: ReaderForm | ReadForm | RecipientsForm | PlanForm | AnewForm) -> dict:  # type: ignore[type-arg]
    """Raises Invalid with the form's first sentence."""
    if form.is_valid():
        return form.cleaned_data
    sentences = [str(one) for errors in form.errors.values() for one in errors]
    raise Invalid(sentences[0])


def moment(education: Education, request: MemberRequest) -> str:
    return date_format(education.send_at.astimezone(request.user.zone), "j F, H:i") if education.send_at else ""
