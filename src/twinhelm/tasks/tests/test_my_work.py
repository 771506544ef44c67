"""My work: what a maker meets in the morning, and who else may read it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils.html import strip_tags

from twinhelm.clients.choices import Part
from twinhelm.conversations.models import MeetingGuest
from twinhelm.conversations.testing import a_meeting
from twinhelm.foundation.answers import Refusal
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, a_member_skill, a_skill, an_absence, an_owner
from twinhelm.projects.testing import a_project, a_project_lead, a_seat
from twinhelm.tasks.actions import my_day
from twinhelm.tasks.choices import Clarity, TaskState
from twinhelm.tasks.models import DayOrder, Timer
from twinhelm.tasks.queries.my_day_words import finding
from twinhelm.tasks.queries.my_work import my_work
from twinhelm.tasks.testing import a_block, a_dependency, a_question, a_task, a_time_entry

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
"""A Monday; in Amsterdam it is nine."""


@pytest.fixture
def oda(db):
    return an_owner()


@pytest.fixture
def dee(oda):
    return a_member("Dee Okafor", Role.MAKER)


@pytest.fixture
def project(oda, dee):
    project = a_project()
    a_seat(project, dee)
    return project


def titles(lines):
    return [line.task.title for line in lines]


def said(work):
    return strip_tags(finding(work))


def test_today_holds_what_is_late_due_or_under_way_by_due_date_and_priority(dee, project):
    a_task(project, "Due today", assignee=dee, due_on=TODAY)
    a_task(project, "Urgent today", assignee=dee, due_on=TODAY, priority=1)
    a_task(project, "Late", assignee=dee, due_on=TODAY - timedelta(days=3))
    a_task(project, "Under way", assignee=dee, state=TaskState.DOING)
    a_task(project, "On Thursday", assignee=dee, due_on=TODAY + timedelta(days=3))
    a_task(project, "Done", assignee=dee, due_on=TODAY, state=TaskState.DONE)
    a_task(project, "Of nobody", due_on=TODAY)
    work = my_work(dee, by=dee, at=NOW)
    assert titles(work.lines) == ["Late", "Urgent today", "Due today", "Under way"]
    assert [(day.on, titles(day.lines)) for day in work.next_days] == [(date(2026, 11, 26), ["On Thursday"])]
    assert work.lines[0].days_late == 3


def test_says_that_the_day_fits(dee, project):
    a_task(project, assignee=dee, due_on=TODAY, estimated_minutes=310)
    assert said(my_work(dee, by=dee, at=NOW)) == "The day fits: 5 h 10 of 8 h."


def test_says_what_does_not_fit_and_by_how_much(dee, project):
    a_task(project, "Order page", assignee=dee, due_on=TODAY, estimated_minutes=480)
    a_task(project, "Winter hero", assignee=dee, due_on=TODAY, estimated_minutes=150)
    assert said(my_work(dee, by=dee, at=NOW)) == "2 h 30 don’t fit: “Winter hero”."


def test_what_is_booked_and_meetings_ahead_shorten_the_day(dee, project):
    a_time_entry(dee, 60, TODAY)
    meeting = a_meeting(starts_at=NOW + timedelta(hours=2), ends_at=NOW + timedelta(hours=3))
    MeetingGuest.objects.create(meeting=meeting, address="dee@northlight.example", member=dee)
    a_task(project, "Order page", assignee=dee, due_on=TODAY, estimated_minutes=150)
    a_task(project, "Texts", assignee=dee, due_on=TODAY, estimated_minutes=60)
    work = my_work(dee, by=dee, at=NOW)
    assert work.fit.minutes == 480 - 60 - 60
    assert [getattr(one, "pk", None) == meeting.pk for one in work.laid] == [False, True, False], "between the tasks"


def test_whoever_is_away_is_told_what_is_due_all_the_same(dee, project):
    an_absence(dee, TODAY)
    a_task(project, "Order page", assignee=dee, due_on=TODAY, estimated_minutes=60)
    assert said(my_work(dee, by=dee, at=NOW)) == "You aren’t at work today. Due all the same: “Order page”."


def test_an_empty_day_names_what_is_next(dee, project):
    a_task(project, "Order page", assignee=dee, due_on=TODAY + timedelta(days=3))
    assert said(my_work(dee, by=dee, at=NOW)) == "Nothing is due today. Next is “Order page” on Thursday 26 November."


def test_remaining_counts_before_estimated_less_spent(dee, project):
    a_task(project, "A", assignee=dee, due_on=TODAY, estimated_minutes=100, spent_minutes=40)
    a_task(project, "B", assignee=dee, due_on=TODAY, estimated_minutes=100, remaining_minutes=15, priority=4)
    a_task(project, "C", assignee=dee, due_on=TODAY, estimated_minutes=100, spent_minutes=140, priority=4)
    assert [line.minutes for line in my_work(dee, by=dee, at=NOW).lines] == [60, 15, 0]


def test_what_is_blocked_or_waits_for_another_is_held_up_with_the_reason_and_whose_it_is(dee, oda, project):
    a_block(a_task(project, "Blocked", assignee=dee, due_on=TODAY), "Photos are missing", by=oda)
    before, after = a_task(project, "Photos", assignee=oda), a_task(project, "Gallery", assignee=dee, due_on=TODAY)
    a_dependency(before, after)
    work = my_work(dee, by=dee, at=NOW)
    assert work.lines == []
    blocked, waiting = sorted(work.held_up, key=lambda line: line.task.pk)
    assert (blocked.block.reason, blocked.block.by) == ("Photos are missing", oda)
    assert [one.assignee for one in waiting.waits_for] == [oda]


def test_a_forerunner_that_is_done_holds_nobody_up(dee, project):
    before = a_task(project, "Photos", state=TaskState.DONE)
    a_dependency(before, a_task(project, "Gallery", assignee=dee, due_on=TODAY))
    assert titles(my_work(dee, by=dee, at=NOW).lines) == ["Gallery"]


def test_questions_wait_for_whoever_leads_the_production(dee, project):
    pim, kim = (a_member(name, Role.PRODUCTION_MANAGER) for name in ("Pim de Wit", "Kim Roth"))
    a_project_lead(project, Part.PRODUCTION, pim)
    task = a_task(project, assignee=dee, understanding=Clarity.ASKED)
    question = a_question(task)
    assert my_work(pim, by=pim, at=NOW).questions == [question]
    assert my_work(kim, by=kim, at=NOW).questions == []
    assert my_work(dee, by=dee, at=NOW).asked == [question]


def test_offers_tasks_of_nobody_that_take_a_skill_one_has_on_projects_one_sees(dee, project):
    a_member_skill(dee, "Figma")
    mine = a_task(project, "Draw", skill=a_skill("Figma"))
    a_task(project, "Code", skill=a_skill("Django"))
    a_task(a_project(project.client, "Elsewhere"), "Draw there", skill=a_skill("Figma"))
    assert my_work(dee, by=dee, at=NOW).takeable == [mine]


def test_not_today_takes_a_task_off_the_day_and_back(dee, project):
    task = a_task(project, "Order page", assignee=dee, due_on=TODAY)
    my_day.put_off(task, on=TODAY, by=dee, at=NOW)
    work = my_work(dee, by=dee, at=NOW)
    assert (titles(work.lines), titles(work.put_off)) == ([], ["Order page"])
    my_day.take_up(task, on=TODAY, by=dee, at=NOW)
    assert titles(my_work(dee, by=dee, at=NOW).lines) == ["Order page"]
    task.refresh_from_db()
    assert task.due_on == TODAY, "its dates stay what was agreed"


def test_tomorrow_what_was_put_off_is_there_again(dee, project):
    my_day.put_off(a_task(project, "Order page", assignee=dee, due_on=TODAY), on=TODAY, by=dee, at=NOW)
    assert titles(my_work(dee, by=dee, at=NOW + timedelta(days=1)).lines) == ["Order page"]


def test_something_that_comes_next_can_be_taken_up_today(dee, project):
    task = a_task(project, "On Thursday", assignee=dee, due_on=TODAY + timedelta(days=3))
    my_day.take_up(task, on=TODAY, by=dee, at=NOW)
    work = my_work(dee, by=dee, at=NOW)
    assert (titles(work.lines), work.next_days) == (["On Thursday"], [])


def test_the_day_keeps_the_order_that_its_member_gave_it(dee, project):
    first, second, third = (a_task(project, title, assignee=dee, due_on=TODAY) for title in "ABC")
    foreign = a_task(project, "Foreign", due_on=TODAY)
    day = my_day.arrange_day([third.pk, foreign.pk, third.pk, first.pk], on=TODAY, by=dee, at=NOW)
    assert day.order == [third.pk, first.pk]
    assert titles(my_work(dee, by=dee, at=NOW).lines) == ["C", "A", "B"]
    assert second.pk not in day.order


def test_refuses_to_arrange_what_is_somebody_elses(dee, oda, project):
    with pytest.raises(Refusal, match="isn’t an open task of yours any more"), transaction.atomic():
        my_day.put_off(a_task(project, assignee=oda), on=TODAY, by=dee, at=NOW)
    assert not DayOrder.objects.exists()


def test_never_cuts_silently(dee, project):
    for number in range(60):
        a_task(project, f"Task {number}", assignee=dee, due_on=TODAY + timedelta(days=1))
    work = my_work(dee, by=dee, at=NOW)
    assert (sum(len(day.lines) for day in work.next_days), work.more) == (40, 20)


def test_makers_read_their_own_page_and_production_managers_everybodys(dee, oda, signed_in):
    pim, lio = a_member("Pim de Wit", Role.PRODUCTION_MANAGER), a_member("Lio Sand", Role.MAKER)
    assert signed_in(pim).get(f"/my-work/{dee.pk}/").status_code == 200
    refused = signed_in(lio).get(f"/my-work/{dee.pk}/")
    assert refused.status_code == 403
    assert "Dee" in refused.content.decode()
    assert signed_in(lio).get(f"/my-work/{lio.pk}/").status_code == 302


def test_a_private_appointment_is_busy_to_others(dee, oda, project):
    meeting = a_meeting(
        client=None, title="Doctor", starts_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2), by=dee
    )
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    assert [one.title for one in my_work(dee, by=dee, at=NOW).laid] == [meeting.title]
    assert [one.title for one in my_work(dee, by=pim, at=NOW).laid] == ["Busy"]


def test_somebody_elses_page_offers_nothing_to_press(dee, oda, project, signed_in):
    a_task(project, "Order page", assignee=dee, due_on=TODAY)
    page = signed_in(oda).get(f"/my-work/{dee.pk}/").content.decode()
    assert "Order page" in page
    assert 'name="act"' not in page


def test_the_page_costs_the_same_for_one_task_and_for_many(dee, project, signed_in, django_assert_num_queries):
    browser = signed_in(dee)
    a_task(project, assignee=dee, due_on=TODAY)
    browser.get("/my-work/")
    with django_assert_num_queries(PAGE_QUERIES):
        browser.get("/my-work/")
    for number in range(30):
        task = a_task(project, f"Task {number}", assignee=dee, due_on=TODAY + timedelta(days=number % 5))
        a_block(task) if number % 7 == 0 else None
        a_dependency(a_task(project, f"Before {number}"), task) if number % 5 == 0 else None
    with django_assert_num_queries(PAGE_QUERIES):
        browser.get("/my-work/")


PAGE_QUERIES = 22


def test_the_page_listens_to_its_member_alone(dee, project, signed_in):
    page = signed_in(dee).get("/my-work/").content.decode()
    assert f'data-live="member:{dee.pk} time:{dee.pk}"' in page
    assert "<th-live" in page


def test_the_table_has_what_the_page_has(dee, project, signed_in):
    a_task(project, "Order page", assignee=dee)
    said = b"".join(signed_in(dee).get("/my-work/table.csv").streaming_content).decode("utf-8-sig")
    assert said.splitlines()[0].startswith("When,Task,Key")
    assert said.splitlines()[1].startswith("next,Order page")


def test_json_says_the_same(dee, project, signed_in):
    task = a_task(project, "Order page", assignee=dee, estimated_minutes=60)
    found = signed_in(dee).get("/api/my-work").json()
    assert [one["id"] for one in found["next"]] == [task.pk]
    assert found["finding"].startswith("Nothing is due today.")


def press(browser, task, what, act="", **also):
    return browser.post(f"/my-work/tasks/{task.pk}/{what}/", {"act": act, **also}, headers={"HX-Request": "true"})


def test_a_task_is_ticked_off_in_its_row_and_comes_back_with_the_way_back(dee, project, signed_in):
    task = a_task(project, "Order page", assignee=dee, due_on=TODAY)
    browser = signed_in(dee)
    answer = press(browser, task, "change", "done")
    task.refresh_from_db()
    assert (answer.status_code, task.state, task.is_open) == (200, TaskState.DONE, False)
    assert f"my-{task.pk}" not in answer.content.decode()


def test_what_is_left_is_typed_in_the_row(dee, project, signed_in):
    task = a_task(project, "Order page", assignee=dee, due_on=TODAY)
    assert press(signed_in(dee), task, "change", "left", left="1:30").status_code == 200
    task.refresh_from_db()
    assert task.remaining_minutes == 90
    refused = press(signed_in(dee), task, "change", "left", left="soon")
    assert (refused.status_code, "can’t be read" in refused.content.decode()) == (422, True)


def test_taking_a_task_makes_it_ones_own(dee, project, signed_in):
    task = a_task(project, "Order page")
    press(signed_in(dee), task, "change", "take")
    task.refresh_from_db()
    assert task.assignee == dee


def test_refuses_to_change_what_somebody_else_does(dee, oda, project, signed_in):
    task = a_task(project, "Order page", assignee=oda)
    assert press(signed_in(dee), task, "change", "done").status_code == 403
    task.refresh_from_db()
    assert task.state == TaskState.TO_DO


def test_the_timer_starts_in_the_row_and_stops_there(dee, project, signed_in):
    task = a_task(project, "Order page", assignee=dee)
    browser = signed_in(dee)
    assert "the timer runs" in press(browser, task, "timer").content.decode()
    assert "the timer runs" not in press(browser, task, "timer").content.decode()
    assert not Timer.objects.exists()


def test_who_only_makes_begins_the_day_at_their_work(dee, oda, signed_in):
    assert signed_in(dee).get("/").headers["Location"] == "/my-work/"
    assert signed_in(oda).get("/").status_code == 200
