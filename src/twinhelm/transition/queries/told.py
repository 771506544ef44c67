"""Which clients know of their change, and who is there for them on a day."""

from dataclasses import dataclass
from datetime import date

from twinhelm.clients.models import Client
from twinhelm.clients.queries import leads_of
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step
from twinhelm.transition.models import Transition

KNOWN_AFTER = frozenset(list(Step)[list(Step).index(Step.TELL) + 1 :])


@dataclass(frozen=True, slots=True)
class Pair:
    """Who faces the client, who steers the work, and who is asked first."""

    account: Member | None
    production: Member | None
    first: Member | None

    @property
    def is_one_person(self) -> bool:
        return len({member.pk for member in (self.account, self.production) if member}) == 1

    @property
    def members(self) -> list[Member]:
        """Each once, whoever is asked first before the other."""
        both = [member for member in (self.account, self.production, self.first) if member]
        both.sort(key=lambda member: member != self.first)
        return list({member.pk: member for member in both}.values())


def open_transition(client: Client) -> Transition | None:
    """With its people, programme and text. Cost: one query."""
    rows = Transition.objects.filter(client=client, state__in=OPEN, programme__deleted_at=None)
    people = ("account", "production", "former_account", "former_production", "programme", "education")
    return rows.select_related("client", *people).first()


def is_told(transition: Transition) -> bool:
    """By mail, or the way has gone on from telling. Needs: the education is loaded."""
    education = getattr(transition, "education", None)
    return transition.step in KNOWN_AFTER or bool(education and education.sent_at)


def told_transition(client: Client) -> Transition | None:
    found = open_transition(client)
    return found if found and is_told(found) else None


def pair_on(client: Client, day: date, transition: Transition | None = None) -> Pair:
    """By the dated leads; where they say nothing, by the change itself, before and after its day. Cost: one query."""
    leads = leads_of([client.pk], day)[client.pk]
    account, production = leads.account, leads.production
    gone: list[Member | None] = []
    if transition:
        former = [transition.former_account, transition.former_production]
        is_after = transition.effective_on is not None and day >= transition.effective_on
        stands_in = [transition.account, transition.production] if is_after else former
        account, production = account or stands_in[0], production or stands_in[1]
        gone = former if is_after else []
    first = leads.first_contact
    if first is None or (first in gone and first not in (account, production)):
        first = account or production
    return Pair(account, production, first)
