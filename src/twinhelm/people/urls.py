"""Addresses of the pages about people; the sign-in library's pages keep the names that it looks for."""

from allauth.account import views as account_library
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as other
from django.urls import path

from twinhelm.people.views import account, join, library, people, start

app_name = "people"
urlpatterns = [
    path("start/", start.start, name="start"),
    path("join/<str:secret>/", join.join, name="join"),
    path("forgot/", join.forgot, name="forgot"),
    path("forgot/sent/", join.forgot_sent, name="forgot_sent"),
    path("new-password/set/", join.new_password_set, name="new_password_set"),
    path("new-password/<str:secret>/", join.new_password, name="new_password"),
    path("people/", people.people, name="people"),
    path("people.csv", people.people_csv, name="people_csv"),
    path("people/invite/", people.invite, name="invite"),
    path("people/add/", people.add, name="add"),
    path("people/invitations/<int:pk>/revoke/", people.revoke_invitation, name="revoke_invitation"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/invite/", people.invite, name="invite_member"),
    path("people/<int:pk>/resend/", people.resend, name="resend"),
    path("people/<int:pk>/roles/", people.set_roles, name="set_roles"),
    path("people/<int:pk>/rename/", people.rename, name="rename"),
    path("people/<int:pk>/working-time/", people.working_time, name="working_time"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("profile/", account.profile, name="profile"),
    path("profile/sign-in/", account.security, name="security"),
    path("profile/second-step/", account.second_step, name="second_step"),
    path("profile/password/", account.password, name="password"),
    path("profile/email/", account.email, name="email"),
    path("profile/email/<str:secret>/", account.confirm_email, name="confirm_email"),
    path("profile/sessions/end-others/", account.end_other_sessions, name="end_other_sessions"),
    path("profile/sessions/<int:pk>/end/", account.end_session, name="end_session"),
    path("profile/other-sign-in/unlink/", account.unlink, name="unlink"),
    path("profile/tokens/", account.tokens, name="tokens"),
    path("profile/tokens/<int:pk>/revoke/", account.revoke_token, name="revoke_token"),
    path("agency/", account.agency, name="agency"),
]

sign_in = [
    path("sign-in/", library.SignIn.as_view(), name="account_login"),
    path("sign-out/", account_library.logout, name="account_logout"),
    path("by-invitation/", join.by_invitation, name="account_signup"),
    path("sign-in/again/", library.Again.as_view(), name="account_reauthenticate"),
    path("sign-in/second-step/", library.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/again/code/", library.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("profile/sign-in/ways/", account.security, name="mfa_index"),
    path("profile/authenticator/", library.SetUpAuthenticator.as_view(), name="mfa_activate_totp"),
    path("profile/authenticator/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("profile/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("profile/recovery-codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("profile/passkeys/", account.security, name="mfa_list_webauthn"),
    path("profile/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("profile/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("profile/passkeys/<int:pk>/rename/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-in/cancelled/", other.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/oidc/<slug:provider_id>/login/", library.begin_at_provider, name="openid_connect_login"),
    path("sign-in/oidc/<slug:provider_id>/login/callback/", library.back_from_provider, name="openid_connect_callback"),
]
