"""In the shell: board and timeline."""

from django.utils.translation import gettext_lazy as _

from twinhelm.ui.navigation import Destination, Group, register

HERE = "tasks:tasks"

register(
    Destination(_("Board"), "tasks:board", "division", Group.PROJECT, 21, under=HERE),
    Destination(_("Timeline"), "tasks:timeline", "schedule", Group.PROJECT, 22, under=HERE),
)
