"""Where people, the agency and one's own account are found."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.people import policies, queries
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.ui import navigation
from twinhelm.ui.navigation import Destination, Found, Group

MOST_FOUND = 6

navigation.register(
    Destination(gettext_lazy("People"), "people:people", "people", Group.HOUSE, position=10, keys="p"),
    Destination(gettext_lazy("Who is here"), "people:here", "calendar", Group.HOUSE, position=15, keys="w"),
    Destination(
        gettext_lazy("Agency"), "people:agency", "settings", Group.HOUSE, position=20, may=policies.may_change_agency
    ),
    Destination(gettext_lazy("Your profile"), "people:profile", "person", Group.ME, position=10),
    Destination(gettext_lazy("Your sign-in"), "people:security", "lock", Group.ME, position=20),
    Destination(gettext_lazy("Access tokens"), "people:tokens", "key", Group.ME, position=30),
)


@navigation.finds
def find_people(member: Member, query: str) -> Iterator[Found]:
    for found in Member.objects.visible_to(member).narrowed(query, "", by=member).by_name()[:MOST_FOUND]:
        yield Found(found.name, reverse("people:person", args=[found.pk]), "person", _("Person"))


def house_name() -> str:
    agency = queries.agency()
    return agency.name if agency else "Twinhelm"


def role_of(member: Member) -> str:
    return ", ".join(str(role.label) for role in Role if role in member.roles)


navigation.house_name.append(house_name)
navigation.role_of.append(role_of)
