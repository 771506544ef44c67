"""Two people editing at once: who comes second hears what the first one changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.models import EventRecord
from twinhelm.people.models import Member


class ChangedMeanwhile(Refusal):
    """Somebody else changed it since the form was opened."""


class ClientGone(Refusal):
    """The client was deleted or merged while somebody was looking at it."""


def lock(client: Client) -> Client:
    """The client as it is now, held until the end of the transaction. Raises ClientGone."""
    locked = Client.objects.select_for_update().get(pk=client.pk)
    if locked.deleted_at or locked.merged_into_id:
        raise ClientGone(
            _("%(name)s is no longer among the clients: it was merged or deleted meanwhile.") % {"name": locked.name}
        )
    return locked


def changes_in(thing: models.Model, facts: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By field, what it is and what it shall be; only where the two differ."""
    return {
        name: [plain(getattr(thing, name)), plain(value)]
        for name, value in facts.items()
        if getattr(thing, name) != value
    }


def plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)


def refuse_older(thing: models.Model, version: int | None, records: Mapping[str, Any], *, by: Member) -> None:
    """None stands for a caller that has just read it, for instance an import. Raises ChangedMeanwhile."""
    now = thing.version  # type: ignore[attr-defined]
    if version is None or version == now:
        return
    raise ChangedMeanwhile(meanwhile(thing, version, records, by=by), version=str(now))


def meanwhile(thing: models.Model, version: int, records: Mapping[str, Any], *, by: Member) -> str:
    """What others changed since that version, from the trail."""
    rows = EventRecord.objects.filter(**records, facts__version__gt=version).order_by("pk")
    said = [sentence_of(thing, row, by=by) for row in rows[:20]]
    told = " ".join(one for one in said if one) or _("Somebody changed this while you had it open.")
    return _("%(told)s What you typed is still here: save again to put it over theirs.") % {"told": told}


def sentence_of(thing: models.Model, row: EventRecord, *, by: Member) -> str:
    changes = row.facts.get("changes", {})
    parts = [
        _("%(field)s is now “%(after)s”, it was “%(before)s”")
        % {"field": label_of(thing, name), "before": shown(before), "after": shown(after)}
        for name, (before, after) in changes.items()
    ]
    if not parts:
        return ""
    who = _("You yourself, in another window,") if row.by_id == by.pk else row.by_name
    return _("%(who)s changed this at %(time)s: %(parts)s.") % {
        "who": who,
        "time": clock_time(row.at, by),
        "parts": "; ".join(parts),
    }


def clock_time(at: datetime, by: Member) -> str:
    return at.astimezone(by.zone).strftime("%H:%M")


def label_of(thing: models.Model, name: str) -> str:
    known = {field.name: str(getattr(field, "verbose_name", name)) for field in thing._meta.get_fields()}
    label = known.get(name, name).replace("_", " ")
    return label[:1].upper() + label[1:]


def shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
    return text[:80] or _("empty")
