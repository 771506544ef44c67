"""Time zones that a calendar file defines itself, each known by its definition and not by its name.

Two files may both define `Customized Time Zone` and mean different ones; the calendar library keeps zones by name
for the whole process.
"""

import re
from datetime import tzinfo
from hashlib import blake2b

from icalendar import Timezone
from icalendar.timezone import tzp

from twinhelm.foundation.calendars.lines import Block, property_name

_ZONE = re.compile(r';TZID=(?:"([^"]{1,200})"|([^";:,]{1,200}))', re.IGNORECASE)
_ZONE_WITHIN = 600
_MOST_ZONES = 200
_MOST_LINES = 2_000


class Zones:
    """The zones of one file."""

    def __init__(self) -> None:
        self._renamed: dict[str, str] = {}
        self._known: dict[str, bool] = {}
        self._taken_out = ""

    def define(self, block: Block) -> None:
        name = next((line.partition(":")[2].strip() for line in block.properties if property_name(line) == "TZID"), "")
        if not name or self._is_known(name) or len(self._renamed) >= _MOST_ZONES or not _is_tame(block):
            return
        body = [line for line in block.properties if property_name(line) != "TZID"]
        definition = "\n".join(body).encode("utf-8", "replace")
        own = f"defined-{blake2b(definition, digest_size=12).hexdigest()}"
        text = "\r\n".join([body[0], f"TZID:{own}", *body[1:]]) + "\r\n"
        try:
            Timezone.from_ical(text)
        except Exception:
            # Damaged in whatever way: the events that name it say that it is unknown.
            return
        if self._is_known(own):
            self._renamed[name] = own

    def applied(self, line: str) -> str:
        """A property with its zone renamed to the file's own, or taken out and noted when nobody knows it."""
        found = _ZONE.search(line, 0, _ZONE_WITHIN)
        if not found:
            return line
        name = found[1] or found[2]
        if own := self._renamed.get(name):
            return f"{line[: found.start()]};TZID={own}{line[found.end() :]}"
        if self._is_known(name):
            return line
        self._taken_out = name
        return line[: found.start()] + line[found.end() :]

    def taken_out(self) -> str:
        """The zone that nobody knew since the last time this was asked."""
        name, self._taken_out = self._taken_out, ""
        return name

    def named(self, name: str) -> tzinfo | None:
        try:
            return tzp.timezone(name)
        except (ValueError, OSError):
            return None

    def _is_known(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self.named(name) is not None
        return self._known[name]


def _is_tame(block: Block) -> bool:
    """Zones change once or twice a year; one that changes each second would be laid out for centuries."""
    rules = [line.upper() for line in block.properties if property_name(line) == "RRULE"]
    return len(block.properties) <= _MOST_LINES and all(
        "FREQ=YEARLY" in rule and not re.search(r"INTERVAL=0|BY(?:HOUR|MINUTE|SECOND|YEARDAY|WEEKNO)", rule)
        for rule in rules
    )
