"""The shape of what people type."""

from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

from twinhelm.people.choices import Contrast, Density, Portrait, Role, Scope, Standing, Theme

LIFETIMES = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


@cache
def zones() -> list[tuple[str, str]]:
    """Continents and oceans; the many old names of the same places stay accepted, and are not offered."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


def password_field(label: "StrOrPromise", autocomplete: str = "new-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        help_text=_("At least 12 characters. A short sentence is easy to remember.")
        if autocomplete == "new-password"
        else "",
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """Email and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


class CodeAgainForm(ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


def speak_plainly(form: forms.Form) -> None:
    """A label says it once; a placeholder that repeats it, and a link inside a hint, only confuse."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
    if "code" in form.fields:
        form.fields["code"].label = _("Code")


class StartForm(forms.Form):
    """The agency and its first owner."""

    agency = forms.CharField(label=_("Agency"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your email"))
    password = password_field(_("Password"))
    code = forms.CharField(
        label=_("Setup code"),
        max_length=40,
        required=False,
        help_text=_("Whoever started Twinhelm reads it in the terminal, or with `twinhelm setup_code`."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-own-zone"] = True


class PeopleFilter(forms.Form):
    """What the list of people is narrowed to; lives in the address."""

    q = forms.CharField(label=_("Find"), required=False, max_length=120)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Every role")), *Role.choices])
    standing = forms.ChoiceField(label=_("Sign-in"), required=False, choices=[("", _("All")), *Standing.choices])


class InviteForm(forms.Form):
    """Who is asked to join, and as what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class AddMemberForm(forms.Form):
    """Somebody who only appears in the hours."""

    name = forms.CharField(label=_("Name"), max_length=120)


class JoinForm(forms.Form):
    """How an invited person wants to be called, and their password."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    password = password_field(_("Password"))


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=120)


class RolesForm(forms.Form):
    """The roles that a member is to hold from now on."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )


class FacesSelect(forms.RadioSelect):
    """Radio buttons that show the drawn faces beside their words."""

    option_template_name = "people/_face_option.html"


class ProfileForm(forms.Form):
    """How a member is called, and how they see and read Twinhelm."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lambda: [("", _("The agency’s")), *zones()]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As the browser says")), *settings.LANGUAGES]
    )
    portrait = forms.ChoiceField(
        label=_("Face"), required=False, choices=[("", _("Initials")), *Portrait.choices], widget=FacesSelect
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("As the device says")), *Theme.choices])
    contrast = forms.ChoiceField(
        label=_("Contrast"), required=False, choices=[("", _("As the device says")), *Contrast.choices]
    )
    density = forms.ChoiceField(label=_("Rows"), required=False, choices=[("", _("Comfortable")), *Density.choices])


class EmailForm(forms.Form):
    """An email address."""

    email = forms.EmailField(label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewPasswordForm(forms.Form):
    """A password to come."""

    password = password_field(_("New password"))


class ChangePasswordForm(NewPasswordForm):
    """A password to come, and the one that counts now."""

    current = password_field(_("Current password"), "current-password")
    field_order = ["current", "password"]


class TokenForm(forms.Form):
    """What will use the token, what it may do and for how long."""

    name = forms.CharField(label=_("What will use it"), max_length=80)
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, initial=Scope.READ)
    lasts_days = forms.TypedChoiceField(label=_("For"), coerce=int, choices=LIFETIMES, initial=90)


class AgencyForm(forms.Form):
    """The agency's name and time zone, and how its owners sign in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    asks_two_steps = forms.BooleanField(
        label=_("Two steps for owners and finance"),
        required=False,
        help_text=_("A password alone lets them no further than setting up a passkey or an authenticator app."),
    )
