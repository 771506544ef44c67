"""Conversations with clients, their messages, and who answers."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.models import Client, Contact, leads_work
from twinhelm.conversations.choices import ConversationState, Direction, MailboxKind, Remembered, Trust, Written
from twinhelm.conversations.models.mailboxes import Mailbox, MailboxFolder
from twinhelm.foundation.models import OutgoingMail
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, member: Member) -> Self:
        """Filed ones for whoever leads work; what isn't filed for the mailbox's people; private ones for two."""
        if not member.is_active:
            return self.none()
        mine = Q(mailbox__owner=member) | Q(assigned_to=member)
        if not leads_work(member):
            return self.filter(Q(mailbox__owner=member))
        open_ones = Q(is_private=False) & (
            Q(client__isnull=False) | Q(mailbox=None) | Q(mailbox__kind=MailboxKind.SHARED)
        )
        return self.filter(mine | open_ones)

    def open(self) -> Self:
        return self.filter(state=ConversationState.OPEN)

    def awake(self, at: datetime) -> Self:
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))

    def waiting(self) -> Self:
        """Somebody at the client waits for our answer."""
        return self.filter(state=ConversationState.OPEN, waiting_since__isnull=False)

    def unfiled(self) -> Self:
        return self.filter(client=None, state=ConversationState.OPEN)

    def most_urgent_first(self) -> Self:
        return self.order_by("answer_due_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-last_at", "-pk")


class Conversation(models.Model):
    """What is said with a client about one subject."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Null: unfiled."""
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=250)
    state = models.CharField(max_length=8, choices=ConversationState, default=ConversationState.OPEN)
    assigned_to = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_private = models.BooleanField(default=False)
    candidates = models.JSONField(default=list, blank=True)
    """Ids of clients it may belong to, when nobody can know."""
    waiting_since = models.DateTimeField(null=True, blank=True)
    """When the contact wrote what nobody has answered; null: nobody waits."""
    answer_due_at = models.DateTimeField(null=True, blank=True)
    """By when we promised to answer."""
    snoozed_until = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_from = models.CharField(max_length=200, blank=True)
    last_words = models.CharField(max_length=250, blank=True)
    last_direction = models.CharField(max_length=4, choices=Direction, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, db_default=1)
    """Rises with each message and change: who answers something older is stopped."""

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConversationState.values), name="conversation_state")
        ]
        indexes = [
            models.Index(fields=["client", "-last_at", "-id"], name="conversation_of_client"),
            models.Index(fields=["state", "-last_at", "-id"], name="conversation_by_state"),
            models.Index(
                fields=["answer_due_at", "id"],
                name="conversation_waiting",
                condition=Q(state=ConversationState.OPEN, waiting_since__isnull=False),
            ),
            models.Index(
                fields=["assigned_to", "-last_at", "-id"],
                name="conversation_assigned",
                condition=Q(state=ConversationState.OPEN),
            ),
            models.Index(fields=["-last_at", "-id"], name="conversation_newest"),
            models.Index(
                fields=["assigned_to", "answer_due_at"],
                name="conversation_waits_for",
                condition=Q(state=ConversationState.OPEN, waiting_since__isnull=False),
            ),
            models.Index(
                fields=["snoozed_until", "id"],
                name="conversation_snoozed",
                condition=Q(state=ConversationState.OPEN, snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["-last_at", "-id"],
                name="conversation_unfiled",
                condition=Q(client=None, state=ConversationState.OPEN),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """One mail of a conversation. What it says stands in its `MessageBody`."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The conversation's, so that a client's timeline needs no join."""
    direction = models.CharField(max_length=4, choices=Direction)
    at = models.DateTimeField()
    """When it was sent, as far as that is believable; else when it came."""
    received_at = models.DateTimeField()
    message_id = models.CharField(max_length=250, blank=True)
    """Without angle brackets."""
    in_reply_to = models.CharField(max_length=250, blank=True)
    thread_root = models.CharField(max_length=250, blank=True, default="", db_default="")
    """The oldest Message-ID that it refers to, or its own: finds the thread when mails between are missing."""
    digest = models.CharField(max_length=64)
    """Of what a person reads: tells two mails under one Message-ID apart, and finds the same one again."""
    from_name = models.CharField(max_length=200, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    recipients = models.JSONField(default=dict, blank=True)
    """`{"to": [[name, address], …], "cc": […]}`."""
    subject = models.CharField(max_length=250, blank=True)
    words = models.CharField(max_length=250, blank=True)
    """How it begins, without quotes."""
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who of us wrote it."""
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    trust = models.CharField(max_length=8, choices=Trust, default=Trust.UNKNOWN)
    written = models.CharField(max_length=10, choices=Written, default=Written.PERSON)
    is_held = models.BooleanField(default=False)
    """Perhaps forged: shown to staff apart, and nobody waits for it until somebody lets it in."""
    is_partial = models.BooleanField(default=False)
    left_out = models.CharField(max_length=500, blank=True)
    """What of it was not kept, as a sentence."""
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    """Time spent writing, as measured; null: not known."""
    outgoing = models.OneToOneField(OutgoingMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """How far our own mail has come."""
    returned = models.CharField(max_length=300, blank=True, default="", db_default="")
    """Why our own mail came back, as a sentence."""
    filed_at = models.DateTimeField(null=True, blank=True)
    """When a copy of our own mail was put into the mailbox's folder of sent mail."""
    attachment_count = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)
    """When somebody threw it away; it is shown nowhere any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message_id", "digest"], name="message_once", condition=~Q(message_id="")),
            models.UniqueConstraint(
                fields=["digest", "from_address"], name="nameless_message_once", condition=Q(message_id="")
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "at", "id"], name="message_of_conversation"),
            models.Index(fields=["client", "-at", "-id"], name="message_of_client"),
            models.Index(fields=["message_id"], name="message_by_id"),
            models.Index(fields=["in_reply_to"], name="message_by_parent"),
            models.Index(fields=["thread_root"], name="message_by_root"),
            models.Index(fields=["digest"], name="message_by_digest"),
            models.Index(fields=["member", "-at"], name="message_by_member"),
            models.Index(
                fields=["conversation"], name="message_held", condition=Q(is_held=True, dropped_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageBody(models.Model):
    """What a message says: apart, so that lists stay light."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="body")
    text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    """Without what it quotes."""
    html = models.TextField(blank=True)
    """Cleaned."""

    def __str__(self) -> str:
        return self.new_text[:60]


class MessageCopy(models.Model):
    """Where a message lies in a mailbox: the same one may lie in several folders."""

    folder = models.ForeignKey(MailboxFolder, on_delete=models.CASCADE, related_name="+")
    uid = models.BigIntegerField()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="copies")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "uid"], name="copy_once")]

    def __str__(self) -> str:
        return f"{self.folder_id}/{self.uid}"


class Attachment(models.Model):
    """A file that came or goes with a message, or waits with a draft."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="attachments")
    draft = models.ForeignKey("Draft", on_delete=models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    """By its content, not by its name."""
    size = models.PositiveBigIntegerField()
    key = models.CharField(max_length=120, blank=True)
    """Where it lies below the files folder; empty: too large to keep."""
    content_id = models.CharField(max_length=250, blank=True)
    is_inline = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(message=None, draft__isnull=False) | Q(message__isnull=False, draft=None),
                name="attachment_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, member: Member) -> Self:
        """Nobody reads what another is still writing."""
        return self.filter(by=member) if leads_work(member) else self.none()

    def being_written(self) -> Self:
        return self.filter(sent_at=None, discarded_at=None)


class Draft(models.Model):
    """What a member is writing: an answer, or the beginning of a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, null=True, related_name="drafts")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, null=True, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="+")
    recipients = models.JSONField(default=dict, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    seen_version = models.PositiveIntegerField(default=0)
    """Of the conversation when writing began: an answer to something older is stopped."""
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    written_seconds = models.PositiveIntegerField(default=0)
    """Time in which something was typed."""
    key = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Of the form it is written in: the same form makes one draft and one mail, however often it is sent."""
    sendings = models.PositiveIntegerField(default=0, db_default=0)
    """How often it was posted: a draft that was taken back in time is posted anew under another key."""
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """What it became when it was posted."""
    sent_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "by"],
                name="draft_once",
                condition=Q(conversation__isnull=False, sent_at__isnull=True, discarded_at__isnull=True),
            ),
            models.UniqueConstraint(fields=["by", "key"], name="draft_of_form_once", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return self.subject


class InternalNote(models.Model):
    """What one of us told the others about a conversation. Clients never see it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class HandOver(models.Model):
    """A conversation given from one member to another, with what they should know."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    """Sent back, with `answer`."""
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["receiver"], name="hand_over_waiting", condition=Q(accepted_at=None, returned_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.giver_id} → {self.receiver_id}"


class CannedReply(models.Model):
    """A text that is used again, with a closed list of placeholders."""

    name = models.CharField(max_length=120)
    text = models.TextField()
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Null: for everybody."""
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """Conversations that somebody filed at once, and what was remembered of it: so that it can be taken back."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: they are no client's."""
    conversations = models.JSONField(default=list)
    """What each was before: `{"id": …, "client": …, "state": …, "assigned": …}`."""
    remembered = models.CharField(max_length=8, choices=Remembered, blank=True)
    remembered_id = models.BigIntegerField(null=True, blank=True)
    """Of the contact address, domain or memory that was made for it; null: it was known before."""
    words = models.CharField(max_length=254, blank=True)
    """The address or domain."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.words} → {self.client_id}"


class FilingMemory(models.Model):
    """Where mail from an address goes that is no contact's: remembered when somebody filed it."""

    address = models.CharField(max_length=254, unique=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="+")
    """Null: it is not a client's, and goes nowhere."""
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
