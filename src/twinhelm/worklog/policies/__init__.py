"""Who may do what to the laundry list, with the reason why not."""

from twinhelm.worklog.policies.imports import may_change_import, may_import, may_import_for_others
from twinhelm.worklog.policies.likings import may_answer, may_read_likings
from twinhelm.worklog.policies.sorting import may_correct, may_make_rules, may_take_back

__all__ = [
    "may_answer",
    "may_change_import",
    "may_correct",
    "may_import",
    "may_import_for_others",
    "may_make_rules",
    "may_read_likings",
    "may_take_back",
]
