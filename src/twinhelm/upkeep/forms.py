"""The shape of what is asked of the trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member
from twinhelm.upkeep import queries


class TrailFilter(forms.Form):
    """Whose acts, and of which kind."""

    by = forms.ModelChoiceField(Member.objects.none(), required=False, label=_("Who"), empty_label=_("Everybody"))
    what = forms.ChoiceField(required=False, label=_("What"))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = Member.objects.visible_to(member).by_name()  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("Everything")), *queries.event_names()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """A filter that nobody offers narrows nothing."""
        self.is_valid()
        by = self.cleaned_data.get("by")
        return {"by_id": by.pk if by else None, "name": self.cleaned_data.get("what", "")}
