"""Sets up the demo agency, all in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from twinhelm.config.demo import (
    booked,
    brought,
    business,
    decided,
    given,
    heard,
    judgement,
    measured,
    moved,
    people,
    phrasebook,
    rows,
    since,
    weeks,
)
from twinhelm.config.demo.cast import CAST, MAKERS
from twinhelm.config.demo.logins import NAME, PASSWORD
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.people.models import Agency, Member, RoleGrant
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.divisions import propose
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries.weeks import USUAL_WEEKS
from twinhelm.worklog.rules.metadata import Circle


class AnotherAgencyLivesHere(Refusal):
    """The database holds an agency of its own; the demo would mix with it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What telling the story came to."""

    entries: int
    is_new: bool


@transaction.atomic
def tell(*, at: datetime) -> Told:
    """Idempotent: Northlight stays as it is when it is there already.

    Raises AnotherAgencyLivesHere.
    """
    agency = Agency.objects.select_for_update().first()
    if agency and agency.name != NAME:
        raise AnotherAgencyLivesHere(
            f"This database belongs to {agency.name}. The demo agency wants a database of its own:"
            " set TWINHELM_HOME or TWINHELM_DATABASE_URL to an empty one."
        )
    if agency:
        return Told(WorkEntry.objects.count(), is_new=False)
    Agency.objects.create(name=NAME, time_zone=str(weeks.ZONE), country="NL")
    members = write_members(at)
    people.write_people(members, day_in(weeks.ZONE, at), at)
    write_work(members, at)
    return Told(WorkEntry.objects.count(), is_new=True)


def write_members(at: datetime) -> dict[str, Member]:
    hashed = make_password(PASSWORD)
    joined = at - timedelta(days=400)
    members = {
        part.key: Member.objects.create(
            name=part.name,
            email=part.email,
            password=hashed,
            joined_at=joined,
            accepted_at=joined,
            time_zone=str(weeks.ZONE),
            weekly_minutes=part.weekly_hours * 60,
            portrait=part.face,
        )
        for part in (*CAST, *MAKERS)
    }
    RoleGrant.objects.bulk_create(
        RoleGrant(member=members[part.key], role=role, granted_by=members["oda"], granted_at=joined)
        for part in (*CAST, *MAKERS)
        for role in part.roles
    )
    return members


def write_work(members: dict[str, Member], at: datetime) -> None:
    phrases = phrasebook.load()
    lines = list(weeks.all_lines(day_in(weeks.ZONE, at), phrases))
    morning = at - timedelta(hours=2)
    catalogue = {one.key: one for one in Responsibility.objects.all()}
    shelf = rows.Shelf(
        members=members,
        imports=brought.write_imports(lines, members, morning),
        catalogue=catalogue,
        rules=judgement.write_rules(members, catalogue, morning),
        circle=Circle.of([part.email for part in CAST], NAME),
        examples=rows.examples_of(phrases),
    )
    meant = rows.entries_of(lines, shelf)
    book, origins = business.write(lines, members, catalogue, at)
    rows.point_to(meant, origins)
    entries = WorkEntry.objects.bulk_create(meant, batch_size=2000)
    judgement.write_corrections(lines, entries, members, morning)
    judgement.write_likings(members, catalogue, morning)
    recount((entry.member_id, entry.on) for entry in entries if entry.on)
    propose(whole_weeks_before(day_in(weeks.ZONE, at), USUAL_WEEKS), by=members["oda"], at=morning)
    given.write(book, members, at)
    booked.write(members, at)
    decided.write(book, members, at)
    ways = moved.write(book, members, at)
    heard.write(book, ways, members, at)
    since.write(book, ways, members, at)
    measured.write(ways, members, at)
