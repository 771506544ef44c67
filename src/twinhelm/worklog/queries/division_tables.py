"""A division as a table: one row for each member and responsibility."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from twinhelm.worklog.queries.division_page import DivisionPage

HEADER = (
    _("Member"),
    _("Becomes"),
    _("Pinned"),
    _("Family"),
    _("Responsibility"),
    _("Minutes a week today"),
    _("Minutes a week proposed"),
    _("Minutes a week as it stands"),
    _("Change in minutes"),
)


def table_of(page: DivisionPage) -> Iterator[tuple[object, ...]]:
    for row in page.rows:
        for chip in row.every:
            yield (
                row.member.name,
                row.seat.get_becomes_display(),
                row.seat.is_pinned,
                chip.responsibility.get_family_display(),
                chip.responsibility.name,
                chip.today,
                chip.proposed,
                chip.minutes,
                chip.change,
            )
