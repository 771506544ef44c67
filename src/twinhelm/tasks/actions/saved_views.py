"""Keeping filters, order and layout under a name."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.choices import Layout
from twinhelm.tasks.events.lists import ViewDeleted, ViewKept, ViewPutBack
from twinhelm.tasks.models import SavedView
from twinhelm.tasks.policies.lists import may_change_view, may_share_view

LONGEST_NAME = 60
LONGEST_QUERY = 500


class ViewTaken(Refusal):
    """Another view of the member goes by this name."""

    status = 422


def keep_view(*, name: str, query: str, layout: str, by: Member, at: datetime) -> SavedView:
    """Under a name that the member has already, that view shows what is shown now. Raises Invalid."""
    name = tidy_name(name)
    if layout not in Layout.values or len(query) > LONGEST_QUERY:
        raise Invalid(_("This view can’t be kept: it narrows by more than fits."))
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=by.pk)
        known = SavedView.objects.filter(member=by, name__iexact=name, deleted_at=None).first()
        view = known or SavedView(member=by, made_at=at)
        view.name, view.query, view.layout = name, query, layout
        view.version += 1 if known else 0
        view.save()
        announce(ViewKept(subject_id=view.pk), by=by, at=at)
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, is_shared: bool, by: Member, at: datetime) -> SavedView:
    """Its name, and whether everybody sees it. Raises Invalid, ViewTaken."""
    require(may_change_view(by, view))
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if is_shared and not view.is_shared:
        require(may_share_view(by))
    view.name, view.is_shared, view.version = tidy_name(name), is_shared, view.version + 1
    store(view)
    announce(ViewKept(subject_id=view.pk), by=by, at=at)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Member, at: datetime) -> None:
    require(may_change_view(by, view))
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if view.deleted_at is None:
        view.deleted_at = at
        view.save(update_fields=["deleted_at"])
        announce(ViewDeleted(subject_id=view.pk), by=by, at=at)


@transaction.atomic
def put_view_back(view: SavedView, *, by: Member, at: datetime) -> None:
    """Raises ViewTaken."""
    require(may_change_view(by, view))
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if view.deleted_at is not None:
        view.deleted_at = None
        store(view)
        announce(ViewPutBack(subject_id=view.pk), by=by, at=at)


def tidy_name(name: str) -> str:
    name = one_line(name)
    if not name:
        raise Invalid(_("Give the view a name by which you find it again."))
    if len(name) > LONGEST_NAME:
        raise Invalid(_("The name of a view has 60 letters at most."))
    return name


def store(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        words = {"name": view.name}
        raise ViewTaken(_("You have a view called “%(name)s” already. Choose another name.") % words) from taken
