"""Bringing tasks in from other programs: look at the file, choose what is what, then all of it or nothing."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import Client
from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.actions.dry_runs import (
    AlreadySettled,
    NothingToBringIn,
    PlanChanged,
    digest_of,
    drop_table,
    end,
    lock,
    refuse_settled,
)
from twinhelm.people.choices import DryRunState
from twinhelm.people.events import TableReceived
from twinhelm.people.models import DryRun, Member
from twinhelm.people.rules import Fate
from twinhelm.projects.actions.leads import take_seat
from twinhelm.projects.actions.projects import add_project
from twinhelm.projects.models import Project
from twinhelm.reading import Unreadable, sentence
from twinhelm.reading.brought import BroughtWork
from twinhelm.reading.tasks import read_tasks
from twinhelm.tasks.actions.arriving import store
from twinhelm.tasks.actions.undoing import undo
from twinhelm.tasks.choices import ActKind
from twinhelm.tasks.events.bringing import TasksBroughtIn, TasksTakenOut
from twinhelm.tasks.models import Act, TaskImport
from twinhelm.tasks.policies.work import may_bring_tasks
from twinhelm.tasks.queries.arriving import Arriving, first_choices, look_at, members_to_match, picture_of
from twinhelm.tasks.rules.bringing import Choices

__all__ = ["AlreadySettled", "NothingToBringIn", "PlanChanged", "bring_in", "choose", "drop_table", "try_out"]

KIND = "tasks"
FOLDER = "tables"
LARGEST_BYTES = 64_000_000
MANY = 2_000
"""So many rows are brought in while somebody waits; more of them in the background."""


class NoProject(Refusal):
    """It isn't said yet where the tasks go."""

    status = 422


class AlreadyTakenBack(Refusal):
    """What the file brought was taken back."""


def try_out(chunks: Iterable[bytes], *, name: str, project: Project | None, by: Member, at: datetime) -> DryRun:
    """Keeps the file and says what it would do. Raises Invalid for a file that holds no tasks."""
    require(may_bring_tasks(by))
    kept = files.keep(chunks, folder=FOLDER, most_bytes=LARGEST_BYTES)
    try:
        run = DryRun(kind=KIND, name=files.safe_name(name), file_key=kept.key, digest=kept.digest)
        run.made_by, run.made_at = by, at
        work = read_again(run, by)
        target = project or last_project_of(work, run, by)
        paint(run, look_at(work, first_choices(work, members_to_match(), target), by=by))
        with transaction.atomic():
            run.save()
            announce(TableReceived(subject_id=run.pk, kind=KIND, name=run.name), by=by, at=at)
    except BaseException:
        files.drop(kept.key)
        raise
    return run


@transaction.atomic
def choose(run: DryRun, choices: Choices, *, by: Member) -> DryRun:
    """What whoever brings the file has decided; the page shows what would happen then. Raises AlreadySettled."""
    require(may_bring_tasks(by))
    run = lock(run)
    refuse_settled(run)
    refuse_strange(choices, by)
    paint(run, look_at(read_again(run, by), choices, by=by))
    run.save(update_fields=["findings", "plan_digest"])
    return run


@transaction.atomic
def ask_for(run: DryRun, enqueue: Callable[[int], object], *, by: Member, at: datetime) -> DryRun:
    """Many rows wait for the background. Raises AlreadySettled, NoProject, NothingToBringIn."""
    require(may_bring_tasks(by))
    run = lock(run)
    refuse_settled(run)
    refuse_nowhere(Choices.of(run.findings["choices"]))
    refuse_nothing(run)
    run.findings = {**run.findings, "asked_at": at.isoformat(), "refused": ""}
    run.save(update_fields=["findings"])
    enqueue(run.pk)
    return run


@transaction.atomic
def note_refusal(run: DryRun, reason: str) -> None:
    """Why the background stored nothing, for the page that waits for it."""
    run = lock(run)
    if run.is_waiting:
        run.findings = {**run.findings, "asked_at": "", "refused": reason}
        run.save(update_fields=["findings"])


def bring_in(run: DryRun, *, by: Member, at: datetime, say: Callable[..., None] = lambda **_said: None) -> TaskImport:
    """Does what was shown, all of it or nothing. Raises AlreadySettled, NoProject, NothingToBringIn, PlanChanged."""
    say(done=0, total=3)
    require(may_bring_tasks(by))
    work = read_again(run, by)
    say(done=1, total=3)
    with transaction.atomic():
        run = lock(run)
        refuse_settled(run)
        choices = Choices.of(run.findings["choices"])
        refuse_nowhere(choices)
        hold_project(choices)
        arriving = look_at(work, choices, by=by)
        is_as_shown = arriving.digest == run.plan_digest
        paint(run, arriving)
        made = settle(run, arriving, by=by, at=at) if is_as_shown else None
        run.save()
    say(done=3, total=3)
    if made is None:
        raise PlanChanged(
            _("Something here has changed since this was shown. Nothing was stored; look at it once more.")
        )
    return made


@transaction.atomic
def take_out(made: TaskImport, *, by: Member, at: datetime) -> None:
    """Takes back all that a file brought. Raises AlreadyTakenBack, and what `undo` raises."""
    require(may_bring_tasks(by))
    acts = Act.objects.filter(by=made.by_id, at=made.at, kind=ActKind.BROUGHT).order_by("-pk")
    standing = [act for act in acts.select_for_update() if act.undone_at is None]
    if not standing:
        raise AlreadyTakenBack(_("What “%(name)s” brought was taken back already.") % {"name": made.name})
    for act in standing:
        undo(act, by=by, at=at)
    announce(TasksTakenOut(subject_id=made.pk, name=made.name, project_id=made.project_id), by=by, at=at)


def read_again(run: DryRun, by: Member) -> BroughtWork:
    """Raises Invalid, PlanChanged."""
    try:
        with files.opened(run.file_key) as stream:
            if digest_of(stream) != run.digest:
                raise PlanChanged(_("The file is not the one that was shown. Bring it in once more."))
            return read_tasks(run.name, stream, by.zone)
    except (FileNotFoundError, IsADirectoryError):
        raise PlanChanged(_("The file is gone. Bring it in once more.")) from None
    except Unreadable as unreadable:
        reason = sentence(unreadable.problem, _)
        raise Invalid(reason, file=reason) from unreadable


def last_project_of(work: BroughtWork, run: DryRun, by: Member) -> Project | None:
    """Where tasks of the same board or file went the last time, else the project that bears its name."""
    seen = Project.objects.visible_to(by)
    before = TaskImport.objects.filter(source=work.source, name=run.name, act__undone_at=None).order_by("-pk")
    if last := seen.filter(pk__in=before.values("project")[:1]).first():
        return last
    named = list(seen.filter(name__iexact=work.name)[:2]) if work.name else []
    return named[0] if len(named) == 1 else None


def paint(run: DryRun, arriving: Arriving) -> None:
    """What the page shows."""
    run.plan_digest = arriving.digest
    run.findings = picture_of(arriving)


def hold_project(choices: Choices) -> None:
    """Two who bring the same file at once wait for each other here."""
    if choices.project:
        Project.objects.select_for_update().filter(pk=choices.project).first()


def settle(run: DryRun, arriving: Arriving, *, by: Member, at: datetime) -> TaskImport:
    """Needs: an open transaction and the locks of the run and the project."""
    refuse_nothing(run)
    project = arriving.project or begin(arriving.choices, by=by, at=at)
    for member in arriving.to_seat:
        take_seat(project, member, since_on=at.astimezone(by.zone).date(), by=by, at=at)
    store(arriving, project, by=by, at=at)
    counts = arriving.counts
    made = TaskImport.objects.create(
        source=arriving.work.source,
        name=run.name,
        digest=run.digest,
        project=project,
        act=Act.objects.filter(by=by, at=at, kind=ActKind.BROUGHT).latest("pk"),
        added=counts[Fate.NEW],
        changed=counts[Fate.CHANGED],
        known=counts[Fate.SAME],
        by=by,
        at=at,
    )
    run.findings = {**run.findings, "import": made.pk, "project": project.pk}
    end(run, DryRunState.DONE, at=at)
    announce(
        TasksBroughtIn(
            subject_id=made.pk,
            source=made.source,
            name=made.name,
            project_id=project.pk,
            added=made.added,
            changed=made.changed,
            left_out=counts[Fate.BAD],
        ),
        by=by,
        at=at,
    )
    return made


def begin(choices: Choices, *, by: Member, at: datetime) -> Project:
    client = Client.objects.visible_to(by).filter(pk=choices.client or 0).first()
    if client is None:
        raise NoProject(_("The client of the new project isn’t there any more. Choose another one."))
    return add_project(client, name=choices.new_name, by=by, at=at)


def refuse_nowhere(choices: Choices) -> None:
    if not choices.project and not (choices.client and choices.new_name):
        raise NoProject(_("Say first where the tasks go: a project that is here, or a new one of a client."))


def refuse_strange(choices: Choices, by: Member) -> None:
    if choices.project and not Project.objects.visible_to(by).filter(pk=choices.project).exists():
        raise NoProject(_("This project isn’t there any more. Choose another one."))


def refuse_nothing(run: DryRun) -> None:
    counts = run.findings["counts"]
    if not counts[Fate.NEW] + counts[Fate.CHANGED]:
        known = counts[Fate.SAME]
        raise NothingToBringIn(
            ngettext(
                "“%(name)s” holds nothing new: its %(known)s task is here already, as it is there.",
                "“%(name)s” holds nothing new: its %(known)s tasks are here already, as they are there.",
                known,
            )
            % {"name": run.name, "known": known}
        )
