"""What a member has open with a client, as the change of leads asks: nothing that only one of us may read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries.handing_over import OpenThing
from twinhelm.conversations.choices import MeetingState
from twinhelm.conversations.models import Call, Conversation, Draft, Meeting
from twinhelm.people.models import Member

PROMISED_IN_MEETINGS = timedelta(days=90)
"""A meeting's next step can't be ticked off: an older one is taken for done."""


def open_conversations(client: Client, _part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """That are the giver's to answer, or nobody's while the client waits. Cost: one query."""
    theirs = Q(assigned_to=giver) | Q(assigned_to=None, waiting_since__isnull=False)
    rows = (
        Conversation.objects.open()
        .filter(theirs, client=client)
        .order_by(F("answer_due_at").asc(nulls_last=True), "-last_at", "-pk")
    )
    return [conversation_shown(one, giver) for one in rows]


def conversation_shown(one: Conversation, giver: Member) -> OpenThing:
    if one.is_private:
        words = {"name": giver.get_short_name()}
        stays = _("It is private: %(name)s opens it to the others first, or gives it away by hand.") % words
        return OpenThing(str(one.pk), _("A private conversation"), holder_id=one.assigned_to_id, stays=stays)
    return OpenThing(
        key=str(one.pk),
        title=one.subject or _("Without a subject"),
        detail=state_of(one, giver),
        href=reverse("conversations:conversation", args=[one.pk]),
        holder_id=one.assigned_to_id,
    )


def state_of(one: Conversation, giver: Member) -> str:
    words = {"day": date_format((one.waiting_since or one.last_at).astimezone(giver.zone), "j F")}
    if not one.waiting_since:
        return _("Last said on %(day)s.") % words
    if one.assigned_to_id is None:
        return _("They wait since %(day)s, and nobody answers it yet.") % words
    return _("They wait for an answer since %(day)s.") % words


def drafts_begun(client: Client, _part: Part, giver: Member, _at: datetime) -> list[OpenThing]:
    """Only that there are some: nobody reads what another is still writing. Cost: one query."""
    of_client = Q(client=client) | Q(conversation__client=client)
    count = Draft.objects.being_written().filter(of_client, by=giver).count()
    if not count:
        return []
    title = ngettext("%(n)d letter begun", "%(n)d letters begun", count) % {"n": count}
    return [OpenThing("drafts", title, _("Only who began it sees it: finish it or give it up."), holder_id=giver.pk)]


def promises(client: Client, _part: Part, giver: Member, at: datetime) -> list[OpenThing]:
    """What the giver promised in calls and meetings. Cost: two queries."""
    calls = Call.objects.with_open_step().filter(client=client, by=giver, deleted_at=None)
    said = [promised("call", one, giver) for one in calls.order_by("next_step_on", "pk")]
    return said + [promised("meeting", one, giver) for one in meetings_with_steps(client, giver, at)]


def meetings_with_steps(client: Client, giver: Member, at: datetime) -> Iterator[Meeting]:
    held = Meeting.objects.filter(client=client, deleted_at=None, state=MeetingState.HELD).exclude(next_step="")
    since = held.filter(organised_by(giver), starts_at__gte=at - PROMISED_IN_MEETINGS)
    yield from since.order_by("next_step_on", "pk")


def promised(kind: str, one: Call | Meeting, giver: Member) -> OpenThing:
    said_at = one.started_at if isinstance(one, Call) else one.starts_at
    detail = _("Promised on %(day)s.") % {"day": date_format(said_at.astimezone(giver.zone), "j F")}
    if one.next_step_on:
        detail += " " + _("Due on %(day)s.") % {"day": date_format(one.next_step_on, "j F")}
    href = reverse(f"conversations:{kind}", args=[one.pk])
    return OpenThing(f"{kind}:{one.pk}", one.next_step[:250], detail, href, giver.pk)


def coming_meetings(client: Client, _part: Part, giver: Member, at: datetime) -> list[OpenThing]:
    """That the giver invited to; a repeated one stands here once, with its next time. Cost: one query."""
    rows = Meeting.objects.standing().filter(organised_by(giver), client=client, deleted_at=None, starts_at__gt=at)
    series: dict[str, list[Meeting]] = {}
    for one in rows.soonest_first():
        series.setdefault(one.uid, []).append(one)
    return [meetings_shown(uid, times, giver) for uid, times in series.items()]


def organised_by(giver: Member) -> Q:
    return Q(by=giver) | (Q(organiser__iexact=giver.email) if giver.email else Q())


def meetings_shown(uid: str, times: list[Meeting], giver: Member) -> OpenThing:
    first, more = times[0], len(times) - 1
    moment = date_format(first.starts_at.astimezone(giver.zone), "j F, H:i")
    again = ngettext("%(moment)s, and %(n)d time after it", "%(moment)s, and %(n)d times after it", more)
    return OpenThing(
        key=sha256(uid.encode()).hexdigest()[:40],
        title=first.title or _("Without a title"),
        detail=again % {"moment": moment, "n": more} if more else moment,
        href=reverse("conversations:meeting", args=[first.pk]),
        holder_id=giver.pk,
    )
