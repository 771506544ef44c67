"""Whether the hours say enough for a division, and if not, what is missing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.periods import Period
from twinhelm.worklog.queries.division_inputs import UNSORTED_AT_MOST, WEEKS_AT_LEAST, Inputs, inputs_of


def what_is_missing(inputs: Inputs) -> list[str]:
    """Sentences for the owner, the most important first; none when a division can be proposed."""
    if not inputs.entries:
        return [_("No entry falls into this period. Import what people did, or choose another period.")]
    missing = []
    if inputs.weeks < WEEKS_AT_LEAST:
        missing.append(
            ngettext(
                "The entries cover only %(weeks)d week. Two at least are needed: one week is never like the next.",
                "The entries cover only %(weeks)d weeks.",
                inputs.weeks,
            )
            % {"weeks": inputs.weeks}
        )
    if inputs.unsorted_share > UNSORTED_AT_MOST:
        share = round(100 * inputs.unsorted_share)
        missing.append(
            _("%(share)d %% of the hours are not sorted yet. Sort the queue until less than 40 %% remain.")
            % {"share": share}
        )
    seated = [c for c in inputs.problem.candidates if not c.is_outside]
    if not seated:
        missing.append(_("Nobody's log shows an hour a week of client and project work over two weeks."))
    elif len(seated) == 1:
        missing.append(
            _("Only one person does this work. A division needs two; give a colleague the role, or import their hours.")
        )
    return missing


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the hours of a period would give a division, before one is proposed."""

    missing: list[str]
    seated: int
    weeks: int
    entries: int
    without_likings: int
    """Of those seated: nobody knows what they like."""
    without_times: int


def readiness(period: Period) -> Readiness:
    """Cost: that of the inputs."""
    inputs = inputs_of(period)
    seated = [c for c in inputs.problem.candidates if not c.is_outside]
    return Readiness(
        missing=what_is_missing(inputs),
        seated=len(seated),
        weeks=inputs.weeks,
        entries=inputs.entries,
        without_likings=sum(not c.likings for c in seated),
        without_times=sum(c.switches is None for c in seated),
    )
