"""Work in the background about people: letters whose sending must not be told apart from silence, and tidying up."""

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.people import actions


@job("people.send_password_link", quick=True)
def send_password_link(work: Work, *, email: str) -> None:
    actions.ask_for_new_password(email, at=clock.now())


@every(hours=1)
@job("people.tidy_tables", quick=True)
def tidy_tables(work: Work) -> None:
    actions.drop_forgotten_tables(at=clock.now())


@every(hours=1)
@job("people.follow_patterns", quick=True)
def follow_patterns(work: Work) -> None:
    """At somebody's midnight another pattern may come into force."""
    actions.follow_patterns(at=clock.now())
