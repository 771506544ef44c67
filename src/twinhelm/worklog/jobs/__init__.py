"""The area's work in the background, one file per topic."""

from twinhelm.worklog.jobs.imports import bring_in, check_import, tidy_imports
from twinhelm.worklog.jobs.sorting import sort_entries

__all__ = ["bring_in", "check_import", "sort_entries", "tidy_imports"]
