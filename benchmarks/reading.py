"""Measures reading: CPU time and memory by format, and that no input of one repeated sign costs more than its length.

Run: .venv/bin/python benchmarks/reading.py
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n"
CLIENTS = ("Alder Bakery", "Fjord Hotels", "Hollis Health")
WORK = (
    "Call about the launch, next steps",
    "Checkout on three browsers",
    "Assign tasks for the sprint",
    "Load the texts",
)
SIGNS = " ,;\"'=-.:/>(T@9aé\t\n\\[{<"
FIRST = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {
            "Toggl CSV, 100,000 rows": _write(folder, "toggl.csv", TOGGL, map(_toggl_row, range(100_000))),
            "Toggl CSV, 1,000,000 rows": _write(folder, "million.csv", TOGGL, map(_toggl_row, range(1_000_000))),
            "XLSX of the same, 100,000 rows": _workbook(folder, 100_000),
            "Jira CSV, 100,000 issues": _write(folder, "jira.csv", _JIRA, map(_jira_row, range(100_000))),
            "ICS, 10,000 events": _write(
                folder, "calendar.ics", "BEGIN:VCALENDAR\n", map(_event, range(10_000)), "END:VCALENDAR\n"
            ),
            "mbox, 50,000 mails": _write(folder, "box.mbox", "", map(_mail, range(50_000))),
            "Trello, 20,000 cards": _board(folder, 20_000),
            "pasted list, 100,000 lines": _write(folder, "list", "", map(_line, range(100_000))),
        }
        for title, path in files.items():
            # One process each, so that peaks do not hide one another.
            ran = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=True)
            print(f"{title} ({path.stat().st_size / 1024**2:.1f} MB): {ran.stdout.strip()}")
    print(_worst_of_one_sign())


def measure(path: Path) -> None:
    from twinhelm.reading import Assumptions, Problem, read, understand

    before, base = time.process_time(), _peak()
    rows = problems = 0
    with path.open("rb") as stream:
        understanding = understand(path.name, stream)
        understood = time.process_time()
        for found in read(stream, understanding, Assumptions(ZoneInfo("Europe/Oslo"), date(2026, 11, 23))):
            problems += isinstance(found, Problem)
            rows += not isinstance(found, Problem)
    total = time.process_time() - before
    print(
        f"{total:.1f} CPU-s, of which {understood - before:.1f} to understand; peak {_peak():.0f} MB"
        f" (before reading {base:.0f} MB); {rows} rows, {problems} problems"
    )


def _worst_of_one_sign() -> str:
    """100 KB of each sign, as a file of every kind and as every kind of value."""
    from twinhelm.reading import Assumptions, Unreadable, read, understand

    def attempt(name: str, content: str) -> Callable[[], None]:
        def act() -> None:
            stream = BytesIO(content.encode())
            try:
                found = understand(name, stream)
                list(read(stream, found, Assumptions(ZoneInfo("Europe/Oslo"), date(2026, 11, 23))))
            except Unreadable:
                pass

        return act

    costs: list[tuple[float, str]] = []
    for sign in SIGNS:
        long = sign * 100_000
        for name, content in _around(long).items():
            before = time.process_time()
            attempt(name, content)()
            costs.append((time.process_time() - before, f"{sign!r} in {name}"))
    worst, where = max(costs)
    return f"100 KB of one sign, {len(costs)} cases: the worst costs {worst * 1000:.0f} ms of CPU ({where})"


def _around(long: str) -> dict[str, str]:
    mail = "From a@b.example Mon Nov  2 09:12:00 2026\nDate: Mon, 2 Nov 2026 10:12:00 +0100\n"
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261102T090000Z\n"
    end = "\nEND:VEVENT\nEND:VCALENDAR\n"
    return {
        "list": long,
        "bare.csv": long,
        "description.csv": f"Date,Hours,Description\n2026-11-02,1,{long}\n",
        "date.csv": f"Date,Hours,Description\n{long},1,x\n",
        "quoted duration.csv": f'Date,Hours,Description\n2026-11-02,"{long}",x\n',
        "log work.csv": f"Summary,Issue key,Issue Type,Log Work\na,b,c,{long}\n",
        "header.csv": f"Date,Hours,Description,{long}\n2026-11-02,1,x,y\n",
        "subject.mbox": f"{mail}Subject: {long}\n\nx\n",
        "from.mbox": f"{mail}From: {long}\n\nx\n",
        "encoded.mbox": f"{mail}Subject: =?utf-8?Q?{long}?=\n\nx\n",
        "body.mbox": f"{mail}\n{long}\n",
        "summary.ics": f"{event}SUMMARY:{long}{end}",
        "attendee.ics": f"{event}ATTENDEE;CN={long}:mailto:a@b.example{end}",
        "rule.ics": f"{event}RRULE:{long}{end}",
        "zone.ics": f"{event}DTEND;TZID={long}:20261102T090000{end}",
        "board.json": json.dumps({"name": "x", "cards": [{"id": "1", "name": long}]}),
    }


def _write(folder: str, name: str, head: str, lines: Iterable[str], foot: str = "") -> Path:
    path = Path(folder, name)
    with path.open("w") as page:
        page.write(head)
        page.writelines(lines)
        page.write(foot)
    return path


def _toggl_row(number: int) -> str:
    start = FIRST + timedelta(minutes=37 * number % 400_000)
    end = start + timedelta(minutes=number % 90 + 5)
    client = CLIENTS[number % 3]
    return (
        f"Ana Reyes,ana{number % 40}@northlight.example,{client},{client} site,,"
        f'"{WORK[number % 4]} {number % 977}",Yes,{start:%Y-%m-%d},{start:%H:%M:%S},{end:%Y-%m-%d},{end:%H:%M:%S},'
        f'{end - start},"call, launch",\n'
    )


_JIRA = "Summary,Issue key,Issue id,Issue Type,Status,Project name,Assignee,Created,Resolved,Labels,Labels,Log Work\n"


def _jira_row(number: int) -> str:
    return (
        f"{WORK[number % 4].replace(',', '')},ALDER-{number},{number},Task,Done,{CLIENTS[number % 3]},Dee,"
        f"{number % 28 + 1:02}/Oct/26 9:00 AM,,a,b,done;{number % 28 + 1:02}/Oct/26 9:00 AM;dee;{number % 7200 + 60}\n"
    )


def _event(number: int) -> str:
    start = FIRST + timedelta(minutes=37 * number % 400_000)
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=20\n" if number % 20 == 0 else ""
    return (
        f"BEGIN:VEVENT\nUID:{number}@northlight.example\nDTSTART;TZID=Europe/Oslo:{start:%Y%m%dT%H%M%S}\nDURATION:PT30M\n"
        f"{rule}SUMMARY:{WORK[number % 4].replace(',', '')} {number}\nATTENDEE;CN=Ruth:mailto:ruth@hollis-health.example\n"
        f"DESCRIPTION:{'words ' * 30}\nEND:VEVENT\n"
    )


def _mail(number: int) -> str:
    at = FIRST + timedelta(minutes=9 * number)
    return (
        f"From ana@northlight.example {at:%a %b %d %H:%M:%S %Y}\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n"
        f"From: Ana Reyes <ana@northlight.example>\nTo: ruth@hollis-health.example\nMessage-ID: <{number}@northlight.example>\n"
        f"Received: {'by somewhere ' * 20}\nSubject: =?utf-8?Q?Men=C3=BC_{number}?=\n\n{'Some words.' * 40}\n\n"
    )


def _line(number: int) -> str:
    return f"- Mon {9 + number % 3}:00-{12 + number % 3}:30 {CLIENTS[number % 3]} - call {number} (30 min)\n"


def _board(folder: str, cards: int) -> Path:
    path = Path(folder, "board.json")
    some = [
        {"id": f"{0x69000000 + number:08x}{number:016x}", "name": f"{WORK[number % 4]} {number}", "desc": "words " * 50,
         "idList": "l", "idMembers": ["m"], "labels": [{"name": "QA"}], "dateLastActivity": "2026-11-05T09:00:00.000Z"}
        for number in range(cards)
    ]  # fmt: skip
    people = [{"id": "m", "fullName": "Pim de Wit"}]
    path.write_text(json.dumps({"name": "Board", "lists": [], "members": people, "cards": some}))
    return path


def _workbook(folder: str, rows: int) -> Path:
    import csv

    import openpyxl

    path = Path(folder, "toggl.xlsx")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for cells in csv.reader([TOGGL, *map(_toggl_row, range(rows))]):
        sheet.append(cells)
    book.save(path)
    return path


def _peak() -> float:
    """MB of this process alone; getrusage would show the parent's peak too."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    measure(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
