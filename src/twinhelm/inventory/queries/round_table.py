"""The assignments of a proposal as a table to take along."""

from django.utils.translation import gettext as _

from twinhelm.inventory.queries.round_rows import Row


def header() -> list[str]:
    return [
        _("client"),
        _("project"),
        _("needs"),
        _("hat"),
        _("now"),
        _("proposed"),
        _("fit"),
        _("load points"),
        _("why"),
        _("otherwise"),
        _("breaks"),
        _("pinned"),
    ]


def line_of(row: Row) -> list[object]:
    one = row.assignment
    return [
        one.asked.client.name,
        one.asked.project.name if one.asked.project else "",
        row.quarter.label,
        one.get_hat_display(),
        one.before.name if one.before else "",
        one.member.name,
        "" if one.fit is None else one.fit / 10,
        one.load,
        row.why,
        row.otherwise,
        " ".join(row.breaks),
        _("yes") if one.is_pinned else "",
    ]
