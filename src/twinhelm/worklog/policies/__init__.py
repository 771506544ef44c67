"""Who may do what to the laundry list, with the reason why not."""

from twinhelm.worklog.policies.imports import may_change_import, may_import, may_import_for_others
from twinhelm.worklog.policies.likings import may_answer, may_read_likings

__all__ = ["may_answer", "may_change_import", "may_import", "may_import_for_others", "may_read_likings"]
