"""The imports of the demo agency, as their pages show them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from twinhelm.config.demo.weeks import MAIL_MINUTES, ZONE, Line
from twinhelm.people.models import Member
from twinhelm.reading import Understanding
from twinhelm.reading.understanding import Format
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Import
from twinhelm.worklog.queries.sifting import Fate
from twinhelm.worklog.queries.tally import Amount, Tally
from twinhelm.worklog.rules.wishes import Wishes

NAMES = {"time log": "time log May to November.csv", "calendar": "{}.ics", "mailbox": "{} sent and inbox.mbox"}
FORMATS = {"time log": Format.TOGGL, "calendar": Format.CALENDAR, "mailbox": Format.MAILBOX}


def write_imports(lines: list[Line], members: dict[str, Member], at: datetime) -> dict[str, Import]:
    """One a source; brought in yesterday, one after the other."""
    sources = sorted({line.source for line in lines})
    return {
        source: write_import(
            source,
            [line for line in lines if line.source == source],
            members,
            at - timedelta(days=1, minutes=4 * (len(sources) - number)),
        )
        for number, source in enumerate(sources)
    }


def write_import(source: str, lines: list[Line], members: dict[str, Member], at: datetime) -> Import:
    kind = source if source == "time log" else source.rsplit(maxsplit=1)[-1]
    owner = members["oda" if source == "time log" else source.split(maxsplit=1)[0]]
    name = NAMES[kind].format(owner.get_short_name())
    wishes = Wishes(member_id=owner.pk, zone=str(ZONE), sent_minutes=MAIL_MINUTES, received_minutes=MAIL_MINUTES)
    return Import.objects.create(
        name=name,
        digest=sha256(source.encode()).hexdigest(),
        state=ImportState.DONE,
        started_by=owner,
        started_at=at,
        ended_at=at + timedelta(seconds=34),
        understanding={"read": Understanding(name=name, format=FORMATS[kind]).as_plain(), "wishes": wishes.as_plain()},
        findings=tally_of(lines).as_plain(twins_come_in=False),
        rows_read=len(lines),
        rows_total=len(lines),
        entries_added=len(lines),
    )


def tally_of(lines: Iterable[Line]) -> Tally:
    lines = list(lines)
    days = [line.starts.date() for line in lines]
    tally = Tally(rows=len(lines), first_on=min(days), last_on=max(days))
    tally.fates[Fate.NEW] = Amount(len(lines), sum(line.minutes for line in lines))
    tally.kinds.update(line.kind for line in lines)
    return tally
