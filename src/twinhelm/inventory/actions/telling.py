"""The mail to whoever a decision concerns."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation import mail
from twinhelm.inventory.models import Decision
from twinhelm.people.models import Member


@transaction.atomic
def tell(decision_id: int, member_id: int, version: int) -> None:
    """Only while it waits for a word, and only to whoever may still see it. Told twice, it goes out once."""
    member = Member.objects.filter(pk=member_id, is_active=True).exclude(email=None).first()
    if member is None or not leads_work(member):
        return
    visible = Decision.objects.visible_to(member).asked().concerning(member)
    related = ("client", "project", "member", "before", "asked_by")
    decision = visible.filter(pk=decision_id).select_related(*related).first()
    if decision and member.email:
        with translation.override(member.language or settings.LANGUAGE_CODE):
            post(decision, member, version)


def post(decision: Decision, member: Member, version: int) -> None:
    said = {
        "by": decision.asked_by.name,
        "name": decision.name,
        "who": decision.member.name,
        "hat": decision.get_hat_display().lower(),
        "day": date_format(decision.from_on, "j F Y"),
        "why": decision.reason,
        "me": member.get_short_name(),
    }
    mine = decision.member_id == member.pk
    lines = [
        _("Hello %(me)s,") % said,
        _("%(by)s would like you to lead %(name)s from %(day)s on: %(hat)s.") % said
        if mine
        else _("%(by)s proposes that %(who)s leads %(name)s from %(day)s on: %(hat)s. You lead it now.") % said,
        _("The reason: %(why)s") % said,
        _("Say whether you are glad to, or what worries you. Nothing is decided yet."),
    ]
    address = settings.SITE_URL + reverse("inventory:decision", args=[decision.pk])
    html = format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))
    label = _("Say what you think")
    mail.post(
        to=member.email or "",
        subject=(_("Will you lead %(name)s?") if mine else _("Who leads %(name)s?")) % {"name": decision.name[:150]},
        text="\n\n".join([*lines, f"{label}:\n{address}"]) + "\n",
        html=html + format_html('\n<p><a href="{}">{}</a></p>', address, label),
        key=f"decision {decision.pk} {version} {member.pk}",
    )
