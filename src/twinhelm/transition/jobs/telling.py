"""Jobs of telling the client: letters leave at their moment, and are followed until it is known what became of them."""

from django.utils.translation import gettext_lazy

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.transition.actions.telling_follow import follow, take_back_unwanted, watched
from twinhelm.transition.actions.telling_post import post
from twinhelm.transition.choices import LetterState
from twinhelm.transition.models import Education


@job("transition.tell", quick=True, title=gettext_lazy("Tell a client"))
def tell(_work: Work, *, education_id: int) -> None:
    education = Education.objects.filter(pk=education_id).first()
    if education:
        post(education, at=clock.now())


@every(minutes=1)
@job("transition.telling", quick=True, title=gettext_lazy("Follow what clients are told"))
def look_after(_work: Work) -> None:
    """Whatever is due, changed or lost on the way is found here, even if nothing else woke anybody."""
    at = clock.now()
    for education in Education.objects.filter(letters__state=LetterState.POSTED).distinct():
        take_back_unwanted(education, at=at)
    for pk in Education.objects.due(at).values_list("pk", flat=True):
        tell.enqueue(key=f"telling:{pk}", education_id=pk)
    for letter in watched(at).select_related("education"):
        follow(letter, at=at)
