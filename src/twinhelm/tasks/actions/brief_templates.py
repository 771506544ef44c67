"""Keeping templates of briefs, one per kind of work."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.briefing import lines_of, text_of
from twinhelm.tasks.events import briefs as events
from twinhelm.tasks.models import BriefTemplate
from twinhelm.tasks.policies.briefs import may_keep_brief_templates


class TemplateFacts(TypedDict, total=False):
    """The words of a template; what is left out stays."""

    name: str
    what: str
    why: str
    criteria: list[str]
    not_wanted: str


class TemplateChangedMeanwhile(Refusal):
    """Somebody else changed or deleted it since the page was opened."""


@transaction.atomic
def add_template(*, by: Member, at: datetime, **facts: Unpack[TemplateFacts]) -> BriefTemplate:
    """Raises NotPermitted, Invalid."""
    require(may_keep_brief_templates(by))
    template = write(BriefTemplate(made_by=by, made_at=at), facts)
    announce(events.BriefTemplateAdded(subject_id=template.pk), by=by, at=at)
    return template


@transaction.atomic
def change_template(
    template: BriefTemplate, *, version: int, by: Member, at: datetime, **facts: Unpack[TemplateFacts]
) -> BriefTemplate:
    """Raises NotPermitted, TemplateChangedMeanwhile, Invalid."""
    require(may_keep_brief_templates(by))
    template = BriefTemplate.objects.select_for_update().get(pk=template.pk)
    if template.version != version or template.deleted_at:
        raise TemplateChangedMeanwhile(
            _("Somebody changed “%(name)s” since you opened it. Open it anew; your words stand below.")
            % {"name": template.name}
        )
    template.version += 1
    template = write(template, facts)
    announce(events.BriefTemplateChanged(subject_id=template.pk), by=by, at=at)
    return template


@transaction.atomic
def delete_template(template: BriefTemplate, *, by: Member, at: datetime) -> BriefTemplate:
    """Briefs that were begun with it stay as they are. Raises NotPermitted."""
    require(may_keep_brief_templates(by))
    if BriefTemplate.objects.filter(pk=template.pk, deleted_at=None).update(deleted_at=at):
        announce(events.BriefTemplateDeleted(subject_id=template.pk), by=by, at=at)
    return template


@transaction.atomic
def put_template_back(template: BriefTemplate, *, by: Member, at: datetime) -> BriefTemplate:
    """Raises NotPermitted, Invalid: another has its name by now."""
    require(may_keep_brief_templates(by))
    template = BriefTemplate.objects.select_for_update().get(pk=template.pk)
    refuse_name(template, template.name)
    template.deleted_at = None
    template.save(update_fields=["deleted_at"])
    announce(events.BriefTemplatePutBack(subject_id=template.pk), by=by, at=at)
    return template


def write(template: BriefTemplate, facts: TemplateFacts) -> BriefTemplate:
    if "name" in facts:
        template.name = " ".join(facts["name"].split())
        refuse_name(template, template.name)
    template.what = text_of("what", facts.get("what", template.what)) or ""
    template.why = text_of("why", facts.get("why", template.why)) or ""
    template.not_wanted = text_of("not_wanted", facts.get("not_wanted", template.not_wanted)) or ""
    template.criteria = lines_of(facts.get("criteria", template.criteria))
    template.save()
    return template


def refuse_name(template: BriefTemplate, name: str) -> None:
    if not name or len(name) > 120:
        sentence = _("Name the kind of work in 120 characters at most.")
        raise Invalid(sentence, name=sentence)
    twins = BriefTemplate.objects.annotate(lowered=Lower("name")).filter(lowered=name.lower(), deleted_at=None)
    if twins.exclude(pk=template.pk).exists():
        sentence = _("There is a template called “%(name)s” already.") % {"name": name}
        raise Invalid(sentence, name=sentence)
