"""One answer of the questionnaire."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.worklog.rules.likings import SCORES


class AnswerForm(forms.Form):
    """From −2 to 2."""

    score = forms.TypedChoiceField(
        coerce=int,
        choices=[(str(score), score) for score in SCORES],
        error_messages={
            "required": _("Choose one of the five answers."),
            "invalid_choice": _("An answer goes from −2 to 2."),
        },
    )
