"""Where the pages about work stand in the shell."""

from django.utils.translation import gettext_lazy as _

from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.ui.navigation import Destination, Group, register
from twinhelm.worklog.models import Division
from twinhelm.worklog.queries.queue import unsure_count


def may_read_divisions(member: Member) -> bool:
    """Cost: one query for whoever is no owner."""
    return member.is_owner or Division.objects.visible_to(member).exists()


def may_sort(member: Member) -> bool:
    """Whoever only reads has nothing to do in the queue."""
    return member.roles != {Role.FINANCE}


register(
    Destination(_("Overview"), "home", "home", Group.HOME, 10, keys="o", is_on_phone=True),
    Destination(_("Split"), "worklog:split", "split", Group.HELMS, 10, keys="s", is_on_phone=True),
    Destination(_("Entries"), "worklog:entries", "list", Group.HELMS, 20, keys="e", is_on_phone=True),
    Destination(_("What you like"), "worklog:likings", "like", Group.ME, 10, keys="l"),
    Destination(_("Division"), "worklog:divisions", "division", Group.HELMS, 30, may=may_read_divisions, keys="d"),
    Destination(
        _("Unsure"),
        "worklog:queue",
        "unsure",
        Group.HELMS,
        40,
        may=may_sort,
        count=unsure_count,
        keys="u",
        is_on_phone=True,
    ),
    Destination(_("Import"), "worklog:imports", "import", Group.HELMS, 50, keys="i"),
    Destination(_("Catalogue"), "worklog:catalogue", "catalogue", Group.HELMS, 55, keys="a"),
    Destination(_("Rules"), "worklog:rules", "rule", Group.HELMS, 60, keys="r"),
    Destination(_("Corrections"), "worklog:corrections", "undo", Group.HELMS, 65, keys="c"),
)
