"""Over JSON: telling the client."""

from datetime import UTC
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from twinhelm.clients.models import Contact, leads_work
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.transition.actions import telling, telling_plan
from twinhelm.transition.actions.texts import Texts
from twinhelm.transition.models import Education, EducationTemplate, Transition
from twinhelm.transition.queries import telling_list as lists
from twinhelm.transition.queries.telling_sentences import why_of_letter
from twinhelm.transition.queries.telling_words import PEOPLE
from twinhelm.transition.rules.telling import TEXTS
from twinhelm.transition.schemas.telling import (
    Adapted,
    Begun,
    EducationShown,
    Planned,
    ReaderAskedFor,
    Recipients,
    Verdict,
)

router = Router(tags=["transition"])
NEWEST = [Key("pk", is_falling=True)]
ONE = "/transitions/{transition_id}/education"


@router.get("/educations", response=Page[EducationShown], summary="What clients are told, newest first")
def list_educations(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    rows, after = page_of(Education.objects.visible_to(request.user).select_related(*PEOPLE), NEWEST, paging)
    return {"rows": [shown(one) for one in lists.told_of(rows)], "next": after}


@router.get(ONE, response=EducationShown, summary="What one client is told")
def read_education(request: Asked, transition_id: Id) -> dict[str, Any]:
    return anew(found(request, transition_id))


@router.post(f"{ONE}/begin", response=EducationShown, summary="Begin the text of a client")
def begin_education(request: Asked, transition_id: Id, wanted: Begun) -> dict[str, Any]:
    refuse_strangers(request.user)
    transition = get_object_or_404(Transition.objects.visible_to(request.user), pk=transition_id)
    texts = EducationTemplate.objects.visible_to(request.user)
    template = get_object_or_404(texts, pk=wanted.template_id) if wanted.template_id else None
    return anew(telling.begin(transition, template, by=request.user, at=clock.now()))


@router.put(ONE, response=EducationShown, summary="Adapt the text of a client")
def adapt_education(request: Asked, transition_id: Id, wanted: Adapted) -> dict[str, Any]:
    texts = Texts(**{name: getattr(wanted, name) for name in TEXTS})
    education = found(request, transition_id)
    return anew(telling.adapt(education, texts, version=wanted.version, by=request.user, at=clock.now()))


@router.post(f"{ONE}/ask", response=EducationShown, summary="Ask a second person to read it")
def ask_education(request: Asked, transition_id: Id, wanted: ReaderAskedFor) -> dict[str, Any]:
    education = found(request, transition_id)
    reader = get_object_or_404(Member.objects.visible_to(request.user).active(), pk=wanted.reader_id)
    return anew(telling.ask_reader(education, reader, by=request.user, at=clock.now()))


@router.post(f"{ONE}/verdict", response=EducationShown, summary="Say that it is fine, or send it back")
def judge_education(request: Asked, transition_id: Id, wanted: Verdict) -> dict[str, Any]:
    education, by, at = found(request, transition_id), request.user, clock.now()
    if wanted.is_fine:
        return anew(telling.approve(education, version=wanted.version, note=wanted.note, by=by, at=at))
    return anew(telling.send_back(education, wanted.note, version=wanted.version, by=by, at=at))


@router.put(f"{ONE}/recipients", response=EducationShown, summary="Choose to whom it goes")
def choose_education_recipients(request: Asked, transition_id: Id, wanted: Recipients) -> dict[str, Any]:
    education = found(request, transition_id)
    here = Contact.objects.visible_to(request.user).filter(client=education.transition.client_id)
    contacts = list(here.filter(pk__in=wanted.contact_ids).prefetch_related("addresses"))
    if len(contacts) != len(set(wanted.contact_ids)):
        sentence = _("Somebody of these isn’t with %(client)s.") % {"client": education.transition.client.name}
        raise Invalid(sentence, contact_ids=sentence)
    return anew(telling.choose_recipients(education, contacts, by=request.user, at=clock.now()))


@router.post(f"{ONE}/plan", response=EducationShown, summary="Let it leave at a moment")
def plan_education(request: Asked, transition_id: Id, wanted: Planned) -> dict[str, Any]:
    education = found(request, transition_id)
    if wanted.send_at.tzinfo is None:
        sentence = _("Say the moment with its offset, for instance 2026-11-24T14:00:00+01:00.")
        raise Invalid(sentence, send_at=sentence)
    try:
        moment = wanted.send_at.astimezone(UTC)
    except OverflowError:
        raise Invalid(_("Choose a moment within a year."), send_at=_("Choose a moment within a year.")) from None
    return anew(telling_plan.plan(education, moment, version=wanted.version, by=request.user, at=clock.now()))


@router.post(f"{ONE}/call-off", response=EducationShown, summary="It does not leave by itself any more")
def call_off_education(request: Asked, transition_id: Id) -> dict[str, Any]:
    return anew(telling_plan.call_off(found(request, transition_id), by=request.user, at=clock.now()))


def refuse_strangers(by: Member) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(by):
        raise Http404


def found(request: Asked, transition_id: int) -> Education:
    refuse_strangers(request.user)
    rows = Education.objects.visible_to(request.user).select_related(*PEOPLE)
    education: Education = get_object_or_404(rows, transition=transition_id)
    return education


def anew(education: Education) -> dict[str, Any]:
    """As it stands after the act. Cost: two queries."""
    fresh = Education.objects.select_related(*PEOPLE).get(pk=education.pk)
    return shown(lists.told_of([fresh])[0])


def shown(told: lists.Told) -> dict[str, Any]:
    one = told.education
    return {
        **{name: getattr(one, name) for name in (*TEXTS, *PLAIN)},
        "client_id": one.transition.client_id,
        "client": one.transition.client.name,
        "adapted_by": one.adapted_by.name if one.adapted_by else None,
        "reader": one.reader.name if one.reader else None,
        "not_sent_why": told.why if one.not_sent_why else "",
        "letters": [
            {
                "id": letter.pk,
                "contact_id": letter.contact_id,
                "contact": letter.contact.name,
                "address": letter.address,
                "state": letter.state,
                "why": why_of_letter(letter, one),
            }
            for letter in told.letters
        ],
    }


PLAIN = ("id", "transition_id", "version", "state", "adapted_at", "read_at", "read_note", "send_at", "sent_at")
