"""Which fit somebody wants to see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client
from twinhelm.inventory.choices import Hat
from twinhelm.people.models import Member
from twinhelm.projects.models import Project


class FitForm(forms.Form):
    """Client or project, hat, and whom to explain."""

    client = forms.ModelChoiceField(Client.objects.none(), label=_("Client"))
    project = forms.ModelChoiceField(Project.objects.none(), required=False, widget=forms.HiddenInput)
    hat = forms.ChoiceField(choices=Hat, label=_("Hat"), required=False)
    member = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, viewer: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["client"].queryset = Client.objects.visible_to(viewer).by_name()  # type: ignore[attr-defined]
        self.fields["project"].queryset = Project.objects.visible_to(viewer).select_related("client")  # type: ignore[attr-defined]

    def clean_hat(self) -> str:
        return self.cleaned_data["hat"] or Hat.ACCOUNT
