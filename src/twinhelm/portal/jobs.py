"""Work in the background: mails whose sending must not be told apart from silence."""

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, job
from twinhelm.portal.actions import links


@job("portal.send_links", quick=True)
def send_links(work: Work, *, email: str, origin: str) -> None:
    links.send_links(email, origin=origin, at=clock.now())


@job("portal.send_link_again", quick=True)
def send_link_again(work: Work, *, digest: str, origin: str) -> None:
    links.send_link_again(digest, origin=origin, at=clock.now())
