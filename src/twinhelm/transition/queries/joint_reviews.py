"""Joint reviews of one client."""

from collections.abc import Iterable, Iterator

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.transition.models import JointReview
from twinhelm.transition.models.afterwards import JointReviewQuerySet


def reviews_of(client: Client, viewer: Member) -> JointReviewQuerySet:
    """The latest first. Cost: one query."""
    rows = JointReview.objects.visible_to(viewer).filter(client=client)
    return rows.select_related("by", "other", "client").order_by("-on", "-pk")


def table_of(rows: Iterable[JointReview]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield row.on.isoformat(), row.by.name, row.other.name if row.other else "", row.words, row.agreed
