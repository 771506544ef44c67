"""The doors of timer, timesheet and weeks."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ALL_BUT_FINANCE, ANY_MEMBER, Door, Rule, World, door
from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.tasks.choices import SuggestedFrom, WeekState
from twinhelm.tasks.models import SuggestionAnswer, Task, WeekSheet
from twinhelm.tasks.testing import a_time_entry

SETTLES = Rule(frozenset({"owner", "production_manager", "token_read"}))
SETTLES_ONE = Rule(frozenset({"owner", "production_manager", "token_read"}), hidden_from=frozenset({"account_manager"}))
READS_ENTRY = Rule(
    frozenset({"owner", "production_manager", "finance", "maker", "token_read"}),
    hidden_from=frozenset({"account_manager"}),
)
CHANGES_ENTRY = Rule(frozenset({"maker"}), hidden_from=frozenset({"account_manager"}))
MAKERS_OWN = Rule(frozenset({"maker"}), refusal=404)


def of(name: str, *keys: str) -> Any:
    def keys_of(world: World) -> dict[str, Any]:
        return dict.fromkeys(("pk", *keys), world.more[name].pk)

    return keys_of


ENTRY = of("time_entry", "entry_id")
DELETED = of("deleted_time_entry", "entry_id")
ANSWER = of("waved_suggestion")
SHEET = of("week_sheet", "sheet_id")

TIMES: dict[str, Door] = {
    "time/": door(GET=ANY_MEMBER),
    "time/cells/": door(POST=ALL_BUT_FINANCE),
    "time/suggestions/": door(POST=ANY_MEMBER),
    "time/suggestions/<int:pk>/ask-again/": door(ANSWER, POST=MAKERS_OWN),
    "time/hand-in/": door(POST=ALL_BUT_FINANCE),
    "time/take-back/": door(POST=ALL_BUT_FINANCE),
    "time/timer/": door(GET=ANY_MEMBER),
    "time/timer/start/": door(POST=ALL_BUT_FINANCE),
    "time/timer/stop/": door(POST=ALL_BUT_FINANCE),
    "time/timer/discard/": door(POST=ALL_BUT_FINANCE),
    "time/weeks/": door(GET=SETTLES),
    "time/weeks.csv": door(GET=SETTLES),
    "time/weeks/approve/": door(POST=SETTLES),
    "time/weeks/<int:pk>/send-back/": door(SHEET, POST=SETTLES_ONE),
    "time/weeks/<int:pk>/open/": door(SHEET, POST=SETTLES_ONE),
    "time/report/": door(GET=ANY_MEMBER),
    "time/report.csv": door(GET=ANY_MEMBER),
    "time/entries.csv": door(GET=ANY_MEMBER),
    "time/things/": door(GET=ANY_MEMBER),
    "time/log/": door(POST=ALL_BUT_FINANCE),
    "time/entries/<int:pk>/": door(ENTRY, GET=READS_ENTRY, POST=CHANGES_ENTRY),
    "time/entries/<int:pk>/delete/": door(ENTRY, POST=CHANGES_ENTRY),
    "time/entries/<int:pk>/put-back/": door(DELETED, POST=MAKERS_OWN),
    "time/entries/<int:pk>/split/": door(ENTRY, POST=CHANGES_ENTRY),
    "time/entries/<int:pk>/copy/": door(ENTRY, POST=CHANGES_ENTRY),
    "api/time-entries": door(GET=ANY_MEMBER, POST=ALL_BUT_FINANCE),
    "api/time-entries/<entry_id>": door(ENTRY, GET=READS_ENTRY, PATCH=CHANGES_ENTRY, DELETE=CHANGES_ENTRY),
    "api/time-entries/<entry_id>/put-back": door(DELETED, POST=MAKERS_OWN),
    "api/timer": door(GET=ANY_MEMBER, POST=ALL_BUT_FINANCE, DELETE=ALL_BUT_FINANCE),
    "api/timer/stop": door(POST=ALL_BUT_FINANCE),
    "api/time-weeks": door(GET=ANY_MEMBER),
    "api/time-weeks/hand-in": door(POST=ALL_BUT_FINANCE),
    "api/time-weeks/take-back": door(POST=ALL_BUT_FINANCE),
    "api/time-weeks/approve": door(POST=SETTLES),
    "api/time-weeks/<sheet_id>/send-back": door(SHEET, POST=SETTLES_ONE),
    "api/time-weeks/<sheet_id>/open": door(SHEET, POST=SETTLES_ONE),
}
BODIES: dict[str, Any] = {
    "api/time-entries": {"text": "Tidy up", "minutes": 5},
    "api/time-entries/<entry_id>": {"version": 1, "text": "Else"},
    "api/timer": {"text": "Tidy up"},
    "api/timer/stop": {},
    "api/time-weeks/hand-in": {"week": "2025-01-06"},
    "api/time-weeks/take-back": {"week": "2025-01-06"},
    "api/time-weeks/approve": {"sheet_ids": [1]},
    "api/time-weeks/<sheet_id>/send-back": {"note": "Tuesday"},
    "api/time-weeks/<sheet_id>/open": {"note": "Tuesday"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """What these doors lead to beside the task of the world."""
    maker = members["maker"]
    entry = a_time_entry(maker, 60, task=more["task"])
    Task.objects.filter(pk=more["task"].pk).update(spent_minutes=60)
    said = SuggestionAnswer.objects.create(member=maker, kind=SuggestedFrom.CALL, thing_id=1, on=entry.on, at=at)
    sheet = WeekSheet.objects.create(
        member=maker, week=monday_of(at.date().replace(year=2025)), state=WeekState.HANDED_IN, handed_in_at=at
    )
    return {
        "time_entry": entry,
        "deleted_time_entry": a_time_entry(maker, 30, text="Gone", deleted_at=at),
        "waved_suggestion": said,
        "week_sheet": sheet,
    }
