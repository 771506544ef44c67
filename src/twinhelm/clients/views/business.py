"""What is known of a client's business: profile, goals, key dates."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.clients import actions, policies
from twinhelm.clients.choices import ProfileTopic
from twinhelm.clients.forms.one import GoalForm, KeyDateForm, TopicForm
from twinhelm.clients.models import Client, Goal, KeyDate, ProfileEntry
from twinhelm.clients.views.doors import found, is_done, page
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast

HISTORY_SHOWN = 50


@require_http_methods(BOTH)
def topic(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """One topic of the profile with its history."""
    client, about = found(request, pk), topic_named(name)
    require(policies.may_see_business(request.user))
    if request.method == "POST":
        require(policies.may_change_client(request.user))
    entries = ProfileEntry.objects.filter(client=client, topic=about).select_related("confirmed_by").order_by("-pk")
    now = entries.filter(replaced_at=None).first()
    form = TopicForm(request.POST or None, initial={"text": now.text if now else "", "version": now.pk if now else ""})
    if request.method == "POST" and is_done(form, lambda: say(request, client, about, form)):
        return redirect(back_to(pk, f"profile-{about}"))
    context = {"client": client, "topic": about, "form": form, "now": now}
    context["history"] = entries.exclude(replaced_at=None)[:HISTORY_SHOWN]
    context["may_change"] = policies.may_change_client(request.user)
    return page(request, "clients/topic.html", **context)


def say(request: MemberRequest, client: Client, about: ProfileTopic, form: TopicForm) -> None:
    chosen = form.cleaned_data
    actions.say_profile(client, about, chosen["text"], seen=chosen["version"], by=request.user, at=clock.now())


@require_POST
def confirm_topic(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    rows = ProfileEntry.objects.filter(client=found(request, pk), replaced_at=None)
    entry = get_object_or_404(rows, topic=topic_named(name))
    return confirmed(request, entry, pk, f"profile-{entry.topic}")


@require_POST
def confirm_goal(request: MemberRequest, pk: int, goal_pk: int) -> HttpResponse:
    return confirmed(request, found_goal(request, pk, goal_pk), pk, f"goal-{goal_pk}")


@require_POST
def confirm_date(request: MemberRequest, pk: int, date_pk: int) -> HttpResponse:
    require(policies.may_see_business(request.user))
    return confirmed(request, get_object_or_404(KeyDate, pk=date_pk, client=found(request, pk)), pk, f"date-{date_pk}")


def confirmed(request: MemberRequest, known: Any, pk: int, place: str) -> HttpResponse:
    actions.confirm(known, by=request.user, at=clock.now())
    toast(request, _("Still so, you say. It counts for another half year."))
    return redirect(back_to(pk, place))


@require_http_methods(BOTH)
def new_goal(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = GoalForm(request.POST or None)
    by, at = request.user, clock.now()
    if request.method == "POST" and is_done(form, lambda: actions.add_goal(client, **form.facts, by=by, at=at)):
        return redirect(back_to(pk, "goals"))
    lede = _("With a measure everybody sees later whether it was reached.")
    back, title = back_to(pk, "goals"), _("New goal")
    return page(
        request, "clients/edit.html", form=form, client=client, title=title, lede=lede, verb=_("Add"), back=back
    )


@require_http_methods(BOTH)
def goal(request: MemberRequest, pk: int, goal_pk: int) -> HttpResponse:
    one = found_goal(request, pk, goal_pk)
    require(policies.may_change_client(request.user))
    names = ("name", "measure", "begin", "now", "target", "due_on", "state", "version")
    form = GoalForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    if request.method == "POST" and is_done(form, lambda: change_goal(request, one, form)):
        return redirect(back_to(pk, f"goal-{one.pk}"))
    title, back = _("Goal"), back_to(pk, "goals")
    return page(request, "clients/edit.html", form=form, client=one.client, title=title, verb=_("Keep"), back=back)


def change_goal(request: MemberRequest, one: Goal, form: GoalForm) -> None:
    version = form.cleaned_data["version"] or one.version
    actions.change_goal(one, version=version, **form.facts, by=request.user, at=clock.now())


@require_http_methods(BOTH)
def new_date(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = KeyDateForm(request.POST or None)
    by, at = request.user, clock.now()
    if request.method == "POST" and is_done(
        form, lambda: actions.add_key_date(client, **form.cleaned_data, by=by, at=at)
    ):
        return redirect(back_to(pk, "dates"))
    title, back = _("New key date"), back_to(pk, "dates")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Add"), back=back)


@require_POST
def remove_date(request: MemberRequest, pk: int, date_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    one = get_object_or_404(KeyDate, pk=date_pk, client=found(request, pk))
    actions.remove_key_date(one, by=request.user, at=clock.now())
    return redirect(back_to(pk, "dates"))


def found_goal(request: MemberRequest, pk: int, goal_pk: int) -> Goal:
    return get_object_or_404(Goal.objects.select_related("client"), pk=goal_pk, client=found(request, pk))


def topic_named(name: str) -> ProfileTopic:
    if name not in ProfileTopic.values:
        raise Http404
    return ProfileTopic(name)


def back_to(pk: int, place: str) -> str:
    return f"{reverse('clients:client', args=[pk])}#{place}"
