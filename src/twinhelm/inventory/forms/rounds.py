"""What is asked when a round is set up, and for its limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import BigIntegerField
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client
from twinhelm.inventory.actions.round_limits import NewLimit
from twinhelm.inventory.actions.rounds import LONGEST_NAME, MOST_ROOM, Place, Setup, Wanted
from twinhelm.inventory.choices import Aim, Hat, LimitKind, Quarter
from twinhelm.inventory.models import Round, RoundClient
from twinhelm.inventory.queries.round_rows import SORTS, Filter
from twinhelm.inventory.queries.round_setup import Candidate, Choices, Taker
from twinhelm.inventory.queries.round_words import standing
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

A_CLIENT = 100
"""Load points of one active client of middling need: what people reckon room in."""
HATS = [(Hat.ACCOUNT.value, _("Account leads")), (Hat.PRODUCTION.value, _("Production leads"))]


class Many(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Ticked boxes that the page draws itself."""

    def __init__(self, rows: Any, **kwargs: Any) -> None:
        super().__init__(rows, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """A number that no row can have is nobody's, whatever the database makes of it."""
        if any(str(one).isdigit() and int(one) > BigIntegerField.MAX_BIGINT for one in value or ()):
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": _("that")}
            )
        return super().clean(value)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A client as the form shows it."""

    candidate: Candidate
    is_chosen: bool
    is_hybrid: bool
    projects: tuple[tuple[Project, bool], ...]


@dataclass(frozen=True, slots=True)
class TakerRow:
    """A person as the form shows them."""

    taker: Taker
    takes_account: bool
    takes_production: bool
    room: BoundField


class SetupForm(forms.Form):
    """Name, day, hats, clients and people of a round."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    from_on = forms.DateField(
        label=_("Counts from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day of the new leads."),
    )
    hats = forms.MultipleChoiceField(
        label=_("Asks for"), choices=HATS, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, by: Member, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        clients = Client.objects.visible_to(by)
        people = Member.objects.active()
        self.fields["clients"] = Many(clients)
        self.fields["hybrid"] = Many(clients)
        self.fields["projects"] = Many(Project.objects.visible_to(by).select_related("client"))
        self.fields["account"] = Many(people)
        self.fields["production"] = Many(people)
        for taker in choices.takers:
            room = forms.DecimalField(
                label=_now("Most load of %(name)s") % {"name": taker.member.name},
                min_value=0,
                max_value=Decimal(MOST_ROOM) / A_CLIENT,
                decimal_places=2,
                required=False,
                initial=as_clients(taker.room),
                widget=forms.NumberInput(attrs={"step": "any", "class": "input"}),
            )
            self.fields[f"room_{taker.member.pk}"] = room

    def setup(self) -> Setup:
        wanted = self.cleaned_data
        hybrid, hats = {one.pk for one in wanted["hybrid"]}, wanted["hats"]
        clients = [Wanted(one, None, one.pk in hybrid) for one in wanted["clients"]]
        projects = [Wanted(one.client, one) for one in wanted["projects"]]
        return Setup(
            name=wanted["name"],
            from_on=wanted["from_on"],
            asked=(*clients, *projects),
            leads=tuple(self.places()),
            asks_account=Hat.ACCOUNT in hats,
            asks_production=Hat.PRODUCTION in hats,
        )

    def places(self) -> Iterator[Place]:
        account = {one.pk for one in self.cleaned_data["account"]}
        production = {one.pk for one in self.cleaned_data["production"]}
        for taker in self.choices.takers:
            pk = taker.member.pk
            if pk in account or pk in production:
                room = self.cleaned_data.get(f"room_{pk}")
                points = taker.room if room is None else round(room * A_CLIENT)
                yield Place(taker.member, points, pk in account, pk in production)

    def candidate_rows(self) -> list[CandidateRow]:
        chosen, hybrid, projects = (self.picked(name) for name in ("clients", "hybrid", "projects"))
        return [
            CandidateRow(
                one,
                one.client.pk in chosen,
                one.client.pk in hybrid,
                tuple((project, project.pk in projects) for project in one.projects),
            )
            for one in self.choices.candidates
        ]

    def taker_rows(self) -> list[TakerRow]:
        account, production = self.picked("account"), self.picked("production")
        return [
            TakerRow(one, one.member.pk in account, one.member.pk in production, self[f"room_{one.member.pk}"])
            for one in self.choices.takers
        ]

    def picked(self, name: str) -> set[int]:
        """As sent, else as it stands."""
        value = self[name].value() or []
        return {int(getattr(one, "pk", one)) for one in value if str(getattr(one, "pk", one)).isdigit()}


def initial_of_new(choices: Choices, which: str, name: str, from_on: Any) -> dict[str, Any]:
    """All active clients, those that want a change, or those whose look is due; the small ones stay hybrid.

    Whose leads change after the round's day already isn't asked about: nothing can be decided before that.
    """
    wanted = [
        one
        for one in choices.candidates
        if (which not in ("change", "due") or (one.wants_change if which == "change" else one.is_due))
        and not (one.decided_for and one.decided_for > from_on)
    ]
    return {
        "name": name,
        "from_on": from_on,
        "hats": [Hat.ACCOUNT.value, Hat.PRODUCTION.value],
        "clients": [one.client.pk for one in wanted],
        "hybrid": [one.client.pk for one in choices.candidates if one.is_small],
        "account": [one.member.pk for one in choices.takers if one.takes_account],
        "production": [one.member.pk for one in choices.takers if one.takes_production],
    }


def initial_of(one: Round) -> dict[str, Any]:
    asked, leads = list(standing(one)), list(one.leads.all())
    hats = [Hat.ACCOUNT.value] * one.asks_account + [Hat.PRODUCTION.value] * one.asks_production
    return {
        "version": one.version,
        "name": one.name,
        "from_on": one.from_on,
        "hats": hats,
        "clients": [row.client_id for row in asked if not row.project_id],
        "hybrid": [row.client_id for row in asked if row.is_hybrid],
        "projects": [row.project_id for row in asked if row.project_id],
        "account": [lead.member_id for lead in leads if lead.takes_account],
        "production": [lead.member_id for lead in leads if lead.takes_production],
        **{f"room_{lead.member_id}": as_clients(lead.room) for lead in leads},
    }


def as_clients(points: int) -> Decimal:
    """`850` → `8.5`."""
    return (Decimal(points) / A_CLIENT).quantize(Decimal("0.1"))


class VersionForm(forms.Form):
    """The version that the author saw, with every change."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @property
    def first_error(self) -> str:
        for name, errors in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return f"{label}: {errors[0]}" if label else str(errors[0])
        return ""


class AskedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One client or project of a round."""

    def label_from_instance(self, row: RoundClient) -> str:
        return row.name


class LimitForm(VersionForm):
    """Who stays, who never, who never together."""

    kind = forms.ChoiceField(label=_("Limit"), choices=LimitKind.choices)
    asked = AskedField(RoundClient.objects.none(), label=_("Client"), required=False, empty_label=_("Choose a client"))
    hat = forms.ChoiceField(label=_("As"), required=False, choices=[("", _("either")), *Hat.choices[:2]])
    member = forms.ModelChoiceField(Member.objects.none(), label=_("Who"), empty_label=_("Choose somebody"))
    other = forms.ModelChoiceField(
        Member.objects.none(), label=_("And"), required=False, empty_label=_("Choose somebody")
    )
    why = forms.CharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, *args: Any, of: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.filter(pk__in=of.leads.values("member")).by_name()
        offer(self, "asked", standing(of))
        offer(self, "member", people)
        offer(self, "other", people)

    def limit(self) -> NewLimit:
        said = self.cleaned_data
        is_apart = said["kind"] == LimitKind.APART
        return NewLimit(
            kind=LimitKind(said["kind"]),
            member=said["member"],
            asked=None if is_apart else said["asked"],
            hat="" if is_apart else said["hat"],
            other=said["other"] if is_apart else None,
            why=said["why"],
        )


class LaterForm(VersionForm):
    """A later day for one client; empty: the round's."""

    asked = AskedField(RoundClient.objects.none(), label=_("Client"), empty_label=_("Choose a client"))
    from_on = forms.DateField(
        label=_("Not before"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, of: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "asked", standing(of))


def offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


class RowsForm(forms.Form):
    """What narrows and orders the table of assignments; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    hat = forms.ChoiceField(label=_("Hat"), required=False, choices=[("", _("Any")), *Hat.choices])
    lead = forms.ModelChoiceField(Member.objects.none(), label=_("Lead"), required=False, empty_label=_("Any"))
    quarter = forms.ChoiceField(label=_("Needs"), required=False, choices=[("", _("Any")), *Quarter.choices])
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", _("All")),
            ("changed", _("that change a lead")),
            ("breaks", _("that break a relationship")),
            ("pinned", _("pinned by hand")),
        ],
    )
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)
    rows = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "lead", Member.objects.filter(pk__in=of.leads.values("member")).by_name())

    @property
    def wanted(self) -> Filter:
        self.is_valid()
        said = self.cleaned_data
        lead = said.get("lead")
        return Filter(
            words=said.get("q", ""),
            hat=said.get("hat", ""),
            lead=lead.pk if lead else None,
            quarter=said.get("quarter", ""),
            only=said.get("only", ""),
            sort=said.get("sort") or "client",
        )

    @property
    def first(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("rows") or 0


class MemberForm(VersionForm):
    """Who is put there by hand."""

    member = forms.ModelChoiceField(Member.objects.all(), label=_("Who"))


class AimForm(forms.Form):
    """Which proposal is meant."""

    aim = forms.ChoiceField(choices=Aim.choices)


class WayForm(VersionForm):
    """Which way out is meant, by its place in the list."""

    aim = forms.ChoiceField(choices=Aim.choices)
    way = forms.IntegerField(min_value=0, max_value=1000)


def usual_name(day: Any) -> str:
    return _now("Round of %(month)s") % {"month": date_format(day, "F")}
