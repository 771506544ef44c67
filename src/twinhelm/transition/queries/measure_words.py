"""What is measured, in words: names, how each is computed, values with their unit, and what a difference says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.foundation.minutes import as_hours
from twinhelm.foundation.periods import Period
from twinhelm.transition.models import Figure
from twinhelm.transition.rules.measures import MEASURES, Measure, Unit, Verdict, verdict
from twinhelm.transition.rules.uncertainty import Interval

NAMES: Mapping[str, str | Promise] = {
    "evenness": gettext_lazy("From half and half"),
    "switches": gettext_lazy("Switches a day"),
    "response": gettext_lazy("Time to answer"),
    "promise": gettext_lazy("Within the promise"),
    "load": gettext_lazy("Weeks over the agreed time"),
    "on_time": gettext_lazy("Milestones in time"),
    "pulse": gettext_lazy("Pulse of clients"),
    "staff_calm": gettext_lazy("Calm hours"),
    "staff_whom_to_ask": gettext_lazy("Whom to ask is clear"),
    "staff_interruptions": gettext_lazy("Few interruptions"),
    "staff_client_knows": gettext_lazy("Clients know whom to ask"),
    "staff_good_at": gettext_lazy("I do what I am good at"),
}
QUESTIONS: Mapping[str, str | Promise] = {
    "calm": gettext_lazy("I have hours in which I can work in calm."),
    "whom_to_ask": gettext_lazy("It is clear to me whom I ask about what."),
    "interruptions": gettext_lazy("I am seldom interrupted by things that are not mine."),
    "client_knows": gettext_lazy("My clients know whom to ask for what."),
    "good_at": gettext_lazy("I mostly do what I am good at."),
}
HOW: Mapping[str, str | Promise] = {
    "evenness": gettext_lazy(
        "How many percentage points each lead’s share of client work lies from one half, and the mean of the leads; more means that the two jobs are apart."
    ),
    "switches": gettext_lazy(
        "Changes between client and project work, divided by the days of the leads that have entries with times; errors of sorting taken out."
    ),
    "response": gettext_lazy(
        "The median of opening minutes from a client’s first unanswered mail to our next one; mail that was closed without an answer needed none."
    ),
    "promise": gettext_lazy(
        "Mails answered within the promised opening time, of those that were answered or still wait; the promise is today’s."
    ),
    "load": gettext_lazy(
        "Weeks in which a lead logged more than agreed, less holidays and absences, of their weeks with hours."
    ),
    "on_time": gettext_lazy("Milestones reached on their day or before, of those that were due."),
    "pulse": gettext_lazy(
        "The mean of each contact’s latest answer, from 1, worse than before, to 5, better than before; 3 is as before."
    ),
}
HOW_STAFF = gettext_lazy(
    "The mean of what leads and makers say, from 1, not at all, to 5, completely; told from three people on, once all answers are in."
)


@dataclass(frozen=True, slots=True)
class Value:
    """One figure in words."""

    said: str
    """Empty: too little to say."""
    between: str
    n: int
    interval: Interval | None

    @property
    def is_known(self) -> bool:
        return self.interval is not None


NOTHING = Value("", "", 0, None)


def name_of(measure: Measure) -> str:
    return str(NAMES[measure.key])


def how(measure: Measure) -> str:
    return str(HOW.get(measure.key, HOW_STAFF))


def counted_in(measure: Measure) -> str:
    """What the n of a measure counts."""
    kinds = {
        "evenness": _("weeks of leads"),
        "switches": _("days of leads"),
        "response": _("answers"),
        "promise": _("mails"),
        "load": _("weeks of leads"),
        "on_time": _("milestones"),
        "pulse": _("answers"),
    }
    return kinds.get(measure.key, _("people"))


def value_of(measure: Measure, figure: Figure | None) -> Value:
    if figure is None:
        return NOTHING
    return worded(measure, interval_of(figure), figure.n)


def interval_of(figure: Figure) -> Interval | None:
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return Interval(figure.value, figure.low, figure.high)


def worded(measure: Measure, found: Interval | None, n: int) -> Value:
    if found is None:
        return Value("", "", n, None)
    low, high = plain(measure, found.low, found), plain(measure, found.high, found)
    said = with_unit(measure, plain(measure, found.value, found))
    between = _("%(low)s to %(high)s") % {"low": low, "high": high} if low != high else low
    return Value(said, between, n, found)


def plain(measure: Measure, value: float, among: Interval) -> str:
    """As exact as the interval allows, and no more."""
    if measure.unit == Unit.MINUTES:
        return signed_hours(value)
    if measure.unit == Unit.SHARE:
        return number_format(round(100 * value))
    if measure.unit == Unit.SCORE:
        return number_format(round(value, 1), 1)
    decimals = 0 if among.high - among.low > 2 or abs(among.value) >= 10 else 1
    return number_format(round(value, decimals) + 0.0, decimals)


def signed_hours(minutes: float) -> str:
    return f"−{as_hours(-minutes)}" if minutes <= -0.5 else as_hours(abs(minutes))


def with_unit(measure: Measure, said: str) -> str:
    if measure.unit == Unit.SHARE:
        return _("%(n)s %%") % {"n": said}
    if measure.unit == Unit.POINTS:
        return _("%(n)s points") % {"n": said}
    return said


def change_said(measure: Measure, found: Interval | None) -> str:
    """`−12`, `+4 points`, between the ends of its interval."""
    if found is None:
        return ""
    said = with_unit(measure if measure.unit != Unit.SHARE else AS_POINTS, plain(measure, found.value, found))
    return said if found.value <= 0 or said.startswith("−") else f"+{said}"


AS_POINTS = MEASURES["evenness"]


def finding(measure: Measure, before: Value, after: Value) -> str:
    """One sentence of a difference that is more than chance."""
    said = {"before": before.said, "after": after.said}
    if measure.key == "evenness":
        return _("leads moved from %(before)s to %(after)s away from half and half") % said
    if measure.key == "pulse":
        return _("clients give the change %(after)s of 5, where 3 is as before") % said
    if measure.key.startswith("staff_"):
        said["name"] = name_of(measure)
        return _("“%(name)s” went from %(before)s to %(after)s of 5") % said
    return str(SENTENCES[measure.key, is_up(before, after)] % said)


SENTENCES: Mapping[tuple[str, bool], Any] = {
    ("switches", True): gettext_lazy("switches rose from %(before)s to %(after)s a day"),
    ("switches", False): gettext_lazy("switches fell from %(before)s to %(after)s a day"),
    ("response", True): gettext_lazy("answers take %(after)s instead of %(before)s"),
    ("response", False): gettext_lazy("answers take %(after)s instead of %(before)s"),
    ("promise", True): gettext_lazy("answers within the promise rose from %(before)s to %(after)s"),
    ("promise", False): gettext_lazy("answers within the promise fell from %(before)s to %(after)s"),
    ("load", True): gettext_lazy("weeks over the agreed time rose from %(before)s to %(after)s"),
    ("load", False): gettext_lazy("weeks over the agreed time fell from %(before)s to %(after)s"),
    ("on_time", True): gettext_lazy("milestones in time rose from %(before)s to %(after)s"),
    ("on_time", False): gettext_lazy("milestones in time fell from %(before)s to %(after)s"),
}


def is_up(before: Value, after: Value) -> bool:
    return bool(before.interval and after.interval and after.interval.value > before.interval.value)


VERDICTS: Mapping[Verdict, str | Promise] = {
    Verdict.BETTER: gettext_lazy("better, more than chance"),
    Verdict.WORSE: gettext_lazy("worse, more than chance"),
    Verdict.UNCLEAR: gettext_lazy("can’t be told apart"),
    Verdict.THIN: gettext_lazy("too little to say"),
}


def verdict_of(measure: Measure, change: Interval | None) -> tuple[Verdict, str]:
    found = verdict(measure, change)
    return found, str(VERDICTS[found])


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(many)s and %(last)s") % {"many": ", ".join(names[:-1]), "last": names[-1]}


def capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def rows_of(measure: Measure, period: Period, client_id: int | None = None) -> str:
    """The page with the rows behind a value, where there is one."""
    if measure.key in ("evenness", "switches", "load"):
        asked = urlencode({"first": period.first.isoformat(), "last": period.last.isoformat()})
        return f"{reverse('worklog:split')}?{asked}"
    if measure.key in ("response", "promise"):
        asked = urlencode({"tray": "all"} | ({"client": client_id} if client_id else {}))
        return f"{reverse('conversations:inbox')}?{asked}"
    if measure.key == "on_time":
        return reverse("clients:client", args=[client_id]) if client_id else reverse("projects:projects")
    return ""
