"""Who may do what to the laundry list, with the reason why not."""

from twinhelm.worklog.policies.imports import may_change_import, may_import, may_import_for_others

__all__ = ["may_change_import", "may_import", "may_import_for_others"]
