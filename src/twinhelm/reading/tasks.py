"""Which program a file of tasks comes from, and its tasks."""

from datetime import tzinfo

from twinhelm.reading.asana_tasks import AsanaTasks
from twinhelm.reading.boards import Board
from twinhelm.reading.brought import BroughtWork
from twinhelm.reading.exported_json import LARGEST_EXPORT, load
from twinhelm.reading.letters import Bytes
from twinhelm.reading.problems import Code, Problem, Unreadable
from twinhelm.reading.task_tables import read_task_table


def read_tasks(name: str, stream: Bytes, zone: tzinfo) -> BroughtWork:
    """Tasks of a Trello board, of Asana, of Jira or of any table.

    zone: of the agency, in which moments become days.
    Raises Unreadable.
    """
    size = stream.seek(0, 2)
    if size > LARGEST_EXPORT:
        params = {"megabytes": size // 1024**2, "limit": LARGEST_EXPORT // 1024**2}
        raise Unreadable(Problem(Code.TOO_BIG, name, params=params))
    stream.seek(0)
    start = stream.read(64).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start[:1] not in (b"{", b"["):
        return _named(name, read_task_table(name, stream, zone))
    export = load(name, stream)
    if isinstance(export, dict) and isinstance(export.get("cards"), list):
        return _named(name, Board(name, export, zone).read())
    if isinstance(export, dict) and isinstance(export.get("data"), list):
        return _named(name, AsanaTasks(name, export, zone).read())
    raise Unreadable(Problem(Code.NOT_TASKS, name))


def _named(name: str, work: BroughtWork) -> BroughtWork:
    if not work.tasks and not work.problems:
        raise Unreadable(Problem(Code.EMPTY, name))
    return work
