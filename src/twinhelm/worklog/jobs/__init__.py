"""The area's work in the background, one file per topic."""

from twinhelm.worklog.jobs.imports import bring_in, check_import, tidy_imports

__all__ = ["bring_in", "check_import", "tidy_imports"]
