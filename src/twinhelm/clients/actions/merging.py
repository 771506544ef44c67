"""Two clients become one, and two again if that was wrong.

What hangs on a client above this area moves in the transaction of the merge. An area names it,

    moves("projects.project", Project.objects.all(), field="client")

and every other foreign key to a client is found by itself, so that none can be forgotten.
Every row of the queryset whose `field` is the client that goes moves; the merge keeps which, and `undo_merge` moves the
rows back. The preview counts what would move by the same registration.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.access import shut_out
from twinhelm.clients.actions.clients import refuse_taken
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.events import ClientsMerged, MergeUndone
from twinhelm.clients.models import (
    Client,
    ClientAlias,
    ClientDomain,
    ClientFile,
    ClientLead,
    ClientMerge,
    ClientNote,
    Contact,
    Goal,
    KeyDate,
    ProfileEntry,
)
from twinhelm.clients.queries.merging import obstacles
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

Move = Callable[[Client, Client], list[int]]
"""Moves what hangs on the first client to the second; the ids of what moved."""
MoveBack = Callable[[Iterable[int], Client], None]


class NothingToMerge(Refusal):
    """A client can't be merged with itself."""

    status = 422


class InTheWay(Refusal):
    """Something of both clients can't stand side by side."""


class AlreadyUndone(Refusal):
    """The merge was taken back before."""


class TwinsAbove(Refusal):
    """Both clients have a thing of one name, and a client can have only one."""


_moves: dict[str, tuple[models.QuerySet[Any], str]] = {}


def everything_that_moves() -> dict[str, tuple[models.QuerySet[Any], str]]:
    """By the key that stands in stored merges."""
    found = dict(_moves)
    named = {(rows.model, field) for rows, field in _moves.values()}
    for relation in Client._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, models.ManyToOneRel) or isinstance(model, str) or not model:
            continue
        if model._meta.app_label != Client._meta.app_label and (model, relation.field.name) not in named:
            key = f"{model._meta.label_lower}.{relation.field.name}"
            found[key] = (model._base_manager.all(), relation.field.name)
    return found


def moves(key: str, rows: models.QuerySet[Any], *, field: str = "client") -> None:
    """Rows that go with their client though no key of the database says so. key: stands in stored merges, never rename it."""
    _moves[key] = (rows, field)


moves("contact", Contact.objects.all())
moves("domain", ClientDomain.objects.all())
moves("alias", ClientAlias.objects.all())
moves("goal", Goal.objects.all())
moves("note", ClientNote.objects.all())
moves("file", ClientFile.objects.all())


@transaction.atomic
def merge_clients(gone: Client, kept: Client, *, reason: str = "", by: Member, at: datetime) -> ClientMerge:
    """Everything of the first moves to the second, which then is known by the first one's name too.

    Where both say something (a lead of the same part, a topic of the profile, the same key date), the second one's
    stands and the first one's stays with it, out of sight, for the undo.
    Raises NothingToMerge, InTheWay.
    """
    require(policies.may_merge_clients(by))
    if gone.pk == kept.pk:
        raise NothingToMerge(_("Choose another client: this is the same one."))
    first, second = sorted((gone, kept), key=lambda one: one.pk)
    locked = {client.pk: client for client in (lock(first), lock(second))}
    gone, kept = locked[gone.pk], locked[kept.pk]
    if found := obstacles(gone, kept):
        raise InTheWay(" ".join(found))
    shut_out(Contact.objects.filter(client=gone), at=at)
    moved = {key: moved_safely(rows, field, gone, kept) for key, (rows, field) in everything_that_moves().items()}
    moved |= {"lead": leads_moved(gone, kept), "profile": profile_moved(gone, kept), "date": dates_moved(gone, kept)}
    if not ClientAlias.objects.filter(name__iexact=gone.name).exists():
        moved["made_alias"] = [ClientAlias.objects.create(client=kept, name=gone.name).pk]
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    filled = filled_from(gone, kept)
    kept.version += 1
    kept.save(update_fields=["version", *filled])
    merge = ClientMerge.objects.create(
        gone=gone, kept=kept, by=by, at=at, reason=one_line(reason)[:500], moved={**moved, "filled": filled}
    )
    announce(ClientsMerged(subject_id=kept.pk, merge_id=merge.pk, gone_id=gone.pk), by=by, at=at)
    return merge


@transaction.atomic
def undo_merge(merge: ClientMerge, *, by: Member, at: datetime) -> Client:
    """What moved moves back; what came since stays where it is. Raises AlreadyUndone."""
    require(policies.may_merge_clients(by))
    merge = ClientMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise AlreadyUndone(_("This was taken back already."))
    kept = lock(merge.kept)
    gone = Client.objects.select_for_update().get(pk=merge.gone_id)
    ClientAlias.objects.filter(pk__in=merge.moved.get("made_alias", []), client=kept).delete()
    gone.merged_into = None
    refuse_taken(gone.name, besides=gone)
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])
    shut_out(Contact.objects.filter(pk__in=merge.moved.get("contact", [])), at=at)
    for key, (rows, field) in {**everything_that_moves(), **_own()}.items():
        rows.filter(pk__in=merge.moved.get(key, []), **{field: kept}).update(**{field: gone})
    for name in merge.moved.get("filled", []):
        if getattr(kept, name) == getattr(gone, name):
            setattr(kept, name, getattr(Client(), name))
    kept.version += 1
    kept.save()
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    announce(MergeUndone(subject_id=kept.pk, merge_id=merge.pk, gone_id=gone.pk), by=by, at=at)
    return gone


def moved_safely(rows: models.QuerySet[Any], field: str, gone: Client, kept: Client) -> list[int]:
    """Raises TwinsAbove."""
    try:
        with transaction.atomic():
            return moved_rows(rows, field, gone, kept)
    except IntegrityError:
        said = {"things": str(rows.model._meta.verbose_name_plural), "gone": gone.name, "kept": kept.name}
        raise TwinsAbove(
            _(
                "Among the %(things)s of %(gone)s and %(kept)s are two of one name. Nothing was merged. "
                "Rename one of them, then merge."
            )
            % said
        ) from None


def moved_rows(rows: models.QuerySet[Any], field: str, gone: Client, kept: Client) -> list[int]:
    ids = list(rows.filter(**{field: gone}).values_list("pk", flat=True))
    rows.filter(pk__in=ids).update(**{field: kept})
    return ids


def leads_moved(gone: Client, kept: Client) -> list[int]:
    """Only of parts of which the kept client has no history: two histories can't be told as one."""
    taken = ClientLead.objects.filter(client=kept).values("part")
    return moved_rows(ClientLead.objects.exclude(part__in=taken), "client", gone, kept)


def profile_moved(gone: Client, kept: Client) -> list[int]:
    taken = list(ProfileEntry.objects.filter(client=kept, replaced_at=None).values_list("topic", flat=True))
    return moved_rows(ProfileEntry.objects.exclude(topic__in=taken, replaced_at=None), "client", gone, kept)


def dates_moved(gone: Client, kept: Client) -> list[int]:
    there = set(KeyDate.objects.filter(client=kept).values_list("on", "name"))
    ids = [one.pk for one in KeyDate.objects.filter(client=gone) if (one.on, one.name) not in there]
    return moved_rows(KeyDate.objects.filter(pk__in=ids), "client", gone, kept)


def filled_from(gone: Client, kept: Client) -> list[str]:
    """What the kept client didn't say of itself and the other did."""
    names = ("industry", "language", "time_zone", "website", "response_minutes", "weekly_minutes", "yearly_cents")
    filled = [name for name in names if not getattr(kept, name) and getattr(gone, name)]
    for name in filled:
        setattr(kept, name, getattr(gone, name))
    return filled


def _own() -> dict[str, tuple[models.QuerySet[Any], str]]:
    return {
        "lead": (ClientLead.objects.all(), "client"),
        "profile": (ProfileEntry.objects.all(), "client"),
        "date": (KeyDate.objects.all(), "client"),
    }


def would_move(gone: Client) -> dict[str, int]:
    """How many rows of each kind hang on the client. Cost: a query for each kind."""
    return {key: rows.filter(**{field: gone}).count() for key, (rows, field) in everything_that_moves().items()}
