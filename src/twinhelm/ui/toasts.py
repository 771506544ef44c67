"""Short sentences about what was done, with a way back."""

import json
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Toast:
    """One sentence; `undo_url` takes a POST that puts things back."""

    text: str
    undo_url: str = ""
    undo_label: str = ""
    is_alarm: bool = False

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def toast(request: HttpRequest, text: str | Promise, *, undo_url: str = "", undo_label: str | Promise = "") -> None:
    """Shows the sentence on the page that comes next, or beside the fragment that answers."""
    label = str(undo_label or _("Take back")) if undo_url else ""
    extra = json.dumps({"undo_url": undo_url, "undo_label": label}) if undo_url else ""
    messages.success(request, str(text), extra_tags=extra)


def toast_of(message: Message) -> Toast:
    is_alarm = message.level >= messages.WARNING
    extra = message.extra_tags or ""
    if extra.startswith("{"):
        return Toast(str(message.message), is_alarm=is_alarm, **json.loads(extra))
    return Toast(str(message.message), is_alarm=is_alarm)
