"""A Trello board of 20,000 tasks from the file to stored tasks, and the same again: CPU seconds and peak memory.

Run: nice -n 5 .venv/bin/python benchmarks/bringing_tasks.py [TASKS]
"""

import json
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

TASKS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
HOME = tempfile.mkdtemp(prefix="twinhelm-bringing-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ["TWINHELM_HOME"] = HOME
os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-this-benchmark")
LISTS = ("Backlog", "To do", "In progress", "Review", "Done")
PEOPLE = 30


def content() -> bytes:
    """Of four tasks three are cards, the fourth a point of a checklist; a third of the cards has a comment."""
    cards = [a_card(number) for number in range(TASKS * 3 // 4)]
    checklists = [
        {"id": f"l{n}", "idCard": f"c{n}", "checkItems": [{"id": f"p{n}", "name": f"Look at part {n}", "pos": 1}]}
        for n in range(TASKS - len(cards))
    ]
    actions = [
        {
            "id": f"a{n}",
            "type": "commentCard",
            "date": "2026-11-20T09:00:00.000Z",
            "data": {"text": f"The client asked for {n} of them.", "card": {"id": f"c{n}"}},
            "memberCreator": {"fullName": f"Maker{n % PEOPLE} Voss"},
        }
        for n in range(0, len(cards), 3)
    ]
    board = {
        "name": "Everything",
        "lists": [{"id": f"s{n}", "name": name} for n, name in enumerate(LISTS)],
        "members": [{"id": f"m{n}", "fullName": f"Maker{n} Voss"} for n in range(PEOPLE)],
        "cards": cards,
        "checklists": checklists,
        "actions": actions,
    }
    return json.dumps(board).encode()


def a_card(number: int) -> dict[str, object]:
    return {
        "id": f"c{number}",
        "name": f"Draw page {number} of the catalogue",
        "desc": "What is wanted, in a paragraph of its own.\n\n" * (number % 4),
        "idList": f"s{number % len(LISTS)}",
        "idMembers": [f"m{number % PEOPLE}"] if number % 5 else [],
        "labels": [{"id": f"b{number % 12}", "name": f"label {number % 12}"}] if number % 2 else [],
        "due": f"2026-12-{number % 28 + 1:02}T16:00:00.000Z",
        "badges": {"votes": 0, "comments": number % 3, "attachments": 0, "checkItems": 0, "fogbugz": ""},
        "cover": {"color": None, "size": "normal", "brightness": "dark", "idUploadedBackground": None},
        "shortUrl": f"https://trello.example/c/{number}",
    }


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from twinhelm.clients.testing import a_client
    from twinhelm.foundation import clock
    from twinhelm.people.choices import Role
    from twinhelm.people.testing import a_member, an_owner
    from twinhelm.projects.testing import a_project
    from twinhelm.tasks.actions import bringing
    from twinhelm.tasks.models import Comment, Task

    oda = an_owner()
    for number in range(PEOPLE):
        a_member(f"Maker{number} Voss", Role.MAKER, email=f"maker{number}@northlight.example")
    project = a_project(a_client("Everything", made_by=oda), "Catalogue")
    board = Path(HOME) / "board.json"
    board.write_bytes(content())
    print(f"{TASKS:,} tasks, {board.stat().st_size / 1e6:.1f} MB, peak {peak_megabytes():.0f} MB before")
    for turn in ("first", "again"):
        began, at = time.process_time(), clock.now() + timedelta(seconds=1)
        run = bringing.try_out([board.read_bytes()], name="board.json", project=project, by=oda, at=at)
        looked = time.process_time()
        try:
            bringing.bring_in(run, by=oda, at=at)
            said = "brought in"
        except bringing.NothingToBringIn as refusal:
            said = str(refusal)
        ended = time.process_time()
        stored = f"{Task.objects.count():,} tasks, {Comment.objects.count():,} comments"
        print(f"{turn}: look {looked - began:.1f}, store {ended - looked:.1f} CPU-s; {stored}; {said}")
    print(f"peak {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
