"""What is needed to leave the hand-over."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import HandOverLine, Rating, Transition
from twinhelm.transition.queries.client_days import day_at
from twinhelm.transition.queries.handing import newcomers
from twinhelm.transition.queries.needed import Needed, needed_to_leave
from twinhelm.transition.queries.trust import words_for


@needed_to_leave(Step.HAND_OVER, position=20)
def handed_over(change: Transition, _viewer: Member, at: datetime) -> Iterable[Needed]:
    """Cost: four queries at most."""
    page = reverse("transition:hand_over", args=[change.pk])
    yield from settled(change, page)
    if asked := who_rates(change):
        yield rated(change, asked, page)
    yield counts(change, at)


def settled(change: Transition, page: str) -> Iterable[Needed]:
    """That nothing waits, and that no question is open. Cost: one query."""
    of_state = {name: Count("pk", filter=Q(state=state)) for name, state in STATES.items()}
    found = HandOverLine.objects.filter(transition=change).aggregate(**of_state)
    waiting, asked, accepted = found["waiting"], found["asked"], found["accepted"]
    if waiting:
        detail = ngettext("%(n)d thing waits for its receiver", "%(n)d things wait for their receiver", waiting)
    else:
        detail = ngettext("%(n)d thing accepted", "%(n)d things accepted", accepted)
    n = waiting or accepted
    sentence = _("Everything that is open is accepted")
    yield Needed("lines", sentence, not waiting, detail % {"n": n} if n else _("nothing was open"), page)
    detail = ngettext("%(n)d question waits for an answer", "%(n)d questions wait for an answer", asked)
    told = detail % {"n": asked} if asked else ""
    yield Needed("questions", _("No question is open"), not asked, told, page, is_alarm=bool(asked))


STATES = {"waiting": LineState.OPEN, "asked": LineState.ASKED, "accepted": LineState.ACCEPTED}


def who_rates(change: Transition) -> Member | None:
    """The new account lead; where only the production lead changes, they do."""
    found = newcomers(change)
    return found[0] if found else None


def rated(change: Transition, asked: Member, page: str) -> Needed:
    """Cost: one query."""
    latest = Rating.objects.filter(transition=change, by=asked).order_by("-at", "-pk").first()
    sentence = _("%(name)s has looked at the relationship afresh") % {"name": asked.get_short_name()}
    detail = ""
    if latest:
        day = date_format(latest.at.astimezone(asked.zone), "j F")
        detail = f"{words_for(latest.trust)}, {day}"
    return Needed("rated", sentence, latest is not None, detail, f"{page}#rating")


def counts(change: Transition, at: datetime) -> Needed:
    """A day that is planned is enough: the list is often done before it."""
    if change.effective_on is None:
        said = _("no day is decided yet")
        return Needed("effective", _("It is decided from when the new leads count"), False, said)
    day = date_format(change.effective_on, "j F Y")
    is_there = change.effective_on <= day_at(change.client, at)
    said = _("since %(day)s") % {"day": day} if is_there else _("from %(day)s") % {"day": day}
    return Needed("effective", _("It is decided from when the new leads count"), True, said)
