"""Templates of what clients are told: made, changed, deleted and put back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.events.telling import TextChanged, TextDeleted, TextMade, TextPutBack
from twinhelm.transition.models import EducationTemplate
from twinhelm.transition.policies.telling import may_tell
from twinhelm.transition.queries.ready_texts import ready_texts
from twinhelm.transition.rules.placeholders import LONGEST, NAMES, Fault, fault_in, tidy, used_in
from twinhelm.transition.rules.telling import PARTS, SUBJECT_LONGEST, TEXTS

FIELDS = ("name", "language", *TEXTS)


class ChangedMeanwhile(Refusal):
    """Somebody else changed it after the page was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The four texts that somebody typed."""

    subject: str
    reason: str
    benefit: str
    way_forward: str

    def by_name(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraft(Texts):
    """What stands in the form of a template."""

    name: str
    language: str = ""


@transaction.atomic
def make_text(wanted: TextDraft, *, by: Member, at: datetime) -> EducationTemplate:
    """Raises Invalid."""
    require(may_tell(by))
    values = refuse_unnamed(wanted) | checked(wanted)
    made = EducationTemplate.objects.create(**values, made_by=by, made_at=at)
    announce(TextMade(subject_id=made.pk, name=made.name), by=by, at=at)
    return made


@transaction.atomic
def take_ready_texts(*, by: Member, at: datetime) -> list[EducationTemplate]:
    """The texts that the product brings, as templates of one's own. Asked twice, they are there once."""
    require(may_tell(by))
    there = set(EducationTemplate.objects.filter(deleted_at=None).values_list("name", flat=True))
    return [make_text(TextDraft(**one), by=by, at=at) for one in ready_texts() if one["name"] not in there]


@transaction.atomic
def change_text(
    text: EducationTemplate, wanted: TextDraft, *, version: int, by: Member, at: datetime
) -> EducationTemplate:
    """Raises Invalid, ChangedMeanwhile."""
    require(may_tell(by))
    text = EducationTemplate.objects.select_for_update().get(pk=text.pk)
    values = refuse_unnamed(wanted) | checked(wanted)
    if all(getattr(text, name) == value for name, value in values.items()):
        return text
    refuse_stale(text, version)
    for name, value in values.items():
        setattr(text, name, value)
    text.version += 1
    text.save(update_fields=[*FIELDS, "version"])
    announce(TextChanged(subject_id=text.pk, name=text.name), by=by, at=at)
    return text


@transaction.atomic
def delete_text(text: EducationTemplate, *, by: Member, at: datetime) -> EducationTemplate:
    """What was begun from it stays as it is."""
    require(may_tell(by))
    text = EducationTemplate.objects.select_for_update().get(pk=text.pk)
    if text.deleted_at is None:
        text.deleted_at = at
        text.save(update_fields=["deleted_at"])
        announce(TextDeleted(subject_id=text.pk, name=text.name), by=by, at=at)
    return text


@transaction.atomic
def put_back_text(text: EducationTemplate, *, by: Member, at: datetime) -> EducationTemplate:
    require(may_tell(by))
    text = EducationTemplate.objects.select_for_update().get(pk=text.pk)
    if text.deleted_at:
        text.deleted_at = None
        text.save(update_fields=["deleted_at"])
        announce(TextPutBack(subject_id=text.pk, name=text.name), by=by, at=at)
    return text


def checked(wanted: Texts) -> dict[str, str]:
    """The texts without what nobody sees. Raises Invalid, a sentence for each text that is wrong."""
    values = {"subject": one_line(tidy(wanted.subject))} | {name: tidy(getattr(wanted, name)) for name in PARTS}
    wrong = {name: sentence for name, value in values.items() if (sentence := trouble_with(name, value))}
    if wrong:
        refusal = Invalid(next(iter(wrong.values())))
        refusal.fields = wrong  # one of the parts is called `reason`, as is what a refusal says
        raise refusal
    return values


def trouble_with(name: str, value: str) -> str:
    if not value:
        return _("Say something here: it is what they read first.") if name == "subject" else _("Write this part.")
    if name == "subject" and len(value) > SUBJECT_LONGEST:
        return _("A subject has %(most)s letters at most.") % {"most": SUBJECT_LONGEST}
    if name == "subject" and "page" in used_in(value):
        return _("The address of the page belongs into the letter: a subject is read over shoulders.")
    fault = fault_in(value)
    return sentence_of(fault) if fault else ""


def sentence_of(fault: Fault) -> str:
    if fault.is_too_long:
        return _("One part has %(most)s letters at most; nobody reads more.") % {"most": LONGEST}
    said = {"found": fault.found, "line": fault.line, "names": ", ".join(f"{{{name}}}" for name in NAMES)}
    return _("Line %(line)s has “%(found)s”, which stands for nothing. In braces there can be: %(names)s.") % said


def refuse_unnamed(wanted: TextDraft) -> dict[str, str]:
    """Raises Invalid."""
    name, language = one_line(tidy(wanted.name)), one_line(tidy(wanted.language))
    if not name:
        raise Invalid(_("Give it a name."), name=_("Give it a name."))
    if len(name) > 120:
        sentence = _("A name has %(most)s letters at most.") % {"most": 120}
        raise Invalid(sentence, name=sentence)
    if len(language) > 16:
        sentence = _("A language has %(most)s letters at most.") % {"most": 16}
        raise Invalid(sentence, language=sentence)
    return {"name": name, "language": language}


def refuse_stale(text: EducationTemplate, version: int) -> None:
    """Raises ChangedMeanwhile."""
    if text.version != version:
        raise ChangedMeanwhile(_("Somebody changed this text after you opened it. Look at it anew, then change it."))
