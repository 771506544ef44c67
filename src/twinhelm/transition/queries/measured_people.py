"""What is measured of the people who lead: client work and project work, switches, weeks over the agreed time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q, Sum

from twinhelm.clients.models import ClientLead
from twinhelm.clients.queries.led_months import HATS
from twinhelm.foundation.periods import Period
from twinhelm.people.models import Absence, Agency, Member
from twinhelm.people.queries.presence import Weeks, absences_of, region_of, span_of, weeks_of
from twinhelm.people.rules import left_of_day
from twinhelm.responsibilities.choices import Family
from twinhelm.transition.models import Transition
from twinhelm.transition.rules.figures import Blocks
from twinhelm.transition.rules.measures import EVENNESS, SWITCHES
from twinhelm.worklog.models import DaySwitches, WeekLoad

LEADS = ("account_id", "production_id", "former_account_id", "former_production_id")


def leads_of_transitions(transitions: Iterable[Transition], period: Period) -> list[int]:
    """Who led in the period, leads now or will: the same people before and after, whoever left meanwhile. Cost: one query."""
    moving = list(transitions)
    named = {getattr(one, name) for one in moving for name in LEADS}
    rows = ClientLead.objects.filter(client__in=[one.client_id for one in moving], part__in=HATS)
    in_force = rows.filter(Q(to_on=None) | Q(to_on__gte=period.first), from_on__lte=period.last)
    return sorted((named | set(in_force.values_list("member_id", flat=True))) - {None})


class People:
    """Everybody's weeks of a period, read once. Cost: eight queries."""

    def __init__(self, member_ids: Sequence[int], period: Period) -> None:
        self.weeks = list(period.mondays)
        self.place = {monday: number for number, monday in enumerate(self.weeks)}
        self.shares = shares_of(member_ids, period, self.place)
        self.switches = switches_of(member_ids, period, self.place)
        self.load = load_of(member_ids, period, self.place)

    def blocks(self, key: str, member_ids: Iterable[int]) -> Blocks:
        """Of these together; of the evenness, each for themselves."""
        ids = list(member_ids)
        if key == EVENNESS.key:
            return [self.shares[pk] for pk in ids if pk in self.shares]
        rows = self.switches if key == SWITCHES.key else self.load
        width = 4 if key == SWITCHES.key else 2
        found: Blocks = [[0.0] * width for _week in self.weeks]
        for pk in ids:
            for week, sums in rows.get(pk, {}).items():
                found[week] = [one + other for one, other in zip(found[week], sums, strict=True)]
        return found


def shares_of(member_ids: Sequence[int], period: Period, place: dict[date, int]) -> dict[int, Blocks]:
    """Client and project minutes by week; what isn't sorted counts for neither. Cost: one query."""
    rows = WeekLoad.objects.filter(
        member__in=member_ids, week__gte=period.first, week__lte=period.last, responsibility__isnull=False
    )
    found: dict[int, Blocks] = {}
    sums = rows.order_by().values_list("member_id", "week", "responsibility__family").annotate(Sum("minutes"))
    for pk, week, family, minutes in sums:
        blocks = found.setdefault(pk, [[0, 0] for _week in place])
        blocks[place[week]][0 if family == Family.CLIENT else 1] += minutes
    return found


Rows = dict[int, dict[int, list[float]]]


def switches_of(member_ids: Sequence[int], period: Period, place: dict[date, int]) -> Rows:
    """By member and week: switches, neighbours, neighbours that may be wrong, days. Cost: one query."""
    found: Rows = defaultdict(dict)
    rows = DaySwitches.objects.filter(member__in=member_ids, on__gte=period.first, on__lte=period.last)
    for pk, on, seen, neighbours, error in rows.values_list("member_id", "on", "switches", "neighbours", "error"):
        week = place[on - timedelta(days=on.weekday())]
        sums = found[pk].setdefault(week, [0.0] * 4)
        for number, value in enumerate((seen, neighbours, neighbours * error, 1)):
            sums[number] += value
    return found


def load_of(member_ids: Sequence[int], period: Period, place: dict[date, int]) -> Rows:
    """By member and week with hours: whether they were more than agreed, and one. Cost: six queries."""
    found: Rows = defaultdict(dict)
    rows = WeekLoad.objects.filter(member__in=member_ids, week__gte=period.first, week__lte=period.last)
    worked = list(rows.order_by().values_list("member_id", "week").annotate(Sum("minutes")))
    agreed = agreed_of(member_ids, period)
    for pk, week, minutes in worked:
        if minutes:
            found[pk][place[week]] = [float(minutes > agreed[pk][week]), 1.0]
    return found


def agreed_of(member_ids: Sequence[int], period: Period) -> dict[int, dict[date, int]]:
    """Minutes a week by pattern, less holidays and absences; of who left since, as it was then."""
    members = list(Member.objects.filter(pk__in=member_ids))
    agency = Agency.objects.first() or Agency()
    patterns, away = weeks_of(members), absences_of(members, period.first, period.last)
    return {
        member.pk: {
            monday: week_of(member, monday, patterns[member.pk], away[member.pk], agency) for monday in period.mondays
        }
        for member in members
    }


def week_of(member: Member, monday: date, pattern: Weeks, away: Sequence[Absence], agency: Agency) -> int:
    region, minutes = region_of(member, agency), 0
    for number in range(7):
        day = monday + timedelta(days=number)
        if agreed := pattern.on(day):
            gone = [span_of(one) for one in away if one.first_on <= day <= one.last_on]
            minutes += 0 if region.holiday(day) else left_of_day(agreed, gone, day)
    return minutes
