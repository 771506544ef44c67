"""Who may connect calendars, plan meetings and say what became of them."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.conversations.models import Calendar, Meeting, MeetingGuest
from twinhelm.foundation.answers import Answer
from twinhelm.people.models import Member


def may_connect_calendar(by: Member) -> Answer:
    return Answer.yes() if by.is_active else Answer.no(_("You no longer belong to this agency."))


def may_change_calendar(by: Member, calendar: Calendar) -> Answer:
    if by.is_active and by.pk == calendar.owner_id:
        return Answer.yes()
    return Answer.no(_("A calendar is its owner’s own; nobody else can change how it is connected."))


def may_plan_meeting(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Meetings with clients are planned by account and production managers."))


def may_change_meeting(by: Member, meeting: Meeting) -> Answer:
    """Who leads work can stand in for a colleague; what came by invitation is its organiser's to move."""
    if not leads_work(by):
        return may_plan_meeting(by)
    if meeting.by_id is None:
        organiser = meeting.organiser or _("its calendar")
        return Answer.no(_("This meeting was made by %(organiser)s. Ask there to move it.") % {"organiser": organiser})
    return Answer.yes()


def may_write_down(by: Member, meeting: Meeting) -> Answer:
    """Notes, next step, whether it was held."""
    if leads_work(by) or meeting.by_id == by.pk or meeting.guests.filter(member=by).exists():
        return Answer.yes()
    return Answer.no(_("Only who leads work or was there can say what came of it."))


def may_answer_meeting(by: Member, guest: MeetingGuest | None) -> Answer:
    if guest is not None and guest.member_id == by.pk and by.is_active:
        return Answer.yes()
    return Answer.no(_("You weren’t asked to this meeting, so there is nothing to answer."))
