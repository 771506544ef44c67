"""What may go: jobs that ended long ago, sessions and cached values that have run out."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy

from twinhelm.foundation import clock
from twinhelm.foundation.choices import JobState
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job, LiveChange

TICKS_KEPT = timedelta(hours=6)
JOBS_KEPT = timedelta(days=30)
FAILURES_KEPT = timedelta(days=90)
CHANGES_KEPT = timedelta(hours=1)


@every(hours=1)
@job("foundation.tidy", quick=True, title=gettext_lazy("Tidy up"))
def tidy(_work: Work) -> None:
    tidy_jobs(clock.now())
    LiveChange.objects.filter(at__lt=clock.now() - CHANGES_KEPT).delete()
    Session.objects.filter(expire_date__lt=clock.now()).delete()


def tidy_jobs(at: datetime) -> None:
    ended = Job.objects.filter(state__in=[JobState.DONE, JobState.CANCELLED])
    ended.filter(key__startswith="tick:", ended_at__lt=at - TICKS_KEPT).delete()
    ended.filter(ended_at__lt=at - JOBS_KEPT).delete()
    Job.objects.filter(state=JobState.FAILED, ended_at__lt=at - FAILURES_KEPT).delete()
