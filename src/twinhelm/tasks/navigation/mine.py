"""In the shell and on other pages: My work."""

from django.utils.translation import gettext_lazy

from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.ui import navigation
from twinhelm.ui.navigation import Destination, Group

WORKING_ROLES = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER, Role.MAKER)


def has_work(member: Member) -> bool:
    return member.holds(*WORKING_ROLES)


navigation.register(
    Destination(
        gettext_lazy("My work"),
        "tasks:my_work",
        "check",
        Group.HOME,
        position=5,
        may=has_work,
        keys="y",
        is_on_phone=True,
        phone_name=gettext_lazy("Today"),
    ),
)
