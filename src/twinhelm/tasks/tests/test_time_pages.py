"""The pages of time: timesheet, timer, entries, weeks and hours."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from twinhelm.clients.testing import a_client
from twinhelm.conversations.testing import a_call
from twinhelm.foundation import clock
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.people.testing import a_member, an_agency, an_owner
from twinhelm.projects.testing import a_project, a_seat
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions import timing, weeks
from twinhelm.tasks.actions.aiming import Aim
from twinhelm.tasks.choices import WeekState
from twinhelm.tasks.models import Task, TimeEntry, Timer, WeekSheet
from twinhelm.tasks.testing import a_task, a_time_entry


@pytest.fixture
def dee(db):
    an_agency()
    an_owner()
    return a_member("Dee Okafor", "maker")


@pytest.fixture
def task(dee):
    task = a_task(assignee=dee)
    a_seat(task.project, dee)
    return task


@pytest.fixture
def monday(dee):
    return monday_of(day_in(dee.zone, clock.now()))


def elsewhere():
    return a_project(a_client("Fjord Hotels"), "Booking")


def text(response):
    return " ".join(response.content.decode().split())


def test_the_timer_is_started_on_a_task_and_stopped_on_any_page(signed_in, dee, task):
    browser = signed_in(dee)
    page = browser.get(reverse("tasks:task", args=[task.pk]))
    assert f'value="task:{task.pk}"' in text(page)
    browser.post(reverse("tasks:start_timer"), {"about": f"task:{task.pk}"})
    assert Timer.objects.get().task == task
    anywhere = text(browser.get(reverse("tasks:timesheet")))
    assert "th-call-clock" in anywhere
    browser.post(reverse("tasks:stop_timer"), {"key": Timer.objects.get().key})
    assert (TimeEntry.objects.get().task, TimeEntry.objects.get().minutes) == (task, 1)


def test_a_forgotten_timer_asks_for_its_end(signed_in, dee, task):
    timing.start(Aim(task=task), key="k", by=dee, at=clock.now() - timedelta(hours=14))
    browser = signed_in(dee)
    page = browser.post(reverse("tasks:stop_timer"), {"key": "k"})
    assert page.status_code == 409
    assert "When did the work end?" in text(page)
    assert not TimeEntry.objects.exists()
    began = Timer.objects.get().started_at.astimezone(dee.zone) + timedelta(hours=2)
    browser.post(reverse("tasks:stop_timer"), {"key": "k", "ended_on": began.date(), "ended_time": f"{began:%H:%M}"})
    assert 118 <= sum(one.minutes for one in TimeEntry.objects.all()) <= 120


def test_cells_are_typed_and_answered_with_the_sheet(signed_in, dee, task, monday):
    browser = signed_in(dee)
    cells = {"week": monday, "row-0": f"task:{task.pk}", "c-0-0": "1,5", "was-0-0": "", "c-0-1": "", "was-0-1": ""}
    page = browser.post(reverse("tasks:fill_cells"), cells, headers={"HX-Request": "true"})
    assert page.status_code == 200
    assert 'value="1:30"' in text(page)
    assert TimeEntry.objects.get().minutes == 90


def test_what_is_no_duration_gets_a_sentence_and_nothing_is_stored(signed_in, dee, task, monday):
    cells = {"week": monday, "row-0": f"task:{task.pk}", "c-0-0": "1:30", "c-0-1": "soon"}
    page = signed_in(dee).post(reverse("tasks:fill_cells"), cells)
    assert page.status_code == 422
    assert "“soon” is no duration" in text(page)
    assert not TimeEntry.objects.exists()


def test_a_cell_that_another_window_filled_is_not_overwritten_by_one_that_was_left_alone(signed_in, dee, task, monday):
    a_time_entry(dee, 60, monday, task=task)
    cells = {"week": monday, "row-0": f"task:{task.pk}", "c-0-0": "", "was-0-0": "", "c-0-1": "2", "was-0-1": ""}
    signed_in(dee).post(reverse("tasks:fill_cells"), cells)
    assert sorted(TimeEntry.objects.values_list("minutes", flat=True)) == [60, 120]


def test_rows_come_by_hand_and_from_last_week(signed_in, dee, task, monday):
    browser = signed_in(dee)
    assert task.title in text(browser.get(reverse("tasks:timesheet"), {"row": f"task:{task.pk}"}))
    a_time_entry(dee, 60, monday - timedelta(days=7), task=task)
    assert task.title not in text(browser.get(reverse("tasks:timesheet")))
    assert task.title in text(browser.get(reverse("tasks:timesheet"), {"rows": "last"}))


def test_suggestions_stand_beside_and_are_accepted_with_one_click(signed_in, monday, dee):
    oda = an_owner("Olga")
    call = a_call(oda, at=clock.now() - timedelta(minutes=30))
    browser = signed_in(oda)
    on = day_in(oda.zone, call.started_at)
    page = browser.get(reverse("tasks:timesheet"), {"week": on})
    assert "1</b> thing you did isn’t booked yet" in text(page)
    browser.post(reverse("tasks:answer_suggestion"), {"key": f"call:{call.pk}:{on}", "do": "take"})
    assert TimeEntry.objects.get().call == call


def test_an_entry_on_the_wrong_task_goes_to_the_right_one_and_counts_as_that(signed_in, dee, task, monday):
    line = Responsibility.objects.get(key="qa")
    right = a_task(task.project, "Test on a phone", assignee=dee, responsibility=line)
    entry = a_time_entry(dee, task=task, on=monday, minutes=90)
    Task.objects.filter(pk=task.pk).update(spent_minutes=90)
    said = {"on": monday.isoformat(), "minutes": "1:30", "is_billable": "on", "version": 1}
    signed_in(dee).post(reverse("tasks:time_entry", args=[entry.pk]), said | {"about": f"task:{right.pk}"})
    entry.refresh_from_db()
    assert (entry.task, entry.responsibility, entry.minutes) == (right, line, 90)
    assert list(Task.objects.order_by("pk").values_list("spent_minutes", flat=True)) == [0, 90]


def test_over_json_an_entry_goes_to_another_task_that_the_member_sees(signed_in, dee, task, monday):
    entry = a_time_entry(dee, task=task, on=monday, minutes=90)
    Task.objects.filter(pk=task.pk).update(spent_minutes=90)
    right, hidden = a_task(task.project, "Test on a phone"), a_task(elsewhere(), "Of another project")
    browser, address = signed_in(dee), f"/api/time-entries/{entry.pk}"
    body = {"version": 1, "task_id": hidden.pk}
    assert browser.patch(address, body, content_type="application/json").status_code == 422
    answer = browser.patch(address, body | {"task_id": right.pk}, content_type="application/json")
    assert [row["task_id"] for row in answer.json()] == [right.pk]


def test_projects_of_one_name_are_summed_apart(signed_in, dee, monday):
    oda = an_owner("Ana Reyes")
    for client, minutes in (("Fjord Hotels", 60), ("Kestrel Rail", 90)):
        care = a_task(a_project(a_client(client), "Care"), "Updates")
        a_time_entry(dee, task=care, on=monday, minutes=minutes)
    span = {"first": monday.isoformat(), "last": (monday + timedelta(days=6)).isoformat()}
    page = text(signed_in(oda).get(reverse("tasks:time_report"), span))
    assert 'Care · Fjord Hotels</th><td class="r num">1 h<' in page
    assert 'Care · Kestrel Rail</th><td class="r num">1 h 30<' in page


def test_hours_are_narrowed_to_a_client_a_project_and_a_person(signed_in, dee, task, monday):
    a_time_entry(dee, task=task, on=monday, minutes=90)
    oda, other = an_owner("Ana Reyes"), a_task(elsewhere(), "Draw the poster")
    a_time_entry(oda, task=other, on=monday, minutes=60)
    browser, span = signed_in(oda), {"first": monday.isoformat(), "last": (monday + timedelta(days=6)).isoformat()}
    for name, value in (("client", task.project.client_id), ("project", task.project_id), ("member", dee.pk)):
        page = text(browser.get(reverse("tasks:time_report"), span | {name: value}))
        assert "<b>1 h 30</b> booked" in page
        assert f'<option value="{value}" selected>' in page


def test_an_entry_is_changed_split_copied_deleted_and_put_back(signed_in, dee, task, monday):
    entry = a_time_entry(dee, 90, monday, task=task)
    browser = signed_in(dee)
    page = browser.get(reverse("tasks:time_entry", args=[entry.pk]))
    assert 'value="1:30"' in text(page)
    said = {"on": monday, "minutes": "2h", "text": "With Lio", "is_billable": "on", "version": 1}
    assert browser.post(reverse("tasks:time_entry", args=[entry.pk]), said).status_code == 302
    browser.post(reverse("tasks:split_time", args=[entry.pk]), {"minutes": "30"})
    browser.post(reverse("tasks:copy_time", args=[entry.pk]))
    assert sorted(TimeEntry.objects.values_list("minutes", flat=True)) == [30, 90, 90]
    browser.post(reverse("tasks:delete_time", args=[entry.pk]))
    browser.post(reverse("tasks:put_time_back", args=[entry.pk]))
    assert TimeEntry.objects.filter(deleted_at=None).count() == 3


def test_time_is_booked_by_a_form_once(signed_in, dee, task, monday):
    said = {"on": monday, "minutes": "1:15", "about": f"task:{task.pk}", "key": "once", "text": "", "is_billable": "on"}
    browser = signed_in(dee)
    for _ in range(2):
        assert browser.post(reverse("tasks:log_time"), said).status_code == 302
    assert TimeEntry.objects.get().minutes == 75
    assert browser.post(reverse("tasks:log_time"), {**said, "minutes": "soon"}).status_code == 422


def test_the_search_finds_tasks_projects_and_clients_that_the_maker_sees(signed_in, dee, task):
    hidden = a_task(a_task(task.project, "Draw nothing").project, "Draw the map")
    page = text(signed_in(dee).get(reverse("tasks:time_things"), {"q": "draw"}))
    assert task.title in page
    assert hidden.title in page
    assert f'value="task:{task.pk}"' in page


def test_weeks_are_handed_in_seen_approved_and_stand_still(signed_in, dee, task, monday):
    pim = a_member("Pim de Wit", "production_manager")
    a_time_entry(dee, 90, monday, task=task)
    browser = signed_in(dee)
    browser.post(reverse("tasks:hand_in"), {"week": monday})
    sheet = WeekSheet.objects.get()
    page = signed_in(pim).get(reverse("tasks:weeks"), {"week": monday})
    assert "1 week</b> waits for you" in text(page)
    signed_in(pim).post(reverse("tasks:approve_weeks"), {"sheet": sheet.pk, "week": monday})
    sheet.refresh_from_db()
    assert sheet.state == WeekState.APPROVED
    page = text(browser.get(reverse("tasks:timesheet"), {"week": monday}))
    assert "Pim approved the week" in page
    assert 'class="times-cell" name="c-' not in page


def test_a_member_reads_only_their_own_sheet(signed_in, dee, task):
    lio = a_member("Lio", "maker")
    address = f"{reverse('tasks:timesheet')}?member={dee.pk}"
    assert signed_in(lio).get(address).status_code == 404
    assert signed_in(a_member("Fay", "finance")).get(address).status_code == 200


def test_hours_are_by_project_and_own_only_for_makers(signed_in, dee, task, monday):
    a_time_entry(dee, 90, monday, task=task)
    a_time_entry(a_member("Lio", "maker"), 600, monday, task=task)
    asked = {"first": monday, "last": monday + timedelta(days=6)}
    assert "1 h 30</b> booked" in text(signed_in(dee).get(reverse("tasks:time_report"), asked))
    owner = signed_in(an_owner("Olga"))
    assert "11 h 30</b> booked" in text(owner.get(reverse("tasks:time_report"), asked))
    rows = list(
        csv.reader(io.StringIO(b"".join(owner.get(reverse("tasks:time_entries_csv"), asked)).decode("utf-8-sig")))
    )
    assert len(rows) == 3


def test_last_weeks_open_sheet_stands_in_the_bell(signed_in, dee, task, monday):
    browser = signed_in(dee)
    assert "isn’t handed in" not in text(browser.get(reverse("ui:notices")))
    a_time_entry(dee, 90, monday - timedelta(days=7), task=task)
    assert "isn’t handed in" in text(browser.get(reverse("ui:notices")))
    weeks.hand_in(monday - timedelta(days=7), by=dee, at=clock.now())
    assert "isn’t handed in" not in text(browser.get(reverse("ui:notices")))


def test_the_sheet_takes_as_many_queries_for_fifty_entries_as_for_one(
    signed_in, dee, task, monday, django_assert_max_num_queries
):
    browser = signed_in(dee)
    a_time_entry(dee, 10, monday, task=task)
    browser.get(reverse("tasks:timesheet"))
    for number in range(50):
        a_time_entry(dee, 5, monday, text=f"Number {number}")
    with django_assert_max_num_queries(45):
        browser.get(reverse("tasks:timesheet"))
