"""What happened to views that are kept."""

from dataclasses import dataclass

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewKept(Event):
    """Somebody kept a view, or changed one."""

    about = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDeleted(Event):
    """A view that was kept is gone."""

    about = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewPutBack(Event):
    """A deleted view is here again."""

    about = "view"
