"""Telling the client: templates, the text of one client, its mails, and what the client says."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from twinhelm.clients.models import Contact, leads_work
from twinhelm.conversations.models import Conversation, Message
from twinhelm.people.models import Member
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.models.transitions import Transition


class AboutTransitionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def visible_to(self, member: Member) -> Self:
        """With the transition that it belongs to."""
        return self.filter(transition__in=Transition.objects.visible_to(member))


class EducationTemplateQuerySet(models.QuerySet["EducationTemplate"]):
    def visible_to(self, member: Member) -> Self:
        return self.filter(deleted_at=None) if leads_work(member) else self.none()


class EducationTemplate(models.Model):
    """A text in three parts with a closed list of placeholders."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=16, blank=True)
    """Empty: any."""
    subject = models.CharField(max_length=200)
    reason = models.TextField()
    benefit = models.TextField()
    way_forward = models.TextField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EducationTemplateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class EducationQuerySet(AboutTransitionQuerySet):
    def due(self, at: datetime) -> Self:
        return self.filter(state=EducationState.PLANNED, send_at__lte=at)


class Education(models.Model):
    """What one client will read: adapted by the account lead, read by a second person, sent on a date."""

    transition = models.OneToOneField(Transition, on_delete=models.CASCADE, related_name="education")
    template = models.ForeignKey(EducationTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=EducationState, default=EducationState.DRAFT)
    subject = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
    way_forward = models.TextField(blank=True)
    adapted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adapted_at = models.DateTimeField(null=True, blank=True)
    reader = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who is asked to read it; never who adapted it."""
    read_at = models.DateTimeField(null=True, blank=True)
    read_note = models.CharField(max_length=500, blank=True)
    """What the reader said to it; without `read_at` the question with which it came back."""
    send_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    not_sent_why = models.CharField(max_length=500, blank=True)
    """Its moment came and it could not go: a name of `rules.telling`; the page says it as a sentence."""
    begun_with = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    """Its four texts as the template had them, by name."""
    as_read = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    """Its four texts as the second person last read them: shows what changed since."""
    version = models.PositiveIntegerField(default=1)

    objects = EducationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.subject


class EducationLetter(models.Model):
    """The mail of an education to one contact."""

    education = models.ForeignKey(Education, on_delete=models.CASCADE, related_name="letters")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    """Where it went, once it was posted."""
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.PLANNED)
    why = models.CharField(max_length=500, blank=True)
    """Of one that was not sent: a name of `rules.telling`; empty when the mail itself says it."""
    message = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    posted_at = models.DateTimeField(null=True, blank=True)
    postings = models.PositiveIntegerField(default=0)
    """How often it was posted on purpose: each under its own key, so that nothing goes twice by itself."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["education", "contact"], name="education_letter_once")]

    def __str__(self) -> str:
        return f"{self.education_id}: {self.contact_id}"


class Acknowledgement(models.Model):
    """A contact has read it and said so."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="acknowledgements")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who noted it, when it was said in a call; null: on the client's page."""
    words = models.CharField(max_length=500, blank=True)

    objects = AboutTransitionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transition", "contact"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.transition_id}: {self.contact_id}"


class WorryQuerySet(AboutTransitionQuerySet):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class Worry(models.Model):
    """What a contact fears from the change; a conversation at once, and it can stop the step."""

    transition = models.ForeignKey(Transition, on_delete=models.CASCADE, related_name="worries")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    """Of the form it was written in: sent twice, it is one worry."""
    stops = models.BooleanField(default=True)
    """The way stands still until somebody settles it."""
    conversation = models.ForeignKey(Conversation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who wrote it down for them; null: they did, on their page."""
    settled_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_how = models.CharField(max_length=500, blank=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transition", "key"], name="worry_once")]
        indexes = [models.Index(fields=["transition"], name="worry_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return self.text[:60]
