"""Where bringing tasks in is found."""

from django.utils.translation import gettext_lazy

from twinhelm.tasks.policies.work import may_bring_tasks
from twinhelm.ui import navigation
from twinhelm.ui.navigation import Act

navigation.offer(Act(gettext_lazy("Bring in tasks"), "tasks:bring", "import", may=may_bring_tasks))
