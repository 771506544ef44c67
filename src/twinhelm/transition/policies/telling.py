"""Who writes, reads and sends what a client will be told."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member
from twinhelm.transition.models import Education


def may_tell(by: Member) -> Answer:
    """Write texts, adapt one, plan and send it."""
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers tell clients. Ask one of them."))


def may_read(by: Member, education: Education) -> Answer:
    """As the second person."""
    allowed = may_tell(by)
    if not allowed:
        return allowed
    if education.adapted_by_id == by.pk:
        return Answer.no(_("You wrote it. A second person sees what you no longer see: ask somebody else to read it."))
    if education.reader_id == by.pk or by.is_owner:
        return Answer.yes()
    name = education.reader.get_short_name() if education.reader else _("Nobody")
    return Answer.no(_("%(name)s was asked to read it. Ask to be named as its reader first.") % {"name": name})
