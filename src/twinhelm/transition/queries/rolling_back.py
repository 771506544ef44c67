"""What rolling a client back would do, before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.actions.dated import spoken
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.foundation.answers import Preview
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.models import EventRecord
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, LetterState
from twinhelm.transition.models import EducationLetter, Pulse, Reassignment, Transition
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.pulses import mails_of

PARTS = (Part.ACCOUNT, Part.PRODUCTION)


@dataclass(frozen=True, slots=True)
class Way:
    """How one part goes back."""

    part: Part
    new: Member | None
    former: Member | None
    row: ClientLead | None
    """The lead that the change set, if it still stands as the latest decision."""
    is_coming: bool = False
    """It isn't in force yet, so it is simply taken back."""

    @property
    def changes(self) -> bool:
        return self.row is not None and self.new != self.former

    @property
    def asks_whom(self) -> bool:
        """Whoever led can't, so somebody has to be named."""
        return self.changes and (self.former is None or not self.former.is_active)

    @property
    def label(self) -> str:
        return str(Part(self.part).label).lower()


@dataclass(frozen=True, slots=True)
class Going:
    """Everything that goes back with a client."""

    transition: Transition
    on: date
    ways: list[Way] = field(default_factory=list)
    mode: ClientMode | None = None
    """The mode that the change set, if it still stands."""
    letters: list[EducationLetter] = field(default_factory=list)
    pulses: list[Pulse] = field(default_factory=list)
    reassignments: list[Reassignment] = field(default_factory=list)

    @property
    def asks_whom(self) -> list[Way]:
        return [one for one in self.ways if one.asks_whom]

    @property
    def mode_before(self) -> Mode | None:
        return Mode(self.mode.was) if self.mode and self.mode.was else None


def going_back(transition: Transition, *, at: datetime) -> Going:
    """Cost: eight queries at most."""
    on = day_for(transition.client, at, None)
    return Going(
        transition,
        on,
        [way_of(transition, part, on) for part in PARTS],
        mode_set(transition),
        unsent(transition),
        waiting_pulses(transition),
        list(Reassignment.objects.filter(transition=transition, undone_at=None).order_by("-at", "-pk")),
    )


def way_of(transition: Transition, part: Part, on: date) -> Way:
    new = transition.account if part == Part.ACCOUNT else transition.production
    former = transition.former_account if part == Part.ACCOUNT else transition.former_production
    rows = ClientLead.objects.filter(client=transition.client_id, part=part).select_related("member", "client")
    latest = rows.newest_first().first()
    stands = latest is not None and new is not None and latest.member_id == new.pk and latest.to_on is None
    row = latest if stands else None
    return Way(part, new, former, row, is_coming=row is not None and row.from_on > on)


def mode_set(transition: Transition) -> ClientMode | None:
    """Only one that began with the change; whatever was decided since stays."""
    rows = ClientMode.objects.filter(client=transition.client_id).select_related("client")
    latest = rows.newest_first().first()
    is_ours = latest and latest.mode == transition.mode and latest.from_on == transition.effective_on
    return latest if is_ours and latest and latest.was != latest.mode else None


def unsent(transition: Transition) -> list[EducationLetter]:
    rows = EducationLetter.objects.filter(education__transition=transition)
    rows = rows.filter(state__in=[LetterState.PLANNED, LetterState.POSTED])
    return [
        one
        for one in rows.select_related("contact", "message__outgoing", "message__conversation").order_by("pk")
        if one.message is None or (one.message.outgoing and one.message.outgoing.state == MailState.WAITING)
    ]


def waiting_pulses(transition: Transition) -> list[Pulse]:
    rows = list(
        Pulse.objects.filter(transition=transition, answered_at=None, not_asked_why="").select_related("contact")
    )
    mails = mails_of(rows)
    return [one for one in rows if one.pk in mails and mails[one.pk].state == MailState.WAITING]


def preview(transition: Transition, *, at: datetime) -> Preview:
    said = {"name": transition.client.name}
    return Preview(_("%(name)s goes back to how it was") % said, tuple(lines(going_back(transition, at=at))))


def lines(going: Going) -> Iterator[str]:
    for way in going.ways:
        yield line_of(way, going.on)
    if before := going.mode_before:
        yield _("It is %(mode)s again.") % {"mode": before.label.lower()}
    if letters := len(going.letters):
        yield ngettext(
            "%(n)d letter to the client that hasn’t left is called off.",
            "%(n)d letters to the client that haven’t left are called off.",
            letters,
        ) % {"n": letters}
    if pulses := len(going.pulses):
        yield ngettext(
            "%(n)d question of how it goes is withdrawn.", "%(n)d questions of how it goes are withdrawn.", pulses
        ) % {"n": pulses}
    if moved := sum(len(one.moved) for one in going.reassignments):
        yield ngettext(
            "%(n)d thing that was handed over goes back, if it is still as it was left.",
            "%(n)d things that were handed over go back, where they are still as they were left.",
            moved,
        ) % {"n": moved}
    yield _("The card below mails and the copies end, and the client’s page names the people who lead again.")
    yield _("The story stays: steps, letters and worries can be read as before.")


def line_of(way: Way, on: date) -> str:
    said = {
        "part": way.label,
        "new": way.new.name if way.new else "",
        "former": way.former.name if way.former else "",
        "day": spoken(way.row.from_on if way.row and way.is_coming else on),
    }
    if way.row is None:
        return _("The %(part)s stays as it is: somebody decided anew since, or nothing was set.") % said
    if not way.changes:
        return _("%(new)s stays %(part)s, as before.") % said
    if way.former is None:
        return _("Nobody was %(part)s before %(new)s. Choose who is from %(day)s on.") % said
    if not way.former.is_active:
        return _("%(former)s, who was %(part)s, is deactivated. Choose who is instead.") % said
    if way.is_coming:
        return _("%(former)s stays %(part)s: that %(new)s follows from %(day)s on is taken back.") % said
    return _("%(former)s is %(part)s again from %(day)s on, instead of %(new)s.") % said


def is_open(transition: Transition) -> bool:
    return transition.state in OPEN


def was_rolled_back_with(transition: Transition, key: str, by: Member) -> bool:
    """The same click came twice. Cost: one query."""
    records = EventRecord.objects.filter(name="RolledBack", subject_kind="transition", subject_id=transition.pk)
    return bool(key) and records.filter(by_id=by.pk, facts__key=key).exists()
