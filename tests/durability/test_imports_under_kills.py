"""An import whose worker is killed in the middle: nothing half stored is ever seen, and it ends whole."""

from tests.durability.processes import House, kill, until

ROWS = 20_000

PREPARE = f"""
from twinhelm.foundation import clock
from twinhelm.people.testing import an_owner
from twinhelm.worklog.actions import checking, files, imports
from twinhelm.worklog.models import Import
from twinhelm.worklog.rules.wishes import Wishes
oda = an_owner()
line = "{{}},Alder: call about the menu {{}},2026-{{:02d}}-{{:02d}},0.5\\n"
content = "Person,What,Day,Hours\\n" + "".join(
    line.format(oda.name, n, n % 11 + 1, n % 28 + 1) for n in range({ROWS})
)
stored = files.put_away([content.encode()], "big.csv")
imported = imports.receive(stored, "big.csv", Wishes(), by=oda, at=clock.now())
checking.check(imported, at=clock.now(), say=lambda **_: None)
imports.confirm(Import.objects.get(), by=oda, at=clock.now())
"""

BRING_IN = """
from twinhelm.foundation import clock
from twinhelm.worklog.actions.bringing import bring_in
from twinhelm.worklog.models import Import
bring_in(Import.objects.get(), at=clock.now(), say=lambda **_: None)
"""


def shell(code: str) -> tuple[str, ...]:
    return ("shell", "--no-imports", "-c", code)


def count(house: House, condition: str = "1 = 1") -> int:
    return int(house.rows(f"SELECT count(*) FROM worklog_workentry WHERE {condition}")[0][0])


def test_an_import_killed_in_the_middle_shows_nothing_and_ends_whole_when_taken_up_again(house):
    house.run(*shell(PREPARE))
    for least in (1, ROWS // 2):
        worker = house.start(*shell(BRING_IN))
        until(lambda least=least: count(house) >= least)
        kill(worker)
        assert count(house, "is_counted") == 0
        assert house.rows("SELECT state FROM worklog_import") == [("running",)]
        assert house.rows("SELECT count(*) FROM worklog_weekload") == [(0,)]
    house.run(*shell(BRING_IN))
    assert house.rows("SELECT state, entries_added FROM worklog_import") == [("done", ROWS)]
    assert count(house) == count(house, "is_counted") == ROWS
    assert house.rows("SELECT sum(minutes) FROM worklog_weekload") == [(ROWS * 30,)]
    assert list((house.folder / "files" / "imports").iterdir()) == []
