"""Where telling clients stands in the shell, on the page of one client, and in the bell."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.forms.telling import BeginForm
from twinhelm.transition.models import Education, Transition
from twinhelm.transition.queries import telling_list as lists
from twinhelm.transition.queries.telling_page import page_of
from twinhelm.transition.queries.telling_words import PEOPLE
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, notifies, offer, register

register(
    Destination(_("Letters"), "transition:letters", "mail", Group.HELMS, 45, may=leads_work, under="transition:board")
)
offer(
    Act(_("What clients are told"), "transition:letters", "mail", may=leads_work),
    Act(_("Texts to clients"), "transition:texts", "mail", may=leads_work),
)
MOST = 5


@panels.shows("transition.main", "transition/_letter_panel.html", position=10)
def what_they_will_read(request: HttpRequest, transition: Transition) -> Mapping[str, Any] | None:
    """Cost: about ten queries."""
    member: Any = request.user
    if not leads_work(member):
        return None
    about = {"transition": transition, "client": transition.client}
    found = Education.objects.filter(transition=transition).select_related(*PEOPLE).first()
    if found is None:
        return {**about, "form": BeginForm(viewer=member)}
    page = page_of(found, member, at=clock.now())
    return {**about, "page": page, "education": found}


@notifies
def texts_that_wait(member: Member) -> Iterator[Found]:
    """Cost: two queries."""
    if not leads_work(member):
        return
    for one in lists.to_read(member)[:MOST]:
        sentence = gettext("What %(client)s will be told waits for your reading")
        yield found(one, sentence)
    for one in lists.sent_back(member)[:MOST]:
        yield found(one, gettext("There is a question about what %(client)s will be told"))


@notifies
def letters_in_trouble(member: Member) -> Iterator[Found]:
    """Cost: three queries and a few for each that is in trouble."""
    if not leads_work(member):
        return
    for told in lists.told_of(list(lists.in_trouble(member)[:MOST])):
        said = {"client": told.education.transition.client.name, "why": told.why}
        sentence = gettext("The letter to %(client)s: %(why)s") % said
        yield Found(sentence, reverse("transition:letter", args=[told.education.pk]), "mail")


def found(education: Education, sentence: str) -> Found:
    words = sentence % {"client": education.transition.client.name}
    return Found(words, reverse("transition:letter", args=[education.pk]), "mail")
