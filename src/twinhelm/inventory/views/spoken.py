"""What a screen reader reads of the marks."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Mode
from twinhelm.foundation.minutes import as_hours
from twinhelm.inventory.queries.marks import Mark
from twinhelm.inventory.rules.quadrant import FULL


class Words:
    """The words for each mark, looked up once for all of them."""

    def __init__(self) -> None:
        self.place = _("communication %(one)s, complexity %(other)s")
        self.effort = _("%(effort)s a week")
        self.nobody, self.overruled = _("nobody leads"), _("overruled")
        self.modes = {mode: str(mode.label).lower() for mode in Mode}
        self.figures = [number_format(tenths / 10, 1) for tenths in range(FULL + 1)]

    def of(self, mark: Mark) -> str:
        """`Alder Bakery: communication 8.2, complexity 3.1, 11 h a week, client-led, overruled`."""
        parts = [self.place_of(mark)]
        if mark.minutes is not None:
            parts.append(self.effort % {"effort": as_hours(mark.minutes)})
        parts.append(self.modes[mark.mode] if mark.is_led else self.nobody)
        if mark.is_overruled:
            parts.append(self.overruled)
        return f"{mark.name}: {', '.join(parts)}"

    def place_of(self, mark: Mark) -> str:
        communication, complexity, weeks = mark.seen.communication, mark.seen.complexity, mark.seen.weeks_known
        if communication is None or complexity is None:
            said = ngettext("%(n)d week of data, not enough to say", "%(n)d weeks of data, not enough to say", weeks)
            return said % {"n": weeks}
        return self.place % {"one": self.figures[communication], "other": self.figures[complexity]}
