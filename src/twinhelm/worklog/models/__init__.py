"""The laundry list: imports, work entries, how they were sorted, and the sums that pages read."""

from twinhelm.worklog.models.divisions import Division, DivisionChange, DivisionSeat, DivisionShare
from twinhelm.worklog.models.entries import WorkEntry, WorkEntryQuerySet
from twinhelm.worklog.models.imports import ColumnMapping, Import
from twinhelm.worklog.models.likings import Liking
from twinhelm.worklog.models.sight import WORKING_ROLES, sees_everybody
from twinhelm.worklog.models.sorting import CatalogueChange, Correction, SortingRule, SortingRun
from twinhelm.worklog.models.sums import DaySwitches, SumQuerySet, WeekLoad

__all__ = [
    "WORKING_ROLES",
    "CatalogueChange",
    "ColumnMapping",
    "Correction",
    "DaySwitches",
    "Division",
    "DivisionChange",
    "DivisionSeat",
    "DivisionShare",
    "Import",
    "Liking",
    "SortingRule",
    "SortingRun",
    "SumQuerySet",
    "WeekLoad",
    "WorkEntry",
    "WorkEntryQuerySet",
    "sees_everybody",
]
