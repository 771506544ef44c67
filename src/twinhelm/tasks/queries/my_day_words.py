"""What My work says in a sentence, and as a table."""

from collections.abc import Iterator, Sequence

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.minutes import as_hours
from twinhelm.tasks.queries.my_work import Line, MyWork


def header() -> list[str]:
    return [
        _("When"),
        _("Task"),
        _("Key"),
        _("Client"),
        _("Project"),
        _("State"),
        _("Priority"),
        _("Due"),
        _("Left in minutes"),
        _("Held up by"),
    ]


def finding(work: MyWork) -> SafeString:
    """The day in one sentence or two."""
    if not work.lines:
        return nothing_today(work)
    said = [fits(work)] if work.fit.is_fitting else [fits_not(work)]
    if work.late:
        count = work.late
        said.append(format_html("{}", ngettext("%(n)d task is late.", "%(n)d tasks are late.", count) % {"n": count}))
    if work.fit.unknown:
        count = len(work.fit.unknown)
        words = ngettext("%(n)d has no estimate.", "%(n)d have no estimate.", count) % {"n": count}
        said.append(format_html("{}", words))
    return format_html_join(" ", "{}", ((one,) for one in said))


def nothing_today(work: MyWork) -> SafeString:
    first = work.first_next
    if first is None:
        return format_html("<b>{}</b>", _("Nothing is due today."))
    if first.task.due_on is None:
        words = _("Next is “%(title)s”, which has no date.") % {"title": first.task.title[:80]}
    else:
        day = date_format(first.task.due_on, "l j F")
        words = _("Next is “%(title)s” on %(day)s.") % {"title": first.task.title[:80], "day": day}
    return format_html("<b>{}</b> {}", _("Nothing is due today."), words)


def fits(work: MyWork) -> SafeString:
    if len(work.fit.unknown) == len(work.lines):
        return format_html("<b>{}</b>", _("Nobody has said how long today’s tasks take."))
    if not work.fit.needed:
        return format_html("<b>{}</b>", _("All the time that was estimated for today’s tasks is spent."))
    hours = {"needed": as_hours(work.fit.needed), "there": as_hours(work.fit.minutes)}
    return format_html("<b>{}</b> {}", _("The day fits:"), _("%(needed)s of %(there)s.") % hours)


def fits_not(work: MyWork) -> SafeString:
    """Names what would not."""
    titles = [_("“%(title)s”") % {"title": line.task.title[:60]} for line in work.over]
    more = len(titles) - 2
    named = ", ".join(titles[:2])
    if more > 0:
        named = ngettext("%(named)s and %(n)d more", "%(named)s and %(n)d more", more) % {"named": named, "n": more}
    if not work.day.minutes:
        return format_html(
            "<b>{}</b> {}", _("You aren’t at work today."), _("Due all the same: %(named)s.") % {"named": named}
        )
    over = _("%(over)s don’t fit:") % {"over": as_hours(work.fit.too_much)}
    return format_html("<b>{}</b> {}.", over, named)


def rows(work: MyWork) -> Iterator[Sequence[object]]:
    """For a table to take along, as the page has them."""
    for line in work.lines:
        yield row(_("today"), line)
    for line in work.put_off:
        yield row(_("not today"), line)
    for day in work.next_days:
        for line in day.lines:
            yield row(_("next"), line)
    for line in work.held_up:
        yield row(_("held up"), line)


def row(when: str, line: Line) -> Sequence[object]:
    task = line.task
    reason = line.block.reason if line.block else ", ".join(one.title for one in line.waits_for)
    return (
        when,
        task.title,
        task.pk,
        task.project.client.name,
        task.project.name,
        str(task.get_state_display()),
        str(task.get_priority_display()),
        task.due_on.isoformat() if task.due_on else "",
        "" if line.minutes is None else line.minutes,
        reason,
    )
