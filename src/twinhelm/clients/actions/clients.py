"""Adding, changing and deleting clients."""

from datetime import datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.access import shut_out
from twinhelm.clients.actions.versions import changes_in, lock, refuse_older
from twinhelm.clients.choices import ClientState
from twinhelm.clients.events import ClientAdded, ClientChanged, ClientDeleted, ClientPutBack
from twinhelm.clients.models import Client, ClientAlias, Contact
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

LONGEST = {"name": 200, "industry": 80, "language": 16, "time_zone": 64, "website": 300}
MINUTES_OF_A_WEEK = 7 * 24 * 60


class ClientFacts(TypedDict, total=False):
    """What can be said of a client; what is not given stays, or is not known."""

    name: str
    state: str
    industry: str
    language: str
    time_zone: str
    website: str
    response_minutes: int | None
    weekly_minutes: int | None


class NameTaken(Refusal):
    """Another client goes by this name."""

    status = 422


@transaction.atomic
def add_client(*, by: Member, at: datetime, **facts: Unpack[ClientFacts]) -> Client:
    """Needs a name. Raises NameTaken, Invalid."""
    require(policies.may_add_client(by))
    tidy = tidy_facts(facts)
    if not tidy.get("name"):
        raise Invalid(_("A client needs a name."), name=_("Write the name of the client."))
    refuse_taken(tidy["name"])
    client = Client.objects.create(**tidy, made_by=by, made_at=at)
    announce(ClientAdded(subject_id=client.pk), by=by, at=at)
    return client


@transaction.atomic
def change_client(
    client: Client, *, version: int | None = None, by: Member, at: datetime, **facts: Unpack[ClientFacts]
) -> Client:
    """version: the one that the author saw. Raises ChangedMeanwhile, NameTaken, Invalid."""
    require(policies.may_change_client(by))
    locked = lock(client)
    tidy = tidy_facts(facts)
    if "name" in tidy and not tidy["name"]:
        raise Invalid(_("A client needs a name."), name=_("Write the name of the client."))
    changes = changes_in(locked, tidy)
    if not changes:
        return locked
    about = {"subject_kind": "client", "subject_id": locked.pk, "name": "ClientChanged"}
    refuse_older(locked, version, about, by=by)
    if "name" in changes:
        refuse_taken(tidy["name"], besides=locked)
    for name in changes:
        setattr(locked, name, tidy[name])
    locked.version += 1
    locked.save(update_fields=[*changes, "version"])
    announce(ClientChanged(subject_id=locked.pk, version=locked.version, changes=changes), by=by, at=at)
    return locked


@transaction.atomic
def delete_client(client: Client, *, by: Member, at: datetime) -> Client:
    """Out of sight, with everything that hangs on it; `put_back_client` brings all of it back."""
    require(policies.may_delete_client(by))
    locked = lock(client)
    shut_out(Contact.objects.filter(client=locked), at=at)
    locked.deleted_at = at
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(ClientDeleted(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def put_back_client(client: Client, *, by: Member, at: datetime) -> Client:
    """Raises NameTaken when another client took the name meanwhile."""
    require(policies.may_delete_client(by))
    locked = Client.objects.select_for_update().get(pk=client.pk)
    if locked.deleted_at is None:
        return locked
    refuse_taken(locked.name, besides=locked)
    locked.deleted_at = None
    locked.version += 1
    locked.save(update_fields=["deleted_at", "version"])
    announce(ClientPutBack(subject_id=locked.pk), by=by, at=at)
    return locked


def tidy_facts(facts: ClientFacts) -> dict[str, Any]:
    """Raises Invalid with a sentence for each field that can't be used."""
    tidy: dict[str, Any] = dict(facts)
    wrong: dict[str, str] = {}
    for name, longest in LONGEST.items():
        if name in tidy:
            tidy[name] = one_line(tidy[name])
            if len(tidy[name]) > longest:
                wrong[name] = _("%(most)s letters at most.") % {"most": longest}
    if "website" in tidy:
        tidy["website"] = with_scheme(tidy["website"])
    wrong |= what_is_wrong(tidy)
    if wrong:
        raise Invalid(_("Some of this can’t be used: %(why)s") % {"why": " ".join(wrong.values())}, **wrong)
    return tidy


def what_is_wrong(tidy: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    if tidy.get("state", ClientState.ACTIVE) not in ClientState.values:
        wrong["state"] = _("A client is active, resting or former.")
    if tidy.get("time_zone") and tidy["time_zone"] not in available_timezones():
        wrong["time_zone"] = _("There is no such time zone.")
    if tidy.get("website") and not is_website(tidy["website"]):
        wrong["website"] = _("Write the website as https://alder.example.")
    for name in ("response_minutes", "weekly_minutes"):
        if tidy.get(name) is not None and not 0 < tidy[name] <= MINUTES_OF_A_WEEK:
            wrong[name] = _("Between a minute and a week, or empty.")
    return wrong


def with_scheme(website: str) -> str:
    return website if not website or "://" in website else f"https://{website}"


def is_website(website: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(website)
    except ValidationError:
        return False
    return True


def refuse_taken(name: str, *, besides: Client | None = None) -> None:
    """Raises NameTaken."""
    others, aliases = Client.objects.standing(), ClientAlias.objects.all()
    if besides:
        others, aliases = others.exclude(pk=besides.pk), aliases.exclude(client=besides)
    if others.filter(name__iexact=name).exists():
        reason = _("There is a client called “%(name)s” already.") % {"name": name}
        raise NameTaken(reason, name=reason)
    known = aliases.filter(name__iexact=name, client__deleted_at=None).select_related("client").first()
    if known:
        reason = _("“%(name)s” is another name of %(client)s.") % {"name": name, "client": known.client.name}
        raise NameTaken(reason, name=reason)
