"""What the people of the demo agency can do, when they work, and when they are away."""

from datetime import date, datetime, timedelta

from twinhelm.foundation.clock import monday_of
from twinhelm.people.choices import AbsenceKind
from twinhelm.people.models import Absence, Member, MemberSkill, Skill, WorkingPattern

SKILLS = {
    "oda": {"Negotiation": 5, "Pricing": 5, "Copywriting": 3},
    "ana": {"Negotiation": 4, "Workshops": 4, "Copywriting": 4, "Search engines": 2, "Danish": 4},
    "pim": {"Estimating": 5, "Quality assurance": 4, "WordPress": 3, "Shopify": 4, "Analytics": 3},
    "jonas": {"Workshops": 3, "Estimating": 3, "Figma": 3, "Dutch": 4},
    "mirela": {"Estimating": 4, "Accessibility": 4, "Analytics": 3, "Workshops": 2},
    "noor": {"Negotiation": 3, "Workshops": 4, "French": 4, "Copywriting": 3},
    "timo": {"Quality assurance": 5, "Figma": 3, "Accessibility": 3, "Analytics": 4, "WordPress": 4},
    "dee": {"Figma": 5, "Illustration": 4, "Accessibility": 3, "Photography": 4},
    "sam": {"Pricing": 3, "Analytics": 4},
    "lio": {"Figma": 4, "Illustration": 3, "Photography": 2},
    "marek": {"Shopify": 4, "WordPress": 5, "Analytics": 2, "Accessibility": 4},
    "suri": {"Copywriting": 5, "Search engines": 4, "Accessibility": 2},
}
AWAY = (
    ("dee", 4, 4, AbsenceKind.HOLIDAY, False, "Long weekend"),
    ("jonas", 7, 11, AbsenceKind.HOLIDAY, False, ""),
    ("mirela", 9, 9, AbsenceKind.OTHER, True, "Moving house"),
    ("ana", 18, 25, AbsenceKind.HOLIDAY, False, "With the family"),
)
"""Days after this week's Monday, and whether it begins at midday."""


def write_people(members: dict[str, Member], today: date, at: datetime) -> None:
    said_at = at - timedelta(days=90)
    names = sorted({name for skills in SKILLS.values() for name in skills})
    known = {name: Skill.objects.create(name=name, added_at=at) for name in names}
    MemberSkill.objects.bulk_create(
        MemberSkill(member=members[key], skill=known[name], level=level, said_by=members[key], said_at=said_at)
        for key, skills in SKILLS.items()
        if key in members
        for name, level in skills.items()
    )
    Absence.objects.bulk_create(
        Absence(
            member=members[key],
            kind=kind,
            first_on=monday_of(today) + timedelta(days=first),
            last_on=monday_of(today) + timedelta(days=last),
            starts_at_midday=from_midday,
            reason=reason,
            entered_by=members[key],
            entered_at=at,
        )
        for key, first, last, kind, from_midday, reason in AWAY
        if key in members
    )
    four_days = members["ana"]
    week = [540, 540, 540, 540, 0, 0, 0]
    WorkingPattern.objects.create(
        member=four_days,
        from_on=(at - timedelta(days=400)).date(),
        minutes=[four_days.weekly_minutes * minutes // sum(week) for minutes in week],
        agreed_by=members["oda"],
        agreed_at=at,
    )
