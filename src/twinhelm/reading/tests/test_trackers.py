"""Issues, tasks and logged work of Jira and Asana."""

from datetime import UTC, date, datetime

from twinhelm.reading.problems import Code
from twinhelm.reading.rows import Kind
from twinhelm.reading.testing import FILES, file_rows, problems, rows, understood
from twinhelm.reading.understanding import Format


def test_work_logged_on_a_jira_issue_is_a_time_entry_of_its_own():
    first, second, _ = file_rows("jira.csv")
    assert (first.kind, first.text, first.task) == (
        Kind.TIME_ENTRY,
        "Tested; on four phones",
        "Check the opening hours widget",
    )
    assert (first.started_at, first.minutes) == (datetime(2026, 11, 3, 9, 0, tzinfo=UTC), 60)
    assert (second.text, second.person, second.minutes) == ("Check the opening hours widget", "dee", 30)


def test_an_account_number_in_logged_work_is_not_a_person():
    assert file_rows("jira.csv")[0].person == "Pim de Wit"


def test_a_jira_issue_without_logged_work_is_a_task_without_hours():
    task = file_rows("jira.csv")[-1]
    assert (task.kind, task.text, task.minutes, task.started_at) == (Kind.TASK, "Write the FAQ", None, None)
    assert task.on == date(2026, 11, 20)
    assert task.project == "Alder Bakery"
    assert task.labels == ("Task", "To Do", "content")


def test_a_jira_issue_is_known_again_by_its_key():
    changed = (FILES / "jira.csv").read_text().replace("Write the FAQ", "Write the long FAQ")
    before = [row.fingerprint for row in file_rows("jira.csv")]
    assert [row.fingerprint for row in rows(changed)] == before


def test_time_spent_on_a_jira_issue_may_be_more_than_a_day():
    header = "Summary,Issue key,Issue Type,Status,Assignee,Time Spent\n"
    assert rows(f"{header}Build the shop,ALDER-1,Story,Done,Dee,180000\n")[0].minutes == 3000


def test_reads_a_worklog_export_of_jira():
    first, second = file_rows("jira-worklog.csv")
    assert understood((FILES / "jira-worklog.csv").read_bytes()).format is Format.JIRA_WORKLOG
    assert (first.kind, first.text, first.task) == (
        Kind.TIME_ENTRY,
        "Tested on four phones",
        "Check the opening hours widget",
    )
    assert (first.client, first.project, first.minutes, first.person) == (
        "Alder Bakery",
        "Spring shop",
        90,
        "Pim de Wit",
    )
    assert second.text == "Check the opening hours widget"


def test_names_logged_work_that_is_not_as_jira_writes_it():
    header = "Summary,Issue key,Issue Type,Status,Log Work\n"
    (problem,) = problems(f"{header}Build the shop,ALDER-1,Story,Done,yesterday\n", "jira.csv")
    assert (problem.code, problem.row, problem.column) == (Code.BAD_LOGGED_WORK, 2, "E (Log Work)")


def test_an_asana_task_is_a_line_without_hours():
    first, second = file_rows("asana.csv")
    assert (first.kind, first.text, first.minutes) == (Kind.TASK, "Collect photos from Hollis Health", None)
    assert (first.on, first.person) == (date(2026, 11, 3), "ana@northlight.example")
    assert first.labels == ("Waiting for client", "photos", "client")
    assert second.on == date(2026, 10, 20)


def test_finds_the_header_below_lines_of_a_report():
    content = ",,\n,,\n" + (FILES / "asana.csv").read_text()
    assert understood(content).header_row == 3
