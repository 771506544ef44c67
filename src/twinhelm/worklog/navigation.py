"""Where the pages about work stand in the shell."""

from django.utils.translation import gettext_lazy as _

from twinhelm.ui.navigation import Destination, Group, register

register(Destination(_("Import"), "worklog:imports", "import", Group.HELMS, 50, keys="i"))
