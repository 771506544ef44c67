"""What is said of a round's limits and of what contradicts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.inventory.choices import Hat, LimitKind
from twinhelm.inventory.models import Round, RoundClient, RoundLimit
from twinhelm.inventory.rules.rounds import Clash, Limit, Terms, clashes, hats_of
from twinhelm.people.models import Member


@dataclass(frozen=True, slots=True)
class Loaded:
    """A round with everything that its limits speak of. Rows whose client or project is gone are left out."""

    round: Round
    asked: dict[int, RoundClient]
    limits: list[RoundLimit]
    members: dict[int, Member]
    terms: Terms

    def name_of(self, member_id: int) -> str:
        member = self.members.get(member_id)
        return member.get_short_name() if member else _("somebody who left")


def loaded(one: Round) -> Loaded:
    """Cost: three queries."""
    asked = {row.pk: row for row in standing(one)}
    leads = list(one.leads.select_related("member").order_by("member__name", "pk"))
    limits = list(one.limits.select_related("member", "other", "by").order_by("kind", "pk"))
    members = {lead.member_id: lead.member for lead in leads}
    for limit in limits:
        members.setdefault(limit.member_id, limit.member)
        if limit.other:
            members.setdefault(limit.other.pk, limit.other)
    account = frozenset(lead.member_id for lead in leads if lead.takes_account and lead.member.is_active)
    production = frozenset(lead.member_id for lead in leads if lead.takes_production and lead.member.is_active)
    posts = {pk: hats_at(row, one) for pk, row in asked.items()}
    kept = [limit for limit in limits if limit.asked_id is None or limit.asked_id in asked]
    return Loaded(one, asked, kept, members, Terms(posts, account, production, tuple(plain(each) for each in kept)))


def standing(one: Round) -> Iterable[RoundClient]:
    """What the round asks about, without clients merged or deleted since."""
    rows = one.asked.select_related("client", "project").filter(client__merged_into=None, client__deleted_at=None)
    return rows.filter(project__deleted_at=None).order_by("client__name", "project__name", "pk")


def hats_at(row: RoundClient, one: Round) -> tuple[str, ...]:
    return hats_of(is_hybrid=row.is_hybrid, asks_account=one.asks_account, asks_production=one.asks_production)


def plain(limit: RoundLimit) -> Limit:
    return Limit(limit.pk, limit.kind, limit.member_id, limit.asked_id, limit.hat, limit.other_id)


def said_limit(limit: RoundLimit, asked: dict[int, RoundClient]) -> str:
    """“Alder Bakery stays with Ana as account lead.”"""
    row = asked.get(limit.asked_id or 0)
    names = {
        "client": row.name if row else "",
        "member": limit.member.get_short_name(),
        "other": limit.other.get_short_name() if limit.other else "",
        "hat": said_hat(limit.hat),
    }
    if limit.kind == LimitKind.APART:
        return _("%(member)s and %(other)s never on the same client.") % names
    if limit.kind == LimitKind.PIN:
        return _("%(client)s goes to %(member)s as %(hat)s.") % names
    if limit.hat:
        return _("%(client)s never goes to %(member)s as %(hat)s.") % names
    return _("%(client)s never goes to %(member)s.") % names


def said_hat(hat: str) -> str:
    words = {Hat.ACCOUNT: _("account lead"), Hat.PRODUCTION: _("production lead"), Hat.BOTH: _("lead with both hats")}
    return words.get(hat, "")  # type: ignore[call-overload,no-any-return]


def faults(of: Loaded) -> list[str]:
    """Why nothing can be proposed yet, one sentence each; empty when nothing is in the way."""
    found = []
    if not of.asked:
        found.append(_("This round asks about no client, so there is nothing to propose. Choose at least one."))
    if not of.terms.members:
        found.append(_("Nobody in this round may lead, so nothing can be proposed. Add at least one person."))
    found += [said_left(of, lead) for lead in left_leads(of)]
    return found + ([said_clash(clash, of) for clash in clashes(of.terms)] if of.asked and of.terms.members else [])


def left_leads(of: Loaded) -> list[Member]:
    """Pinned or wanted apart counts too: whoever is named in the round and has left."""
    ids = {lead.member_id for lead in of.round.leads.all()}
    return [member for pk, member in of.members.items() if pk in ids and not member.is_active]


def said_left(of: Loaded, member: Member) -> str:
    return _("%(name)s has left the agency and can lead no more. Take %(name)s out of “%(round)s”.") % {
        "name": member.get_short_name(),
        "round": of.round.name,
    }


def said_clash(clash: Clash, of: Loaded) -> str:
    row = of.asked.get(clash.asked or 0)
    people = [of.name_of(pk) for pk in clash.members]
    return SENTENCES[clash.kind]() % {
        "client": row.name if row else "",
        "hat": said_hat(clash.hat),
        "member": people[0] if people else "",
        "other": people[1] if len(people) > 1 else "",
    }


SENTENCES: dict[str, Callable[[], str]] = {
    "no_taker": lambda: _(
        "Nobody in this round may be %(hat)s, but the round asks for one. Add somebody who may, or ask about other hats."
    ),
    "outsider": lambda: _(
        "%(client)s is to go to %(member)s, who isn’t in this round. Add %(member)s to the people, or lift the pin."
    ),
    "other_hat": lambda: _(
        "%(client)s is to go to %(member)s as %(hat)s, but %(member)s doesn’t take that hat in this round. "
        "Let %(member)s take it, or lift the pin."
    ),
    "two_pins": lambda: _(
        "%(client)s is to go to both %(member)s and %(other)s as %(hat)s; only one can be that. Lift one of the two pins."
    ),
    "pin_never": lambda: _(
        "%(client)s is to go to %(member)s, and also never to %(member)s. Lift one of the two limits."
    ),
    "pins_apart": lambda: _(
        "%(member)s and %(other)s are never to share a client, but both are pinned at %(client)s. "
        "Lift one of the pins, or let them work together."
    ),
    "nobody_left": lambda: _(
        "At %(client)s nobody is left who may be %(hat)s: everybody who could is ruled out. Lift one of those limits."
    ),
}


def said_gone(row: RoundClient) -> str:
    """Needs: its client is loaded with what it was merged into."""
    names = {"client": row.name, "kept": row.client.merged_into.name if row.client.merged_into else ""}
    if row.client.merged_into:
        return _("%(client)s was merged into %(kept)s since, so it is left out.") % names
    return _("%(client)s was deleted since, so it is left out.") % names


def said_later(row: RoundClient) -> str:
    return _("%(client)s not before %(day)s.") % {
        "client": row.name,
        "day": date_format(row.from_on, "j F Y") if row.from_on else "",
    }
