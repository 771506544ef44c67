"""What whoever takes over a client should know of the people, their business and what they want."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.choices import GoalState, Part, ProfileTopic
from twinhelm.clients.models import Client, ClientNote, Contact, Goal, KeyDate, ProfileEntry
from twinhelm.clients.queries.handing_over import OpenThing, hands_over
from twinhelm.clients.queries.one import next_of
from twinhelm.clients.rules.freshness import is_stale
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member

COMING = timedelta(days=120)
MOST_NOTES = 30


@hands_over("likes", gettext_lazy("Likes and dislikes"), part=Part.ACCOUNT, position=60)
def likes(client: Client, _part: Part, _giver: Member, _at: datetime) -> list[OpenThing]:
    """Cost: one query."""
    rows = Contact.objects.present().filter(client=client).exclude(likes="")
    return [
        OpenThing(str(one.pk), one.name, one.likes[:500], f"{page_of(client)}#contact-{one.pk}")
        for one in rows.order_by("name", "pk")
    ]


@hands_over("goals", gettext_lazy("Open goals"), part=Part.ACCOUNT, position=65)
def open_goals(client: Client, _part: Part, _giver: Member, _at: datetime) -> list[OpenThing]:
    """Cost: one query."""
    rows = Goal.objects.filter(client=client, state=GoalState.OPEN).order_by("position", "pk")
    return [OpenThing(str(one.pk), one.name, aim_of(one), page_of(client)) for one in rows]


def aim_of(goal: Goal) -> str:
    said = [goal.measure, f"{goal.now or goal.begin} → {goal.target}" if goal.target else ""]
    if goal.due_on:
        said.append(_("until %(day)s") % {"day": date_format(goal.due_on, "j F Y")})
    return ", ".join(one for one in said if one)


@hands_over("profile", gettext_lazy("To ask again about their business"), part=Part.ACCOUNT, position=70)
def stale_topics(client: Client, _part: Part, _giver: Member, at: datetime) -> list[OpenThing]:
    """What was confirmed so long ago that it may no longer be so. Cost: one query."""
    rows = ProfileEntry.objects.filter(client=client, replaced_at=None).order_by("topic")
    return [
        OpenThing(
            one.topic,
            str(ProfileTopic(one.topic).label),
            _("Last confirmed on %(day)s.") % {"day": date_format(one.confirmed_at, "j F Y")},
            page_of(client),
        )
        for one in rows
        if is_stale(one.confirmed_at, at)
    ]


@hands_over("key_dates", gettext_lazy("Days that matter to them"), part=Part.ACCOUNT, position=75)
def coming_days(client: Client, _part: Part, giver: Member, at: datetime) -> list[OpenThing]:
    """Within four months. Cost: one query."""
    today = day_in(giver.zone, at)
    days = [(next_of(one, today), one) for one in KeyDate.objects.filter(client=client)]
    coming = sorted((on, one.pk, one) for on, one in days if today <= on <= today + COMING)
    return [OpenThing(str(pk), one.name, date_format(on, "j F Y"), page_of(client)) for on, pk, one in coming]


@hands_over("notes", gettext_lazy("Notes"), part=Part.ACCOUNT, position=80)
def notes(client: Client, _part: Part, _giver: Member, _at: datetime) -> list[OpenThing]:
    """The newest. Cost: one query."""
    rows = ClientNote.objects.filter(client=client, deleted_at=None).select_related("by").order_by("-at", "-pk")
    return [
        OpenThing(
            str(one.pk),
            " ".join(one.text.split())[:200],
            _("%(name)s, %(day)s") % {"name": one.by.name, "day": date_format(one.at, "j F Y")},
            page_of(client),
        )
        for one in rows[:MOST_NOTES]
    ]


def page_of(client: Client) -> str:
    return reverse("clients:client", args=[client.pk])
