"""What the change does in the background, one file per topic."""

from twinhelm.transition.jobs import afterwards as afterwards
from twinhelm.transition.jobs import handing as handing
from twinhelm.transition.jobs import measuring as measuring
from twinhelm.transition.jobs import programme as programme
from twinhelm.transition.jobs import telling as telling
from twinhelm.transition.jobs import way as way
