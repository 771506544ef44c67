"""The messages, calls, meetings and booked time behind entries, for those who may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from twinhelm.conversations.models import Call, Conversation, Meeting, Message
from twinhelm.people.models import Member
from twinhelm.tasks.models import TimeEntry
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.models import WorkEntry


@dataclass(frozen=True, slots=True)
class Behind:
    """Where an entry comes from, and its words."""

    url: str
    words: str
    label: str


def behind(viewer: Member, entries: Iterable[WorkEntry]) -> dict[int, Behind]:
    """By entry; what the viewer may not see is absent. Cost: one query for each kind that is among them."""
    ids: dict[str, dict[int, int]] = {}
    for entry in entries:
        if entry.origin_kind and entry.origin_id:
            ids.setdefault(entry.origin_kind, {})[entry.pk] = entry.origin_id
    found: dict[int, Behind] = {}
    for kind, by_entry in ids.items():
        seen = READ[Origin(kind)](viewer, set(by_entry.values()))
        found |= {pk: seen[origin_id] for pk, origin_id in by_entry.items() if origin_id in seen}
    return found


def messages_seen(viewer: Member, ids: set[int]) -> dict[int, Behind]:
    seen = Conversation.objects.visible_to(viewer).values("pk")
    rows = Message.objects.filter(pk__in=ids, conversation__in=seen).values_list("pk", "subject", "conversation")
    return {pk: of(Origin.MESSAGE, "conversations:conversation", about, subject) for pk, subject, about in rows}


def calls_seen(viewer: Member, ids: set[int]) -> dict[int, Behind]:
    rows = Call.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "notes")
    return {pk: of(Origin.CALL, "conversations:call", pk, notes) for pk, notes in rows}


def meetings_seen(viewer: Member, ids: set[int]) -> dict[int, Behind]:
    rows = Meeting.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "title")
    return {pk: of(Origin.MEETING, "conversations:meeting", pk, title) for pk, title in rows}


def times_seen(viewer: Member, ids: set[int]) -> dict[int, Behind]:
    rows = TimeEntry.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "text", "task__title")
    return {pk: of(Origin.TIME, "tasks:time_entry", pk, text or title or "") for pk, text, title in rows}


READ = {
    Origin.MESSAGE: messages_seen,
    Origin.CALL: calls_seen,
    Origin.MEETING: meetings_seen,
    Origin.TIME: times_seen,
}


def of(kind: Origin, name: str, pk: int, words: str) -> Behind:
    try:
        url = reverse(name, args=[pk])
    except NoReverseMatch:
        url = ""
    return Behind(url, words, str(kind.label))
