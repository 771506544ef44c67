"""What is needed to leave assess, decide, brief inside, introduce and shadow."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import CallOutcome, GuestAnswer, MeetingState
from twinhelm.conversations.models import Call, Meeting, MeetingGuest
from twinhelm.inventory.queries.needs import seen_of
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.confirmed import detail_of, said_for
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.needed import Needed, needed_to_leave


@needed_to_leave(Step.ASSESS)
def needs_are_known(transition: Transition, viewer: Member, _at: datetime) -> Iterator[Needed]:
    """Cost: four queries."""
    seen = seen_of([transition.client])[transition.client_id]
    href = reverse("inventory:client", args=[transition.client_id])
    sentence = _("It is known what %(client)s needs") % {"client": transition.client}
    if seen.is_enough:
        said = {
            "communication": tenths(seen.communication),
            "complexity": tenths(seen.complexity),
            "quarter": str(seen.quarter.label).lower(),
        }
        detail = _("communication %(communication)s, complexity %(complexity)s: %(quarter)s") % said
        yield Needed("needs_known", sentence, is_met=True, detail=detail, href=href)
        return
    by_person = said_for(transition, Step.ASSESS).get(("needs_known", None))
    detail = detail_of(by_person, viewer.zone) or _("too little is known to count it; say so if you know them well")
    yield Needed("needs_known", sentence, by_person is not None, detail, href, is_said=True)


@needed_to_leave(Step.DECIDE, position=10)
def leads_are_named(transition: Transition, _viewer: Member, _at: datetime) -> Iterator[Needed]:
    """Cost: nothing."""
    account, production = transition.account, transition.production
    gone = [member for member in (account, production) if member and not member.is_active]
    sentence = _("Both leads are named")
    if gone:
        detail = _("%(name)s was deactivated: name somebody else") % {"name": gone[0].name}
        yield Needed("leads_named", sentence, is_met=False, detail=detail, is_alarm=True)
    elif account and production:
        said = {"account": account.get_short_name(), "production": production.get_short_name()}
        detail = _("%(account)s the account, %(production)s the production") % said
        yield Needed("leads_named", sentence, is_met=True, detail=detail)
    else:
        missing = _("nobody for the production yet") if account else _("nobody for the account yet")
        neither = _("nobody yet, for account and production")
        detail = missing if account or production else neither
        yield Needed("leads_named", sentence, is_met=False, detail=detail)


@needed_to_leave(Step.DECIDE, position=20)
def day_is_named(transition: Transition, _viewer: Member, _at: datetime) -> Iterator[Needed]:
    """Cost: nothing."""
    day = transition.effective_on
    detail = date_format(day, "j F Y") if day else _("no day yet")
    yield Needed("day_named", _("It is said from which day they lead"), day is not None, detail)


@needed_to_leave(Step.BRIEF, position=10)
def leads_have_said_yes(transition: Transition, viewer: Member, _at: datetime) -> Iterator[Needed]:
    """Each themselves, or an owner for them. Cost: one query."""
    said = said_for(transition, Step.BRIEF)
    new = dict.fromkeys(member for member in (transition.account, transition.production) if member)
    for member in new:
        sentence = _("%(name)s knows, and has said yes") % {"name": member.get_short_name()}
        row = said.get(("yes", member.pk))
        detail = detail_of(row, viewer.zone) or _("only %(name)s can say so, or an owner") % {
            "name": member.get_short_name()
        }
        yield Needed("yes", sentence, row is not None, detail, is_said=True, about=member)
    if going := [member for member in former_of(transition) if member not in new and member.is_active]:
        names = _(" and ").join(member.get_short_name() for member in going)
        row = said.get(("former_knows", None))
        detail = detail_of(row, viewer.zone) or _("not from the client, and not from the corridor")
        sentence = _("%(names)s heard it from us first") % {"names": names}
        yield Needed("former_knows", sentence, row is not None, detail, is_said=True)


@needed_to_leave(Step.INTRODUCE)
def both_have_met_the_client(transition: Transition, viewer: Member, at: datetime) -> Iterator[Needed]:
    """By itself from a meeting or call since the telling; else somebody says so. Cost: five queries."""
    sentence = _("%(client)s has met %(names)s") % {"client": transition.client, "names": new_names(transition)}
    since = told_at(transition)
    if held := talked_since(transition, since, at):
        detail = _("%(what)s, %(day)s") % {"what": held[0], "day": day_words(held[1], viewer)}
        yield Needed("met", sentence, is_met=True, detail=detail)
        return
    row = said_for(transition, Step.INTRODUCE).get(("met", None))
    yield Needed(
        "met", sentence, row is not None, detail_of(row, viewer.zone) or planned(transition, viewer, at), is_said=True
    )


@needed_to_leave(Step.SHADOW)
def listened_long_enough(transition: Transition, viewer: Member, at: datetime) -> Iterator[Needed]:
    """Cost: two queries."""
    days = transition.programme.shadow_days
    began = day_for(transition.client, transition.step_since, viewer)
    over_on = began + timedelta(days=days)
    sentence = _("The new leads have listened for %(days)d days") % {"days": days}
    if transition.step == Step.SHADOW and day_for(transition.client, at, viewer) >= over_on:
        detail = _("since %(day)s") % {"day": date_format(began, "j F")}
        yield Needed("listened", sentence, is_met=True, detail=detail)
        return
    row = said_for(transition, Step.SHADOW).get(("listened", None))
    until = _("till %(day)s; sooner if you say why") % {"day": date_format(over_on, "j F")}
    yield Needed("listened", sentence, row is not None, detail_of(row, viewer.zone) or until, is_said=True)


def former_of(transition: Transition) -> list[Member]:
    both = (transition.former_account, transition.former_production)
    return list(dict.fromkeys(member for member in both if member))


def new_names(transition: Transition) -> str:
    new = dict.fromkeys(member for member in (transition.account, transition.production) if member)
    return _(" and ").join(member.get_short_name() for member in new) or _("the new leads")


def told_at(transition: Transition) -> datetime:
    """When the telling was done; while nobody knows, since when it is on its step. Cost: one query."""
    told = transition.stages.filter(step=Step.TELL).values_list("left_at", flat=True).first()
    return told or transition.step_since


def talked_since(transition: Transition, since: datetime, at: datetime) -> tuple[str, datetime] | None:
    """What it was and when. Cost: two queries."""
    account, production = transition.account_id, transition.production_id
    if not (account and production):
        return None
    held = Meeting.objects.filter(
        client=transition.client_id, state=MeetingState.HELD, deleted_at=None, starts_at__gte=since, ends_at__lte=at
    )
    meeting = held.filter(took_part(account), took_part(production)).order_by("starts_at").first()
    if meeting:
        return meeting.title, meeting.starts_at
    calls = Call.objects.ended().filter(
        client=transition.client_id, deleted_at=None, outcome=CallOutcome.REACHED, started_at__gte=since
    )
    callers = dict(calls.filter(by__in={account, production}).order_by("-started_at").values_list("by", "started_at"))
    if set(callers) == {account, production}:
        return _("called"), max(callers.values())
    return None


def took_part(member_id: int) -> Exists:
    guests = MeetingGuest.objects.filter(meeting=OuterRef("pk"), member=member_id)
    return Exists(guests.exclude(answer=GuestAnswer.DECLINED))


def planned(transition: Transition, viewer: Member, at: datetime) -> str:
    """The next meeting with the client, or that there is none. Cost: one query."""
    coming = Meeting.objects.standing().filter(client=transition.client_id, deleted_at=None, starts_at__gt=at)
    meeting = coming.soonest_first().first()
    if meeting is None:
        return _("no meeting is planned yet")
    return _("planned: %(title)s, %(day)s") % {"title": meeting.title, "day": day_words(meeting.starts_at, viewer)}


def day_words(moment: datetime, viewer: Member) -> str:
    return date_format(moment.astimezone(viewer.zone), "j M H:i")


def tenths(value: int | None) -> str:
    return f"{(value or 0) / 10:.1f}"
