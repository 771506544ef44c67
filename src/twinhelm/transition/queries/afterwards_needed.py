"""What is needed to leave the check-in, and to call a client stable."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.actions.dated import spoken
from twinhelm.clients.queries.leads import leads_of
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import CheckIn, Confirmation, JointReview, Transition, Worry
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.needed import Needed, needed_to_leave
from twinhelm.transition.queries.pulses import Asked, asked_of
from twinhelm.transition.rules.joint_reviews import USUAL_DAYS
from twinhelm.transition.rules.pulses import WORRYING

TALKED = "pulse_talked"
"""Of one answer, whose number follows: a later one that is worse is talked about anew."""


@needed_to_leave(Step.CHECK_IN)
def checked_in(transition: Transition, viewer: Member, _at: datetime) -> Iterator[Needed]:
    """Cost: four queries."""
    yield check_in_line(transition, viewer)
    yield pulse_line(transition, viewer)
    yield no_open_worry(transition)


@needed_to_leave(Step.STABLE)
def stable(transition: Transition, viewer: Member, at: datetime) -> Iterator[Needed]:
    """Cost: six queries."""
    yield days_line(transition, viewer, at)
    yield from talked_line(transition)
    yield from joint_review_line(transition, viewer, at)
    yield no_open_worry(transition)


def check_in_line(transition: Transition, viewer: Member) -> Needed:
    """That it took place, never how it went."""
    rows = CheckIn.objects.filter(transition=transition).exclude(by=transition.account_id).select_related("by")
    last = rows.order_by("-at", "-pk").first()
    detail = _("Somebody else than the new account lead asks, in confidence.")
    if last:
        said = {"name": last.by.get_short_name(), "day": date_format(last.at.astimezone(viewer.zone), "j F")}
        detail = _("%(name)s, %(day)s") % said
    href = reverse("transition:check_in", args=[transition.pk])
    return Needed("checked_in", _("Somebody else has asked the client"), last is not None, detail, href)


def pulse_line(transition: Transition, viewer: Member) -> Needed:
    asked = asked_of([transition])[transition.pk]
    sentence = _("A contact was asked how it goes, or it is known why not")
    href = reverse("transition:pulses", args=[transition.pk])
    if not asked:
        detail = _("It is asked by itself, or with a click.")
        return Needed("pulse_asked", sentence, is_met=False, detail=detail, href=href)
    return Needed("pulse_asked", sentence, is_met=True, detail=told(asked[0], viewer), href=href)


def told(asked: Asked, viewer: Member) -> str:
    """What became of a question, in a sentence."""
    said = {"name": asked.pulse.contact.name, "answer": asked.answer}
    if asked.pulse.answered_at:
        return _("%(name)s: %(answer)s") % said
    if asked.why_not:
        return asked.why_not
    said["day"] = date_format(asked.pulse.asked_at.astimezone(viewer.zone), "j F")
    return _("%(name)s was asked on %(day)s and has not answered yet") % said


def no_open_worry(transition: Transition) -> Needed:
    waiting = Worry.objects.filter(transition=transition).open().count()
    detail = ngettext("%(n)d waits to be settled", "%(n)d wait to be settled", waiting) % {"n": waiting}
    sentence = _("No worry is open")
    return Needed("no_worry", sentence, not waiting, detail if waiting else "", is_alarm=bool(waiting))


def days_line(transition: Transition, viewer: Member, at: datetime) -> Needed:
    days = transition.programme.stable_days
    sentence = ngettext(
        "%(n)d day has gone by since the hand-over", "%(n)d days have gone by since the hand-over", days
    ) % {"n": days}
    if transition.handed_over_on is None:
        return Needed("days_over", sentence, is_met=False, detail=_("It has not been handed over."))
    over_on = transition.handed_over_on + timedelta(days=days)
    is_over = day_for(transition.client, at, viewer) >= over_on
    return Needed("days_over", sentence, is_over, day_words(over_on, is_over=is_over))


def talked_line(transition: Transition) -> Iterator[Needed]:
    """Asked only where the last answer of somebody was worse than before."""
    worse = worse_answers(asked_of([transition])[transition.pk])
    sentence = _("No pulse is worse than before, or it was talked about")
    if not worse:
        yield Needed("pulse_good", sentence, is_met=True)
        return
    asked = worse[0]
    key = f"{TALKED}_{asked.pulse.pk}_{asked.pulse.score}"
    is_met = Confirmation.objects.filter(transition=transition, step=Step.STABLE, key=key).exists()
    detail = _("%(name)s: %(answer)s") % {"name": asked.pulse.contact.name, "answer": asked.answer}
    yield Needed(key, sentence, is_met, detail, is_said=True, is_alarm=not is_met)


def worse_answers(asked: list[Asked]) -> list[Asked]:
    """Of each contact's last answer, those that say worse; the latest first."""
    last: dict[int, Asked] = {}
    for one in asked:
        if one.pulse.answered_at:
            last.setdefault(one.pulse.contact_id, one)
    return [one for one in last.values() if (one.pulse.score or 0) <= WORRYING]


def joint_review_line(transition: Transition, viewer: Member, at: datetime) -> Iterator[Needed]:
    """Nothing to ask where one person leads both."""
    today = day_for(transition.client, at, viewer)
    leads = leads_of([transition.client_id], today)[transition.client_id]
    if leads.account is None or leads.production is None or leads.is_one_person:
        return
    last = (
        JointReview.objects.filter(client=transition.client_id, deleted_at=None, on__lte=today).order_by("-on").first()
    )
    is_met = last is not None and (today - last.on).days <= USUAL_DAYS
    detail = spoken(last.on) if last else _("The two have not looked at it together yet.")
    sentence = _("The two leads looked at it together within %(n)d days") % {"n": USUAL_DAYS}
    yield Needed(
        "joint_review", sentence, is_met, detail, reverse("transition:joint_reviews", args=[transition.client_id])
    )


def day_words(day: date, *, is_over: bool) -> str:
    return (_("since %(day)s") if is_over else _("on %(day)s")) % {"day": spoken(day)}
