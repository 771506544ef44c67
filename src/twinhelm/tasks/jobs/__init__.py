"""What the work does in the background, one file per topic."""

from twinhelm.tasks.jobs import briefs as briefs
from twinhelm.tasks.jobs import bringing as bringing
from twinhelm.tasks.jobs import lists as lists
from twinhelm.tasks.jobs import mine as mine
from twinhelm.tasks.jobs import pictures as pictures
from twinhelm.tasks.jobs import shapes as shapes
from twinhelm.tasks.jobs import talk as talk
from twinhelm.tasks.jobs import times as times
from twinhelm.tasks.jobs import work as work
