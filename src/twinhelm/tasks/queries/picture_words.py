"""What board and timeline say in the browser: their islands know no language."""

from django.utils.translation import gettext as _

from twinhelm.tasks.choices import Priority, TaskState


def board_words() -> dict[str, object]:
    return {
        "states": [str(label) for label in TaskState.labels],
        "priorities": ["", *(str(label) for label in Priority.labels)],
        "clarities": [
            "",
            _("Brief not answered yet"),
            _("Question open"),
            _("Answered, not confirmed"),
            _("Ready"),
            "",
        ],
        "nobody": _("Nobody"),
        "hours": _("%(n)s h"),
        "left": _("%(n)s h left"),
        "cards": _("%(n)s tasks"),
        "card": _("1 task"),
        "subtasks": _("%(done)s of %(all)s"),
        "subtasks_long": _("%(done)s of %(all)s subtasks closed"),
        "late": _("Late"),
        "blocked": _("Blocked: %(reason)s"),
        "due": _("Due %(day)s"),
        "today": _("Today"),
        "empty": _("Nothing stands here."),
        "move": _("Move “%(title)s” to…"),
        "move_many": _("Move %(n)s tasks to…"),
        "more": _("Move to…"),
        "top": _("To the top of %(column)s"),
        "chosen": _("%(n)s chosen. Drag one of them, or press M to move them."),
        "moved": _("“%(title)s” stands in %(column)s, at %(place)s of %(all)s."),
        "back": _("It stands where it was."),
        "lost": _("The server did not answer. The card stands where it was; try again."),
        "older": _("%(n)s were done before"),
        "older_many": _("More than %(n)s were done before"),
        "not_yours": _("Who does it, who added it, and account and production managers move this task."),
        "undo": _("Take back"),
        "changed": _("Somebody changed something here; the board shows it."),
    }


def timeline_words() -> dict[str, object]:
    return board_words() | {
        "no_date": _("Not dated"),
        "no_date_n": _("Not dated: %(n)s"),
        "bar": _("%(title)s, %(from)s to %(to)s"),
        "point": _("%(title)s, due %(to)s"),
        "begins": _("%(title)s, begins %(from)s"),
        "undated": _("%(title)s, no dates"),
        "lag_one": _("plus 1 working day"),
        "lag": _("plus %(n)s working days"),
        "too_early": _(
            "“%(after)s” begins %(begins)s, before “%(before)s” ends %(ends)s. The first day that fits is %(fits)s."
        ),
        "too_early_lag": _(
            "“%(after)s” begins %(begins)s, but “%(before)s” ends %(ends)s and %(n)s working days belong between. "
            "The first day that fits is %(fits)s."
        ),
        "placed": _("“%(title)s” runs from %(from)s to %(to)s."),
        "tied": _("“%(after)s” now begins after “%(before)s”."),
        "milestone": _("Milestone %(name)s, %(day)s"),
        "reached": _("Milestone %(name)s, %(day)s, reached"),
        "followers": _("Move the followers too…"),
        "unlink": _("No longer wait for “%(before)s”"),
        "link": _("Make another task wait for this…"),
        "open": _("Open the task"),
        "earlier": _("A day earlier"),
        "later": _("A day later"),
        "longer": _("A day longer"),
        "shorter": _("A day shorter"),
        "week_no": _("Week %(n)s"),
        "lost": _("The server did not answer. The bar stands where it was; try again."),
        "changed": _("Somebody changed something here; the timeline shows it."),
        "conflicts": _("%(n)s begin too early"),
        "move_them": _("Move them"),
        "leave_them": _("Leave them where they are"),
        "followed": _("The followers moved to days that fit."),
        "all_fit": _("Whatever waits for it begins late enough."),
        "choose_after": _("Which task waits for “%(title)s”?"),
    }
