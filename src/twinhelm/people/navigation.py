"""What the shell shows of the agency and of who is signed in."""

from django.utils.translation import gettext_lazy as _

from twinhelm.people import queries
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.ui.navigation import Destination, Group, house_name, register, role_of


def name_of_the_house() -> str:
    agency = queries.agency()
    return agency.name if agency else "Twinhelm"


def roles_in_words(member: Member) -> str:
    return ", ".join(str(role.label) for role in Role if role in member.roles)


house_name[:] = [name_of_the_house]
role_of[:] = [roles_in_words]
register(Destination(_("People"), "people:people", "people", Group.HOUSE, 10, keys="p"))
