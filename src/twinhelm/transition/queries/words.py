"""What a step is called where there is little room."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twinhelm.transition.choices import Step

SHORT: dict[str, str | Promise] = {Step.TELL: _("Tell"), Step.REVIEW: _("Review")}


def short_of(step: str) -> str:
    return str(SHORT.get(step) or Step(step).label)
