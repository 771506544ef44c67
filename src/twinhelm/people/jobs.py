"""Work in the background about people: letters whose sending must not be told apart from silence."""

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, job
from twinhelm.people import actions


@job("people.send_password_link", quick=True)
def send_password_link(work: Work, *, email: str) -> None:
    actions.ask_for_new_password(email, at=clock.now())
