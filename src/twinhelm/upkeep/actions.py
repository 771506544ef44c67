"""What an owner does about jobs and mail."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import jobs, mail
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.events import announce
from twinhelm.foundation.models import Job, OutgoingMail
from twinhelm.people.models import Member
from twinhelm.upkeep import policies
from twinhelm.upkeep.events import JobCancelled, JobRetried, MailArrived, MailSentAgain


class AlreadyOver(Refusal):
    """The job has ended meanwhile."""


class NotFailed(Refusal):
    """Only what failed or was cancelled can be tried again."""


@transaction.atomic
def cancel(job: Job, *, by: Member, at: datetime) -> Job:
    """Raises NotPermitted, AlreadyOver."""
    require(policies.may_change_upkeep(by))
    job = Job.objects.select_for_update().get(pk=job.pk)
    if not job.is_unfinished:
        raise AlreadyOver(_("This job is over: %(state)s.") % {"state": job.get_state_display().lower()})
    job = jobs.cancel(job, at=at)
    announce(JobCancelled(subject_id=job.pk, job=job.name), by=by, at=at)
    return job


@transaction.atomic
def retry(job: Job, *, by: Member, at: datetime) -> Job:
    """The job that does the work now; another with its key may have been queued since.

    Raises NotPermitted, NotFailed.
    """
    require(policies.may_change_upkeep(by))
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise NotFailed(_("This job is %(state)s: nothing to try again.") % {"state": job.get_state_display().lower()})
    retried = jobs.retry(job, at=at)
    announce(JobRetried(subject_id=job.pk, job=job.name), by=by, at=at)
    return retried


@transaction.atomic
def send_again(sent: OutgoingMail, *, by: Member, at: datetime) -> OutgoingMail:
    """Raises NotPermitted, AlreadySettled, NothingToSend."""
    require(policies.may_change_upkeep(by))
    sent = mail.send_again(sent)
    announce(MailSentAgain(subject_id=sent.pk, recipient=sent.recipient), by=by, at=at)
    return sent


@transaction.atomic
def confirm_arrival(sent: OutgoingMail, *, by: Member, at: datetime) -> OutgoingMail:
    """Raises NotPermitted, AlreadySettled."""
    require(policies.may_change_upkeep(by))
    sent = mail.it_arrived(sent, at=at)
    announce(MailArrived(subject_id=sent.pk, recipient=sent.recipient), by=by, at=at)
    return sent
