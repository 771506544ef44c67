"""What happens elsewhere and concerns letters on their way: contacts leave, mails come back, leads go."""

from datetime import datetime

from django.db.models import Q

from twinhelm.clients.events import (
    ClientDeleted,
    ClientsMerged,
    ContactChanged,
    ContactMoved,
    ContactRemoved,
)
from twinhelm.conversations.events import MessageReturned, MessageUnsent
from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.people.events import MemberDeactivated, RoleTaken
from twinhelm.transition.actions.telling_follow import follow, take_back_unwanted
from twinhelm.transition.choices import LetterState
from twinhelm.transition.events.afterwards import RolledBack
from twinhelm.transition.events.telling import EducationPlanned
from twinhelm.transition.events.way import WayStopped
from twinhelm.transition.jobs.telling import tell
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.queries import telling_needed

__all__ = ["telling_needed"]


@on(EducationPlanned)
def wake_at_its_moment(event: Event) -> None:
    assert isinstance(event, EducationPlanned)  # noqa: S101  it listens to nothing else
    key = f"telling:{event.education_id}:{event.send_at}"
    tell.enqueue(key=key, not_before=datetime.fromisoformat(event.send_at), education_id=event.education_id)


@on(MessageReturned)
@on(MessageUnsent)
def follow_its_mail(event: Event) -> None:
    for letter in EducationLetter.objects.filter(message=getattr(event, "message_id", 0)).select_related("education"):
        follow(letter, at=clock.now())


@on(ContactChanged)
@on(ContactMoved)
@on(ContactRemoved)
@on(ClientDeleted)
@on(ClientsMerged)
def look_at_letters_of_client(event: Event) -> None:
    clients = {event.subject_id, getattr(event, "from_client_id", None), getattr(event, "gone_id", None)} - {None}
    take_back_of(Q(transition__client__in=clients))


@on(WayStopped)
@on(RolledBack)
def look_at_letters_of_change(event: Event) -> None:
    take_back_of(Q(transition=event.subject_id))


@on(MemberDeactivated)
@on(RoleTaken)
def look_at_letters_of_lead(event: Event) -> None:
    member = event.subject_id
    take_back_of(Q(transition__account=member) | Q(transition__production=member))


def take_back_of(which: Q) -> None:
    for education in Education.objects.filter(which, letters__state=LetterState.POSTED).distinct():
        take_back_unwanted(education, at=clock.now())
