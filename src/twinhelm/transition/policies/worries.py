"""Who notes what clients say to the change, and settles it."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_note_what_they_say(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers note what clients say. Ask one of them."))


may_settle_worry = may_note_what_they_say
