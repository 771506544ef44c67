"""Where the change and the way of one client are reached from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client, leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step, TransitionState
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.queries.chosen import from_words, until_now
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, finds, notifies, offer, register

HERE = "transition:board"
MOST_WAITING = 5
MOST_FOUND = 6


def how_far(member: Member) -> str:
    """Through of all, while a programme runs. Cost: one query."""
    standing = Q(
        transitions__state__in=OPEN, transitions__client__deleted_at=None, transitions__client__merged_into=None
    )
    through = standing & Q(transitions__state=TransitionState.THROUGH)
    found = (
        Programme.objects.visible_to(member)
        .current()
        .annotate(all_of=Count("transitions", filter=standing), through_of=Count("transitions", filter=through))
    )
    row = found.values_list("through_of", "all_of").first()
    return f"{row[0]}/{row[1]}" if row and row[1] else ""


register(
    Destination(_("Transition"), HERE, "transition", Group.HELMS, 40, may=leads_work, keys="t", count=how_far),
    Destination(_("Table"), "transition:table", "list", Group.HELMS, 44, may=leads_work, under=HERE),
)
offer(Act(_("Who is on which step of the change"), "transition:table", "transition", may=leads_work))


@finds
def clients_on_their_way(member: Member, query: str) -> Iterator[Found]:
    """Cost: one query."""
    rows = Transition.objects.visible_to(member).filter(state__in=OPEN, client__name__icontains=query)
    for one in rows.select_related("client").order_by("client__name", "pk")[:MOST_FOUND]:
        words = gettext("%(client)s: %(step)s") % {"client": one.client, "step": one.get_step_display()}
        yield Found(words, reverse("transition:transition", args=[one.pk]), "transition", gettext("Transition"))


@notifies
def steps_that_wait(member: Member) -> Iterator[Found]:
    """Steps of the member's, the soonest due first. Cost: one query."""
    if not leads_work(member):
        return
    rows = Transition.objects.visible_to(member).under_way().filter(programme__ended_at=None, stopped_at=None)
    mine = rows.filter(stages__owner=member, stages__step=F("step"), stages__left_at=None)
    for one in mine.select_related("client").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_WAITING]:
        said = {"client": one.client, "step": str(Step(one.step).label).lower()}
        sentence = gettext("%(client)s waits for you: %(step)s") % said
        yield Found(sentence, reverse("transition:transition", args=[one.pk]), "transition")


@panels.shows("client.side", "transition/_on_client.html", position=4)
def way_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """Where the client stands in the change. Cost: one query."""
    member: Any = request.user
    if not leads_work(member):
        return None
    rows = Transition.objects.visible_to(member).filter(client=client).exclude(state=TransitionState.TAKEN_OUT)
    people = ("client", "account", "production", "former_account", "former_production")
    one = rows.select_related(*people).order_by("-pk").first()
    if one is None:
        return None
    return {"transition": one, "until_now": until_now(one), "from_on": from_words(one, clock.now())}
