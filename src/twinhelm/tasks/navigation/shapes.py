"""Where templates and recurring work are found."""

from django.utils.translation import gettext_lazy

from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.ui import navigation
from twinhelm.ui.navigation import Act, Destination, Group

navigation.register(
    Destination(
        gettext_lazy("Recurring"),
        "tasks:recurring",
        "task",
        Group.PROJECT,
        85,
        may=may_keep_shapes,
        under="tasks:tasks",
    )
)
navigation.register(
    Destination(
        gettext_lazy("Templates"),
        "tasks:templates",
        "task",
        Group.PROJECT,
        90,
        may=may_keep_shapes,
        under="tasks:tasks",
    )
)
navigation.offer(Act(gettext_lazy("New recurring work"), "tasks:new_recurrence", "task", may=may_keep_shapes))
