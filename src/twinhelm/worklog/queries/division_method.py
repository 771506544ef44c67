"""How a division is computed, in plain words: the page and the print say the same."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def method(findings: Mapping[str, object], named_percent: int) -> list[tuple[str, str]]:
    """Heads and paragraphs."""
    return [
        (_("The choice"), f"{compared(findings)} {the_best()}"),
        (_("Switches"), switches()),
        (_("Hand-offs"), f"{handoffs()} {named(named_percent)}"),
        (_("What is not counted"), not_counted()),
    ]


def compared(findings: Mapping[str, object]) -> str:
    tried = findings.get("tried")
    count = tried if isinstance(tried, int) else 1
    if findings.get("is_exhaustive"):
        return ngettext(
            "Only one seating is possible, and it was looked at.",
            "All %(count)d ways of seating these people were compared.",
            count,
        ) % {"count": count}
    return ngettext(
        "With so many people not every seating can be compared; the likeliest one was dealt out.",
        "With so many people not every seating can be compared; the %(count)d likeliest were dealt out and compared.",
        count,
    ) % {"count": count}


def the_best() -> str:
    return _(
        "The best leaves few switches, creates few hand-offs, gives people what they like, moves little, and fills "
        "nobody beyond the agreed time while a colleague at the right helm has room."
    )


def switches() -> str:
    return _(
        "Switches a day then = switches a day now × evenness then ÷ evenness now, where evenness = 2 × client hours × "
        "project hours ÷ all hours. It assumes that what remains of both families comes as interleaved as it does "
        "today. The range is that of today's count."
    )


def handoffs() -> str:
    return _(
        "Where one person does both families for one client, nothing needs handing over. If the two families go to "
        "different people, something does: at least once a week for each such client (low), at most on each day with "
        "both (high). Hand-offs that exist already are not counted."
    )


def named(percent: int) -> str:
    if percent >= 100:
        return _("All entries name their client or project.")
    return _("%(share)d %% of the hours name their client or project; the rest is taken to be like them.") % {
        "share": percent
    }


def not_counted() -> str:
    return _(
        "What a switch costs in minutes nobody can measure, so no figure is shown. Trust and history are yours to "
        "weigh: pin what must stay."
    )
