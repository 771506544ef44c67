"""Invitations and links in letters: once, soon, only for whom they were meant."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from twinhelm.foundation import clock
from twinhelm.foundation.models import EventRecord, Job, OutgoingMail
from twinhelm.foundation.testing import run_jobs
from twinhelm.people import actions
from twinhelm.people.choices import Role
from twinhelm.people.models import Invitation, Member, OneTimeLink
from twinhelm.people.testing import PASSWORD, a_member, an_owner

pytestmark = pytest.mark.django_db

NEW = "twelve quiet harbours"
JOINING = {"name": "Ivo Marsh", "password": NEW}


def invited(oda, email="ivo@northlight.example", *roles):
    invitation = actions.invite(email=email, roles=frozenset(roles), by=oda, at=clock.now())
    return invitation, secret_in(OutgoingMail.objects.filter(recipient=email).latest("pk"))


def secret_in(mail):
    return re.search(r"/(?:join|new-password|email)/([\w-]{43})/", mail.text)[1]


def asked_for_password(member):
    actions.ask_for_new_password(member.email, at=clock.now())
    return secret_in(OutgoingMail.objects.filter(recipient=member.email, subject__contains="new password").latest("pk"))


def joins(secret):
    return Client().post(reverse("people:join", args=[secret]), JOINING)


def sets_password(secret):
    return Client().post(reverse("people:new_password", args=[secret]), {"password": NEW})


def test_looking_at_a_letter_never_uses_it_up(browser):
    _invitation, secret = invited(an_owner())
    for _look in range(10):
        scanner = Client(headers={"User-Agent": "SafeLinks/1.0"}, REMOTE_ADDR="203.0.113.9")
        assert scanner.get(reverse("people:join", args=[secret])).status_code == 200
        assert scanner.head(reverse("people:join", args=[secret])).status_code == 200
    assert joins(secret).status_code == 302
    assert joins(secret).status_code == 410


def test_an_invited_person_joins_is_signed_in_and_recorded(browser):
    invitation, secret = invited(an_owner(), "ivo@northlight.example", Role.MAKER)
    browser.post(reverse("people:join", args=[secret]), JOINING)
    ivo = Member.objects.get(pk=invitation.member_id)
    assert (ivo.name, ivo.can_sign_in, ivo.roles) == ("Ivo Marsh", True, {Role.MAKER})
    assert int(browser.session["_auth_user_id"]) == ivo.pk
    assert EventRecord.objects.filter(name="InvitationAccepted", subject_id=ivo.pk).exists()


def test_an_invitation_lives_for_seven_days():
    oda = an_owner()
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as travel:
        _early, in_time = invited(oda, "a@northlight.example")
        _late, too_late = invited(oda, "b@northlight.example")
        travel.shift(timedelta(days=7, seconds=-1))
        assert joins(in_time).status_code == 302
        travel.shift(timedelta(seconds=2))
        assert joins(too_late).status_code == 410


def test_a_revoked_or_overtaken_invitation_is_dead():
    oda = an_owner()
    revoked, secret = invited(oda)
    actions.revoke_invitation(revoked, by=oda, at=clock.now())
    assert joins(secret).status_code == 410
    first, old = invited(oda, "b@northlight.example")
    actions.resend(first.member, by=oda, at=clock.now())
    assert joins(old).status_code == 410
    newer = OutgoingMail.objects.filter(recipient="b@northlight.example").latest("pk")
    assert joins(secret_in(newer)).status_code == 302


def test_whoever_joins_holds_the_roles_of_that_moment():
    oda = an_owner()
    invitation, secret = invited(oda, "ivo@northlight.example", Role.OWNER)
    actions.take_role(invitation.member, Role.OWNER, by=oda, at=clock.now())
    actions.grant_role(invitation.member, Role.FINANCE, by=oda, at=clock.now())
    joins(secret)
    assert Member.objects.get(pk=invitation.member_id).roles == {Role.FINANCE}


def test_a_deactivated_invitee_cannot_join():
    oda = an_owner()
    invitation, secret = invited(oda)
    actions.deactivate(invitation.member, by=oda, at=clock.now())
    assert joins(secret).status_code == 410
    actions.reactivate(invitation.member, by=oda, at=clock.now())
    assert joins(secret).status_code == 410


def test_only_the_digest_of_a_letter_is_stored():
    invitation, secret = invited(an_owner())
    assert secret not in " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list()[0])
    assert not EventRecord.objects.filter(facts__icontains=secret).exists()


def test_secrets_are_long_and_never_repeat():
    from twinhelm.people.rules import new_secret

    made = {new_secret() for _time in range(10_000)}
    assert len(made) == 10_000
    assert all(len(secret) == 43 for secret in made)


@pytest.mark.parametrize(
    "email",
    ["a@x.example,b@x.example", "a@x.example\nBcc: b@x.example", "a@x.example\0", "", "a", "a@x.example b@x.example"],
)
def test_refuses_anything_but_one_address(signed_in, email):
    browser = signed_in(an_owner())
    answer = browser.post(reverse("people:invite"), {"name": "Ivo", "email": email})
    assert answer.status_code == 422
    assert not OutgoingMail.objects.exists()
    assert not Invitation.objects.exists()


def test_two_addresses_under_one_name_reach_one_person_at_most(signed_in, browser):
    an_owner()
    ana = a_member("Ana Reyes")
    browser.post(reverse("people:forgot"), {"email": [ana.email, "evil@evil.example"], "email[]": "evil@evil.example"})
    run_jobs()
    assert not OutgoingMail.objects.exclude(recipient=ana.email).exists()


@pytest.mark.parametrize("email", ["míra@northlight.example", "ｍira@northlight.example", "mıra@northlight.example"])
def test_a_look_alike_address_gets_nothing(browser, email):
    an_owner()
    a_member("Mira", email="mira@northlight.example")
    browser.post(reverse("people:forgot"), {"email": email})
    run_jobs()
    assert not OutgoingMail.objects.exists()


def test_case_does_not_matter_and_the_letter_goes_to_the_stored_address(browser):
    an_owner()
    a_member("Mira", email="mira@northlight.example")
    browser.post(reverse("people:forgot"), {"email": "MIRA@Northlight.Example"})
    run_jobs()
    assert OutgoingMail.objects.get().recipient == "mira@northlight.example"


def test_forgotten_answers_alike_whoever_asks(browser):
    """Known, unknown, deactivated and only invited: one status, one page, one queued job, no letter in the request."""
    oda = an_owner()
    gone = a_member("Gone", is_active=False)
    invitation, _secret = invited(oda)
    before, answers = OutgoingMail.objects.count(), set()
    for email in (oda.email, "nobody@northlight.example", gone.email, invitation.email):
        answer = Client().post(reverse("people:forgot"), {"email": email}, follow=True)
        body = re.sub(r'(csrf[^"]*"[^>]*(?:value|content)="|nonce="|X-CSRFToken": ")[^"]*', "", answer.content.decode())
        answers.add((answer.status_code, str(answer.redirect_chain), body))
    assert len(answers) == 1
    assert Job.objects.filter(name="people.send_password_link").count() == 4
    assert OutgoingMail.objects.count() == before
    run_jobs()
    assert set(OutgoingMail.objects.filter(subject__contains="new password").values_list("recipient", flat=True)) == {
        oda.email
    }


def test_a_new_password_signs_out_everywhere_and_counts_at_once(browser, signed_in):
    an_owner()
    ana = a_member("Ana Reyes")
    elsewhere = signed_in(ana)
    assert elsewhere.get("/profile/").status_code == 200
    assert sets_password(asked_for_password(ana)).url == reverse("people:new_password_set")
    assert elsewhere.get("/profile/").status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert OutgoingMail.objects.filter(recipient=ana.email, subject="Your password has changed").exists()


def test_a_link_for_a_password_dies_in_every_way_it_should():
    oda, ana = an_owner(), a_member("Ana Reyes")
    at = clock.now()
    used = asked_for_password(ana)
    assert sets_password(used).status_code == 302
    assert sets_password(used).status_code == 410
    older = asked_for_password(ana)
    newer = asked_for_password(ana)
    assert sets_password(older).status_code == 410
    actions.change_password(password="nine foggy mornings", by=ana, at=at)
    assert sets_password(newer).status_code == 410
    before_email = asked_for_password(ana)
    actions.offer_new_email(email="ana@elsewhere.example", by=ana, at=at)
    confirmation = secret_in(OutgoingMail.objects.filter(recipient="ana@elsewhere.example").latest("pk"))
    actions.change_email(confirmation, by=ana, at=at)
    assert sets_password(before_email).status_code == 410
    ana.refresh_from_db()
    before_end = asked_for_password(ana)
    actions.deactivate(ana, by=oda, at=at)
    actions.reactivate(ana, by=oda, at=at)
    assert sets_password(before_end).status_code == 410


def test_a_link_for_a_password_lives_for_an_hour():
    an_owner()
    ana = a_member("Ana Reyes")
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as travel:
        secret = asked_for_password(ana)
        travel.shift(timedelta(hours=1, seconds=1))
        assert sets_password(secret).status_code == 410


def test_a_deactivated_member_gets_no_link_and_stays_out(browser):
    an_owner()
    gone = a_member("Gone", is_active=False)
    assert actions.ask_for_new_password(gone.email, at=clock.now()) is None
    browser.post(reverse("account_login"), {"login": gone.email, "password": PASSWORD})
    assert "_auth_user_id" not in browser.session


def test_a_new_address_counts_only_for_who_asked_and_tells_the_old_one(signed_in):
    an_owner()
    ana, dee = a_member("Ana Reyes"), a_member("Dee")
    actions.offer_new_email(email="ana@elsewhere.example", by=ana, at=clock.now())
    secret = secret_in(OutgoingMail.objects.latest("pk"))
    assert signed_in(dee).post(reverse("people:confirm_email", args=[secret])).status_code == 410
    assert OneTimeLink.objects.get().ended_at is None
    browser = signed_in(ana)
    assert browser.get(reverse("people:confirm_email", args=[secret])).status_code == 200
    assert Member.objects.get(pk=ana.pk).email == "ana.reyes@northlight.example"
    assert browser.post(reverse("people:confirm_email", args=[secret])).status_code == 302
    assert Member.objects.get(pk=ana.pk).email == "ana@elsewhere.example"
    assert OutgoingMail.objects.filter(
        recipient="ana.reyes@northlight.example", subject__contains="another address"
    ).exists()


def test_pages_whose_address_is_a_secret_tell_no_other_site(browser):
    _invitation, secret = invited(an_owner())
    assert browser.get(reverse("people:join", args=[secret]))["Referrer-Policy"] == "strict-origin"


NASTY = "<h1>Boss</h1>{{ 7|add:7 }} %(by)s \u202egpj.exe"


def test_a_name_cannot_forge_a_letter():
    oda = an_owner(NASTY)
    invited(oda)
    mail = OutgoingMail.objects.get()
    assert "<h1>" not in mail.html
    assert "14" not in mail.subject + mail.text
    assert mail.html.count("<a ") == 1
    assert "\n" not in mail.subject


@pytest.mark.parametrize("name", ["Ana\r\nBcc: x@y.example", "Ana\u202eseyeR", "Ana\0", "Ana\u2028Reyes"])
def test_a_name_is_one_plain_line(name):
    oda = an_owner()
    member = actions.add_member(name=name, by=oda, at=clock.now())
    assert member.name.isprintable()


def test_refuses_a_name_that_is_none_or_too_long():
    oda = an_owner()
    for name in ("", "   ", "\0", "x" * 121):
        with pytest.raises(actions.membership.Invalid):
            actions.add_member(name=name, by=oda, at=clock.now())
