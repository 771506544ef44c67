"""The watch over mailboxes: one connection each that hears of new mail at once and asks for it to be brought in."""

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection

from twinhelm.conversations.actions import mailboxes
from twinhelm.conversations.choices import FolderRole
from twinhelm.conversations.jobs.mailboxes import is_looked_at, look
from twinhelm.conversations.models import Mailbox
from twinhelm.conversations.queries.mailboxes import running
from twinhelm.conversations.queries.servers import Account, open_box, sentence_of
from twinhelm.foundation import clock, leases
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.jobs import accompanies
from twinhelm.letters import Box, LetterProblem, NoSuchFolder

log = logging.getLogger(__name__)
MOST = 200
"""Mailboxes with a connection of their own; others are looked at once a minute."""
LISTENS_SECONDS = 40.0
ROUND_SECONDS = 5.0
HELD_SECONDS = 30


@accompanies
def watch_mailboxes(stopping: threading.Event) -> None:
    """In one worker process at a time, however many there are."""
    watchers: dict[tuple[int, int], Watcher] = {}
    held_until: datetime | None = None
    while not stopping.is_set():
        try:
            held_until = leases.hold("mailboxes.watch", held_until, seconds=HELD_SECONDS, at=clock.now())
            adjust(watchers, wanted() if held_until else set(), stopping)
        except (DatabaseError, InterfaceError) as problem:
            log.warning("the watch over mailboxes waits for the database (%s)", type(problem).__name__)
        finally:
            connection.close()
        stopping.wait(ROUND_SECONDS)


def wanted() -> set[tuple[int, int]]:
    """Mailboxes with their version: one that was changed is watched anew. Cost: one query."""
    return set(running().order_by("pk").values_list("pk", "version")[:MOST])


def adjust(watchers: "dict[tuple[int, int], Watcher]", now: set[tuple[int, int]], stopping: threading.Event) -> None:
    for key in [key for key, watcher in watchers.items() if key not in now or not watcher.is_alive()]:
        watchers.pop(key).ended.set()
    for key in now - watchers.keys():
        watchers[key] = Watcher(key[0], stopping)
        watchers[key].start()


class Watcher(threading.Thread):
    """Listens at one mailbox. It stores no mail itself: that is a job's."""

    def __init__(self, mailbox_id: int, stopping: threading.Event) -> None:
        super().__init__(name=f"mailbox {mailbox_id}", daemon=True)
        self.mailbox_id = mailbox_id
        self.stopping = stopping
        self.ended = threading.Event()
        self.has_listened = False

    def is_over(self) -> bool:
        return self.ended.is_set() or self.stopping.is_set()

    def run(self) -> None:
        while not self.is_over():
            try:
                self.listen()
            except (DatabaseError, InterfaceError):
                self.ended.wait(ROUND_SECONDS)
            except Exception:
                # A watcher that dies is started again; the jobs of each minute go on meanwhile.
                log.exception("watching mailbox %s", self.mailbox_id)
                return
            finally:
                connection.close()

    def listen(self) -> None:
        mailbox = Mailbox.objects.select_related("owner").get(pk=self.mailbox_id)
        if not is_looked_at(mailbox):
            self.ended.set()
        elif mailbox.rests_until and mailbox.rests_until > clock.now():
            connection.close()
            self.ended.wait(ROUND_SECONDS)
        else:
            self.connect(mailbox)

    def connect(self, mailbox: Mailbox) -> None:
        self.has_listened = False
        try:
            with open_box(Account.of(mailbox)) as box:
                while not self.is_over():
                    self.look_and_listen(box, mailbox)
        except NoSuchFolder:
            look(mailbox)
            self.ended.wait(ROUND_SECONDS)
        except (LetterProblem, Refusal) as problem:
            if not self.has_listened:
                mailboxes.note_failure(mailbox, sentence_of(problem), at=clock.now())
            connection.close()
            self.ended.wait(ROUND_SECONDS)

    def look_and_listen(self, box: Box, mailbox: Mailbox) -> None:
        is_behind, next_uid, inbox = False, 0, "INBOX"
        for folder in mailbox.folders.filter(is_read=True, is_gone=False):
            status = box.status(folder.name)
            is_behind |= folder.uid_validity != status.uidvalidity or folder.last_uid < status.uidnext - 1
            if folder.role == FolderRole.INBOX:
                inbox, next_uid = folder.name, status.uidnext
        if is_behind:
            look(mailbox)
        else:
            mailboxes.note_seen(mailbox, at=clock.now())
        connection.close()
        self.has_listened = True
        if not box.idle(inbox, LISTENS_SECONDS, self.is_over, known_uidnext=next_uid):
            return
        self.ended.wait(0.2)  # mails often come in twos
