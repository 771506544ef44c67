"""Work that comes again and again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from twinhelm.clients.testing import a_client
from twinhelm.foundation.answers import Invalid
from twinhelm.people.choices import Role
from twinhelm.people.models import Agency
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import ProjectSeat
from twinhelm.projects.testing import a_project
from twinhelm.tasks.actions import recurring as actions
from twinhelm.tasks.actions.changing import change_task
from twinhelm.tasks.actions.removing import delete_tasks
from twinhelm.tasks.jobs.shapes import make_recurring
from twinhelm.tasks.models import BriefTemplate, Recurrence, Task
from twinhelm.tasks.queries.recurring import in_words
from twinhelm.tasks.rules.recurring import Rule, days_of, days_to_make

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_rule(frequency="weekly", interval=1, weekdays=(0,), month_day=None, first_on=MONDAY, last_on=None):
    return Rule(frequency, interval, weekdays, month_day, first_on, last_on)


def first(rule, number=3):
    return list(days_of(rule, MONDAY, MONDAY + timedelta(days=200)))[:number]


def test_every_monday():
    assert first(a_rule()) == [MONDAY, date(2026, 11, 30), date(2026, 12, 7)]


def test_every_second_week_on_tuesday_and_thursday():
    assert first(a_rule(interval=2, weekdays=(1, 3)), 4) == [
        date(2026, 11, 24),
        date(2026, 11, 26),
        date(2026, 12, 8),
        date(2026, 12, 10),
    ]


def test_every_working_day_passes_over_the_weekend():
    assert first(a_rule("daily"), 6)[4:] == [date(2026, 11, 27), date(2026, 11, 30)]


def test_the_last_day_of_the_month():
    assert first(a_rule("monthly", month_day=-1)) == [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]


def test_the_31st_is_the_last_day_where_a_month_has_none():
    assert first(a_rule("monthly", month_day=31), 4)[-1] == date(2027, 2, 28)


def test_it_ends_on_its_last_day():
    assert first(a_rule(last_on=date(2026, 11, 30)), 9) == [MONDAY, date(2026, 11, 30)]


def test_after_a_rest_only_what_is_ahead_and_the_latest_missed_are_made():
    today = date(2026, 12, 16)
    days = days_to_make(a_rule(), today, 7, [MONDAY], MONDAY)
    assert days == [date(2026, 12, 14), date(2026, 12, 21)]


def test_a_series_that_begins_in_the_past_has_missed_nothing():
    today = date(2026, 12, 16)
    assert days_to_make(a_rule(), today, 7, [], today) == [date(2026, 12, 21)]


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def alder(oda):
    return a_project(a_client("Alder Bakery", made_by=oda), "Care")


@pytest.fixture
def dee(alder):
    dee = a_member("Dee Okafor", Role.MAKER)
    ProjectSeat.objects.create(project=alder, member=dee, since_on=MONDAY)
    return dee


def a_series(project, by, **facts):
    defaults = {"title": "Update the shop", "frequency": "weekly", "weekdays": [0], "first_on": MONDAY, "ahead_days": 7}
    return actions.add_recurrence(project, by=by, at=NOW, **(defaults | facts))


def due(**filters):
    return sorted(Task.objects.filter(deleted_at=None, **filters).values_list("due_on", flat=True))


def test_what_is_due_soon_is_made_at_once_and_asked_again_not_twice(oda, dee, alder):
    row = a_series(alder, oda, assignee=dee)
    assert due(assignee=dee) == [MONDAY, date(2026, 11, 30)]
    assert actions.make_due(row, at=NOW) == []
    actions.make_due(row, at=NOW + timedelta(days=7))
    assert due() == [MONDAY, date(2026, 11, 30), date(2026, 12, 7)]


def test_it_is_due_on_the_next_working_day_where_the_assignee_lives(oda, dee, alder):
    Agency.objects.update(country="NL")
    a_series(alder, oda, frequency="monthly", month_day=25, first_on=date(2026, 12, 25), ahead_days=60)
    # The 25th and 26th of December are holidays, then comes Sunday.
    assert due()[0] == date(2026, 12, 28)


def test_whoever_left_the_project_gets_no_task_and_the_series_goes_on(oda, dee, alder):
    row = a_series(alder, oda, assignee=dee)
    ProjectSeat.objects.update(left_on=MONDAY)
    (task,) = actions.make_due(row, at=NOW + timedelta(days=7))
    assert task.assignee is None


def test_a_change_reaches_only_what_nobody_touched(oda, dee, alder):
    row = a_series(alder, oda)
    touched, other = Task.objects.order_by("recurs_on")
    change_task(touched, title="Update the shop and the blog", by=oda, at=NOW)
    for title in ("Look after the shop", "Care for the shop"):
        actions.change_recurrence(row, title=title, by=oda, at=NOW)
    touched.refresh_from_db()
    other.refresh_from_db()
    assert (touched.title, other.title) == ("Update the shop and the blog", "Care for the shop")


def test_another_day_takes_untouched_tasks_away_and_makes_new_ones(oda, alder):
    row = a_series(alder, oda)
    actions.change_recurrence(row, weekdays=[2], by=oda, at=NOW)
    assert due() == [date(2026, 11, 25)]


def test_what_was_deleted_is_not_made_again(oda, alder):
    row = a_series(alder, oda)
    delete_tasks(Task.objects.all()[:1], by=oda, at=NOW)
    assert actions.make_due(row, at=NOW) == []


def test_paused_it_makes_nothing_and_goes_on_later(oda, alder):
    row = a_series(alder, oda)
    actions.pause_recurrence(row, by=oda, at=NOW)
    assert actions.make_due(row, at=NOW + timedelta(days=7)) == []
    actions.resume_recurrence(row, by=oda, at=NOW + timedelta(days=7))
    assert len(due()) == 3


def test_an_end_is_taken_back(oda, alder):
    row = a_series(alder, oda)
    actions.end_recurrence(row, by=oda, at=NOW)
    assert not Recurrence.objects.visible_to(oda).exists()
    actions.begin_again(row, by=oda, at=NOW)
    assert Recurrence.objects.visible_to(oda).get() == row


def test_its_brief_begins_with_the_template(oda, alder):
    template = BriefTemplate.objects.create(
        name="Care", what="All plugins", criteria=["It loads"], made_by=oda, made_at=NOW
    )
    a_series(alder, oda, brief_template=template)
    task = Task.objects.order_by("recurs_on")[0]
    assert (task.brief.what, task.brief.criteria) == ("All plugins", ["It loads"])


def test_the_job_makes_all_that_run(oda, alder, monkeypatch):
    a_series(alder, oda)
    Task.objects.all().delete()
    monkeypatch.setattr("twinhelm.foundation.clock.now", lambda: NOW)
    make_recurring.function(FakeWork())
    assert len(due()) == 2


class FakeWork:
    """Takes what a job says of its progress."""

    def progress(self, **_said):
        return None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Every Monday"),
        ({"interval": 2, "weekdays": [1, 3]}, "Every second week on Tuesday and Thursday"),
        ({"frequency": "daily"}, "Every working day"),
        ({"frequency": "monthly", "month_day": -1}, "Every month on its last day"),
        ({"frequency": "monthly", "interval": 3, "month_day": 15}, "Every 3 months on day 15"),
    ],
)
def test_the_rule_is_a_sentence(facts, words):
    row = Recurrence(**({"frequency": "weekly", "weekdays": [0], "first_on": MONDAY} | facts))
    assert in_words(row) == words


@pytest.mark.parametrize(
    "facts", [{"interval": 0}, {"month_day": 32}, {"last_on": date(2026, 1, 1)}, {"ahead_days": 91}, {"title": " "}]
)
def test_a_rule_that_cannot_be_is_refused(oda, alder, facts):
    with pytest.raises(Invalid):
        a_series(alder, oda, **facts)
    assert not Recurrence.objects.exists()


SENT = {"title": "Update the shop", "frequency": "weekly", "interval": 1, "weekdays": ["0"], "first_on": "2026-11-23"}


def test_the_page_sets_up_a_series_and_shows_its_sentence(signed_in, oda, alder):
    browser = signed_in(oda)
    assert "Nothing comes again by itself yet" in browser.get(reverse("tasks:recurring")).content.decode()
    sent = {**SENT, "project": alder.pk, "ahead_days": 7, "priority": 3}
    shown = browser.post(reverse("tasks:new_recurrence"), sent, follow=True).content.decode()
    assert "Every Monday" in shown
    row = Recurrence.objects.get()
    for act, said in (("pause", "Paused"), ("resume", "Every Monday"), ("end", "Begin again")):
        url = reverse("tasks:move_recurrence", args=[row.pk, act])
        shown = browser.post(url, follow=True).content.decode()
        assert said in shown, act


def test_a_wrong_day_gets_its_sentence(signed_in, oda, alder):
    sent = {**SENT, "project": alder.pk, "ahead_days": 7, "priority": 3, "last_on": "2026-01-01"}
    answer = signed_in(oda).post(reverse("tasks:new_recurrence"), sent)
    assert answer.status_code == 422
    assert "The last day lies before the first" in answer.content.decode()


def test_the_list_costs_the_same_for_many(signed_in, oda, dee, alder, django_assert_num_queries):
    browser = signed_in(oda)
    a_series(alder, oda, assignee=dee)
    browser.get(reverse("tasks:recurring"))
    with django_assert_num_queries(18):
        browser.get(reverse("tasks:recurring"))
    for _number in range(4):
        a_series(alder, oda, assignee=dee)
    with django_assert_num_queries(18):
        browser.get(reverse("tasks:recurring"))
