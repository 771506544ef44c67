"""Templates: made from a project, changed, used from a first day."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from twinhelm.clients.actions import ChangedMeanwhile
from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects import actions
from twinhelm.projects.choices import FactKind, LineKind
from twinhelm.projects.models import Project, ProjectTemplate, TechnicalFact
from twinhelm.projects.testing import a_milestone, a_project, a_scope_item

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def pim():
    an_owner()
    return a_member("Pim de Wit", Role.PRODUCTION_MANAGER)


@pytest.fixture
def site(pim):
    project = a_project(a_client(), starts_on=date(2026, 9, 28), made_by=pim)
    a_scope_item(project, "Order flow", 80 * 60)
    a_scope_item(project, "Payment", 46 * 60)
    a_milestone(project, "First bread sold", date(2026, 10, 28))
    TechnicalFact.objects.create(project=project, kind=FactKind.SKILL, name="Payments", level=4)
    return project


@pytest.fixture
def shop(site, pim):
    return actions.make_template(site, name="A shop", by=pim, at=NOW)


def begun(template, pim, **facts):
    given = {"name": "Birch shop", "starts_on": date(2027, 1, 4)} | facts
    return actions.begin_project(a_client("Birch Books"), template, by=pim, at=NOW, **given)


def test_takes_scope_milestones_by_days_after_the_start_and_technical_facts(shop):
    lines = {(line.kind, line.name): line for line in shop.lines.all()}
    assert lines[LineKind.SCOPE_ITEM, "Payment"].estimated_minutes == 46 * 60
    assert lines[LineKind.MILESTONE, "First bread sold"].after_days == 30
    assert lines[LineKind.FACT, "Payments"].level == 4


def test_a_project_begins_with_what_the_template_brings(shop, pim):
    project = begun(shop, pim)
    assert [item.name for item in project.scope_items.order_by("position")] == ["Order flow", "Payment"]
    assert project.technical_facts.get().level == 4
    assert project.milestones.get().due_on == date(2027, 2, 3)


def test_a_milestone_waits_for_a_day_on_which_the_agency_is_open(shop, pim):
    """30 days after Thursday, 31 December is a Saturday."""
    project = begun(shop, pim, starts_on=date(2026, 12, 31))
    assert project.milestones.get().due_on == date(2027, 2, 1)


def test_asks_for_the_first_day_when_milestones_need_it_and_stores_nothing(shop, pim):
    with pytest.raises(Invalid, match="Say when it begins"):
        begun(shop, pim, starts_on=None)
    assert Project.objects.count() == 1


def test_what_changes_in_a_template_leaves_projects_alone(shop, pim):
    project = begun(shop, pim)
    for line in shop.lines.all():
        actions.remove_template_line(line, by=pim, at=NOW)
    assert project.scope_items.count() == 2


def test_a_line_that_was_taken_away_comes_back_to_its_place(shop, pim):
    line = shop.lines.get(name="Order flow")
    actions.remove_template_line(line, by=pim, at=NOW)
    assert list(begun(shop, pim).scope_items.values_list("name", flat=True)) == ["Payment"]
    actions.put_back_template_line(line, by=pim, at=NOW)
    assert shop.lines.filter(deleted_at=None).order_by("position").first() == line


def test_two_people_editing_at_once_are_told(shop, pim):
    actions.change_template(shop, version=shop.version, name="A web shop", by=pim, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.change_template(shop, version=1, name="Shops", by=pim, at=NOW)


def test_names_tell_templates_apart_also_when_one_comes_back(shop, pim):
    with pytest.raises(actions.TemplateTaken):
        actions.add_template(name="a SHOP", by=pim, at=NOW)
    actions.delete_template(shop, by=pim, at=NOW)
    actions.add_template(name="A shop", by=pim, at=NOW)
    with pytest.raises(actions.TemplateTaken):
        actions.put_back_template(shop, by=pim, at=NOW)


def test_refuses_what_a_project_would_refuse(shop, pim):
    with pytest.raises(Invalid, match="already"):
        actions.add_template_line(shop, LineKind.MILESTONE, name="first BREAD sold", after_days=3, by=pim, at=NOW)
    with pytest.raises(Invalid, match="level from 1 to 5"):
        actions.add_template_line(shop, LineKind.FACT, name="ERP", fact_kind="system", level=3, by=pim, at=NOW)
    with pytest.raises(Invalid):
        actions.add_template_line(shop, LineKind.SCOPE_ITEM, name="\u202e", by=pim, at=NOW)


def test_makers_make_no_templates(site):
    dee = a_member("Dee", Role.MAKER)
    with pytest.raises(NotPermitted):
        actions.make_template(site, name="Mine", by=dee, at=NOW)


def test_is_made_changed_used_deleted_and_put_back_on_the_pages(site, pim, signed_in):
    browser = signed_in(pim)
    answer = browser.post(reverse("projects:make_template", args=[site.pk]), {"name": "A shop"})
    template = ProjectTemplate.objects.get()
    assert answer.url == reverse("projects:template", args=[template.pk])
    browser.post(
        reverse("projects:add_template_line", args=[template.pk]),
        {"kind": "milestone", "name": "Photos in", "after_days": "12"},
    )
    line = template.lines.get(name="Photos in")
    browser.post(
        reverse("projects:change_template_line", args=[template.pk, line.pk]),
        {"kind": "milestone", "name": "Photos in", "after_days": "14"},
    )
    shown = browser.get(answer.url).content.decode()
    assert 'value="14"' in shown
    assert "Order flow" in shown
    begin = reverse("projects:new")
    assert "A shop" in browser.get(begin, {"template": template.pk}).content.decode()
    asked = {"client": a_client("Birch Books").pk, "name": "Birch shop", "template": template.pk, "kind": "fixed"}
    assert "Say when it begins" in browser.post(begin, asked).content.decode()
    browser.post(begin, asked | {"starts_on": "2027-01-04"})
    assert Project.objects.get(name="Birch shop").milestones.count() == 2
    browser.post(reverse("projects:delete_template", args=[template.pk]))
    assert "No templates yet" in browser.get(reverse("projects:templates")).content.decode()
    browser.post(reverse("projects:put_back_template", args=[template.pk]))
    assert "A shop" in browser.get(reverse("projects:templates")).content.decode()


def test_what_can_not_be_used_is_said_and_the_page_stays(shop, pim, signed_in):
    browser = signed_in(pim)
    add = reverse("projects:add_template_line", args=[shop.pk])
    answer = browser.post(add, {"kind": "scope_item", "name": "x", "hours": "-1"})
    assert answer.status_code == 422
    assert "greater than or equal to 0" in answer.content.decode()
    answer = browser.post(reverse("projects:change_template", args=[shop.pk]), {"name": "", "kind": "fixed"})
    assert answer.status_code == 422


def test_a_line_of_another_template_is_not_found_here(shop, pim, signed_in):
    other = actions.add_template(name="Letters", by=pim, at=NOW)
    line = shop.lines.first()
    for act in ("change_template_line", "remove_template_line", "put_back_template_line"):
        answer = signed_in(pim).post(reverse(f"projects:{act}", args=[other.pk, line.pk]), {"name": "x"})
        assert answer.status_code == 404
    assert shop.lines.filter(deleted_at=None).count() == shop.lines.count()


def test_the_list_costs_the_same_for_any_number(shop, pim, signed_in, django_assert_max_num_queries):
    for number in range(12):
        actions.add_template(name=f"Sort {number}", by=pim, at=NOW)
    browser = signed_in(pim)
    browser.get(reverse("projects:templates"))
    with django_assert_max_num_queries(20):
        browser.get(reverse("projects:templates"))
