"""Who decides who leads a new project, and who may go ahead without."""

from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.projects.policies import may_set_lead

may_decide_kickoff = may_set_lead


def may_waive_kickoff(by: Member) -> Answer:
    if by.is_active and by.is_owner:
        return Answer.yes()
    return Answer.no(_("Only an owner lets a project go ahead before it is decided who leads. Ask one of them."))
